"""The one question of this package: what is this file?

Signature at byte 0 first, then the checks of that kind.
"""

from typing import BinaryIO

from ictindex.lib.file_kinds.kinds import JPEG, PDF, PNG, FileKind, UnacceptableFile
from ictindex.lib.file_kinds.office import recognise_office
from ictindex.lib.file_kinds.pdf import check_pdf
from ictindex.lib.file_kinds.pictures import check_jpeg, check_png
from ictindex.lib.file_kinds.refusals import refuse_foreign
from ictindex.lib.file_kinds.window import HEAD, is_zip_to_the_end, markup_in, read_at

_CHECKS = {
    b"%PDF-": (PDF, check_pdf),
    b"\x89PNG\r\n\x1a\n": (PNG, check_png),
    b"\xff\xd8\xff": (JPEG, check_jpeg),
}
_ZIP = b"PK\x03\x04"


def recognise(file: BinaryIO) -> FileKind:
    """The kind of a seekable file. Reads block by block; at most some megabytes are in memory at
    once.

    Raises UnacceptableFile.
    """
    size = file.seek(0, 2)
    if not size:
        raise UnacceptableFile("Tệp rỗng (0 byte). Kiểm tra lại tệp trên máy rồi tải lên lần nữa.")
    head = read_at(file, 0, HEAD)
    for signature, (kind, check) in _CHECKS.items():
        if head.startswith(signature):
            check(file, size)
            _require_only(file, size, head, kind)
            return kind
    if head.startswith(_ZIP):
        return recognise_office(file, size)
    raise refuse_foreign(file, head)


def _require_only(file: BinaryIO, size: int, head: bytes, kind: FileKind) -> None:
    """No file that another program would take for something else."""
    others = [
        ("trang web (HTML)", markup_in(head)),
        ("PDF", kind is not PDF and b"%PDF-" in head),
        ("tệp nén ZIP", is_zip_to_the_end(file, size)),
    ]
    for name, is_there in others:
        if is_there:
            raise UnacceptableFile(
                f"Tệp vừa là {kind.name} vừa là {name}. Xuất lại tệp {kind.name} từ bản gốc rồi "
                "tải lên."
            )
