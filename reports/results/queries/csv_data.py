"""The figures of a report as CSV, one figure a row: for who has no program for JSON.

The same values make the same bytes.
"""

from collections.abc import Iterator
from typing import Final

from ictindex.lib.csv_files import CsvValue, as_csv
from reports.frame.values import FigureColumn, Table
from reports.results.queries.criterion_lines import CriterionLine
from reports.results.queries.tables import band_lists, tables
from scoring.core.results import CampaignResults, Figure

_FIGURES: Final = (
    *("Bảng", "Tên bảng", "Hạng", "Mã đơn vị", "Đơn vị", "Khóa", "Số liệu", "Năm", "Số chính thức"),
    *("Số tính lại nếu khác", "Áp dụng", "Số đơn vị trong trung bình"),
)
_BANDS: Final = ("Loại đơn vị", "Mã nhóm", "Tên nhóm", "Mã đơn vị", "Đơn vị")
_CRITERIA: Final = (
    *(
        "Mã đơn vị",
        "Đơn vị",
        "Phụ lục",
        "Mã nhóm",
        "Nhóm tiêu chí",
        "Mã tiêu chí",
        "Tiêu chí",
        "Điểm tối đa",
    ),
    *(
        "Tự chấm",
        "Điểm tự chấm",
        "Kết quả cuối cùng",
        "Điểm cuối cùng",
        "Lần quyết định",
        "Dựng lại",
        "Mẫu",
    ),
)


def figures_csv(results: CampaignResults) -> bytes:
    """Every cell of every Bảng, averages among them (without a unit)."""
    return as_csv([_FIGURES, *(row for table in tables(results) for row in _table_rows(table))])


def bands_csv(results: CampaignResults) -> bytes:
    """Which unit is in which letter group."""
    rows = [
        (listed.kind_name, listed.band.code, listed.band.label, unit.code, unit.name)
        for listed in band_lists(results)
        for unit in listed.units
    ]
    return as_csv([_BANDS, *rows])


def criteria_csv(lines: tuple[CriterionLine, ...]) -> bytes:
    """Every criterion of every unit with claim and final outcome."""
    return as_csv([_CRITERIA, *map(_criterion_row, lines)])


def _table_rows(table: Table) -> Iterator[tuple[CsvValue, ...]]:
    for row in table.rows:
        for column, figure in zip(table.columns, row.figures, strict=True):
            place = (table.number, table.title, row.rank, row.unit.code, row.unit.name)
            yield (*place, *_figure(column, figure), None)
    for column, average in zip(table.columns, table.averages, strict=True):
        if average:
            yield (
                table.number,
                table.title,
                None,
                "",
                "Trung bình",
                *_figure(column, average.figure),
                average.n,
            )


def _figure(column: FigureColumn, figure: Figure) -> tuple[CsvValue, ...]:
    again = figure.recomputed if figure.differs else None
    name = (column.heading or column.label) + (
        f" – không so sánh được: {column.caveat}" if column.caveat else ""
    )
    return (
        column.key,
        name,
        column.measure[1],
        figure.official,
        again,
        "có" if figure.applies else "không",
    )


def _criterion_row(line: CriterionLine) -> tuple[CsvValue, ...]:
    place = (
        line.unit,
        line.unit_name,
        line.annex,
        line.group,
        line.group_name,
        line.code,
        line.name,
        line.maximum,
    )
    final = (
        (line.final.outcome, line.final.points, line.decided_in) if line.final else ("", None, None)
    )
    is_asked = "" if line.applies else "not_applicable"
    claimed = (is_asked or line.claimed.outcome, line.claimed.points)
    return (
        *place,
        *claimed,
        *final,
        "có" if line.is_reconstructed else "",
        "có" if line.is_sample else "",
    )
