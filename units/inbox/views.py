"""A person's own notifications."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from units.http import SignedInRequest
from units.inbox import services
from units.inbox.queries import inbox


@require_safe
def notices(request: SignedInRequest) -> HttpResponse:
    """Unread ones first."""
    page = inbox(request.user, page=request.GET.get("trang"))
    return render(request, "units/inbox/inbox.html", {"page": page})


@require_POST
def mark_read(request: SignedInRequest, pk: int) -> HttpResponse:
    """One of them."""
    services.mark_read(request.user, pk=pk, now=timezone.now())
    return redirect("notices")


@require_POST
def mark_all_read(request: SignedInRequest) -> HttpResponse:
    """All of them."""
    count = services.mark_all_read(request.user, now=timezone.now())
    messages.success(
        request,
        f"Đã đánh dấu đã đọc {count} thông báo." if count else "Không có thông báo nào chưa đọc.",
    )
    return redirect("notices")
