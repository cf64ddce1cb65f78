"""A meeting of the Council: planned, edited, attended, written up and closed.

It is opened where the figures are (reports).
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.numbers import parse_whole
from submissions.council.forms import CancelMeetingForm, ConclusionForm, MeetingForm
from submissions.council.queries.criteria import criteria_asked, units_listed
from submissions.council.queries.meetings import meeting_page
from submissions.council.queries.rights import MANAGE
from submissions.council.services import meetings
from submissions.council.views.surroundings import (
    CONFLICT,
    UNPROCESSABLE,
    campaign_for,
    council_context,
    form_page,
    meeting_for,
    meeting_step,
    meeting_url,
    saved,
)
from submissions.models import Answer, Comment, Meeting
from units.http import SignedInRequest, posted
from units.inbox.services import mark_seen

_TOLD = (
    "Thành viên Hội đồng có tài khoản được báo ngày và nơi họp ngay khi ghi lịch, và báo lại khi "
    "đổi."
)
_form = require_http_methods(["GET", "HEAD", "POST"])


@_form
def plan(request: SignedInRequest, code: str) -> HttpResponse:
    """A new meeting."""
    campaign = campaign_for(request, code, MANAGE)
    form, status = MeetingForm(posted(request)), 0
    if form.is_valid():
        typed = _typed(form)
        done, status = saved(
            request,
            form,
            lambda: meetings.plan_meeting(campaign=campaign, by=request.user, **typed),
            done="Đã ghi lịch phiên họp.",
            then=reverse("council", args=[code]),
        )
        if done:
            return done
    return form_page(
        request,
        campaign,
        form,
        heading="Phiên họp mới",
        button="Ghi lịch họp",
        status=status,
        lead=_TOLD,
    )


@_form
def edit(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """Date, place and purpose."""
    meeting = meeting_for(request, code, number, MANAGE)
    first = {name: getattr(meeting, name) for name in ("held_on", "place", "purpose", "version")}
    form, status = MeetingForm(posted(request), initial=first), 0
    if form.is_valid():
        typed = _typed(form)
        done, status = saved(
            request,
            form,
            lambda: meetings.edit_meeting(
                meeting=meeting, version=form.seen, by=request.user, **typed
            ),
            done="Đã lưu.",
            then=meeting_url(meeting),
        )
        if done:
            return done
    heading = f"Sửa phiên họp {meeting.number}"
    return form_page(
        request,
        meeting.campaign,
        form,
        heading=heading,
        button="Lưu",
        status=status,
        above=[meeting_step(meeting)],
    )


@_form
def cancel(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """It will not be held."""
    meeting = meeting_for(request, code, number, MANAGE)
    form, status = CancelMeetingForm(posted(request), initial={"version": meeting.version}), 0
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done, status = saved(
            request,
            form,
            lambda: meetings.cancel_meeting(
                meeting=meeting, version=form.seen, reason=reason, by=request.user
            ),
            done=f"Đã hủy phiên họp {number}.",
            then=reverse("council", args=[code]),
        )
        if done:
            return done
    heading = f"Hủy phiên họp {meeting.number}"
    return form_page(
        request,
        meeting.campaign,
        form,
        heading=heading,
        button="Hủy phiên họp",
        status=status,
        above=[meeting_step(meeting)],
    )


@require_safe
def meeting(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """Who came, what was voted, said and concluded. Notices that led here are read."""
    shown = meeting_for(request, code, number)
    mark_seen(request.user, url=meeting_url(shown), now=timezone.now())
    return meeting_shown(request, shown)


@require_POST
def attend(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """Who is present."""
    held = meeting_for(request, code, number, MANAGE)
    present = frozenset(
        key for text in request.POST.getlist("present") if (key := parse_whole(text))
    )
    notes = {
        key: str(text) for name, text in request.POST.items() if (key := key_behind("note-", name))
    }
    return done_in_meeting(
        request,
        held,
        "Đã điểm danh.",
        "diem-danh",
        lambda: meetings.take_attendance(
            meeting=held,
            version=seen_version(request),
            present=present,
            notes=notes,
            by=request.user,
        ),
    )


@require_POST
def write(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """What happened."""
    held = meeting_for(request, code, number, MANAGE)
    text = request.POST.get("proceedings", "")
    return done_in_meeting(
        request,
        held,
        "Đã lưu diễn biến.",
        "dien-bien",
        lambda: meetings.write_proceedings(
            meeting=held, version=seen_version(request), proceedings=text, by=request.user
        ),
        proceedings=text,
    )


@require_POST
def close(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """Nothing of it changes any more."""
    held = meeting_for(request, code, number, MANAGE)
    return done_in_meeting(
        request,
        held,
        f"Phiên họp {number} đã kết thúc. Biên bản tải được ở trang này.",
        "",
        lambda: meetings.close_meeting(
            meeting=held, version=seen_version(request), by=request.user
        ),
    )


@_form
def conclude(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """A conclusion; a criterion is chosen after its unit."""
    held = meeting_for(request, code, number, MANAGE)
    unit = request.GET.get("don-vi", "")
    comments = [
        (str(each.pk), f"{each.get_pin_display()}: {each.text[:80]}")
        for each in Comment.objects.filter(campaign=held.campaign)
    ]
    form = ConclusionForm(
        posted(request), comments=comments, criteria=criteria_asked(held.campaign, unit)
    )
    status = 0
    if form.is_valid():
        done, status = saved(
            request,
            form,
            lambda: _conclude(held, form.cleaned_data, request),
            done="Đã ghi kết luận.",
            then=f"{meeting_url(held)}#ket-luan",
        )
        if done:
            return done
    return form_page(
        request,
        held.campaign,
        form,
        heading="Kết luận mới",
        button="Ghi kết luận",
        status=status,
        above=[meeting_step(held)],
        units=units_listed(held.campaign, unit),
        unit=unit,
    )


def _conclude(held: Meeting, value: dict[str, Any], request: SignedInRequest) -> None:
    answer = Answer.objects.select_related("submission").filter(pk=value.get("answer") or 0).first()
    comment = (
        Comment.objects.select_related("answer__submission")
        .filter(pk=value["comment"] or 0)
        .first()
    )
    meetings.conclude(
        meeting=held, text=value["text"], answer=answer, comment=comment, by=request.user
    )


def _typed(form: MeetingForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("held_on", "place", "purpose")}


def seen_version(request: SignedInRequest) -> int:
    """The version of the meeting that the page showed; -1, which nothing has, where it lost it."""
    text = request.POST.get("version", "")
    version = parse_whole(text)
    return -1 if version is None else version


def key_behind(prefix: str, name: str) -> int | None:
    """«note-12» names the member 12; None for the names of other fields."""
    return parse_whole(name.removeprefix(prefix)) if name.startswith(prefix) else None


def done_in_meeting(
    request: SignedInRequest,
    held: Meeting,
    done: str,
    anchor: str,
    act: Callable[[], Any],
    **typed: str,
) -> HttpResponse:
    """Do it and show the meeting; where it was refused, the meeting as it is now with the
    reason and what was typed.
    """
    try:
        act()
    except NotAllowed:
        raise
    except StaleState as refusal:
        return meeting_shown(request, held, problem=str(refusal), status=CONFLICT, **typed)
    except DomainError as refusal:
        return meeting_shown(request, held, problem=str(refusal), status=UNPROCESSABLE, **typed)
    messages.success(request, done)
    return redirect(meeting_url(held) + (f"#{anchor}" if anchor else ""))


def meeting_shown(
    request: SignedInRequest, held: Meeting, *, status: int = 200, problem: str = "", **typed: str
) -> HttpResponse:
    """The page, read anew."""
    fresh = Meeting.objects.select_related("campaign", "closed_by").get(pk=held.pk)
    context = council_context(
        request,
        fresh.campaign,
        here=f"Phiên họp {fresh.number}",
        page=meeting_page(fresh, request.user),
        problem=problem,
        typed=typed,
    )
    return render(request, "submissions/council/meeting.html", context, status=status)
