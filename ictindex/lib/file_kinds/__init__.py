"""What a file is, decided by its content alone, and why it is not taken: PDF, DOCX, XLSX, PNG
and JPEG, whole and plain.
"""

from ictindex.lib.file_kinds.kinds import (
    DOCX,
    JPEG,
    KINDS,
    PDF,
    PNG,
    XLSX,
    FileKind,
    UnacceptableFile,
)
from ictindex.lib.file_kinds.recognition import recognise

__all__ = [
    "DOCX",
    "JPEG",
    "KINDS",
    "PDF",
    "PNG",
    "XLSX",
    "FileKind",
    "UnacceptableFile",
    "recognise",
]
