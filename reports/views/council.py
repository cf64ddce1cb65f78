"""The Council's first page, its acceptance, and the opening of a meeting on the figures and the draft of that moment."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from ictindex.lib.errors import DomainError, NotAllowed
from reports.council.acceptance import ACCEPT, accept, open_meeting_on_draft
from reports.queries import latest_rendering
from reports.screens.acceptance_page import acceptance_page
from reports.screens.council_page import council_page
from submissions.council.rules import MANAGE, VIEW
from submissions.models import Campaign, Motion
from submissions.views.council_shared import CONFLICT, COUNCIL, campaign_for, council_context, meeting_for
from submissions.views.meetings import done_in_meeting, seen_version
from units.http import SignedInRequest


@require_safe
def council(request: SignedInRequest, code: str) -> HttpResponse:
    """What is still to be decided, and what was."""
    campaign = campaign_for(request, code, VIEW)
    context = council_context(request, campaign, here=COUNCIL, page=council_page(campaign, request.user))
    context["steps"].pop()
    return render(request, "council/council.html", context)


@require_POST
def open_meeting(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """The Council meets."""
    held = meeting_for(request, code, number, MANAGE)
    draft = latest_rendering(held.campaign)
    return done_in_meeting(
        request, held, f"Phiên họp {number} đã mở. Hãy điểm danh.", "diem-danh",
        lambda: open_meeting_on_draft(
            meeting=held, version=seen_version(request), draft_sha256=draft.file_sha256 if draft else "", by=request.user
        ),
    )  # fmt: skip


@require_safe
def acceptance(request: SignedInRequest, code: str) -> HttpResponse:
    """Whether the figures are those that the Council accepted."""
    return _acceptance(request, campaign_for(request, code, VIEW))


@require_POST
def record_acceptance(request: SignedInRequest, code: str) -> HttpResponse:
    """By the vote that was chosen."""
    campaign = campaign_for(request, code, ACCEPT)
    motion = request.POST.get("motion", "")
    found = get_object_or_404(Motion, pk=int(motion) if motion.isdecimal() else 0, meeting__campaign=campaign)
    try:
        accept(campaign=campaign, motion=found, by=request.user)
    except NotAllowed:
        raise
    except DomainError as refusal:
        return _acceptance(request, campaign, problem=str(refusal), status=CONFLICT)
    messages.success(request, "Đã ghi nhận nghiệm thu. Mọi thay đổi số liệu từ nay làm nghiệm thu mất giá trị.")
    return redirect("acceptance", code)


def _acceptance(request: SignedInRequest, campaign: Campaign, *, problem: str = "", status: int = 200) -> HttpResponse:
    page = acceptance_page(campaign, request.user)
    context = council_context(request, campaign, here="Nghiệm thu", page=page, problem=problem)
    return render(request, "council/acceptance.html", context, status=status)
