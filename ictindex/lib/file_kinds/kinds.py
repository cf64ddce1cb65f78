"""The kinds of files that are taken, and the refusal of all others."""

from dataclasses import dataclass

from ictindex.lib.errors import DomainError


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file.

    `suffixes`: the endings that its name may have, the usual one first. Browsers show the
    previewed.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    is_previewed: bool


PDF = FileKind("PDF", "application/pdf", (".pdf",), is_previewed=True)
PNG = FileKind("PNG", "image/png", (".png",), is_previewed=True)
JPEG = FileKind("JPEG", "image/jpeg", (".jpg", ".jpeg"), is_previewed=True)
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = FileKind("DOCX", f"{_OFFICE}.wordprocessingml.document", (".docx",), is_previewed=False)
XLSX = FileKind("XLSX", f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",), is_previewed=False)

KINDS = {kind.media_type: kind for kind in (PDF, DOCX, XLSX, PNG, JPEG)}


class UnacceptableFile(DomainError):
    """The file is not taken; the sentence says why and what to do."""
