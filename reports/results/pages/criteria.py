"""The criteria of a group as rows: maximum, declared figure, claimed and final points, and
every mark with its words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ictindex.lib.numbers import show
from reports.results.queries.cells import DASH, NOT_APPLICABLE, trimmed
from scoring.core.explanation import GROUNDS
from scoring.core.types import Missing, NotApplicable, Outcome, Refused
from scoring.results.queries import CriterionBreakdown

#: The address of the history of a stored answer.
HistoryUrl = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class PointsText:
    """Points, or the words for why there are none. `spoken` says a dash in words."""

    text: str
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion.

    A main criterion with others under it is a heading: its points are their sum.
    """

    code: str
    name: str
    maximum: str
    declared: str
    as_of: str
    self_points: PointsText
    final: PointsText
    decided: str
    reason: str
    is_heading: bool
    is_below: bool
    is_sample: bool
    is_reconstructed: bool
    history_url: str = ""


def criterion_rows(
    criteria: Sequence[CriterionBreakdown], history_of: HistoryUrl | None = None
) -> tuple[CriterionRow, ...]:
    """`history_of` leads from a stored answer to its history, for who may read it."""
    return tuple(_criterion_row(criterion, history_of) for criterion in criteria)


def _criterion_row(criterion: CriterionBreakdown, history_of: HistoryUrl | None) -> CriterionRow:
    as_of = criterion.declared_as_of
    return CriterionRow(
        code=criterion.code,
        name=criterion.name,
        maximum=trimmed(criterion.maximum),
        declared=criterion.declared,
        as_of=f"tính đến {as_of:%d/%m/%Y}" if as_of else "",
        self_points=_points(criterion.self_outcome, criterion.self_points),
        final=_points(criterion.final_outcome, criterion.final_points),
        decided=_decided(criterion),
        reason=_reason(criterion),
        is_heading=not criterion.is_leaf,
        is_below=criterion.depth > 0,
        is_sample=criterion.is_sample,
        is_reconstructed=criterion.is_reconstructed,
        history_url=history_of(criterion.answer_id) if history_of and criterion.answer_id else "",
    )


def _points(outcome: Outcome | None, points: Fraction | None) -> PointsText:
    """Zero, refused, not applicable and missing look different."""
    match outcome:
        case NotApplicable():
            return PointsText(DASH, NOT_APPLICABLE)
        case Missing():
            return PointsText("chưa có")
        case Refused():
            return PointsText(show(Fraction(0)))
        case _:
            return PointsText(show(points), "" if points is not None else "chưa tính được")


def _decided(criterion: CriterionBreakdown) -> str:
    """The round that gave the points."""
    if criterion.round is None or isinstance(criterion.final_outcome, NotApplicable):
        return ""
    return str(criterion.round.label)


def _reason(criterion: CriterionBreakdown) -> str:
    refused = criterion.final_outcome
    ground = f"Không chấp nhận: {GROUNDS[refused.ground]}." if isinstance(refused, Refused) else ""
    return " ".join(part for part in (ground, criterion.reason) if part)
