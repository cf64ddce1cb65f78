"""The other ways in which reports come to a figure: a blank read as zero, a zero as a blank,
another divisor.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from scoring.core.aggregate import mean
from scoring.core.reconciliation import FigurePart, Reading, Verdict, combine
from scoring.core.types import GroupAggregation


def score_readings(
    parts: Sequence[FigurePart], aggregation: GroupAggregation
) -> tuple[Reading, ...]:
    """Other readings of a unit's score from its groups; none while a group is missing."""
    if any(part.is_missing for part in parts):
        return ()
    return tuple(
        Reading(verdict, exact, remark)
        for verdict, remark, values in _score_variants(parts)
        if (exact := combine(values, aggregation)) is not None
    )


def average_readings(
    parts: Sequence[FigurePart],
    *,
    computed: Sequence[Fraction] = (),
    wider: Sequence[FigurePart] = (),
    kinds: Sequence[Sequence[FigurePart]] = (),
) -> tuple[Reading, ...]:
    """Other bases of an average over `parts`, its units with their official values.

    `computed`: the recomputed values of the same units. `wider`: all units of the campaign.
    `kinds`: these kind by kind.
    """
    variants = [*_average_variants(parts), *_wider_variants(computed, wider, kinds)]
    return tuple(
        Reading(Verdict.AVERAGE_BASE, exact, remark)
        for remark, values in variants
        if (exact := mean(values)) is not None
    )


def _score_variants(parts: Sequence[FigurePart]) -> Iterator[tuple[Verdict, str, list[Fraction]]]:
    if absent := [part.key for part in parts if not part.applies]:
        remark = f"Số in có được khi tính nhóm không áp dụng ({', '.join(absent)}) là 0 điểm."
        yield Verdict.ZERO_OR_NA, remark, _with_zeros(parts)
    if dashes := [part.key for part in parts if part.is_dash]:
        remark = (
            f"Số in có được khi coi nhóm in dấu gạch ({', '.join(dashes)}) là không áp dụng, "
            "không phải 0 điểm."
        )
        yield Verdict.ZERO_OR_NA, remark, _without(parts, lambda part: part.is_dash)
    if zeros := [part.key for part in parts if part.value == 0]:
        remark = f"Số in có được khi coi nhóm 0 điểm ({', '.join(zeros)}) là không áp dụng."
        yield Verdict.ZERO_OR_NA, remark, _without(parts, lambda part: part.value == 0)
    if optional := [part.key for part in parts if part.is_optional and part.value is not None]:
        remark = f"Số in có được khi bỏ nhóm {', '.join(optional)}, dù đơn vị có điểm của nhóm này."
        yield Verdict.AVERAGE_BASE, remark, _without(parts, lambda part: part.is_optional)


def _average_variants(parts: Sequence[FigurePart]) -> Iterator[tuple[str, list[Fraction]]]:
    counted = _applicable(parts)
    if any(not part.applies for part in parts):
        remark = (
            f"Số in là trung bình của cả {len(parts)} đơn vị, tính đơn vị không áp dụng là 0 điểm;"
            f" số tính lại là trung bình của {len(counted)} đơn vị có áp dụng."
        )
        yield remark, _with_zeros(parts)
    if any(part.value == 0 for part in parts):
        above = _without(parts, lambda part: part.value == 0)
        yield (
            (
                f"Số in là trung bình của {len(above)} đơn vị có điểm trên 0; số tính lại gồm cả "
                "đơn "
                "vị 0 điểm."
            ),
            above,
        )


def _wider_variants(
    computed: Sequence[Fraction], wider: Sequence[FigurePart], kinds: Sequence[Sequence[FigurePart]]
) -> Iterator[tuple[str, list[Fraction]]]:
    yield "Số in là trung bình của các số tính lại, không phải của các số đã in.", list(computed)
    everyone = _applicable(wider)
    yield f"Số in là trung bình của cả {len(everyone)} đơn vị trong đợt đánh giá.", everyone
    if len(kinds) > 1:
        means = [value for kind in kinds if (value := mean(_applicable(kind))) is not None]
        yield "Số in là trung bình của các số trung bình theo loại đơn vị.", means


def _applicable(parts: Sequence[FigurePart]) -> list[Fraction]:
    return [part.value for part in parts if part.value is not None]


def _with_zeros(parts: Sequence[FigurePart]) -> list[Fraction]:
    return [part.value or Fraction() for part in parts if not part.is_missing]


def _without(
    parts: Sequence[FigurePart], leaves_out: Callable[[FigurePart], bool]
) -> list[Fraction]:
    return [part.value for part in parts if part.value is not None and not leaves_out(part)]
