"""The Council's first page, its acceptance, and the opening of a meeting on the figures and the
draft of that moment.
"""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ictindex.lib.errors import DomainError, NotAllowed
from ictindex.lib.numbers import parse_whole
from ictindex.lib.private_files import StoredFileDamaged
from reports.council.pages.acceptance import acceptance_page
from reports.council.pages.council import council_page
from reports.council.services.acceptance import (
    ACCEPT,
    accept,
    digest_figures,
    open_meeting_on_draft,
)
from reports.council.services.drafts import open_draft
from reports.frame.surroundings import PDF_POLICY, READ_DRAFT, no_report
from reports.jobs.queries import latest_rendering
from reports.results.queries.open_data import as_open_data
from scoring.results.queries import campaign_results
from submissions.council.queries.rights import MANAGE, VIEW
from submissions.council.views.meetings import done_in_meeting, seen_version
from submissions.council.views.surroundings import (
    CONFLICT,
    COUNCIL,
    campaign_for,
    council_context,
    meeting_for,
    meeting_step,
)
from submissions.models import Campaign, Meeting, MeetingDraft, Motion
from units.http import SignedInRequest


@require_safe
def council(request: SignedInRequest, code: str) -> HttpResponse:
    """What is still to be decided, and what was."""
    campaign = campaign_for(request, code, VIEW)
    context = council_context(
        request, campaign, here=COUNCIL, page=council_page(campaign, request.user)
    )
    context["steps"].pop()
    return render(request, "reports/council/council.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_meeting(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """The Council meets, once the secretary has seen what will lie on the table."""
    held = meeting_for(request, code, number, MANAGE)
    if request.method != "POST":
        return _before_opening(request, held)
    return done_in_meeting(
        request,
        held,
        f"Phiên họp {number} đã mở. Hãy điểm danh.",
        "diem-danh",
        lambda: open_meeting_on_draft(
            meeting=held,
            version=seen_version(request),
            seen_draft=request.POST.get("draft", ""),
            by=request.user,
        ),
    )


def _before_opening(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    """In a state or phase in which it cannot be opened, the meeting itself, which says why."""
    campaign = meeting.campaign
    if not meeting.is_planned or not campaign.stands.holds_meetings:
        return redirect("meeting", campaign.code, meeting.number)
    results, draft = campaign_results(campaign), latest_rendering(campaign)
    context = council_context(
        request,
        campaign,
        here="Mở phiên họp",
        above=[meeting_step(meeting)],
        meeting=meeting,
        draft=draft,
        is_current=bool(draft and draft.data_sha256 == as_open_data(results)["sha256"]),
        figures_sha256=digest_figures(campaign, results).sha256,
    )
    return render(request, "reports/council/open_meeting.html", context)


@require_safe
def meeting_draft(request: SignedInRequest, code: str, number: int) -> HttpResponseBase:
    """The very PDF that lay before the meeting."""
    campaign = campaign_for(request, code, READ_DRAFT)
    draft = get_object_or_404(MeetingDraft, meeting__campaign=campaign, meeting__number=number)
    try:
        file = open_draft(draft)
    except StoredFileDamaged as problem:
        return no_report(request, campaign, str(problem))
    name = f"du-thao-phien-hop-{number}-{code}.pdf"
    response = FileResponse(file, content_type="application/pdf", filename=name)
    response["Content-Security-Policy"] = PDF_POLICY
    return response


@require_safe
def acceptance(request: SignedInRequest, code: str) -> HttpResponse:
    """Whether the figures are those that the Council accepted."""
    return _acceptance(request, campaign_for(request, code, VIEW))


@require_POST
def record_acceptance(request: SignedInRequest, code: str) -> HttpResponse:
    """By the vote that was chosen."""
    campaign = campaign_for(request, code, ACCEPT)
    key = parse_whole(request.POST.get("motion", ""))
    found = get_object_or_404(Motion, pk=key or 0, meeting__campaign=campaign)
    try:
        accept(campaign=campaign, motion=found, by=request.user)
    except NotAllowed:
        raise
    except DomainError as refusal:
        return _acceptance(request, campaign, problem=str(refusal), status=CONFLICT)
    messages.success(
        request, "Đã ghi nhận nghiệm thu. Mọi thay đổi số liệu từ nay làm nghiệm thu mất giá trị."
    )
    return redirect("acceptance", code)


def _acceptance(
    request: SignedInRequest, campaign: Campaign, *, problem: str = "", status: int = 200
) -> HttpResponse:
    page = acceptance_page(campaign, request.user)
    context = council_context(request, campaign, here="Nghiệm thu", page=page, problem=problem)
    return render(request, "reports/council/acceptance.html", context, status=status)
