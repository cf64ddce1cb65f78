from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ictindex.lib.numbers import half_up
from scoring.core.readings import average_readings, score_readings
from scoring.core.reconciliation import FigurePart, Finding, PrintedClaim, Verdict, judge, plain
from scoring.core.types import GroupAggregation

MEAN, SUM = GroupAggregation.MEAN_OF_GROUPS, GroupAggregation.SUM_OF_POINTS


def part(key: str, value: str | None, *, maximum: int = 100, **more: bool) -> FigurePart:
    return FigurePart(key, None if value is None else Fraction(value), Fraction(maximum), **more)


def combined(parts: tuple[FigurePart, ...], aggregation: GroupAggregation) -> Fraction | None:
    values = [each.value for each in parts if each.value is not None]
    if any(each.is_missing for each in parts) or not values:
        return None
    return sum(values, Fraction()) / (len(values) if aggregation is MEAN else 1)


def score_claim(
    printed: str | None, *parts: FigurePart, aggregation: GroupAggregation = MEAN
) -> PrintedClaim:
    return PrintedClaim(
        figure="U.total.2020",
        place="table 1",
        printed=None if printed is None else Decimal(printed),
        exact=combined(parts, aggregation),
        applies=any(each.applies for each in parts),
        aggregation=aggregation,
        parts=parts,
        readings=score_readings(parts, aggregation),
    )


def judged(
    printed: str | None, *parts: FigurePart, aggregation: GroupAggregation = MEAN
) -> tuple[Verdict, dict[str, str]]:
    finding = judge(score_claim(printed, *parts, aggregation=aggregation))
    return finding.verdict, {key: str(value) for key, value in finding.would_explain.items()}


def judged_average(
    printed: str, *parts: FigurePart, **others: object
) -> tuple[Verdict, dict[str, str]]:
    values = [each.value for each in parts if each.value is not None]
    finding = judge(
        PrintedClaim(
            figure="k.total.2020",
            place="table 2",
            printed=Decimal(printed),
            exact=sum(values, Fraction()) / len(values) if values else None,
            applies=bool(values),
            parts=parts,
            readings=average_readings(parts, **others),
        )
    )
    return finding.verdict, {key: str(value) for key, value in finding.would_explain.items()}


def test_a_figure_rounded_half_up_is_equal() -> None:
    assert judged("63.87", part("A", "63.86"), part("B", "63.87")) == (Verdict.EQUAL, {})


def test_a_figure_cut_after_two_places_is_truncated() -> None:
    assert judged("63.86", part("A", "63.86"), part("B", "63.87")) == (Verdict.TRUNCATED, {})
    assert judged("56.86", part("A", "56.85"), part("B", "56.87"), part("C", "56.88")) == (
        Verdict.TRUNCATED,
        {},
    )


def test_a_figure_rounded_up_without_cause_is_rounding() -> None:
    assert judged("56.68", part("A", "56.67"), part("B", "56.67"), part("C", "56.68")) == (
        Verdict.ROUNDING,
        {},
    )


def test_a_whole_cent_away_is_no_rounding() -> None:
    assert judged("50.01", part("A", "50.00"), part("B", "50.00"))[0] is Verdict.NOT_DERIVABLE


def test_a_total_that_takes_a_group_that_does_not_apply_as_zero_is_told() -> None:
    parts = part("A", "90"), part("B", "60"), part("D", None, applies=False)
    finding = judge(score_claim("50.00", *parts))
    assert (finding.verdict, finding.recomputed) == (Verdict.ZERO_OR_NA, Decimal("75.00"))
    assert finding.remark == "Số in có được khi tính nhóm không áp dụng (D) là 0 điểm."


def test_a_total_that_leaves_out_a_dash_that_counts_as_zero_is_told() -> None:
    finding = judge(
        score_claim("75.00", part("A", "90"), part("B", "60"), part("C", "0", is_dash=True))
    )
    assert finding.verdict is Verdict.ZERO_OR_NA
    assert (
        finding.remark
        == "Số in có được khi coi nhóm in dấu gạch (C) là không áp dụng, không phải 0 điểm."
    )


def test_a_total_that_leaves_out_a_group_the_unit_has_points_for_has_another_base() -> None:
    assert judged("75.00", part("A", "90"), part("B", "60"), part("D", "30", is_optional=True)) == (
        Verdict.AVERAGE_BASE,
        {},
    )


def test_a_total_from_nowhere_names_each_single_part_that_would_explain_it() -> None:
    parts = part("A", "90"), part("B", "60"), part("D", None, applies=False)
    assert judged("79.00", *parts) == (
        Verdict.NOT_DERIVABLE,
        {"A": "98.00", "B": "68.00", "D": "87.00"},
    )


def test_a_part_that_would_need_more_than_its_maximum_explains_nothing() -> None:
    assert judged("97.00", part("A", "97"), part("B", "60"))[1] == {"B": "97.00"}
    assert judged("99.00", part("A", "97"), part("B", "60"))[1] == {}


def test_a_limit_that_rounds_to_the_printed_figure_still_explains_it() -> None:
    parts = [part(key, "80.00") for key in "ABCDEFG"]
    assert judged("82.86", *parts) == (Verdict.NOT_DERIVABLE, dict.fromkeys("ABCDEFG", "100.00"))


def test_in_a_framework_of_sums_the_difference_falls_on_one_part() -> None:
    parts = (
        part("A", "20", maximum=30),
        part("B", "100", maximum=270),
        part("P", None, maximum=40, applies=False),
    )
    assert judged("135.50", *parts, aggregation=SUM) == (
        Verdict.NOT_DERIVABLE,
        {"B": "115.50", "P": "15.50"},
    )
    assert judged("120.00", *parts, aggregation=SUM) == (Verdict.EQUAL, {})


def test_a_dash_that_does_not_apply_is_equal_and_has_no_difference() -> None:
    finding = judge(PrintedClaim("U.D.2020", "table 3", None, None, applies=False))
    assert (finding.verdict, finding.recomputed, finding.difference) == (Verdict.EQUAL, None, None)


def test_a_dash_that_counts_as_zero_is_zero_or_na() -> None:
    finding = judge(PrintedClaim("U.C.2020", "table 5", None, Fraction(0)))
    assert (finding.verdict, finding.recomputed, finding.difference) == (
        Verdict.ZERO_OR_NA,
        Decimal("0.00"),
        None,
    )


def test_a_dash_over_points_is_not_derivable() -> None:
    finding = judge(
        PrintedClaim(
            "U.C.2020", "table 5", None, Fraction(7), parts=(part("C:1", "7"),), aggregation=SUM
        )
    )
    assert (finding.verdict, finding.would_explain) == (Verdict.NOT_DERIVABLE, {})


def test_a_number_for_a_group_that_does_not_apply_is_zero_or_na_only_when_it_is_zero() -> None:
    zero = judge(PrintedClaim("U.D.2020", "table 3", Decimal("0.00"), None, applies=False))
    seven = judge(PrintedClaim("U.D.2020", "table 3", Decimal("7.00"), None, applies=False))
    assert (zero.verdict, seven.verdict) == (Verdict.ZERO_OR_NA, Verdict.NOT_DERIVABLE)


def test_the_one_missing_part_is_asked_for_and_no_other() -> None:
    assert judged("70.00", part("A", "90"), part("B", None)) == (
        Verdict.NOT_DERIVABLE,
        {"B": "50.00"},
    )
    assert judged("70.00", part("A", None), part("B", None)) == (Verdict.NOT_DERIVABLE, {})


def test_what_is_missing_is_never_read_as_zero() -> None:
    assert (
        judged("45.00", part("A", "90"), part("B", None), part("D", None, applies=False))[0]
        is Verdict.NOT_DERIVABLE
    )


def test_an_average_over_all_units_with_zero_for_those_without_has_another_base() -> None:
    parts = (
        part("U", "75"),
        part("V", "80"),
        part("W", None, applies=False),
        part("X", None, applies=False),
    )
    assert judged_average("38.75", *parts) == (Verdict.AVERAGE_BASE, {})


def test_an_average_over_units_above_zero_has_another_base() -> None:
    assert judged_average("80.00", part("U", "80"), part("V", "0")) == (Verdict.AVERAGE_BASE, {})


def test_an_average_of_recomputed_values_has_another_base() -> None:
    parts = part("U", "80"), part("V", "60")
    assert judged_average("65.00", *parts, computed=[Fraction(70), Fraction(60)]) == (
        Verdict.AVERAGE_BASE,
        {},
    )


def test_an_average_of_averages_or_of_all_units_has_another_base() -> None:
    first, second = (part("U", "80"), part("V", "60")), (part("W", "40"),)
    assert judged_average("55.00", *first, *second, kinds=[first, second]) == (
        Verdict.AVERAGE_BASE,
        {},
    )
    assert judged_average("60.00", *second, wider=[*first, *second]) == (Verdict.AVERAGE_BASE, {})


def test_an_average_from_nowhere_names_the_units_that_would_explain_it() -> None:
    assert judged_average("75.00", part("U", "80"), part("V", "60")) == (
        Verdict.NOT_DERIVABLE,
        {"U": "90.00", "V": "70.00"},
    )


def test_the_unrounded_value_is_written_in_full() -> None:
    assert [
        plain(Fraction(8415, 100) - Fraction(75, 1000)),
        plain(Fraction(100, 3)),
        plain(Fraction(62)),
    ] == ["84.075", "100/3", "62"]


def test_a_remark_shows_the_unrounded_value_with_a_decimal_comma() -> None:
    finding = judge(score_claim("33.34", part("A", "33"), part("B", "33"), part("C", "34")))
    assert (
        finding.remark
        == "Giá trị chưa làm tròn là 33,3333…: số in lệch chưa đến 0,01 do làm tròn cách khác."
    )


cents = st.integers(0, 10_000)


@st.composite
def drawn_parts(draw: st.DrawFn) -> tuple[FigurePart, ...]:
    """Two to seven parts of at most 100, some of which do not apply, at least one that does."""
    values = draw(
        st.lists(st.none() | cents, min_size=2, max_size=7).filter(
            lambda drawn: any(each is not None for each in drawn)
        )
    )
    return tuple(
        FigurePart(
            f"G{number}",
            None if value is None else Fraction(value, 100),
            Fraction(100),
            applies=value is not None,
        )
        for number, value in enumerate(values)
    )


def explains(
    finding: Finding, parts: tuple[FigurePart, ...], aggregation: GroupAggregation
) -> bool:
    """Each value put in, and computed by hand, gives what was printed."""
    for key, value in finding.would_explain.items():
        values = [
            Fraction(value) if each.key == key else each.value
            for each in parts
            if each.key == key or each.value is not None
        ]
        total = sum(values, Fraction()) / (len(values) if aggregation is MEAN else 1)
        if not 0 <= value <= 100 or half_up(total) != finding.printed:
            return False
    return True


@given(drawn_parts(), st.sampled_from(GroupAggregation))
def test_what_the_rule_gives_is_always_equal(
    parts: tuple[FigurePart, ...], aggregation: GroupAggregation
) -> None:
    printed = half_up(combined(parts, aggregation) or 0)
    assert judged(str(printed), *parts, aggregation=aggregation) == (Verdict.EQUAL, {})


@given(
    drawn_parts(),
    st.sampled_from(GroupAggregation),
    st.integers(2, 10_000),
    st.sampled_from([-1, 1]),
)
def test_every_value_named_really_explains_a_perturbed_total(
    parts: tuple[FigurePart, ...], aggregation: GroupAggregation, amount: int, sign: int
) -> None:
    exact = combined(parts, aggregation) or Fraction()
    printed = half_up(exact + Fraction(sign * amount, 100))
    finding = judge(score_claim(str(printed), *parts, aggregation=aggregation))
    assert finding.verdict in (Verdict.NOT_DERIVABLE, Verdict.ZERO_OR_NA)
    assert finding.difference == printed - half_up(exact)
    assert explains(finding, parts, aggregation)


@given(drawn_parts(), st.sampled_from(GroupAggregation), st.data())
def test_a_part_that_was_changed_before_printing_is_found(
    parts: tuple[FigurePart, ...], aggregation: GroupAggregation, data: st.DataObject
) -> None:
    changed = data.draw(st.sampled_from(parts))
    value = Fraction(data.draw(cents), 100)
    applying = tuple(
        FigurePart(
            each.key,
            value if each is changed else each.value,
            each.maximum,
            applies=each is changed or each.applies,
        )
        for each in parts
    )
    printed = half_up(combined(applying, aggregation) or 0)
    finding = judge(score_claim(str(printed), *parts, aggregation=aggregation))
    if finding.verdict is Verdict.NOT_DERIVABLE:
        assert changed.key in finding.would_explain
        assert explains(finding, parts, aggregation)


@given(drawn_parts())
def test_a_cut_total_is_truncated_or_was_exact(parts: tuple[FigurePart, ...]) -> None:
    exact = combined(parts, MEAN) or Fraction()
    printed = Decimal(int(exact * 100)).scaleb(-2)
    verdict, _ = judged(str(printed), *parts)
    assert verdict is (Verdict.EQUAL if half_up(exact) == printed else Verdict.TRUNCATED)
