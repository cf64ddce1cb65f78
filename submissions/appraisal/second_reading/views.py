"""Reading a group a second time, and settling where two readings differ."""

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
    whole_number,
)
from submissions.appraisal.second_reading.pages import VIEW, differences_of, reading_page
from submissions.appraisal.second_reading.services import (
    READ,
    SETTLE,
    StaleReading,
    record_second_reading,
    settle_reading,
)
from submissions.appraisal.views.comparison import outcome_choices
from submissions.appraisal.views.surroundings import around_work, file_or_404
from submissions.dossier.queries.decisions import Decision, InvalidDecision, decision_in
from submissions.enums import Ground
from submissions.frame.responses import shows_previews
from submissions.models import Answer, SecondReading, Submission
from units.access import may
from units.http import SignedInRequest

_CONFLICT, _UNPROCESSABLE = 409, 422
LEAVE, TAKE, ANEW = "giu", "theo-lan-hai", "cham-lai"


@never_cache
@require_safe
def reading(request: SignedInRequest, code: str, unit: str, group: str) -> HttpResponse:
    """The group for its second reader, and for others once it is read whole."""
    return _reading_page(request, file_or_404(request.user, code, unit, VIEW), group)


@require_POST
def read(request: SignedInRequest, code: str, unit: str, pk: int) -> HttpResponse:
    """What the second reader makes of one criterion."""
    typed = typed_from(request.POST.dict())
    submission = file_or_404(request.user, code, unit, READ)
    answer = get_object_or_404(
        Answer.objects.select_related("criterion__group"), pk=pk, submission=submission
    )
    group = answer.criterion.group.code
    try:
        decision = decision_from(typed)
        record_second_reading(
            answer=answer,
            round=typed.round,
            version=typed.version,
            decision=decision,
            by=request.user,
        )
    except NotAllowed:
        raise
    except DomainError as refusal:
        told = {answer.pk: _refused(typed, refusal)}
        return _reading_page(request, submission, group, told=told, status=_status(refusal))
    messages.success(request, f"Đã lưu lượt đọc thứ hai của tiêu chí {answer.criterion.code}.")
    waits = reading_page(submission, group, request.user).next_unread
    return redirect(
        f"{reverse('second_reading', args=[code, unit, group])}#doc-{waits or answer.pk}"
    )


@never_cache
@require_safe
def differences(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """Where two readings differ, or differed and were settled."""
    return _differences_page(request, file_or_404(request.user, code, unit, VIEW))


@require_POST
def settle(request: SignedInRequest, code: str, unit: str, pk: int) -> HttpResponse:
    """The head of the working group leaves the first outcome, takes the second, or decides anew."""
    submission = file_or_404(request.user, code, unit, SETTLE)
    stored = get_object_or_404(
        SecondReading.objects.select_related("answer__criterion"),
        pk=pk,
        answer__submission=submission,
    )
    sent = request.POST.dict()
    try:
        settle_reading(
            reading=stored,
            version=whole_number(sent.get("reading_version", "")),
            appraisal_version=whole_number(sent.get("version", "")),
            decision=_settled(stored, sent),
            by=request.user,
        )
    except NotAllowed:
        raise
    except DomainError as refusal:
        return _differences_page(
            request,
            submission,
            refused=stored.pk,
            problem=str(refusal),
            sent=sent,
            status=_status(refusal),
        )
    messages.success(request, f"Đã thống nhất kết quả tiêu chí {stored.answer.criterion.code}.")
    return redirect("reading_differences", code, unit)


def _settled(stored: SecondReading, sent: dict[str, str]) -> Decision | None:
    """Raises DomainError where nothing was chosen, InvalidDecision for what cannot be read."""
    choice = sent.get("choice")
    if choice == LEAVE:
        return None
    if choice == TAKE:
        return decision_in(stored)
    if choice == ANEW:
        return decision_from(typed_from(sent))
    raise DomainError("Chọn giữ kết quả thứ nhất, theo lượt đọc thứ hai, hoặc chấm lại.")


def _status(refusal: DomainError) -> int:
    return _CONFLICT if isinstance(refusal, StaleState) else _UNPROCESSABLE


def _refused(typed: TypedDecision, refusal: DomainError) -> RefusedDecision:
    if isinstance(refusal, InvalidDecision):
        return RefusedDecision(typed, tuple(dict.fromkeys(refusal.problems.values())))
    if isinstance(refusal, StaleReading):
        current = decision_in(refusal.current)
        return RefusedDecision(
            typed, (str(refusal), f"Kết quả đang lưu: {current.in_words}." if current else "")
        )
    return RefusedDecision(typed, (str(refusal),))


@shows_previews
def _reading_page(
    request: SignedInRequest,
    submission: Submission,
    group: str,
    *,
    told: Any = None,
    status: int = 200,
) -> HttpResponse:
    page = reading_page(submission, group, request.user, told=told)
    here = f"Đọc lần hai: {submission.short_name}, nhóm {group}"
    context = around_work(request, submission.campaign, here=here, page="appraisal_inbox")
    context |= {
        "page": page,
        "submission": submission,
        "unit_url": reverse("unit_home", args=[submission.campaign.code, submission.unit.code]),
        "grounds": Ground.choices,
        "outcomes": outcome_choices(),
    }
    return render(
        request, "submissions/appraisal/second_reading/second_reading.html", context, status=status
    )


def _differences_page(
    request: SignedInRequest,
    submission: Submission,
    *,
    refused: int = 0,
    problem: str = "",
    sent: Any = None,
    status: int = 200,
) -> HttpResponse:
    context = around_work(
        request,
        submission.campaign,
        here=f"Hai lượt đọc của {submission.short_name}",
        page="appraisal_board",
    )
    context |= {
        "submission": submission,
        "differences": differences_of(submission),
        "may_settle": bool(may(request.user, SETTLE, submission)),
        "refused": refused,
        "problem": problem,
        "sent": sent or {},
        "grounds": Ground.choices,
        "outcomes": outcome_choices(),
    }
    return render(
        request, "submissions/appraisal/second_reading/differences.html", context, status=status
    )
