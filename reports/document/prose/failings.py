"""Which units got nothing for which criterion: from the outcomes that count, and from the lists
a published report printed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from reports.document.prose.facts import FailingUnits, Refusal
from scoring.models import PrintedFailing
from submissions.enums import Ground, OutcomeKind
from submissions.models import Appraisal, Campaign

_KEY = ("submission_id", "criterion_id")
_SHOWN = (
    "criterion__group__code", "criterion__group__name", "criterion__name", "criterion__is_sample",
    "submission__short_name",
)  # fmt: skip
_REFUSED = (
    "answer__submission__kind__code",
    "answer__criterion__group__code",
    "ground",
    "answer__submission__short_name",
)
_ORDER = (
    "criterion__group__annex__order",
    "criterion__group__order",
    "criterion__order",
    "submission__order",
)


@dataclass(frozen=True, slots=True)
class _Case:
    """One unit and one criterion, with what a reader sees of them.

    `place` orders criteria, then units.
    """

    key: tuple[int, int]
    place: tuple[int, ...]
    group_code: str
    group_name: str
    criterion: str
    unit: str


@dataclass(frozen=True, slots=True)
class _LastOutcome:
    """The outcome of a case in the last round that counts."""

    case: _Case
    is_nothing: bool
    is_reconstructed: bool


def failings_of(campaign: Campaign) -> tuple[tuple[FailingUnits, ...], tuple[FailingUnits, ...]]:
    """Who failed what; and what of the printed lists the scores contradict, which is not in the
    first. Two queries.

    Reconstructed points put nobody on a list: they were chosen to fit the group scores, not
    awarded.
    """
    finals = _finals(campaign)
    rows = PrintedFailing.objects.filter(submission__campaign=campaign).order_by(*_ORDER)
    printed = {case.key: case for case in map(_case, _values(rows))}
    contradicted = {
        key: case for key, case in printed.items() if key in finals and not finals[key].is_nothing
    }
    failed = {
        key: final.case
        for key, final in finals.items()
        if final.is_nothing and not final.is_reconstructed
    }
    stands = {key: case for key, case in (printed | failed).items() if key not in contradicted}
    return _merged(stands.values()), _merged(contradicted.values())


def refusals_of(campaign: Campaign) -> tuple[Refusal, ...]:
    """What was not accepted in the round that counts, by kind of units, group and ground.

    One query.
    """
    rows = Appraisal.objects.final().filter(answer__submission__campaign=campaign)
    final: dict[int, tuple[str, ...]] = {}
    for answer, *row in rows.order_by("round").values_list(
        "answer_id", "outcome", "is_reconstructed", *_REFUSED
    ):
        final[answer] = tuple(row)
    found: dict[tuple[str, str, str], list[str]] = {}
    for outcome, is_reconstructed, kind, group, ground, unit in final.values():
        if outcome == OutcomeKind.REFUSED and not is_reconstructed:
            found.setdefault((kind, group, ground), []).append(unit)
    order = list(Ground.values)
    return tuple(
        Refusal(kind, group, Ground(ground).label, tuple(sorted(units)))
        for (kind, group, ground), units in sorted(
            found.items(), key=lambda item: (*item[0][:2], order.index(item[0][2]))
        )
    )


def _finals(campaign: Campaign) -> dict[tuple[int, int], _LastOutcome]:
    """By case; a later round overrules an earlier one."""
    rows = Appraisal.objects.final().filter(answer__submission__campaign=campaign)
    found = {}
    for *row, outcome, points, is_reconstructed in _values(
        rows.order_by("round"), "outcome", "points", "is_reconstructed", through="answer__"
    ):
        is_nothing = outcome == OutcomeKind.REFUSED or (
            outcome == OutcomeKind.SCORED and points == 0
        )
        case = _case(row)
        found[case.key] = _LastOutcome(case, is_nothing, is_reconstructed)
    return found


def _values(rows: QuerySet[Any], *more: str, through: str = "") -> Iterable[Sequence[Any]]:
    return rows.values_list(*(f"{through}{name}" for name in (*_KEY, *_ORDER, *_SHOWN)), *more)


def _case(row: Sequence[Any]) -> _Case:
    keys, places = len(_KEY), len(_KEY) + len(_ORDER)
    group_code, group_name, criterion, is_sample, unit = row[places:]
    name = f"{criterion} (mẫu)" if is_sample else criterion
    return _Case((row[0], row[1]), tuple(row[keys:places]), group_code, group_name, name, unit)


def _merged(cases: Iterable[_Case]) -> tuple[FailingUnits, ...]:
    """One entry for each criterion; criteria of two annexes with one name in one group are the
    same to a reader.
    """
    merged: dict[tuple[str, str], list[_Case]] = {}
    for case in sorted(cases, key=lambda case: case.place):
        merged.setdefault((case.group_code, case.criterion), []).append(case)
    return tuple(
        FailingUnits(
            code,
            members[0].group_name,
            criterion,
            tuple(case.unit for case in sorted(members, key=_official_order)),
        )
        for (code, criterion), members in merged.items()
    )


def _official_order(case: _Case) -> int:
    return case.place[-1]
