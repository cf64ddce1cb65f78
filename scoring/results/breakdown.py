"""The working of one unit's score: every criterion with what was declared, claimed and decided,
up to the two totals.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Prefetch

from criteria.models import Criterion
from criteria.phrases import declared_in_words
from criteria.questions import Levels, levels_in, stored_rule
from criteria.specs import leaf_key
from scoring.core.aggregate import is_asked, outcome_of, summed
from scoring.core.explanation import ExplanationLine, explain_unit
from scoring.core.results import NO_FIGURE, SELF, TOTAL, Figure, UnitResults
from scoring.core.types import GroupSpec, LeafSpec, Missing, Outcome, Outcomes
from scoring.results.figures import unit_results
from scoring.results.rows import gather
from scoring.results.scores import ScoredUnit, scored_units
from scoring.results.year_before import year_before
from submissions.enums import Round
from submissions.models import Answer, Appraisal, Campaign, GroupDeclaration, Submission


@dataclass(frozen=True, slots=True)
class CriterionBreakdown:
    """A criterion as one unit was asked it. One with sub-criteria under it is no leaf: its points
    are their sum.

    `key` («HTKT:1.2») is that of the explanation's lines. `round` is the one that decided
    `final_outcome`, None while nothing final is there; `reason` is what it said. Outcomes are None
    for what is no leaf; points are None where the criterion does not apply or something is missing.
    `declared`: in words.
    """

    key: str
    code: str
    name: str
    maximum: Decimal
    depth: int
    is_leaf: bool
    is_sample: bool
    declared: str
    declared_as_of: date | None
    self_outcome: Outcome | None
    self_points: Fraction | None
    final_outcome: Outcome | None
    final_points: Fraction | None
    round: Round | None
    reason: str
    is_reconstructed: bool
    answer_id: int | None


@dataclass(frozen=True, slots=True)
class GroupBreakdown:
    """A group of criteria with its final figure, that of the year before, what the unit
    claimed, and why it is absent.
    """

    code: str
    name: str
    annex: str
    maximum: Decimal
    figure: Figure
    before: Figure
    self_points: Fraction | None
    absence_reason: str
    criteria: tuple[CriterionBreakdown, ...]


@dataclass(frozen=True, slots=True)
class UnitBreakdown:
    """All that the page of one unit shows.

    `total` and `self_total` hold the official and the recomputed value.
    """

    unit: UnitResults
    kind_name: str
    total: Figure
    self_total: Figure
    total_before: Figure
    groups: tuple[GroupBreakdown, ...]
    lines: tuple[ExplanationLine, ...]
    self_lines: tuple[ExplanationLine, ...]
    is_reconstructed: bool


@dataclass(frozen=True, slots=True)
class _StoredCampaign:
    """What the database holds beside the outcomes: answers by criterion, reasons of absence,
    criteria by annex and group, and the levels by criterion.
    """

    answers: Mapping[int, Answer]
    reasons: Mapping[str, str]
    criteria: Mapping[tuple[str, str], Sequence[Criterion]]
    levels: Levels


@dataclass(frozen=True, slots=True)
class _CriterionPlace:
    """A criterion, how deep it lies under its group, and the leaves at or under it."""

    criterion: Criterion
    depth: int
    leaves: tuple[Criterion, ...]


def unit_working(submission: Submission) -> UnitBreakdown:
    """The working of one unit in 12 queries, its campaign and unit aside (4 more where the year
    before had another framework).
    """
    rows, before = gather(submission.campaign, unit_code=submission.unit.code)
    campaign, scored = rows.campaign, scored_units(rows)[0]
    unit = unit_results(campaign, scored, year_before(rows, before))
    stored = _stored(submission)
    groups = tuple(_group(group, scored, unit, stored, campaign) for group in unit.groups)
    return UnitBreakdown(
        unit=unit,
        kind_name=scored.rows.kind[2],
        total=unit.figure(TOTAL, campaign.year),
        self_total=unit.figure(SELF, campaign.year),
        total_before=_before(unit, TOTAL, campaign),
        groups=groups,
        lines=explain_unit(
            scored.rows.spec, scored.rows.final, absent=scored.rows.absent, reasons=stored.reasons
        ),
        self_lines=explain_unit(
            scored.rows.spec, scored.rows.claimed, absent=scored.rows.absent, reasons=stored.reasons
        ),
        is_reconstructed=any(
            criterion.is_reconstructed for group in groups for criterion in group.criteria
        ),
    )


def _stored(submission: Submission) -> _StoredCampaign:
    final = Prefetch("appraisals", queryset=Appraisal.objects.final().order_by("-round"))
    answers = Answer.objects.filter(submission=submission).prefetch_related(final)
    declared = GroupDeclaration.objects.confirmed().filter(submission=submission)
    asked = Criterion.objects.filter(group__annex__framework=submission.campaign.framework_id)
    criteria: dict[tuple[str, str], list[Criterion]] = defaultdict(list)
    for criterion in asked.select_related("group__annex").order_by("order"):
        criteria[criterion.group.annex.code, criterion.group.code].append(criterion)
    return _StoredCampaign(
        answers={answer.criterion_id: answer for answer in answers},
        reasons=dict(declared.values_list("group_code", "reason")),
        criteria=criteria,
        levels=levels_in(criterion__group__annex__framework=submission.campaign.framework_id),
    )


def _group(
    spec: GroupSpec,
    scored: ScoredUnit,
    unit: UnitResults,
    stored: _StoredCampaign,
    campaign: Campaign,
) -> GroupBreakdown:
    annex = scored.rows.annex.annex_of(spec.code) if scored.rows.annex else ""
    return GroupBreakdown(
        code=spec.code,
        name=spec.name,
        annex=annex,
        maximum=spec.maximum,
        figure=unit.figure(spec.code, campaign.year),
        before=_before(unit, spec.code, campaign),
        self_points=next(
            group.points for group in scored.claimed.groups if group.code == spec.code
        ),
        absence_reason=stored.reasons.get(spec.code, "") if spec.code in scored.rows.absent else "",
        criteria=tuple(
            _criterion(place, spec, scored, stored)
            for place in _places(stored.criteria.get((annex, spec.code), ()))
        ),
    )


def _before(unit: UnitResults, measure: str, campaign: Campaign) -> Figure:
    return (
        NO_FIGURE
        if campaign.previous_year is None
        else unit.figure(measure, campaign.previous_year)
    )


def _places(criteria: Sequence[Criterion]) -> Iterator[_CriterionPlace]:
    """The criteria of a group as the annex lists them: each main criterion, then what is under
    it.
    """
    children: dict[int | None, list[Criterion]] = defaultdict(list)
    for criterion in criteria:
        children[criterion.parent_id].append(criterion)
    return _walk(children, parent=None, depth=0)


def _walk(
    children: Mapping[int | None, Sequence[Criterion]], *, parent: int | None, depth: int
) -> Iterator[_CriterionPlace]:
    for criterion in children.get(parent, ()):
        below = tuple(_walk(children, parent=criterion.pk, depth=depth + 1))
        own = (criterion,) if criterion.is_leaf else ()
        yield _CriterionPlace(
            criterion,
            depth,
            own + tuple(place.criterion for place in below if place.criterion.is_leaf),
        )
        yield from below


def _criterion(
    place: _CriterionPlace, spec: GroupSpec, scored: ScoredUnit, stored: _StoredCampaign
) -> CriterionBreakdown:
    criterion, claimed, final = place.criterion, scored.rows.claimed, scored.rows.final
    answer = stored.answers.get(criterion.pk)
    key = leaf_key(spec.code, criterion.code)
    under = {leaf_key(spec.code, leaf.code) for leaf in place.leaves}
    leaves = [leaf for leaf in spec.leaves if leaf.key in under]
    decision = _decision(answer)
    return CriterionBreakdown(
        key=key,
        code=criterion.code,
        name=criterion.name,
        maximum=criterion.maximum,
        depth=place.depth,
        is_leaf=criterion.is_leaf,
        is_sample=criterion.is_sample,
        declared=_declared(answer, criterion, stored.levels) if answer else "",
        declared_as_of=answer.declared_as_of if answer else None,
        self_outcome=claimed.get(key, Missing()) if criterion.is_leaf else None,
        self_points=_points(leaves, claimed),
        final_outcome=final.get(key, Missing()) if criterion.is_leaf else None,
        final_points=_points(leaves, final),
        round=Round(decision.round) if decision else None,
        reason=decision.reason if decision else "",
        is_reconstructed=any(each.is_reconstructed for each in (answer, decision) if each),
        answer_id=answer.pk if answer else None,
    )


def _decision(answer: Answer | None) -> Appraisal | None:
    """The appraisal of the highest final round."""
    return next(iter(answer.appraisals.all()), None) if answer else None


def _declared(answer: Answer, criterion: Criterion, levels: Levels) -> str:
    rule = stored_rule(criterion, levels.get(criterion.pk, ()))
    return declared_in_words(answer.declared, rule)


def _points(leaves: Sequence[LeafSpec], outcomes: Outcomes) -> Fraction | None:
    asked = [leaf for leaf in leaves if is_asked(leaf, outcomes)]
    if not asked or any(isinstance(outcome_of(leaf, outcomes), Missing) for leaf in asked):
        return None
    return summed(asked, outcomes)
