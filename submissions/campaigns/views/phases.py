"""Where a campaign stands and its steps: forward, by the one who may, and back, by two people.

Publishing lies with the reports.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.campaigns.forms.campaign import StepBackForm, StepForm
from submissions.campaigns.phases.table import ADVANCE, ARCHIVE
from submissions.campaigns.phases.values import StepAddress
from submissions.campaigns.queries.phases import PROPOSE_BACK, last_move, phases_page
from submissions.campaigns.queries.steps import step_taken_at, steps_from
from submissions.campaigns.services import phases as services
from submissions.enums import Phase
from submissions.frame.queries import around, campaign_or_404
from submissions.models import Campaign, StepBack
from units.access import require
from units.http import SignedInRequest

_CONFLICT, _UNPROCESSABLE = 409, 422


@require_safe
def phases(request: SignedInRequest, code: str) -> HttpResponse:
    """The phases in order, what the next step needs and does, and the way back."""
    return _page(request, campaign_or_404(request.user, code))


@require_POST
def advance(request: SignedInRequest, code: str) -> HttpResponse:
    """The steps out of every phase but the last two."""
    return _take_step(request, code, ADVANCE)


@require_POST
def archive(request: SignedInRequest, code: str) -> HttpResponse:
    """The last step."""
    return _take_step(request, code, ARCHIVE)


@require_POST
def propose_step_back(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask a second person to return the campaign to an earlier phase."""
    campaign = campaign_or_404(request.user, code)
    if was_seen_elsewhere(request, campaign):
        return moved(request, campaign, typed=request.POST.get("reason", ""))
    require(request.user, PROPOSE_BACK, campaign)
    form = StepBackForm(request.POST, campaign=campaign)
    if not form.is_valid():
        return _page(request, campaign, back_form=form, status=_UNPROCESSABLE)
    value = form.cleaned_data
    try:
        services.propose_step_back(
            campaign=campaign,
            source=value["phase"],
            target=value["target"],
            reason=value["reason"],
            by=request.user,
        )
    except StaleState as refusal:
        return moved(
            request, campaign_or_404(request.user, code), typed=value["reason"], why=str(refusal)
        )
    messages.success(
        request, "Đã gửi đề nghị lùi giai đoạn. Giai đoạn chỉ đổi khi người thứ hai đồng ý."
    )
    return redirect("phases", code)


@require_POST
def agree_to_step_back(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """The second person agrees."""
    proposal = _proposal(request, code, pk)
    campaign = services.decide_step_back(proposal=proposal, agreed=True, by=request.user)
    messages.success(request, f"Đợt đánh giá đã trở về giai đoạn «{campaign.get_phase_display()}».")
    return redirect("phases", code)


@require_POST
def decline_step_back(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """The second person declines."""
    services.decide_step_back(proposal=_proposal(request, code, pk), agreed=False, by=request.user)
    messages.success(request, "Đã ghi nhận không đồng ý. Giai đoạn không đổi.")
    return redirect("phases", code)


@require_POST
def withdraw_step_back(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """The one who proposed takes it back."""
    services.withdraw_step_back(proposal=_proposal(request, code, pk), by=request.user)
    messages.success(request, "Đã rút đề nghị lùi giai đoạn.")
    return redirect("phases", code)


def was_seen_elsewhere(request: SignedInRequest, campaign: Campaign) -> bool:
    """The page that the person pressed on showed another phase than the present one."""
    return request.POST.get("phase", campaign.phase) != campaign.phase


def _proposal(request: SignedInRequest, code: str, pk: int) -> StepBack:
    campaign = campaign_or_404(request.user, code)
    return get_object_or_404(
        StepBack.objects.select_related("campaign", "proposed_by"), campaign=campaign, pk=pk
    )


def _take_step(request: SignedInRequest, code: str, here: StepAddress) -> HttpResponse:
    """Stale before refused: who pressed twice has lost the right with the first press, and
    should read what happened.
    """
    campaign = campaign_or_404(request.user, code)
    if was_seen_elsewhere(request, campaign):
        return moved(request, campaign)
    require(request.user, here.action, campaign)
    try:
        step = step_taken_at(here, campaign.phase, request.POST.get("target", ""))
    except DomainError as refusal:
        return _page(request, campaign, problem=str(refusal), status=_UNPROCESSABLE)
    form = StepForm(request.POST, step=step)
    if not form.is_valid():
        return _page(request, campaign, form, status=_UNPROCESSABLE)
    return _taken(request, campaign, form)


def _taken(request: SignedInRequest, campaign: Campaign, form: StepForm) -> HttpResponse:
    value = form.cleaned_data
    try:
        services.advance(
            campaign=campaign,
            source=value["phase"],
            target=form.step.target,
            reason=value.get("reason", ""),
            by=request.user,
        )
    except StaleState:
        return moved(request, campaign_or_404(request.user, campaign.code))
    except NotAllowed:
        raise
    except DomainError as refusal:
        return _page(request, campaign, form, problem=str(refusal), status=_CONFLICT)
    messages.success(
        request, f"Đợt đánh giá đã chuyển sang giai đoạn «{campaign.get_phase_display()}»."
    )
    return redirect("phases", campaign.code)


def _page(
    request: SignedInRequest,
    campaign: Campaign,
    typed: StepForm | None = None,
    *,
    status: int = 200,
    **given: Any,
) -> HttpResponse:
    page = phases_page(campaign, request.user, now=timezone.now())
    forms = (
        typed if typed and typed.step == step else StepForm(step=step)
        for step in steps_from(campaign.phase)
    )
    context = {
        "page": page,
        "ways": list(zip(page.steps, forms, strict=True)),
        "back_form": StepBackForm(campaign=campaign) if page.back.may_propose else None,
    }
    context |= given | around(request, campaign, here="Giai đoạn", name="phases")
    return render(request, "submissions/campaigns/phases.html", context, status=status)


def moved(
    request: SignedInRequest, campaign: Campaign, *, typed: str = "", why: str = ""
) -> HttpResponse:
    """Somebody was faster, perhaps the same person by a second press: what happened, and the way to
    where it stands now.

    `typed` is shown again, so that it is not lost.
    """
    move = last_move(campaign)
    context = {
        "move": move,
        "is_own": move is not None and move.actor_id == request.user.pk,
        "phase": Phase(campaign.phase).label,
        "typed": typed,
        "why": why,
    } | around(request, campaign, here="Đã chuyển giai đoạn", name="phases")
    return render(request, "submissions/campaigns/moved.html", context, status=_CONFLICT)
