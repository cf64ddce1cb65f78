"""Charts as SVG: well formed, safe, legible, and the same every time."""

import re
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

import pytest
from defusedxml.ElementTree import fromstring

from reports.drawing.geometry import LETTERS, sketch
from reports.drawing.letters import as_xml, width_of, wrap
from reports.drawing.shapes import Bar, Label, Layout, PlotArea, TextRole
from reports.drawing.svg import caption, description, standalone_svg, svg
from reports.frame.values import Chart, ChartForm, Series
from reports.results.queries.charts import charts
from scoring.results.queries import campaign_results
from tests.reports.factories import make_unit

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Trung tâm Nghiên cứu, Đào tạo và Bồi dưỡng cán bộ, công chức"
HOSTILE = [
    "<script>alert(1)</script>",
    '"><b onload="x">',
    "]]>",
    "&amp;",
    "</text></svg>",
    "'",
    "a\x00b\x1bc\nd",
    "𝕏" * 70,
]
ALLOWED = {
    "svg": {"viewBox", "width", "height", "class", "font-family", "role", "aria-labelledby"},
    "title": {"id"},
    "desc": {"id"},
    "g": {"font-size", "font-weight", "fill", "text-anchor"},
    "path": {"fill", "stroke", "stroke-width", "stroke-dasharray", "d"},
    "text": {"x", "y"},
}


def make_chart(
    *names: str, form: ChartForm = ChartForm.YEARS, series: tuple[Series, ...] = ()
) -> Chart:
    units = tuple(
        make_unit(f"U{order}", order=order, short_name=name) for order, name in enumerate(names)
    )
    values = (
        Series("2019", (Decimal("50.00"),) * len(units)),
        Series("2020", (Decimal("25.00"),) * len(units)),
    )
    return Chart(7, "Thử", None, units, series or values, Decimal(100), form)


def make_hard_chart(units: int, groups: int, name: str) -> Chart:
    """Zeros, maxima, dashes and the rest in turn."""
    values = [Decimal("0.00"), Decimal("100.00"), None, Decimal("99.99"), Decimal("5.00")]
    series = tuple(
        Series(f"NHOM{group}", tuple(values[(row + group) % 5] for row in range(units)))
        for group in range(groups)
    )
    return make_chart(
        *[name] * units, form=ChartForm.GROUPS if groups > 2 else ChartForm.YEARS, series=series
    )


def texts(drawn: str) -> list[str]:
    return [element.text or "" for element in fromstring(drawn).iter(f"{SVG}text")]


def marks(chart: Chart, kind: type, layout: Layout = Layout.WIDE) -> list:
    return [mark for mark in sketch(chart, layout).marks if isinstance(mark, kind)]


def test_names_and_values_are_there_as_vietnamese_writes_them():
    drawn = svg(
        make_chart(
            "Ban TGCP",
            series=(Series("2019", (Decimal("73.11"),)), Series("2020", (Decimal("76.38"),))),
        )
    )

    assert texts(drawn) == [
        "Ban TGCP",
        "Năm 2020",
        "Năm 2019",
        "76,38",
        "73,11",
        "0",
        "25",
        "50",
        "75",
        "100",
    ]


def test_a_unit_without_a_short_name_is_called_by_its_code():
    assert texts(svg(make_chart("")))[0] == "U0"


def test_not_applicable_is_a_dash_and_zero_is_a_number_and_neither_has_a_bar():
    chart = make_chart("A", "B", series=(Series("2020", (None, Decimal("0.00"))),))

    assert [label.text for label in marks(chart, Label) if label.role is TextRole.VALUE] == [
        "–",
        "0,00",
    ]
    key = 1
    assert len(marks(chart, Bar)) == key


def test_the_length_of_a_bar_is_its_share_of_the_ground():
    chart = make_chart(
        "A", series=(Series("2019", (Decimal(100),)), Series("2020", (Decimal(25),)))
    )
    ground = marks(chart, PlotArea)[0]
    _, _, this_year, last_year = marks(chart, Bar)

    assert (this_year.width, last_year.width) == (
        (Decimal(ground.width) / 4).quantize(Decimal("0.1"), ROUND_HALF_UP),
        ground.width,
    )
    assert (this_year.x, last_year.x) == (ground.x, ground.x)


def test_a_bar_never_leaves_its_ground():
    chart = make_chart("A", "B", series=(Series("2020", (Decimal(250), Decimal(-3))),))

    assert [bar.width for bar in marks(chart, Bar)[1:]] == [marks(chart, PlotArea)[0].width]


def test_this_year_lies_over_last_year_and_is_the_darker():
    _, _, this_year, last_year = marks(make_chart("A"), Bar)

    assert (this_year.width, this_year.tone) < (last_year.width, last_year.tone)
    assert this_year.y < last_year.y


def test_each_group_has_its_own_scale():
    series = (Series("G1", (Decimal(50),), Decimal(100)), Series("G2", (Decimal(10),), Decimal(20)))
    chart = make_chart("A", form=ChartForm.GROUPS, series=series)

    assert [bar.width * 2 for bar in marks(chart, Bar)] == [
        field.width for field in marks(chart, PlotArea)
    ]
    assert [label.text for label in marks(chart, Label) if label.role is TextRole.TICK] == [
        "0",
        "100",
        "0",
        "20",
    ]
    assert [
        label.text for label in marks(chart, Label, Layout.NARROW) if label.role is TextRole.TICK
    ] == []


def test_names_stand_once_beside_groups_side_by_side():
    chart = make_hard_chart(15, 6, "Trường ĐHNVHN")

    assert texts(svg(chart)).count("Trường ĐHNVHN") == 15
    assert len(marks(chart, PlotArea)) == 6


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("groups", [1, 2, 4, 6, 13])
@pytest.mark.parametrize(
    ("units", "name"), [(1, "Vụ"), (23, "Trường ĐHNVHN"), (51, LONG), (2, "W" * 10_000)]
)
def test_nothing_leaves_the_picture_and_no_text_lies_on_another(units, name, groups, layout):
    laid_out = sketch(make_hard_chart(units, groups, name), layout)
    boxes = [_box(mark) for mark in laid_out.marks if isinstance(mark, Label)]

    assert all(
        left >= 0 and right <= laid_out.width and top >= 0 and bottom <= laid_out.height
        for left, top, right, bottom in boxes
    )
    assert all(
        bar.x + bar.width <= laid_out.width and bar.y + bar.height <= laid_out.height
        for bar in laid_out.marks
        if isinstance(bar, Bar)
    )
    assert [
        pair for pair in combinations(sorted(boxes, key=lambda box: box[1]), 2) if _overlap(*pair)
    ] == []


def _box(label: Label) -> tuple[Decimal, int, Decimal, int]:
    """Left, top, right, bottom of the body of the letters."""
    size = LETTERS - 2 if label.role is TextRole.TICK else LETTERS
    width = width_of(label.text, size)
    left = Decimal(label.x) - (Decimal(width) / 2 if label.role is TextRole.TICK else 0)
    return left, label.y - size * 3 // 4, left + width, label.y


def _overlap(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_come_out_as_text(name, layout):
    chart = make_chart(name, "B", form=ChartForm.GROUPS, series=(Series(name, (Decimal(1), None)),))
    root = fromstring(svg(chart, layout=layout, id_prefix='"><script>'))

    for element in root.iter():
        tag = element.tag.removeprefix(SVG)
        assert set(element.attrib) <= ALLOWED[tag]
    shown = "".join(root.itertext())
    assert as_xml(name)[:3] in as_xml(shown)


def test_a_name_of_ten_thousand_letters_is_cut():
    drawn = svg(make_chart("a" * 10_000))

    assert len(drawn) < 4_000
    assert texts(drawn)[1].endswith("a…")


def test_the_same_chart_gives_the_same_characters():
    assert svg(make_hard_chart(23, 6, LONG)) == svg(make_hard_chart(23, 6, LONG))


def test_title_and_description_name_the_picture_with_ids_of_their_own():
    chart = make_chart("Ban TGCP", "Vụ")
    drawn = [
        svg(chart),
        svg(chart, layout=Layout.NARROW),
        svg(chart, id_prefix="khac"),
        standalone_svg(chart),
    ]
    roots = [fromstring(text) for text in drawn]

    for root in roots:
        ids = {element.get("id"): element.text for element in root.iter() if element.get("id")}
        assert root.get("role") == "img"
        assert [ids[name] for name in root.get("aria-labelledby", "").split()] == [
            caption(chart),
            description(chart),
        ]
    found = re.findall(r' id="([^"]+)"', "".join(drawn))
    assert len(found) == len(set(found)) == 8


def test_the_description_tells_the_highest_the_lowest_and_what_is_missing():
    chart = make_chart(
        "Ban TGCP",
        "Vụ",
        "Cục",
        series=(Series("2019", (None,) * 3), Series("2020", (Decimal("76.38"), Decimal(0), None))),
    )

    assert description(chart) == (
        "Biểu đồ thanh ngang, 3 đơn vị theo thứ tự xếp hạng, thang từ 0 đến 100. Năm 2019: không "
        "có số liệu. "
        "Năm 2020: cao nhất 76,38 (Ban TGCP), thấp nhất 0,00 (Vụ); 1 đơn vị không áp dụng hoặc "
        "không có số liệu."
    )


def test_a_chart_without_units_or_scale_can_be_drawn():
    for chart in (make_chart(), make_hard_chart(0, 4, "")):
        for layout in Layout:
            assert "–" not in texts(svg(chart, layout=layout))
    assert svg(Chart(1, "", None, (), (), Decimal(0)))
    assert svg(Chart(1, "", None, (), (), Decimal(0), ChartForm.GROUPS), layout=Layout.NARROW)


def test_the_file_to_take_away_stands_alone():
    drawn = standalone_svg(make_chart("Ban TGCP"))

    assert drawn.startswith(
        '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" '
    )
    assert fromstring(drawn).get("font-family") == "Liberation Sans, Arial, sans-serif"
    assert "Biểu đồ 7. Thử" in texts(drawn)


def test_other_fonts_can_be_asked_for():
    root = fromstring(svg(make_chart("A"), fonts="'ICT \"Sans'"))

    assert root.get("font-family") == "'ICT \"Sans'"


@pytest.mark.parametrize(
    ("text", "lines", "expected"),
    [
        ("", 2, ("",)),
        ("Vụ", 2, ("Vụ",)),
        ("Vụ Tổ chức", 2, ("Vụ Tổ", "chức")),
        ("Vụ Tổ chức cán bộ", 2, ("Vụ Tổ", "chứ…")),
        ("Nghiêngngửa", 3, ("Nghiê", "ngngử", "a")),
        (" Vụ \n Tổ ", 1, ("Vụ Tổ",)),
    ],
)
def test_names_break_between_words_where_they_can(text, lines, expected):
    assert wrap(text, width=30, size=10, lines=lines) == expected


def test_tones_and_marks_add_nothing_to_the_width_of_a_letter():
    assert [width_of(word, 1000) for word in ("aeouy", "ặệộựỹ", "đĐ", "漢")] == [
        2724,
        2724,
        1278,
        1000,
    ]


def test_the_charts_of_2020_hold_every_name_and_value(campaign_2020):
    for chart in charts(campaign_results(campaign_2020)):
        for layout in (Layout.WIDE, Layout.NARROW):
            shown = texts(svg(chart, layout=layout))
            assert [
                unit.short_name for unit in chart.categories if unit.short_name not in shown
            ] == []
            assert sum("," in text or text == "–" for text in shown) == len(chart.categories) * len(
                chart.series
            )
