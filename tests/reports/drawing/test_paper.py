"""Charts on paper: unit names and values as texts over the bars, line by line beside what they
belong to.
"""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from ictindex.lib.numbers import show
from reports.document.printing.pictures import picture
from reports.drawing.geometry import LETTERS, sketch
from reports.drawing.paper import POINTS, Column, Drawing, drawing
from reports.drawing.shapes import Bar, Label, Layout, TextRole
from reports.frame.values import Chart
from reports.results.queries.charts import charts
from scoring.results.queries import campaign_results
from tests.reports.factories import TOTAL, exact, make_kind, make_results, make_unit
from tests.reports.facts import small_results, wide_results

LONG = (
    "Vụ Đào tạo, bồi dưỡng cán bộ, công chức, viên chức và hợp tác quốc tế về cải cách hành chính "
    "nhà nước"
)


def set_for_print(chart: Chart) -> Drawing:
    return drawing(chart, id_prefix="phan-1", fonts="ICT Sans")


def middles(column: Column) -> dict[str, Decimal]:
    """The middle of each line that says something, in pixels of the drawing, by its text."""
    pitch, top = Decimal(column.pitch), Decimal(column.top)
    lines = enumerate(column.text.split("\n"))
    return {
        line: round((top + pitch * place + pitch / 2) * LETTERS) for place, line in lines if line
    }


def columns_of(chart: Chart, *, is_end: bool) -> list[Column]:
    return [column for column in set_for_print(chart).columns if column.is_end is is_end]


def test_every_full_name_and_every_value_of_2020_stands_in_a_column(campaign_2020):
    for chart in charts(campaign_results(campaign_2020)):
        names = " ".join(
            " ".join(column.text.split("\n")) for column in columns_of(chart, is_end=False)
        ).split()
        assert sorted(set(names)) == sorted(
            {word for unit in chart.categories for word in unit.name.split()}
        )
        values = [
            line
            for column in columns_of(chart, is_end=True)
            for line in column.text.split("\n")
            if line
        ]
        assert sorted(values) == sorted(
            show(value) for series in chart.series for value in series.values
        )


def test_lines_of_texts_lie_where_the_labels_of_the_sketch_lie():
    units = [
        make_unit(
            f"Đ{place}", order=place, total=str(60 + place), figures={(TOTAL, 2019): exact(50)}
        )
        for place in range(5)
    ]
    units[2] = replace(units[2], name=LONG)
    chart = charts(make_results(make_kind(units)))[0]
    labels = [mark for mark in sketch(chart, Layout.PAPER).marks if isinstance(mark, Label)]
    for role, is_end in ((TextRole.NAME, False), (TextRole.COLUMN, True)):
        wanted = {
            (label.text, round(label.y - Decimal("0.347") * LETTERS))
            for label in labels
            if label.role is role
        }
        found = {
            pair for column in columns_of(chart, is_end=is_end) for pair in middles(column).items()
        }
        assert {text for text, _ in found} == {text for text, _ in wanted}
        assert all(
            any(text == other and abs(at - where) <= 1 for other, where in wanted)
            for text, at in found
        )


def test_a_value_lies_beside_its_bar():
    chart = charts(small_results())[0]
    bars = [
        mark
        for mark in sketch(chart, Layout.PAPER).marks
        if isinstance(mark, Bar) and mark.height == 11
    ]
    (column,) = columns_of(chart, is_end=True)
    assert all(
        any(abs(bar.y + bar.height // 2 - at) <= 3 for bar in bars)
        for text, at in middles(column).items()
        if text != "–"
    )


def test_bands_of_strips_have_texts_of_their_own():
    chart = next(chart for chart in charts(wide_results(8)) if len(chart.series) == 8)
    assert len(columns_of(chart, is_end=False)) == 2
    assert len(columns_of(chart, is_end=True)) == 8


def test_scale_and_key_stay_in_the_drawing_and_names_do_not():
    svg = set_for_print(charts(small_results())[0]).svg
    assert ">Năm 2020</text>" in svg
    assert ">100</text>" in svg
    assert "Đơn vị A" not in svg.partition("</desc>")[2]


@pytest.mark.parametrize("units", [3, 34])
def test_a_chart_is_never_higher_than_its_page(units):
    many = [
        make_unit(f"D{place}", order=place, total="50", figures={(TOTAL, 2019): exact(50)})
        for place in range(units)
    ]
    made = set_for_print(charts(make_results(make_kind(many)))[0])
    points = Decimal(made.points or POINTS)
    assert Decimal(made.height) * points <= Decimal("636.5")
    assert (made.points == "") is (units == 3)


def test_names_that_people_typed_stay_text_in_columns():
    hostile = "</div><style>p{}</style>{{ 1 }}{% now %}"
    units = [
        make_unit("A", order=1, total="50"),
        replace(make_unit("B", order=2, total="40"), name=f"{hostile}\n\x00xong"),
    ]
    chart = charts(make_results(make_kind(units)))[0]
    assert f"{hostile} xong" in " ".join(
        column.text.replace("\n", " ") for column in columns_of(chart, is_end=False)
    )
    html = render_to_string("print/picture.html", {"block": picture(chart)})
    assert "<style" not in html
    assert "&lt;/div&gt;" in html


def test_a_name_of_ten_thousand_letters_is_cut_to_its_room():
    units = [
        replace(make_unit("A", order=1, total="50"), name="W" * 10_000),
        make_unit("B", order=2, total="40"),
    ]
    (names,) = columns_of(charts(make_results(make_kind(units)))[0], is_end=False)
    assert names.text.split("\n")[0] == "ĐV A"
    assert names.text.endswith("Đơn vị B")


def test_a_unit_with_long_names_only_is_told_from_others_by_its_code():
    long = {"name": "W" * 10_000, "short_name": "W" * 10_000}
    units = [
        replace(make_unit(code, order=order, total="50"), **long) for order, code in enumerate("AB")
    ]
    (names,) = columns_of(charts(make_results(make_kind(units)))[0], is_end=False)
    lines = names.text.split("\n")
    assert max(map(len, lines)) < 40
    assert [line for line in lines if "–" in line] == ["A –", "B –"]
