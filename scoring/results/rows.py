"""From rows to the arithmetic's values: a campaign's units, outcomes and printed figures in a fixed
number of queries.

Nothing is computed here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q

from criteria.annexes import AnnexChoice
from criteria.correspondences import GroupLink, rows_between
from criteria.specs import FrameworkSpecs, framework_specs, leaf_key
from scoring.core.figures import PrintedValue
from scoring.core.results import Measure
from scoring.core.types import GroupAggregation, Outcome, Outcomes, UnitSpec
from scoring.models import PrintedFigure
from submissions.dossier.queries.outcomes import outcome_value
from submissions.models import Answer, Campaign, Submission
from submissions.models.appraisals import FINAL
from submissions.models.files import CONFIRMED

#: An outcome counts as final from round 2 on, a later round before an earlier one; round 1 and the
#: self score never do.

_SUBMISSION = (
    "pk", "campaign_id", "unit__code", "name", "short_name", "order", "is_late", "kind__code",
    "kind__name", "kind__order",
    "declared__group_code", "assigned__period", "assigned__group_code", "assigned__annex__code",
    "assigned__annex__order",
)  # fmt: skip
_OUTCOME = (
    "submission_id", "criterion__group__annex__code", "criterion__group__code", "criterion__code",
    "self_outcome", "self_points",
    "decided__round", "decided__outcome", "decided__points", "decided__ground",
)  # fmt: skip


class _ScoredFileRow(NamedTuple):
    """`_SUBMISSION` in order: a unit's file with one of its declarations and one assignment.

    There are an annex and a group where there is an assignment, which has a period.
    """

    pk: int
    campaign: int
    unit: str
    name: str
    short_name: str
    order: int
    is_late: bool
    kind: str
    kind_name: str
    kind_order: int
    absent_group: str | None
    assigned_period: str | None
    assigned_group: str | None
    assigned_annex: str
    assigned_order: int


class _OutcomeRow(NamedTuple):
    """`_OUTCOME` in order: an answer with the outcome of one final round, or of none."""

    submission: int
    annex: str
    group: str
    criterion: str
    self_outcome: str
    self_points: Decimal | None
    round: int | None
    outcome: str | None
    points: Decimal | None
    ground: str | None

    @property
    def key(self) -> str:
        return leaf_key(self.group, self.criterion)


@dataclass(frozen=True, slots=True)
class UnitRows:
    """All that is stored of one unit in a campaign.

    No `annex`: none is assigned yet, and nothing is asked of it. `annex_order`: its place in the
    framework.
    """

    submission_id: int
    code: str
    name: str
    short_name: str
    order: int
    is_late: bool
    kind: tuple[int, str, str]
    annex: AnnexChoice | None
    annex_order: int
    spec: UnitSpec
    absent: frozenset[str]
    final: Outcomes
    claimed: Outcomes
    printed: Mapping[Measure, PrintedValue]


@dataclass(frozen=True, slots=True)
class CampaignRows:
    """All that is stored of one campaign;

    `averages` as printed, by the code of the kind (None: of all units).
    """

    campaign: Campaign
    specs: FrameworkSpecs
    units: tuple[UnitRows, ...]
    averages: Mapping[str | None, Mapping[Measure, PrintedValue]]


@dataclass(frozen=True, slots=True)
class PreviousRows:
    """The campaign of the year before, and what was written down on its framework and the later
    one; None: it is the same.
    """

    rows: CampaignRows
    links: tuple[GroupLink, ...] | None


def gather(
    campaign: Campaign, *, unit_code: str | None = None
) -> tuple[CampaignRows, PreviousRows | None]:
    """The campaign and, where it printed no figure of the year before, the published campaign of
    that year.

    7 queries, whatever the number of units (4 more where the year before had another framework).
    `unit_code`: of that unit only.
    """
    campaigns = _campaigns(campaign)
    printed = _printed(campaigns)
    if any(
        year == campaign.previous_year
        for figures in printed[campaigns[0].pk].values()
        for _, year in figures
    ):
        campaigns = campaigns[:1]
    submissions, outcomes = _submissions(campaigns, unit_code), _outcomes(campaigns, unit_code)
    specs = {
        framework.pk: framework_specs(framework)
        for framework in {each.framework for each in campaigns}
    }
    rows = [
        _campaign_rows(
            each, specs[each.framework_id], submissions[each.pk], outcomes, printed[each.pk]
        )
        for each in campaigns
    ]
    return rows[0], _before(rows[0], rows[1]) if len(rows) > 1 else None


def _before(own: CampaignRows, earlier: CampaignRows) -> PreviousRows:
    older, newer = earlier.campaign.framework_id, own.campaign.framework_id
    return PreviousRows(earlier, None if older == newer else rows_between(older, newer))


def _campaigns(campaign: Campaign) -> list[Campaign]:
    """The campaign first, then the latest published one of the year it compares with, if there
    is one.
    """
    found = Campaign.objects.filter(pk=campaign.pk) | Campaign.objects.of_year_before(campaign)
    ordered = sorted(
        found.select_related("framework"),
        key=lambda each: (each.pk == campaign.pk, each.pk),
        reverse=True,
    )
    return ordered[:2]


def _printed(campaigns: Sequence[Campaign]) -> dict[int, dict[Any, dict[Measure, PrintedValue]]]:
    """Printed figures by campaign and by submission; averages by (code of the kind,)."""
    rows = (
        PrintedFigure.objects.filter(campaign__in=campaigns)
        .order_by("pk")
        .values_list(
            "campaign_id",
            "submission_id",
            "kind__code",
            "measure",
            "year",
            "value",
            "counts_as_zero",
            "place",
        )
    )
    found: dict[int, dict[Any, dict[Measure, PrintedValue]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for campaign_id, submission_id, kind, measure, year, value, counts_as_zero, place in rows:
        figures = found[campaign_id][submission_id or (kind,)]
        figures[measure, year] = PrintedValue(value, counts_as_zero, place).beside(
            figures.get((measure, year))
        )
    return found


def _submissions(
    campaigns: Sequence[Campaign], unit_code: str | None
) -> dict[int, list[list[_ScoredFileRow]]]:
    """By campaign, for each unit in official order its rows: one per pair of declaration and
    annex assignment.
    """
    periods = [campaign.code for campaign in campaigns]
    of_unit = Q() if unit_code is None else Q(unit__code=unit_code)
    rows = (
        Submission.objects.filter(of_unit, campaign__in=campaigns)
        .annotate(
            declared=FilteredRelation(
                "group_declarations", condition=CONFIRMED.where("group_declarations__")
            ),
            assigned=FilteredRelation(
                "unit__annex_assignments", condition=Q(unit__annex_assignments__period__in=periods)
            ),
        )
        .order_by("order", "pk")
        .values_list(*_SUBMISSION)
    )
    found: dict[int, list[list[_ScoredFileRow]]] = defaultdict(list)
    for _, same in groupby(map(_ScoredFileRow._make, rows), key=attrgetter("pk")):
        of_submission = list(same)
        found[of_submission[0].campaign].append(of_submission)
    return found


def _outcomes(campaigns: Sequence[Campaign], unit_code: str | None) -> dict[int, list[_OutcomeRow]]:
    """By submission, for each answer one row per final round, the highest round last."""
    of_unit = Q() if unit_code is None else Q(submission__unit__code=unit_code)
    rows = (
        Answer.objects.filter(of_unit, submission__campaign__in=campaigns)
        .annotate(decided=FilteredRelation("appraisals", condition=FINAL.where("appraisals__")))
        .order_by("decided__round")
        .values_list(*_OUTCOME)
    )
    found: dict[int, list[_OutcomeRow]] = defaultdict(list)
    for row in map(_OutcomeRow._make, rows):
        found[row.submission].append(row)
    return found


def _campaign_rows(
    campaign: Campaign,
    specs: FrameworkSpecs,
    submissions: Iterable[Sequence[_ScoredFileRow]],
    outcomes: Mapping[int, Sequence[_OutcomeRow]],
    printed: Mapping[Any, Mapping[Measure, PrintedValue]],
) -> CampaignRows:
    units = (
        _unit_rows(
            rows, specs, campaign.code, outcomes.get(rows[0].pk, ()), printed.get(rows[0].pk, {})
        )
        for rows in submissions
    )
    averages = {key[0]: figures for key, figures in printed.items() if isinstance(key, tuple)}
    return CampaignRows(campaign, specs, tuple(units), averages)


def _unit_rows(
    rows: Sequence[_ScoredFileRow],
    specs: FrameworkSpecs,
    period: str,
    outcomes: Sequence[_OutcomeRow],
    printed: Mapping[Measure, PrintedValue],
) -> UnitRows:
    first = rows[0]
    assigned = {row.assigned_group or "": row for row in rows if row.assigned_period == period}
    base = assigned.get("")
    annex = (
        AnnexChoice.of((group, row.assigned_annex) for group, row in assigned.items())
        if base
        else None
    )
    spec = specs.unit(annex) if annex else UnitSpec(GroupAggregation(specs.aggregation), ())
    asked = [row for row in outcomes if annex and annex.asks(row.annex, row.group)]
    return UnitRows(
        submission_id=first.pk,
        code=first.unit,
        name=first.name,
        short_name=first.short_name,
        order=first.order,
        is_late=first.is_late,
        kind=(first.kind_order, first.kind, first.kind_name),
        annex=annex,
        annex_order=base.assigned_order if base else 0,
        spec=spec,
        absent=_absent({row.absent_group for row in rows}, spec),
        final=_within(spec, _final_outcomes(asked)),
        claimed=_within(spec, _claimed_outcomes(asked)),
        printed=printed,
    )


def _absent(declared: set[str | None], spec: UnitSpec) -> frozenset[str]:
    """A declaration frees only from a group that may be absent; elsewhere what is not answered
    stays missing.
    """
    return frozenset(
        group.code for group in spec.groups if group.may_be_absent and group.code in declared
    )


def _within(spec: UnitSpec, outcomes: Iterable[tuple[str, Outcome]]) -> Outcomes:
    asked = {leaf.key for group in spec.groups for leaf in group.leaves}
    return {key: outcome for key, outcome in outcomes if key in asked}


def _final_outcomes(rows: Iterable[_OutcomeRow]) -> Iterator[tuple[str, Outcome]]:
    for row in rows:
        if row.round is not None:
            yield row.key, outcome_value(row.outcome, row.points, row.ground or "")


def _claimed_outcomes(rows: Iterable[_OutcomeRow]) -> Iterator[tuple[str, Outcome]]:
    return ((row.key, outcome_value(row.self_outcome, row.self_points)) for row in rows)
