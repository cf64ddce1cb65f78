"""Who sits in the Council and the working group, by which document; administrators keep both
lists here.
"""

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from submissions.campaigns.services.appointments import end_grant
from submissions.council.forms import SeatDescriptionForm, SeatForm
from submissions.council.pages.members import members_page
from submissions.council.services import seats
from submissions.council.views.surroundings import council_context, form_page, saved
from submissions.enums import BODIES
from submissions.frame.queries import campaign_or_404
from submissions.models import Appointment, Campaign
from units.access import require
from units.http import SignedInRequest, posted
from units.models import Unit
from units.people.forms import PersonReasonForm

_GRANT = "account.grant_role_to_other"
_form = require_http_methods(["GET", "HEAD", "POST"])
_HERE = "Thành viên"


@require_safe
def members(request: SignedInRequest, code: str) -> HttpResponse:
    """Both lists, with what an administrator can do to each place."""
    campaign = campaign_or_404(request.user, code)
    context = council_context(
        request, campaign, here=_HERE, page=members_page(campaign, request.user)
    )
    return render(request, "submissions/council/members.html", context)


@_form
def add(request: SignedInRequest, code: str) -> HttpResponse:
    """A member without an account. The password is asked for again only of who may do it."""
    require(request.user, _GRANT)
    return _add(request, code)


@_form
def describe(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """What the document says of a member."""
    require(request.user, _GRANT)
    campaign = campaign_or_404(request.user, code)
    seat = _seat(campaign, pk)
    first = {"seen": seats.seat_version(seat)} | {
        name: getattr(seat, name) for name in ("order", "position", "title", "document")
    }
    form, status = SeatDescriptionForm(posted(request), initial=first), 0
    if form.is_valid():
        done, status = saved(
            request,
            form,
            lambda: seats.describe_seat(seat=seat, by=request.user, **form.cleaned_data),
            done="Đã lưu.",
            then=_url(code),
        )
        if done:
            return done
    return form_page(
        request,
        campaign,
        form,
        heading=seat.person,
        button="Lưu",
        status=status,
        above=_above(code),
        lead=(
            f"{seat.get_role_display()}. Vai trò không đổi ở đây: muốn đổi thì kết thúc rồi phân "
            "công lại."
        ),
    )


@_form
def end(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """A member leaves."""
    require(request.user, _GRANT)
    return _end(request, code, pk)


@reauthentication_required
def _add(request: SignedInRequest, code: str) -> HttpResponse:
    campaign = campaign_or_404(request.user, code)
    assessed = Unit.objects.filter(submissions__campaign=campaign)
    form, status = SeatForm(posted(request), units=assessed), 0
    if form.is_valid():
        done, status = saved(
            request,
            form,
            lambda: seats.seat_without_account(
                campaign=campaign, by=request.user, **form.cleaned_data
            ),
            done=f"Đã thêm {form.cleaned_data['person']}.",
            then=_url(code),
        )
        if done:
            return done
    return form_page(
        request,
        campaign,
        form,
        heading="Thêm thành viên không có tài khoản",
        button="Thêm",
        status=status,
        above=_above(code),
        lead=(
            "Thành viên này được tính và được in trong báo cáo; khi biểu quyết thì Thư ký ghi ý "
            "kiến. "
            "Người có tài khoản được phân công ở trang của người đó."
        ),
    )


@reauthentication_required
def _end(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    campaign = campaign_or_404(request.user, code)
    seat = _seat(campaign, pk)
    form, status = PersonReasonForm(posted(request)), 0
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done, status = saved(
            request,
            form,
            lambda: end_grant(appointment=seat, reason=reason, by=request.user),
            done=f"{seat.person} thôi tham gia.",
            then=_url(code),
        )
        if done:
            return done
    return form_page(
        request,
        campaign,
        form,
        heading=f"{seat.person} thôi tham gia",
        button="Xác nhận",
        status=status,
        above=_above(code),
        lead="Những phiên họp đã kết thúc không thay đổi.",
    )


def _seat(campaign: Campaign, pk: int) -> Appointment:
    listed = Appointment.objects.not_over().in_campaign(campaign).of_body(*BODIES)
    return get_object_or_404(listed.select_related("campaign", "unit", "user"), pk=pk)


def _url(code: str) -> str:
    return reverse("council_members", args=[code])


def _above(code: str) -> list[tuple[str, str]]:
    return [(_HERE, _url(code))]
