"""Printed figures against recomputed ones (đối soát): what each claim is made of, and the verdict
on it, by computing only.

Which figures a campaign printed is gathered elsewhere; nothing here knows a database, a year or a
unit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ictindex.lib.numbers import cut, half_up, show
from scoring.core.aggregate import mean
from scoring.core.types import GroupAggregation

_CENT = Fraction(1, 100)


class Verdict(StrEnum):
    """How a printed figure stands to what the rule gives."""

    EQUAL = "equal"
    ROUNDING = "rounding"
    TRUNCATED = "truncated"
    ZERO_OR_NA = "zero_or_na"
    AVERAGE_BASE = "average_base"
    NOT_DERIVABLE = "not_derivable"


@dataclass(frozen=True, slots=True)
class FigurePart:
    """One input of a figure: a criterion of a group, a group of a unit, a unit in an average.

    `value` is None where the part does not apply, or is still missing; it lies between `minimum`
    (below 0 for a deduction) and `maximum`. `is_optional`: it may be absent by the rules.
    `is_dash`: printed as a dash although it counts as zero.
    """

    key: str
    value: Fraction | None
    maximum: Fraction
    minimum: Fraction = Fraction()
    applies: bool = True
    is_optional: bool = False
    is_dash: bool = False

    @property
    def is_missing(self) -> bool:
        return self.applies and self.value is None


@dataclass(frozen=True, slots=True)
class Reading:
    """Another way in which a report may have come to its figure, and the sentence that says so."""

    verdict: Verdict
    exact: Fraction
    remark: str


@dataclass(frozen=True, slots=True)
class PrintedClaim:
    """A printed figure (None: a dash), what the rule gives unrounded, and the parts both are
    made from.
    """

    figure: str
    place: str
    printed: Decimal | None
    exact: Fraction | None
    applies: bool = True
    aggregation: GroupAggregation = GroupAggregation.MEAN_OF_GROUPS
    parts: tuple[FigurePart, ...] = ()
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one printed figure.

    `would_explain` names each single part that alone would explain the printed figure, with the
    value it would need.
    """

    figure: str
    place: str
    printed: Decimal | None
    exact: Fraction | None
    verdict: Verdict
    remark: str
    would_explain: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def recomputed(self) -> Decimal | None:
        return None if self.exact is None else half_up(self.exact)

    @property
    def difference(self) -> Decimal | None:
        """Printed less recomputed; None where one of them is no number."""
        return (
            None
            if self.printed is None or self.recomputed is None
            else self.printed - self.recomputed
        )

    @property
    def is_equal(self) -> bool:
        return self.verdict is Verdict.EQUAL


def judge(claim: PrintedClaim) -> Finding:
    """Compare, from the plainest reason to the last: equal, cut, rounded otherwise, another
    reading, not derivable.
    """
    verdict, remark = (
        _judge_dash(claim) if claim.printed is None else _judge_number(claim, claim.printed)
    )
    explained = would_explain(claim) if verdict is Verdict.NOT_DERIVABLE else {}
    return Finding(
        figure=claim.figure,
        place=claim.place,
        printed=claim.printed,
        exact=claim.exact,
        verdict=verdict,
        remark=f"{remark}{_explanation_sentence(explained)}",
        would_explain=explained,
    )


def combine(values: Sequence[Fraction], aggregation: GroupAggregation) -> Fraction | None:
    """The sum or the mean; None for the mean of nothing."""
    return (
        mean(values) if aggregation is GroupAggregation.MEAN_OF_GROUPS else sum(values, Fraction())
    )


def would_explain(claim: PrintedClaim) -> dict[str, Decimal]:
    """For each part the value within its limits that alone turns the computed figure into the
    printed one.

    Parts that do not apply are tried as if they did. Where one part is missing, only that one is
    asked for; where several are, no single value can be told.
    """
    missing = [part for part in claim.parts if part.is_missing]
    if claim.printed is None or len(missing) > 1:
        return {}
    needed = {
        part.key: _needed_value(part, claim, claim.printed) for part in missing or claim.parts
    }
    return {key: value for key, value in needed.items() if value is not None}


def plain(value: Fraction) -> str:
    """The unrounded value: its decimals where they end («84.075»), else as a fraction («341/6»)."""
    rest = value.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return f"{Decimal(value.numerator) / value.denominator:f}" if rest == 1 else str(value)


def _judge_number(claim: PrintedClaim, printed: Decimal) -> tuple[Verdict, str]:
    if claim.exact is not None and (near := _judge_rounding(claim.exact, printed)):
        return near
    for reading in claim.readings:
        if half_up(reading.exact) == printed:
            return reading.verdict, reading.remark
    return _judge_underivable(claim, printed)


def _judge_rounding(exact: Fraction, printed: Decimal) -> tuple[Verdict, str] | None:
    if half_up(exact) == printed:
        return Verdict.EQUAL, "Số in bằng số tính lại."
    value = _spoken(exact)
    if cut(exact) == printed:
        return Verdict.TRUNCATED, (
            f"Giá trị chưa làm tròn là {value}: số in bỏ phần sau chữ số thập phân thứ hai,"
            " hoặc các thành phần đã được làm tròn trước khi tính."
        )
    if abs(exact - Fraction(printed)) < _CENT:
        return (
            Verdict.ROUNDING,
            f"Giá trị chưa làm tròn là {value}: số in lệch chưa đến 0,01 do làm tròn cách khác.",
        )
    return None


def _judge_dash(claim: PrintedClaim) -> tuple[Verdict, str]:
    if not claim.applies:
        return Verdict.EQUAL, "In dấu gạch vì không áp dụng; tính lại cũng không áp dụng."
    if claim.exact is None:
        return (
            Verdict.NOT_DERIVABLE,
            f"In dấu gạch; chưa tính lại được vì còn thiếu: {_missing_keys(claim)}.",
        )
    if claim.exact == 0:
        return (
            Verdict.ZERO_OR_NA,
            "In dấu gạch nhưng được tính là 0 điểm, không phải là không áp dụng.",
        )
    return Verdict.NOT_DERIVABLE, f"In dấu gạch trong khi tính lại được {show(claim.exact)}."


def _judge_underivable(claim: PrintedClaim, printed: Decimal) -> tuple[Verdict, str]:
    if claim.exact is not None:
        return (
            Verdict.NOT_DERIVABLE,
            "Không tính được số in từ các thành phần, kể cả theo cách làm tròn hay số chia khác.",
        )
    if claim.applies:
        return Verdict.NOT_DERIVABLE, f"Chưa tính lại được vì còn thiếu: {_missing_keys(claim)}."
    if printed == 0:
        return Verdict.ZERO_OR_NA, "In 0 điểm nhưng được xác nhận là không áp dụng."
    return Verdict.NOT_DERIVABLE, f"In {show(printed)} nhưng được xác nhận là không áp dụng."


def _needed_value(part: FigurePart, claim: PrintedClaim, printed: Decimal) -> Decimal | None:
    """The nearest value the part may have; None when even that does not give the printed figure."""
    others = [other.value for other in claim.parts if other is not part and other.value is not None]
    divisor = len(others) + 1 if claim.aggregation is GroupAggregation.MEAN_OF_GROUPS else 1
    asked = Fraction(printed) * divisor - sum(others)
    value = half_up(min(max(asked, part.minimum), part.maximum))
    outcome = combine([*others, Fraction(value)], claim.aggregation)
    return value if outcome is not None and half_up(outcome) == printed else None


def _explanation_sentence(explained: Mapping[str, Decimal]) -> str:
    if not explained:
        return ""
    values = "; hoặc ".join(f"{key} là {show(value)}" for key, value in list(explained.items())[:3])
    more = f"; và {len(explained) - 3} khả năng khác" if len(explained) > 3 else ""
    return f" Số in sẽ đúng nếu riêng {values}{more}."


def _missing_keys(claim: PrintedClaim) -> str:
    return ", ".join(part.key for part in claim.parts if part.is_missing) or "số liệu thành phần"


def _spoken(exact: Fraction) -> str:
    """The unrounded value for a sentence: four places at most, «…» where more follow."""
    tail = "" if (exact * 10_000).denominator == 1 else "…"
    places = f"{Decimal(int(exact * 10_000)).scaleb(-4):f}".rstrip("0").replace(".", ",")
    return f"{places}{tail}"
