"""The PDF of an edition from its frozen content: page, style, fonts and data come from there,
nothing from elsewhere.
"""

from datetime import date

from reports.editions.content import EditionContent
from reports.enums import FileFormat
from reports.layout.pdf import Pdf, PdfAttachment, Progress, make_pdf

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def lay_out(contents: EditionContent, *, progress: Progress | None = None) -> Pdf:
    """With the workbook of the figures inside. The same content gives the same bytes, as long as
    the same engine lays it out.

    Raises PdfUnavailable or PdfRefused.
    """
    return make_pdf(
        contents.page, assets=contents.assets, enclosed=_workbook(contents), progress=progress
    )


def _workbook(contents: EditionContent) -> PdfAttachment | None:
    content = contents.file(FileFormat.XLSX)
    if content is None:
        return None
    name = f"so-lieu-{contents.about['campaign']}.xlsx"
    description = "Số liệu của báo cáo: các bảng, xếp nhóm và biểu đồ"
    return PdfAttachment(
        name, _WORKBOOK, content, description, date.fromisoformat(contents.about["day"])
    )
