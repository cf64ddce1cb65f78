"""Accounts as administrators open them: a new one, and its invitation.

Auditors read the same list.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ictindex.lib.errors import DomainError
from units.access import may, require
from units.http import SignedInRequest, posted
from units.models import User
from units.people.acts import UNPROCESSABLE
from units.people.forms import NewPersonForm
from units.people.pages import invitations_listed
from units.people.services.accounts import create_account
from units.people.services.invitations import resend_invitation

_KEEP = "account.create_or_disable_user"


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: SignedInRequest) -> HttpResponse:
    """A new account; its owner gets an invitation by mail."""
    require(request.user, _KEEP)
    form = NewPersonForm(posted(request))
    if form.is_valid():
        try:
            made = create_account(**form.cleaned_data, by=request.user)
        except DomainError as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(
                request, f"Đã tạo tài khoản «{made.username}» và gửi lời mời tới {made.email}."
            )
            return redirect("person", made.pk)
    context = {"form": form, "here": "Tài khoản mới"}
    return render(
        request, "units/people/create.html", context, status=UNPROCESSABLE if form.errors else 200
    )


@require_safe
def invitations(request: SignedInRequest) -> HttpResponse:
    """Who was invited, whether the mail went, and who has not set a password yet."""
    require(request.user, "account.search_or_list_users")
    context = {
        "rows": invitations_listed(),
        "may_keep": may(request.user, _KEEP),
        "here": "Lời mời",
    }
    return render(request, "units/people/invitations.html", context)


@require_POST
def resend(request: SignedInRequest, pk: int) -> HttpResponse:
    """The invitation once more, with a new link."""
    require(request.user, _KEEP)
    invited = get_object_or_404(User, pk=pk)
    resend_invitation(person=invited, by=request.user)
    messages.success(
        request, f"Đã gửi lại lời mời tới {invited.email}. Liên kết cũ không dùng được nữa."
    )
    return redirect("person", invited.pk)
