"""Giving a role, and confirming one that another administrator proposed."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.campaigns.forms.people import GrantForm
from submissions.campaigns.services.appointments import confirm_grant, end_grant, grant_role
from submissions.models import Appointment
from units.access import require
from units.http import SignedInRequest, posted
from units.models import User
from units.people.acts import UNPROCESSABLE, PersonAct, ask_reason

_GRANT = "account.grant_role_to_other"


@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: SignedInRequest, pk: int) -> HttpResponse:
    """A role for somebody else. The password is asked for again only of who may do it."""
    require(request.user, _GRANT)
    return _grant(request, pk)


@require_POST
def confirm(request: SignedInRequest, pk: int, appointment_pk: int) -> HttpResponse:
    """The second administrator agrees."""
    require(request.user, _GRANT)
    return _confirm(request, pk, appointment_pk)


@reauthentication_required
def _grant(request: SignedInRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = GrantForm(posted(request), person=person)
    if form.is_valid():
        try:
            made = grant_role(person=person, by=request.user, **form.cleaned_data)
        except (NotAllowed, StaleState):
            raise
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _said(made))
            return redirect("person", pk)
    context = {"form": form, "person": person, "here": "Phân công vai trò"}
    return render(
        request,
        "submissions/campaigns/grant.html",
        context,
        status=UNPROCESSABLE if form.errors else 200,
    )


@reauthentication_required
def _confirm(request: SignedInRequest, pk: int, appointment_pk: int) -> HttpResponse:
    appointment = get_object_or_404(
        Appointment.objects.select_related("user", "campaign"), pk=appointment_pk, user_id=pk
    )
    confirm_grant(appointment=appointment, by=request.user)
    messages.success(
        request,
        f"Vai trò «{appointment.get_role_display()}» của {appointment.user} đã có hiệu lực.",
    )
    return redirect("person", pk)


def _said(made: Appointment) -> str:
    if made.is_proposed:
        return (
            f"Đã đề nghị vai trò «{made.get_role_display()}». Vai trò có hiệu lực khi một quản "
            "trị viên khác xác nhận."
        )
    return f"Đã trao vai trò «{made.get_role_display()}»."


@require_http_methods(["GET", "HEAD", "POST"])
def end_role(request: SignedInRequest, pk: int, appointment_pk: int) -> HttpResponse:
    """A role ends, or a proposal is dropped."""
    require(request.user, "account.grant_role_to_other")
    roles = Appointment.objects.select_related("user", "campaign", "unit")
    appointment = get_object_or_404(roles, pk=appointment_pk, user_id=pk)
    person = get_object_or_404(User, pk=pk)
    act = _dropping(appointment) if appointment.is_proposed else _ending(appointment)
    return ask_reason(
        request,
        person,
        act,
        lambda reason: end_grant(appointment=appointment, reason=reason, by=request.user),
    )


def _ending(appointment: Appointment) -> PersonAct:
    return PersonAct(
        f"Kết thúc vai trò «{appointment.get_role_display()}» của {appointment.user}",
        "Người này mất ngay mọi quyền của vai trò. Những gì đã làm vẫn giữ nguyên trong hồ sơ và "
        "nhật ký.",
        "Kết thúc vai trò",
        "Đã kết thúc vai trò.",
    )


def _dropping(appointment: Appointment) -> PersonAct:
    return PersonAct(
        f"Bỏ đề nghị vai trò «{appointment.get_role_display()}» cho {appointment.user}",
        "Vai trò chưa có hiệu lực và sẽ không có hiệu lực. Có thể đề nghị lại bất cứ lúc nào.",
        "Bỏ đề nghị",
        "Đã bỏ đề nghị.",
    )
