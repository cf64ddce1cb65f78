"""The data workbook as a whole: from finished values to the bytes of a file. The same values make
the same file.

What stands on the sheets of tables is in `tables`, on those of criteria in `criteria`.
"""

from collections.abc import Sequence
from typing import Final

from ictindex.lib.garbage import seldom_collecting
from reports.data_book.criteria import write_criteria, write_proofs
from reports.data_book.queries import BookCriteria, BookDescription, BookSource
from reports.data_book.sheets import HEAD, PLAIN, TITLE, BookWriter
from reports.data_book.tables import (
    write_bands,
    write_charts,
    write_findings,
    write_provenance,
    write_table,
)
from reports.results.queries.tables import tables
from scoring.core.reconciliation import Finding
from scoring.core.results import CampaignResults

_MEANINGS: Final = (
    ("Ô là số", "Số liệu là số thật, hai chữ số thập phân, cộng trừ được ngay."),
    ("–", "Không áp dụng; khác với 0,00 là có áp dụng và đạt 0 điểm."),
    ("Ô trống", "Chưa có số liệu."),
    (
        "Cột «tính lại»",
        (
            "Số mà quy tắc của bộ tiêu chí cho ra, chỉ có ở chỗ khác số đã công bố; số đã công bố "
            "vẫn chính thức."
        ),
    ),
)


def make_book(source: BookSource) -> bytes:
    """The workbook of that source."""
    return make_data_book(
        source.results, source.about, findings=source.findings, annex=source.annex
    )


def make_data_book(
    results: CampaignResults,
    about: BookDescription,
    *,
    findings: Sequence[Finding] = (),
    annex: BookCriteria | None = None,
) -> bytes:
    """All tables, bands, charts and provenance; with an annex also every criterion."""
    with seldom_collecting():
        return _written(results, about, findings, annex or BookCriteria()).packed(about.day)


def _written(
    results: CampaignResults,
    about: BookDescription,
    findings: Sequence[Finding],
    annex: BookCriteria,
) -> BookWriter:
    book = BookWriter(f"{about.title} – số liệu")
    _write_about(book, about, annex)
    for table in tables(results):
        write_table(book, table)
    write_bands(book, results)
    write_charts(book, results)
    write_provenance(book, results)
    if findings:
        write_findings(book, results, findings)
    if annex.lines:
        write_criteria(book, annex.lines)
        if annex.has_proofs:
            write_proofs(book, annex.lines)
    return book


def _write_about(book: BookWriter, about: BookDescription, annex: BookCriteria) -> None:
    sheet = book.sheet("Giới thiệu", (28, 100))
    sheet.say(about.title, TITLE)
    sheet.say(about.ministry)
    sheet.skip()
    facts = (
        ("Văn bản công bố", about.decision or "Chưa có: đây là dự thảo."),
        ("SHA-256 của số liệu", about.data_sha256),
        ("Lưu ý", about.notice),
        ("Tiêu chí", annex.note),
    )
    for name, text in facts:
        if text:
            sheet.add((name, text), PLAIN)
    sheet.skip()
    sheet.add(("Ký hiệu", "Nghĩa"), HEAD)
    for name, text in _MEANINGS:
        sheet.add((name, text), PLAIN)
