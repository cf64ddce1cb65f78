"""What is seen across units: one criterion, the largest gaps, and files that several units
handed in.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.appraisal.forms.decisions import (
    RefusedDecision,
    TypedDecision,
    decision_from,
    typed_from,
)
from submissions.appraisal.pages.criteria import criteria_index
from submissions.appraisal.pages.criterion import criterion_page, told_of_stale
from submissions.appraisal.pages.duplicates import identical_files
from submissions.appraisal.pages.gaps import desk_url, gaps_page
from submissions.appraisal.queries.rights import edit_action
from submissions.appraisal.services.decisions import StaleAppraisal, record_appraisal
from submissions.appraisal.views.surroundings import SEE_DESK, around_work, file_or_404
from submissions.dossier.queries.decisions import InvalidDecision
from submissions.enums import Ground, OutcomeKind
from submissions.frame.queries import campaign_or_404
from submissions.models import Answer, Campaign
from units.access import require
from units.http import SignedInRequest

_CONFLICT, _UNPROCESSABLE = 409, 422
_INDEX = "Theo tiêu chí"


@require_safe
def index(request: SignedInRequest, code: str) -> HttpResponse:
    """All criteria, with how many units are decided."""
    campaign = _campaign(request, code)
    context = around_work(request, campaign, here=_INDEX, page="criteria_index")
    context |= {"groups": criteria_index(campaign, request.user)}
    return render(request, "submissions/appraisal/criteria_index.html", context)


@never_cache
@require_safe
def by_criterion(request: SignedInRequest, code: str, group: str, criterion: str) -> HttpResponse:
    """One criterion for all units; each row is a form of its own."""
    return _criterion_page(request, _campaign(request, code), group, criterion)


@require_POST
def save(request: SignedInRequest, code: str, unit: str, pk: int) -> HttpResponse:
    """The outcome of one unit, from the page of its criterion, and back to the next row."""
    typed = typed_from(request.POST.dict())
    submission = file_or_404(request.user, code, unit, edit_action(typed.round))
    answers = Answer.objects.select_related("criterion__group")
    answer = get_object_or_404(answers, pk=pk, submission=submission)
    place = (answer.criterion.group.code, answer.criterion.code)
    try:
        decision = decision_from(typed)
        record_appraisal(
            answer=answer,
            round=typed.round,
            version=typed.version,
            decision=decision,
            by=request.user,
        )
    except NotAllowed:
        raise
    except DomainError as refusal:
        status = _CONFLICT if isinstance(refusal, StaleState) else _UNPROCESSABLE
        told = {answer.pk: _refused(typed, refusal)}
        return _criterion_page(request, submission.campaign, *place, told=told, status=status)
    messages.success(request, f"Đã lưu kết quả của {submission.short_name}.")
    return redirect(f"{reverse('by_criterion', args=[code, *place])}#don-vi-{answer.pk}")


@require_safe
def gaps(request: SignedInRequest, code: str) -> HttpResponse:
    """Where the appraised points are furthest from the claimed ones."""
    campaign = _campaign(request, code)
    asked = request.GET
    page = gaps_page(
        campaign,
        request.user,
        group=asked.get("nhom", ""),
        unit=asked.get("don-vi", ""),
        page=asked.get("trang"),
    )
    context = around_work(request, campaign, here="Chênh lệch lớn", page="largest_gaps")
    rows = [(gap, desk_url(campaign, gap)) for gap in page.gaps]
    kept = "&".join(
        f"{name}={value}" for name, value in (("nhom", page.group), ("don-vi", page.unit)) if value
    )
    context |= {"page": page, "rows": rows, "kept": kept}
    return render(request, "submissions/appraisal/gaps.html", context)


@require_safe
def identical(request: SignedInRequest, code: str) -> HttpResponse:
    """The same bytes from several units."""
    campaign = _campaign(request, code)
    context = around_work(request, campaign, here="Tài liệu trùng nhau", page="identical_evidence")
    context |= {"files": identical_files(campaign, request.user)}
    return render(request, "submissions/appraisal/identical.html", context)


def _campaign(request: SignedInRequest, code: str) -> Campaign:
    campaign = campaign_or_404(request.user, code)
    require(request.user, SEE_DESK, campaign)
    return campaign


def _refused(typed: TypedDecision, refusal: DomainError) -> RefusedDecision:
    match refusal:
        case InvalidDecision():
            return RefusedDecision(typed, tuple(dict.fromkeys(refusal.problems.values())))
        case StaleAppraisal():
            return told_of_stale(typed, refusal)
    return RefusedDecision(typed, (str(refusal),))


def _criterion_page(
    request: SignedInRequest,
    campaign: Campaign,
    group: str,
    criterion: str,
    *,
    told: Any = None,
    status: int = 200,
) -> HttpResponse:
    page = criterion_page(campaign, request.user, group, criterion, told=told)
    steps = [(_INDEX, reverse("criteria_index", args=[campaign.code]))]
    context = around_work(
        request,
        campaign,
        here=f"Tiêu chí {criterion}, nhóm {group}",
        page="criteria_index",
        above=steps,
    )
    context |= {
        "page": page,
        "grounds": Ground.choices,
        "outcomes": outcome_choices(),
        "is_refused": bool(told),
    }
    return render(request, "submissions/appraisal/criterion.html", context, status=status)


def outcome_choices() -> list[tuple[str, str]]:
    """What somebody can decide; «chưa có» is no decision."""
    return [(value, label) for value, label in OutcomeKind.choices if value != OutcomeKind.MISSING]
