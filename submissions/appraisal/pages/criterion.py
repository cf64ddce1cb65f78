"""One criterion across all units that answer it, so that one yardstick serves them all; own
units are left out by rights.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count
from django.http import Http404
from django.urls import reverse

from criteria.models import Criterion
from scoring.core.amounts import plain
from scoring.core.rule_kinds.rule import Rule
from submissions.appraisal.forms.decisions import TypedDecision, kept_text, typed_of
from submissions.appraisal.pages.criteria import by_number
from submissions.appraisal.pages.inbox import SEE
from submissions.appraisal.queries.on_site import asked_of
from submissions.appraisal.queries.rights import edit_action
from submissions.appraisal.services.decisions import StaleAppraisal
from submissions.dossier.queries.decisions import Decision, claims_of, decision_in, may_not_apply
from submissions.dossier.queries.rows import answer_in_words
from submissions.enums import Round, Stance
from submissions.models import (
    Answer,
    Appraisal,
    Campaign,
    EvidenceUse,
    GroupDeclaration,
    OnSiteCheck,
    Reply,
    RoundFinished,
)
from submissions.models.capacities import where_may
from submissions.workflow import open_round, shown_round
from units.access import may
from units.clock import day_in_words

RefusedRows = Mapping[int, "RefusedRow"]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """What the page says about one row that was not saved: the texts as typed, and why."""

    typed: TypedDecision
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitAnswerRow:
    """One unit's answer.

    `base` is what an outcome of this round is set against; `closed` says why nothing can be
    decided.
    """

    answer: int
    unit: str
    unit_name: str
    declared: str
    as_of: str
    note: str
    on_site: str
    claim: str
    first: str
    first_reason: str
    reply: str
    is_contested: bool
    files: int
    current: str
    keep: str
    keep_in_words: str
    typed: TypedDecision
    problems: tuple[str, ...]
    can_decide: bool
    closed: str
    desk_url: str


@dataclass(frozen=True, slots=True)
class AnnexSection:
    """The criterion in one annex: units of another annex may be asked something else under the
    same code.
    """

    annex: str
    name: str
    maximum: str
    how: str
    may_not_apply: bool
    rows: tuple[UnitAnswerRow, ...]

    @property
    def decided(self) -> int:
        return sum(bool(row.current) for row in self.rows)


@dataclass(frozen=True, slots=True)
class CriterionPage:
    """Everything on the page, with the criteria before and after it in the group."""

    group: str
    group_name: str
    code: str
    round: Round
    sections: tuple[AnnexSection, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _StoredByAnswer:
    """What hangs on the answers, by answer."""

    rounds: Mapping[tuple[int, int], Appraisal]
    claims: Mapping[int, Decision]
    replies: Mapping[int, Reply]
    files: Mapping[int, int]
    checks: Mapping[int, OnSiteCheck]
    finished: frozenset[int]
    absent: frozenset[int]


def criterion_page(
    campaign: Campaign, user: Any, group: str, code: str, *, told: RefusedRows | None = None
) -> CriterionPage:
    """At most 12 queries, whatever the number of units.

    Raises Http404 for a criterion that the framework does not ask.
    """
    which = shown_round(campaign.phase)
    criteria = _criteria(campaign, group, code)
    answers = _answers(campaign, user, criteria)
    stored = _stored(answers, group, which)
    codes = _codes_of(campaign, group)
    place = codes.index(code)
    rows = {
        criterion.pk: tuple(
            _row(answer, stored, user, which, (told or {}).get(answer.pk))
            for answer in answers
            if answer.criterion_id == criterion.pk
        )
        for criterion in criteria
    }
    return CriterionPage(
        group=group,
        group_name=criteria[0].group.name,
        code=code,
        round=which,
        sections=tuple(_section(criterion, rows[criterion.pk]) for criterion in criteria),
        before=codes[place - 1] if place else "",
        after=codes[place + 1] if place + 1 < len(codes) else "",
    )


def _criteria(campaign: Campaign, group: str, code: str) -> list[Criterion]:
    asked = Criterion.objects.leaves().filter(
        group__annex__framework=campaign.framework_id, group__code=group, code=code
    )
    found = list(
        asked.select_related("group__annex")
        .prefetch_related("levels")
        .order_by("group__annex__order")
    )
    if not found:
        raise Http404
    return found


def _answers(campaign: Campaign, user: Any, criteria: Sequence[Criterion]) -> list[Answer]:
    seen = Answer.objects.filter(
        where_may(user, SEE, prefix="submission__"), submission__campaign=campaign
    )
    found = seen.filter(criterion__in=criteria).select_related(
        "submission__unit", "submission__kind"
    )
    by_key = {criterion.pk: criterion for criterion in criteria}
    answers = list(found.distinct().order_by("submission__kind__order", "submission__order"))
    for answer in answers:
        answer.criterion, answer.submission.campaign = by_key[answer.criterion_id], campaign
    return answers


def _stored(answers: Sequence[Answer], group: str, which: Round) -> _StoredByAnswer:
    keys = [answer.pk for answer in answers]
    files = {answer.submission_id for answer in answers}
    decided = Appraisal.objects.filter(answer__in=keys, round__lte=which)
    in_force = EvidenceUse.objects.in_force().filter(answer__in=keys)
    absent = GroupDeclaration.objects.confirmed().filter(submission__in=files, group_code=group)
    finished = RoundFinished.objects.filter(submission__in=files, round=which)
    replies = Reply.objects.filter(answer__in=keys) if which == Round.SECOND else ()
    return _StoredByAnswer(
        rounds={(row.answer_id, row.round): row for row in decided},
        claims=claims_of(answers, round=which),
        replies={reply.answer_id: reply for reply in replies},
        files=dict(in_force.order_by().values_list("answer").annotate(Count("pk"))),
        checks={check.answer_id: check for check in OnSiteCheck.objects.filter(answer__in=keys)},
        finished=frozenset(finished.values_list("submission_id", flat=True)),
        absent=frozenset(absent.values_list("submission_id", flat=True)),
    )


def _section(criterion: Criterion, rows: tuple[UnitAnswerRow, ...]) -> AnnexSection:
    return AnnexSection(
        annex=criterion.group.annex.title,
        name=criterion.name,
        maximum=plain(criterion.maximum),
        how=asked_of(criterion).how,
        may_not_apply=may_not_apply(criterion),
        rows=rows,
    )


def _row(
    answer: Answer, stored: _StoredByAnswer, user: Any, which: Round, told: RefusedRow | None
) -> UnitAnswerRow:
    own = stored.rounds.get((answer.pk, which))
    first = decision_in(stored.rounds.get((answer.pk, Round.FIRST)))
    claim, reply, asked = (
        stored.claims.get(answer.pk),
        stored.replies.get(answer.pk),
        asked_of(answer.criterion),
    )
    base = first if which == Round.SECOND else claim
    current = decision_in(own)
    closed = _why_closed(answer, stored)
    return UnitAnswerRow(
        answer=answer.pk,
        unit=answer.submission.unit.code,
        unit_name=answer.submission.name,
        declared=stated_in_words(answer, asked),
        as_of=day_in_words(answer.declared_as_of),
        note=answer.note,
        on_site=_on_site(stored.checks.get(answer.pk), asked),
        claim=claim.in_words if claim else "chưa chấm",
        first=first.in_words if first and which == Round.SECOND else "",
        first_reason=first.reason if first and which == Round.SECOND else "",
        reply=_reply(reply),
        is_contested=bool(reply and reply.is_contesting),
        files=stored.files.get(answer.pk, 0),
        current=current.in_words if current else "",
        keep=kept_text(base) if base and current is None else "",
        keep_in_words=base.in_words if base else "",
        typed=told.typed if told else typed_of(current, which, own.version if own else 0),
        problems=told.problems if told else (),
        can_decide=not closed and _may_decide(answer, user, which),
        closed=closed,
        desk_url=_desk_url(answer),
    )


def stated_in_words(answer: Answer, rule: Rule) -> str:
    columns = {
        "own__self_outcome": answer.self_outcome,
        "own__declared": answer.declared,
        "own__skipped": answer.skipped,
    }
    return answer_in_words(rule, columns)


def _on_site(check: OnSiteCheck | None, rule: Rule) -> str:
    if check is None:
        return ""
    shown = "; ".join(filter(None, [rule.in_words(check.declared), check.note]))
    return f"{shown} (ngày {check.checked_on:%d/%m/%Y})"


def _reply(reply: Reply | None) -> str:
    if reply is None:
        return ""
    asked = f" Đề nghị {plain(reply.asked_points)} điểm." if reply.asked_points is not None else ""
    return f"{Stance(reply.stance).label}. {reply.text}{asked}".strip()


def _why_closed(answer: Answer, stored: _StoredByAnswer) -> str:
    if answer.submission_id in stored.absent:
        return "Nhóm không áp dụng với đơn vị."
    return (
        "Hồ sơ đã được xác nhận thẩm định xong." if answer.submission_id in stored.finished else ""
    )


def _may_decide(answer: Answer, user: Any, which: Round) -> bool:
    submission = answer.submission
    return open_round(submission.campaign.phase) == which and bool(
        may(user, edit_action(which), submission)
    )


def _desk_url(answer: Answer) -> str:
    submission = answer.submission
    place = [submission.campaign.code, submission.unit.code, answer.criterion.group.code]
    return f"{reverse('appraisal_desk', args=place)}#tc-{answer.pk}"


def _codes_of(campaign: Campaign, group: str) -> list[str]:
    asked = Criterion.objects.leaves().filter(
        group__annex__framework=campaign.framework_id, group__code=group
    )
    return sorted(set(asked.values_list("code", flat=True)), key=by_number)


def told_of_stale(typed: TypedDecision, refusal: StaleAppraisal) -> RefusedRow:
    """Both values: what was typed stays in the form, what is stored is told.

    Saving once more is from the stored version.
    """
    current = decision_in(refusal.current)
    theirs = (
        f"Kết quả đang lưu: {current.in_words}. {current.reason}".strip()
        if current
        else "Hiện chưa có kết quả nào được lưu."
    )
    return RefusedRow(
        replace(typed, version=refusal.current.version, keep=""), (str(refusal), theirs)
    )
