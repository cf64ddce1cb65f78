"""The sheets of figures: each Bảng, bands, charts, where every figure comes from, and printed
against recomputed ones.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from reports.data_book.sheets import NOTE, STRONG, TITLE, BookWriter, SheetValue, SheetWriter
from reports.frame.values import FigureColumn, Table
from reports.results.queries.caveats import APART, caveat_notes, marked_label
from reports.results.queries.charts import charts
from reports.results.queries.reconciliation import name_figure
from reports.results.queries.tables import band_lists, tables
from scoring.core.reconciliation import Finding
from scoring.core.results import Average, CampaignResults, Figure
from scoring.reconciliation.queries.words import VERDICT_NAMES

_DASH: Final = "–"
_PRINTED: Final = "Số đã công bố"
_COMPUTED: Final = "Tính theo quy tắc"
_NAME, _CODE, _RANK, _FIGURE = 46, 14, 8, 15


def write_table(book: BookWriter, table: Table) -> None:
    """One Bảng: a unit a row, its official figures, and the recomputed ones of columns where
    one differs.
    """
    beside = [
        place
        for place, _ in enumerate(table.columns)
        if any(figure.differs for figure in _figures(table, place))
    ]
    widths = (_RANK, _CODE, _NAME, *(_FIGURE for _ in range(len(table.columns) + len(beside))), 40)
    sheet = book.sheet(f"Bảng {table.number}", widths, frozen="D4")
    sheet.say(f"Bảng {table.number}. {table.title}", TITLE)
    sheet.skip()
    again = (f"{_label(table.columns[place])} – tính lại" for place in beside)
    sheet.head(
        ("Hạng", "Mã đơn vị", "Đơn vị", *map(_label, table.columns), *again, "Nguồn số liệu")
    )
    for row in table.rows:
        figures = [_value(figure) for figure in row.figures]
        sources = _sources(row.figures)
        sheet.add(
            (
                row.rank,
                row.unit.code,
                row.unit.name,
                *figures,
                *_beside(row.figures, beside),
                sources,
            )
        )
    _write_averages(sheet, table, beside)
    for note in caveat_notes(table.columns):
        sheet.say(f"{APART} {note}", NOTE)


def _write_averages(sheet: SheetWriter, table: Table, beside: Sequence[int]) -> None:
    figures = [average.figure if average else Figure() for average in table.averages]
    sheet.add(
        (
            None,
            "",
            "Trung bình",
            *map(_value, figures),
            *_beside(figures, beside),
            _sources(figures),
        ),
        STRONG,
    )
    bases: list[SheetValue] = [average.n if average else None for average in table.averages]
    again: list[SheetValue] = [_base_again(table.averages[place]) for place in beside]
    sheet.add((None, "", "Số đơn vị trong trung bình", *bases, *again, ""))


def _base_again(average: Average | None) -> int | None:
    return average.n_recomputed if average and average.figure.differs else None


def _figures(table: Table, place: int) -> list[Figure]:
    average = table.averages[place]
    return [*(row.figures[place] for row in table.rows), *([average.figure] if average else [])]


def _label(column: FigureColumn) -> str:
    return marked_label(
        f"{column.heading} – {column.measure[1]}" if column.heading else column.label, column
    )


def _value(figure: Figure) -> SheetValue:
    return figure.official if figure.applies else _DASH


def _beside(figures: Sequence[Figure], places: Sequence[int]) -> list[SheetValue]:
    return [figures[place].recomputed if figures[place].differs else None for place in places]


def _sources(figures: Sequence[Figure]) -> str:
    """Of the figures of a row; both where they come from both."""
    return "; ".join(
        dict.fromkeys(_source(figure) for figure in figures if figure.official is not None)
    )


def _source(figure: Figure) -> str:
    return _COMPUTED if figure.printed is None else _PRINTED


def write_bands(book: BookWriter, results: CampaignResults) -> None:
    """Which unit is in which letter group; an empty group has a row without a unit."""
    lists = band_lists(results)
    if not lists:
        return
    sheet = book.sheet("Xếp nhóm", (30, 12, 24, 16, 12, 12, _CODE, _NAME), frozen="A4")
    sheet.say(f"Kết quả xếp nhóm năm {results.year}", TITLE)
    sheet.skip()
    sheet.head(
        (
            "Loại đơn vị",
            "Mã nhóm",
            "Tên nhóm",
            "Từ (kể cả)",
            "Đến (không kể)",
            "Số đơn vị",
            "Mã đơn vị",
            "Đơn vị",
        )
    )
    for listed in lists:
        band: tuple[SheetValue, ...] = (
            listed.kind_name,
            listed.band.code,
            listed.band.label,
            listed.band.lower,
            listed.band.upper,
        )
        for unit in listed.units:
            sheet.add((*band, len(listed.units), unit.code, unit.name))
        if not listed.units:
            sheet.add((*band, 0, "", ""))


def write_charts(book: BookWriter, results: CampaignResults) -> None:
    """The bars of every chart, to draw them again."""
    sheet = book.sheet("Biểu đồ", (10, 60, _CODE, _NAME, 16, _FIGURE), frozen="A2")
    sheet.head(
        ("Biểu đồ", "Tên biểu đồ", "Mã đơn vị", "Đơn vị", "Chuỗi số liệu", "Giá trị"),
        is_filtered=True,
    )
    for chart in charts(results):
        for series in chart.series:
            for unit, value in zip(chart.categories, series.values, strict=True):
                sheet.add((chart.number, chart.title, unit.code, unit.name, series.name, value))


def write_provenance(book: BookWriter, results: CampaignResults) -> None:
    """Each cell of each Bảng: the exact value of the rule, the printed one, and the page that
    shows how it is made.
    """
    sheet = book.sheet(
        "Nguồn gốc", (8, _CODE, _NAME, 40, 18, *([_FIGURE] * 3), 22, 22, 12, 34), frozen="A2"
    )
    sheet.head(
        (
            *(
                "Bảng",
                "Mã đơn vị",
                "Đơn vị",
                "Số liệu",
                "Khóa",
                "Số chính thức",
                "Số đã công bố",
                "Số tính lại",
            ),
            *("Giá trị chính xác theo quy tắc", "Nguồn", "Khớp", "Trang giải thích"),
        ),
        is_filtered=True,
    )
    for table in tables(results):
        for row in table.rows:
            address = f"/dot/{results.code}/don-vi/{row.unit.code}/"
            for column, figure in zip(table.columns, row.figures, strict=True):
                _write_origin(
                    sheet, (table.number, row.unit.code, row.unit.name), column, figure, address
                )
        for column, average in zip(table.columns, table.averages, strict=True):
            if average:
                address = f"/dot/{results.code}/doi-soat/"
                _write_origin(
                    sheet,
                    (table.number, "", f"Trung bình của {average.n} đơn vị"),
                    column,
                    average.figure,
                    address,
                )


def _write_origin(
    sheet: SheetWriter,
    place: tuple[SheetValue, ...],
    column: FigureColumn,
    figure: Figure,
    address: str,
) -> None:
    agrees = (
        ""
        if figure.printed is None or figure.exact is None
        else "không"
        if figure.differs
        else "có"
    )
    source = (
        _source(figure)
        if figure.official is not None
        else ""
        if figure.applies
        else "Không áp dụng"
    )
    numbers: tuple[Decimal | None, ...] = (figure.official, figure.printed, figure.recomputed)
    exact = "" if figure.exact is None else str(figure.exact)
    sheet.add((*place, _label(column), column.key, *numbers, exact, source, agrees, address))


def write_findings(book: BookWriter, results: CampaignResults, findings: Sequence[Finding]) -> None:
    """Every printed figure that was checked; what agrees is among them."""
    sheet = book.sheet("Đối soát", (50, 22, _FIGURE, _FIGURE, _FIGURE, 24, 90), frozen="A4")
    sheet.say("Đối soát số đã công bố với số tính lại theo quy tắc", TITLE)
    sheet.say("Số đã công bố vẫn là số chính thức.", NOTE)
    sheet.head(
        (
            "Số liệu",
            "Nơi công bố",
            "Số đã công bố",
            "Số tính lại",
            "Chênh lệch",
            "Kết luận",
            "Nhận xét",
        ),
        is_filtered=True,
    )
    for finding in findings:
        numbers = (finding.printed, finding.recomputed, finding.difference)
        sheet.add(
            (
                name_figure(results, finding.figure),
                finding.place,
                *numbers,
                VERDICT_NAMES[finding.verdict],
                finding.remark,
            )
        )
