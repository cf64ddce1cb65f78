"""PDF: complete, ending where it ends, and not under a password."""

import re
from typing import BinaryIO

from ictindex.lib.file_kinds.kinds import UnacceptableFile
from ictindex.lib.file_kinds.window import find, read_at, read_tail

_TAIL = 65_536
_DICTIONARY = 65_536
_HEADER = re.compile(rb"%PDF-[12]\.\d")
_END = re.compile(rb"startxref[\s\x00]+(\d{1,12})[\s\x00]+%%EOF[\s\x00\x1a]*\Z")
_TRAILER = re.compile(rb"trailer[\s\x00]*<<")
_OBJECT = re.compile(rb"[\s\x00]*\d+[\s\x00]+\d+[\s\x00]+obj\b")
_ENCRYPT = re.compile(rb"/Encrypt[\s\x00]*(?:\d+[\s\x00]+\d+[\s\x00]+R\b|<<)")

_BROKEN = "Tệp PDF bị hỏng hoặc bị cắt cụt. Xuất lại PDF từ bản gốc rồi tải lên."


def check_pdf(file: BinaryIO, size: int) -> None:
    """Raises UnacceptableFile."""
    if not _HEADER.match(read_at(file, 0, 8)):
        raise UnacceptableFile(_BROKEN)
    tail = read_tail(file, size, _TAIL)
    end = _END.search(tail)
    if not end:
        raise UnacceptableFile(_lacking_end(tail))
    if _is_encrypted(file, int(end[1])):
        raise UnacceptableFile(
            "Tệp PDF được đặt mật khẩu hoặc mã hóa nên không bảo đảm ai cũng xem được. Bỏ mật "
            "khẩu rồi tải lên."
        )


def _lacking_end(tail: bytes) -> str:
    if b"%%EOF" in tail:
        return "Tệp PDF có dữ liệu lạ sau phần kết thúc. Xuất lại PDF từ bản gốc rồi tải lên."
    return _BROKEN


def _is_encrypted(file: BinaryIO, place: int) -> bool:
    """The last trailer says so.

    Where it is not where the file says, readers look for one anywhere, and so do we.
    """
    trailer = _trailer_at(file, place)
    if trailer is None:
        return find(file, _ENCRYPT) is not None
    return _ENCRYPT.search(trailer) is not None


def _trailer_at(file: BinaryIO, place: int) -> bytes | None:
    """The dictionary of the last cross-reference, be it a table with its trailer or a stream."""
    start = read_at(file, place, 64)
    if start.lstrip(b"\x00 \t\r\n\f").startswith(b"xref"):
        trailer = find(file, _TRAILER, place)
        return (
            None
            if trailer is None
            else read_at(file, trailer, _DICTIONARY).partition(b"startxref")[0]
        )
    if _OBJECT.match(start):
        return read_at(file, place, _DICTIONARY).partition(b"stream")[0]
    return None
