"""The working of a unit's score, line by line, as a reader can check it by hand.

The numbers themselves come from `aggregate`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from ictindex.lib.numbers import half_up
from scoring.core.aggregate import NOTHING, contribution, is_asked, outcome_of, summed, unit_score
from scoring.core.types import (
    Effect,
    GroupAggregation,
    GroupScore,
    GroupSpec,
    LeafSpec,
    Missing,
    NotApplicable,
    Outcomes,
    RefusalGround,
    Refused,
    Scored,
    UnitScore,
    UnitSpec,
)

GROUNDS: Mapping[RefusalGround, str] = {
    RefusalGround.NO_FIGURES: "thiếu thông tin, số liệu",
    RefusalGround.NOT_FACTUAL: "số liệu không đúng thực tế",
    RefusalGround.NO_EVIDENCE: "không có tài liệu kiểm chứng",
    RefusalGround.LATE: "gửi báo cáo chậm",
}

#: A sum (or list) of more terms than this is told in words (or cut short); its terms are lines of
#: their own.
LONGEST_SUM = 12
#: Exact values are written out up to so many places, others rounded to at least as many as
#: `FEWEST_PLACES`.
MOST_PLACES, FEWEST_PLACES = 6, 4


class LineKind(StrEnum):
    """What a line is about; criteria stand under their group."""

    GROUP = "group"
    LEAF = "leaf"
    TOTAL = "total"
    PERCENT = "percent"

    @property
    def level(self) -> int:
        """How far the line is moved in: 1 for a criterion, 0 otherwise."""
        return 1 if self is LineKind.LEAF else 0


@dataclass(frozen=True, slots=True)
class ExplanationLine:
    """One step of the working. `key` is the code of the group or the key of the criterion, empty
    for the unit.

    `value` is exact, and None where there is none (not applicable, missing); a deduction's is below
    0. `maximum` is what applies.
    """

    kind: LineKind
    key: str
    what: str
    formula: str
    value: Fraction | None
    maximum: Fraction | None = None


def explain_unit(
    spec: UnitSpec,
    outcomes: Outcomes,
    *,
    absent: frozenset[str] = frozenset(),
    reasons: Mapping[str, str] | None = None,
) -> tuple[ExplanationLine, ...]:
    """Groups in order, each followed by its criteria; then the total and, unless the maximum is
    100, its percentage.

    `reasons` says, by group code, why an absent group is absent. Raises ValueError where
    `unit_score` does.
    """
    score = unit_score(spec, outcomes, absent=absent)
    lines: list[ExplanationLine] = []
    for group, group_score in zip(spec.groups, score.groups, strict=True):
        is_absent = group.code in absent
        reason = (reasons or {}).get(group.code, "")
        lines.append(
            _group_line(group, group_score, outcomes, _why_not(is_absent=is_absent, reason=reason))
        )
        lines.extend(_leaf_line(leaf, outcomes) for leaf in group.leaves if not is_absent)
    lines.append(_total_line(spec.aggregation, score))
    return (*lines, *_percent_lines(score))


def _group_line(
    spec: GroupSpec, score: GroupScore, outcomes: Outcomes, why_not: str
) -> ExplanationLine:
    if not score.applies:
        return ExplanationLine(
            LineKind.GROUP, spec.code, spec.name, f"Không áp dụng: {why_not}", None
        )
    formula = (
        _not_complete(score.missing)
        if score.points is None
        else _group_sum(spec, score.points, outcomes)
    )
    return ExplanationLine(
        LineKind.GROUP, spec.code, spec.name, formula, score.points, score.maximum
    )


def _why_not(*, is_absent: bool, reason: str) -> str:
    if not is_absent:
        return "mọi tiêu chí trong nhóm đều không áp dụng."
    return reason or "đơn vị không có nội dung của nhóm này."


def _group_sum(spec: GroupSpec, points: Fraction, outcomes: Outcomes) -> str:
    asked = [leaf for leaf in spec.leaves if is_asked(leaf, outcomes)]
    terms = [contribution(leaf, outcome_of(leaf, outcomes)) for leaf in asked]
    whole = summed(asked, outcomes)
    steps = [sum_text(terms, what="tiêu chí")] + ([_exact(whole)] if len(terms) > 1 else [])
    return " = ".join(steps) + _limit_text(whole, points)


def _limit_text(whole: Fraction, points: Fraction) -> str:
    if whole > points:
        return f", không vượt mức tối đa {_exact(points)}"
    return f", không xuống dưới {_exact(points)}" if whole < points else ""


def _leaf_line(leaf: LeafSpec, outcomes: Outcomes) -> ExplanationLine:
    maximum = _exact(Fraction(leaf.maximum))
    match outcome_of(leaf, outcomes):
        case Scored(points):
            formula = _leaf_text(leaf.effect, _exact(Fraction(points)), maximum)
        case Refused(ground):
            formula = f"Không chấp nhận ({GROUNDS[ground]}): " + _leaf_text(
                leaf.effect, _exact(NOTHING), maximum
            )
        case NotApplicable():
            return ExplanationLine(
                LineKind.LEAF,
                leaf.key,
                leaf.name,
                "Không áp dụng: không tính vào điểm và điểm tối đa.",
                None,
            )
        case Missing():
            return ExplanationLine(
                LineKind.LEAF, leaf.key, leaf.name, "Chưa có kết quả.", None, Fraction(leaf.maximum)
            )
        case never:
            assert_never(never)
    value = contribution(leaf, outcome_of(leaf, outcomes))
    return ExplanationLine(
        LineKind.LEAF, leaf.key, leaf.name, formula, value, Fraction(leaf.maximum)
    )


def _leaf_text(effect: Effect, points: str, maximum: str) -> str:
    match effect:
        case Effect.POINTS:
            return f"{points} trên {maximum}"
        case Effect.BONUS:
            return f"cộng {points} (thưởng tối đa {maximum})"
        case Effect.DEDUCTION:
            return f"trừ {points} (trừ tối đa {maximum})"
    assert_never(effect)


def _total_line(aggregation: GroupAggregation, score: UnitScore) -> ExplanationLine:
    points = [group.points for group in score.groups if group.points is not None]
    what = _total_name(aggregation, sum(group.applies for group in score.groups))
    return ExplanationLine(
        LineKind.TOTAL,
        "",
        what,
        _total_text(aggregation, score, points),
        score.total,
        score.maximum,
    )


def _total_name(aggregation: GroupAggregation, n: int) -> str:
    match aggregation:
        case GroupAggregation.MEAN_OF_GROUPS:
            return f"Điểm của đơn vị: trung bình cộng của {n} nhóm được áp dụng"
        case GroupAggregation.SUM_OF_POINTS:
            return f"Điểm của đơn vị: tổng điểm của {n} nhóm được áp dụng"
    assert_never(aggregation)


def _total_text(aggregation: GroupAggregation, score: UnitScore, points: Sequence[Fraction]) -> str:
    if score.missing:
        return _not_complete(score.missing)
    if score.total is None:
        return "Không có nhóm nào được áp dụng nên không có điểm."
    added = sum_text(points, what="nhóm")
    whole = [_exact(sum(points, NOTHING))] if len(points) > 1 else []
    if aggregation is GroupAggregation.SUM_OF_POINTS:
        return " = ".join([added, *whole])
    divided = [f"({added})" if whole else added, *whole]
    return " = ".join([*(f"{text} / {len(points)}" for text in divided), rounded(score.total)])


def _percent_lines(score: UnitScore) -> tuple[ExplanationLine, ...]:
    if score.total is None or score.percent is None or score.maximum == 100:
        return ()
    formula = (
        f"{_written(score.total)} / {_written(score.maximum)} × 100 = {rounded(score.percent)}"
    )
    return (
        ExplanationLine(
            LineKind.PERCENT,
            "",
            "Tỷ lệ phần trăm so với điểm tối đa được áp dụng",
            formula,
            score.percent,
            Fraction(100),
        ),
    )


def _not_complete(missing: Sequence[str]) -> str:
    named = "; ".join(missing[:LONGEST_SUM]) + ("; …" if len(missing) > LONGEST_SUM else "")
    return f"Chưa tính được: còn {len(missing)} tiêu chí chưa có kết quả ({named})."


def sum_text(terms: Sequence[Fraction], *, what: str) -> str:
    """The terms with their signs, each exact; where they are many only how many there are of
    `what`.
    """
    if len(terms) > LONGEST_SUM:
        return f"Tổng điểm của {len(terms)} {what}"
    return _joined(terms)


def _joined(terms: Iterable[Fraction]) -> str:
    text = "".join(f" {'−' if term < 0 else '+'} {_exact(abs(term))}" for term in terms)
    return text.removeprefix(" + ").strip()


def rounded(value: Fraction) -> str:
    """A value as far as it is written out, and its rounding to two places where that is another
    number.
    """
    written, final = _written(value), _comma(half_up(value))
    return written if written == final else f"{written} → {final}"


def _written(value: Fraction) -> str:
    """Exact where that is short; otherwise with enough places that rounding what is written
    gives the rounded value.
    """
    for places in range(2, MOST_PLACES + 1):
        if _to_places(value, places) == value:
            return _comma(_to_places(value, places))
    places = FEWEST_PLACES
    while half_up(_to_places(value, places)) != half_up(value):
        places += 1
    return _comma(_to_places(value, places))


def _exact(value: Fraction) -> str:
    """A sum of decimals, written out to its last place, two at least."""
    places = 2
    while (scaled := value * 10**places).denominator != 1:
        places += 1
    return _comma(Decimal(f"{scaled.numerator}E-{places}"))


def _to_places(value: Fraction, places: int) -> Decimal:
    return Decimal(f"{half_up(value * 10 ** (places - 2))}E-{places - 2}")


def _comma(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",").replace("-", "−")
