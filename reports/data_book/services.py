"""The data workbook as a whole: from finished values to the bytes of a file. The same values make
the same file.

What stands on the sheets of tables is in `tables`, on those of criteria in `criteria`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ictindex.lib.garbage import seldom_collecting
from reports.data_book.criteria import write_criteria, write_proofs
from reports.data_book.sheets import HEAD, PLAIN, TITLE, BookWriter
from reports.data_book.tables import (
    write_bands,
    write_charts,
    write_findings,
    write_provenance,
    write_table,
)
from reports.results.queries.criterion_lines import CriterionLine
from reports.results.queries.tables import tables
from scoring.core.reconcile import Finding
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


@dataclass(frozen=True, slots=True)
class About:
    """What the workbook belongs to.

    `day` is written as when it was made; `notice` stands on the first sheet.
    """

    title: str
    ministry: str
    decision: str
    day: date | None
    data_sha256: str
    notice: str = ""


@dataclass(frozen=True, slots=True)
class BookCriteria:
    """The criteria behind the figures, for readers who may see them; `note` says what is left out
    and why.

    `has_proofs`: with the files that prove them.
    """

    lines: tuple[CriterionLine, ...] = ()
    note: str = ""
    has_proofs: bool = False


def make_data_book(
    results: CampaignResults,
    about: About,
    *,
    findings: Sequence[Finding] = (),
    annex: BookCriteria | None = None,
) -> bytes:
    """All tables, bands, charts and provenance; with an annex also every criterion."""
    with seldom_collecting():
        return _written(results, about, findings, annex or BookCriteria()).packed(about.day)


def _written(
    results: CampaignResults, about: About, findings: Sequence[Finding], annex: BookCriteria
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


def _write_about(book: BookWriter, about: About, annex: BookCriteria) -> None:
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
