"""A person's own account: what it is, where it is signed in, and the invitation that opens it."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from units.access import may
from units.http import SignedInRequest, posted
from units.models import Invitation
from units.people.queries import has_second_factor
from units.people.services.invitations import accept_invitation, require_open
from units.people.services.link_mail import invitation_key
from units.people.services.sessions import end_other_sessions, end_own_session
from units.sign_in.forms import FirstPasswordForm
from units.sign_in.pages import sessions_shown


@require_safe
def account(request: SignedInRequest) -> HttpResponse:
    """Who I am here, and what I can change about it."""
    context: dict[str, Any] = {
        "memberships": request.user.memberships.select_related("unit").order_by("unit__order"),
        "has_second_factor": has_second_factor(request.user),
        "may_manage_people": may(request.user, "account.search_or_list_users"),
        "here": "Tài khoản",
    }
    return render(request, "units/sign_in/account.html", context)


@require_safe
def sessions(request: SignedInRequest) -> HttpResponse:
    """Where I am signed in."""
    context = {
        "sessions": sessions_shown(request.user, request.session.session_key or ""),
        "idle_minutes": int(settings.SESSION_IDLE.total_seconds() // 60),
        "longest_hours": int(settings.SESSION_LONGEST.total_seconds() // 3600),
        "here": "Các phiên đăng nhập",
    }
    return render(request, "units/sign_in/sessions.html", context)


@require_POST
def end_session(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign out somewhere else."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    end_own_session(session=session, by=request.user)
    messages.success(request, "Đã kết thúc phiên đăng nhập đó.")
    return redirect("sessions")


@require_POST
def end_sessions(request: SignedInRequest) -> HttpResponse:
    """Sign out everywhere else."""
    count = end_other_sessions(by=request.user, keep=request.session.session_key or "")
    messages.success(request, f"Đã kết thúc {count} phiên đăng nhập khác.")
    return redirect("sessions")


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Set the first password by the link of an invitation."""
    invitation = get_object_or_404(
        Invitation.objects.select_related("user"), pk=invitation_key(token)
    )
    require_open(invitation)
    form = FirstPasswordForm(posted(request), user=invitation.user)
    if form.is_valid():
        accept_invitation(invitation=invitation, password=form.cleaned_data["password1"])
        messages.success(request, "Đã đặt mật khẩu. Ông/Bà đăng nhập được ngay.")
        return redirect("account_login")
    return render(
        request, "units/sign_in/accept_invitation.html", {"form": form, "person": invitation.user}
    )
