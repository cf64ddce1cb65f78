"""The whole document as a Word file: the same blocks as the PDF, after decision and table of
contents.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from reports.document.queries.report import ReportDocument
from reports.layout.docx_writer import DocxWriter
from reports.layout.pdf import Progress

_NAMES = ("subject", "ministry", "attached_to", "author", "notice")


def make_docx(document: ReportDocument, *, progress: Progress | None = None) -> bytes:
    """The file.

    The same document gives the same bytes; `progress` hears a step in Vietnamese and a percentage.
    """
    writer = DocxWriter.on_filled_template(_texts(document))
    _write_contents(writer, document)
    writer.blocks(document.blocks, progress=progress)
    return writer.content(date.fromisoformat(document.created) if document.created else None)


def _texts(document: ReportDocument) -> Mapping[str, Any]:
    """What the template asks for, by its names."""
    texts = {name: getattr(document, name) for name in _NAMES}
    return texts | {"decision": asdict(document.decision)}


def _write_contents(writer: DocxWriter, document: ReportDocument) -> None:
    """What is where, with the numbers of pages for Word to fill in."""
    writer.line("ictPlain", "MỤC LỤC")
    writer.entries((f"{block.label} {block.title}", block.anchor) for block in document.sections)
    for title, kind, listed in (
        ("DANH MỤC BẢNG", "Bảng", document.figure_tables),
        ("DANH MỤC BIỂU ĐỒ", "Biểu đồ", document.pictures),
    ):
        if listed:
            writer.line("ictPlain", title)
            writer.entries(
                (f"{kind} {block.number}. {block.title}", block.anchor) for block in listed
            )
    writer.page_break()
