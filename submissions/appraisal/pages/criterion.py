"""One criterion across all units that answer it, so that one yardstick serves them all; own
units are left out by rights.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404
from django.urls import reverse

from criteria.models import Criterion
from scoring.core.amounts import plain
from submissions.appraisal.forms.decisions import (
    RefusedDecision,
    TypedDecision,
    kept_text,
    typed_of,
)
from submissions.appraisal.pages.criteria import by_number
from submissions.appraisal.pages.inbox import SEE
from submissions.appraisal.queries.rights import edit_action
from submissions.appraisal.services.decisions import StaleAppraisal
from submissions.dossier.queries.decisions import Claims, base_of, claims_in, decision_in
from submissions.dossier.queries.lines import AskedCriterion, DossierLine
from submissions.dossier.queries.reader import criteria_asked, lines_across
from submissions.dossier.queries.trails import GivenReply, Sight
from submissions.enums import Round, Stance
from submissions.models import Campaign, GroupDeclaration, RoundFinished, Submission
from units.access import may
from units.clock import day_in_words


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
class _ListedCriterion:
    """A criterion of the group in one annex."""

    pk: int
    code: str
    group_name: str
    annex: str


@dataclass(frozen=True, slots=True)
class _UnitRowContext:
    """What the rows are made of beside their lines: files by key, with those that are finished and
    those to which the group does not apply; claims and refused forms by answer.
    """

    user: Any
    round: Round
    group: str
    files: Mapping[int, Submission]
    finished: frozenset[int]
    absent: frozenset[int]
    claims: Claims
    told: Mapping[int, RefusedDecision]


def criterion_page(
    campaign: Campaign,
    user: Any,
    group: str,
    code: str,
    *,
    told: Mapping[int, RefusedDecision] | None = None,
) -> CriterionPage:
    """At most ten queries, whatever the number of units.

    Raises Http404 for a criterion that the framework does not ask.
    """
    listed = _listed(campaign, group)
    here = [each for each in listed if each.code == code]
    if not here:
        raise Http404
    asked = criteria_asked(pk__in=[each.pk for each in here])
    which, files = campaign.stands.shown_round, _files(campaign, user)
    answers = {"submission__in": list(files), "criterion__in": list(asked)}
    lines = lines_across(asked, _sight(which), **answers)
    claims = claims_in([line.entered for line in lines], campaign.pk, round=which)
    finished = RoundFinished.objects.filter(submission__in=files, round=which)
    absent = GroupDeclaration.objects.confirmed().filter(submission__in=files, group_code=group)
    beside = _UnitRowContext(
        user=user,
        round=which,
        group=group,
        files=files,
        finished=frozenset(finished.values_list("submission_id", flat=True)),
        absent=frozenset(absent.values_list("submission_id", flat=True)),
        claims=claims,
        told=told or {},
    )
    codes = sorted({each.code for each in listed}, key=by_number)
    place = codes.index(code)
    return CriterionPage(
        group=group,
        group_name=here[0].group_name,
        code=code,
        round=which,
        sections=tuple(_section(each.annex, asked[each.pk], lines, beside) for each in here),
        before=codes[place - 1] if place else "",
        after=codes[place + 1] if place + 1 < len(codes) else "",
    )


def _listed(campaign: Campaign, group: str) -> list[_ListedCriterion]:
    asked = Criterion.objects.leaves().filter(
        group__annex__framework=campaign.framework_id, group__code=group
    )
    columns = ("pk", "code", "group__name", "group__annex__title")
    rows = asked.order_by("group__annex__order").values_list(*columns)
    return [_ListedCriterion(*row) for row in rows]


def _files(campaign: Campaign, user: Any) -> dict[int, Submission]:
    seen = Submission.objects.on_which(user, SEE).filter(campaign=campaign)
    files = {file.pk: file for file in seen.select_related("unit").distinct()}
    for file in files.values():
        file.campaign = campaign
    return files


def _sight(which: Round) -> Sight:
    return Sight(
        claims=True,
        rounds=frozenset({Round.FIRST, which}),
        replies=which == Round.SECOND,
        evidence=True,
        on_site=True,
    )


def _section(
    annex: str, criterion: AskedCriterion, lines: Iterable[DossierLine], beside: _UnitRowContext
) -> AnnexSection:
    return AnnexSection(
        annex=annex,
        name=criterion.name,
        maximum=plain(criterion.maximum),
        how=criterion.rule.how,
        may_not_apply=criterion.may_not_apply,
        rows=tuple(_unit_answer_row(line, beside) for line in lines if line.pk == criterion.pk),
    )


def _unit_answer_row(line: DossierLine, beside: _UnitRowContext) -> UnitAnswerRow:
    answer, trail, file = line.answer, line.trail, beside.files[line.answer.submission]
    is_second = beside.round == Round.SECOND
    first = trail.decision(Round.FIRST) if is_second else None
    current, claim = trail.decision(beside.round), beside.claims.get(answer.pk)
    base = base_of(beside.round, trail.decision, claim)
    closed, told = _why_closed(file, beside), beside.told.get(answer.pk)
    return UnitAnswerRow(
        answer=answer.pk,
        unit=file.unit.code,
        unit_name=file.name,
        declared=line.declared_in_words,
        as_of=day_in_words(answer.declared_as_of),
        note=answer.note,
        on_site=_on_site(line),
        claim=claim.in_words if claim else "chưa chấm",
        first=first.in_words if first else "",
        first_reason=first.reason if first else "",
        reply=_reply(trail.reply) if trail.reply else "",
        is_contested=trail.is_contested,
        files=len(trail.files),
        current=current.in_words if current else "",
        keep=kept_text(base) if base and current is None else "",
        keep_in_words=base.in_words if base else "",
        typed=told.typed if told else typed_of(current, beside.round, trail.version(beside.round)),
        problems=told.problems if told else (),
        can_decide=not closed and _may_decide(file, beside),
        closed=closed,
        desk_url=_desk_url(line, beside),
    )


def _on_site(line: DossierLine) -> str:
    counted = line.trail.counted
    if counted is None:
        return ""
    words = line.criterion.rule.in_words(counted.declared)
    shown = "; ".join(filter(None, [words, counted.note]))
    return f"{shown} (ngày {counted.checked_on:%d/%m/%Y})"


def _reply(reply: GivenReply) -> str:
    asked = f" Đề nghị {plain(reply.asked_points)} điểm." if reply.asked_points is not None else ""
    return f"{Stance(reply.stance).label}. {reply.text}{asked}".strip()


def _why_closed(file: Submission, beside: _UnitRowContext) -> str:
    if file.pk in beside.absent:
        return "Nhóm không áp dụng với đơn vị."
    return "Hồ sơ đã được xác nhận thẩm định xong." if file.pk in beside.finished else ""


def _may_decide(file: Submission, beside: _UnitRowContext) -> bool:
    is_open = file.campaign.stands.round == beside.round
    return is_open and bool(may(beside.user, edit_action(beside.round), file))


def _desk_url(line: DossierLine, beside: _UnitRowContext) -> str:
    file = beside.files[line.answer.submission]
    place = [file.campaign.code, file.unit.code, beside.group]
    return f"{reverse('appraisal_desk', args=place)}#tc-{line.answer.pk}"


def told_of_stale(typed: TypedDecision, refusal: StaleAppraisal) -> RefusedDecision:
    """Both values: what was typed stays in the form, what is stored is told.

    Saving once more is from the stored version.
    """
    current = decision_in(refusal.current)
    theirs = (
        f"Kết quả đang lưu: {current.in_words}. {current.reason}".strip()
        if current
        else "Hiện chưa có kết quả nào được lưu."
    )
    return RefusedDecision(
        replace(typed, version=refusal.current.version, keep=""), (str(refusal), theirs)
    )
