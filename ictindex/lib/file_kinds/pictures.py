"""PNG and JPEG: complete, of a size that a browser can unpack, and without another file behind
the picture.
"""

import re
import zlib
from typing import BinaryIO

from ictindex.lib.file_kinds.kinds import UnacceptableFile
from ictindex.lib.file_kinds.window import BLOCK, find, read_at

#: An A2 sheet at 600 dots an inch has 139 million.
MOST_DOTS = 200_000_000
#: Parts of a file that are looked at, far more than cameras, scanners and programs write.
_MOST_CHUNKS, _MOST_SEGMENTS = 100_000, 2_000

_BROKEN = "Tệp ảnh bị hỏng hoặc bị cắt cụt. Chụp hoặc quét lại rồi tải lên."
_TOO_LARGE = "Ảnh có quá nhiều điểm ảnh nên không mở xem được. Giảm độ phân giải rồi tải lên."
_MORE = (
    "Tệp ảnh có dữ liệu lạ sau phần kết thúc. Lưu lại ảnh bằng một chương trình xem ảnh rồi tải "
    "lên."
)

_FRAME_HEADERS = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD8)}
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
#: Behind the picture a telephone may keep a second picture or a film; nothing that opens as a
#: document, an archive or a page.
_FOREIGN = re.compile(
    rb"%PDF-|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|PK\x03\x04|<(?:html|script|svg|\?php)\b", re.IGNORECASE
)


def check_png(file: BinaryIO, size: int) -> None:
    """Every part with its checksum, and nothing behind the last. Raises UnacceptableFile."""
    place = 8
    kinds: set[bytes] = set()
    for _ in range(_MOST_CHUNKS):
        length, kind = int.from_bytes(read_at(file, place, 4), "big"), read_at(file, place + 4, 4)
        if place + 12 + length > size or (place == 8) != (kind == b"IHDR"):
            raise UnacceptableFile(_BROKEN)
        if _checksum(file, place + 4, length + 4) != int.from_bytes(
            read_at(file, place + 8 + length, 4), "big"
        ):
            raise UnacceptableFile(_BROKEN)
        if kind == b"IHDR":
            _require_dots(read_at(file, place + 8, 4), read_at(file, place + 12, 4))
        kinds.add(kind)
        place += 12 + length
        if kind == b"IEND":
            break
    if not {b"IDAT", b"IEND"} <= kinds:
        raise UnacceptableFile(_BROKEN)
    if place != size:
        raise UnacceptableFile(_MORE)


def check_jpeg(file: BinaryIO, size: int) -> None:
    """Every segment up to the end of the picture. Raises UnacceptableFile."""
    place, marker, has_frame = 2, 0, False
    for _ in range(_MOST_SEGMENTS):
        marker, length = _segment(file, place, size)
        if marker == _END_OF_IMAGE:
            break
        if marker in _FRAME_HEADERS:
            _require_dots(read_at(file, place + 5, 2), read_at(file, place + 7, 2))
            has_frame = True
        place += 2 + length
        if marker == _START_OF_SCAN:
            place = _after_scan(file, place)
    if not has_frame or marker != _END_OF_IMAGE:
        raise UnacceptableFile(_BROKEN)
    if find(file, _FOREIGN, place + 2) is not None:
        raise UnacceptableFile(_MORE)


def _segment(file: BinaryIO, place: int, size: int) -> tuple[int, int]:
    """The marker at that place and the length of what follows it.

    Fill octets before a marker are allowed.
    """
    head = read_at(file, place, 4)
    if len(head) < 2 or head[0] != 0xFF:
        raise UnacceptableFile(_BROKEN)
    if head[1] == 0xFF:
        return 0xFF, -1
    if head[1] == _END_OF_IMAGE or head[1] in _WITHOUT_LENGTH:
        return head[1], 0
    length = int.from_bytes(head[2:4], "big")
    if length < 2 or place + 2 + length > size:
        raise UnacceptableFile(_BROKEN)
    return head[1], length


def _after_scan(file: BinaryIO, place: int) -> int:
    """Where the next marker stands; inside the compressed dots 0xFF is followed by zero or a
    restart.
    """
    found = find(file, _MARKER, place)
    if found is None:
        raise UnacceptableFile(_BROKEN)
    return found


def _require_dots(first: bytes, second: bytes) -> None:
    """Width and height in either order."""
    if int.from_bytes(first, "big") * int.from_bytes(second, "big") > MOST_DOTS:
        raise UnacceptableFile(_TOO_LARGE)


def _checksum(file: BinaryIO, place: int, length: int) -> int:
    file.seek(place)
    value = 0
    while length > 0:
        block = file.read(min(BLOCK, length))
        if not block:
            break
        value = zlib.crc32(block, value)
        length -= len(block)
    return value
