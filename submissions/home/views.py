"""The first page of the application."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from submissions.frame.menu import watching_links
from submissions.home.pages import campaigns_listed
from submissions.home.queries import tasks_of


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Every campaign the reader may see, and what waits for the reader in them."""
    context = {
        "entries": campaigns_listed(request.user),
        "waiting": tasks_of(request.user, now=timezone.now()),
        "watching": watching_links(request.user),
    }
    return render(request, "submissions/home/home.html", context)
