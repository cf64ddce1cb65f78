"""The PDF of an edition from its frozen content: page, style and fonts come from there, nothing from the present application."""

from reports.editions.content import Contents
from reports.pdf import Pdf, Progress, make_pdf


def lay_out(contents: Contents, *, progress: Progress | None = None) -> Pdf:
    """The same content gives the same bytes, as long as the same engine lays it out. Raises PdfUnavailable or PdfRefused."""
    return make_pdf(contents.page, assets=contents.assets, progress=progress)
