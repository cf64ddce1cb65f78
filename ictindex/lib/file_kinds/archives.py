"""The ZIP under a DOCX or XLSX: its members one after the other without gaps or overlaps, and
unpacking within bounds.

Nothing here trusts a size that the archive states: members are unpacked, counted and checked, and
never kept.
"""

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from ictindex.lib.file_kinds.kinds import UnacceptableFile
from ictindex.lib.file_kinds.window import BLOCK, read_at, read_tail

MOST_MEMBERS = 10_000
MOST_UNPACKED = 512 << 20
#: Octets unpacked for each octet packed, of members that are large at all.
MOST_RATIO, LARGE = 250, 10 << 20
_MOST_DIRECTORY = 4 << 20

_BROKEN = "Tệp Word hoặc Excel bị hỏng. Mở và lưu lại bằng Word hoặc Excel rồi tải lên."
_STRANGE = (
    "Tệp có dữ liệu lạ ngoài nội dung Word hoặc Excel. Mở và lưu lại bằng Word hoặc Excel rồi tải "
    "lên."
)
_BOMB = (
    "Tệp bung ra quá lớn so với dung lượng nên không được nhận (dạng «bom nén»). Mở và lưu lại từ "
    "bản gốc rồi tải lên."
)
_ENCRYPTED = "Tệp nén được đặt mật khẩu. Bỏ mật khẩu rồi tải lên."

_END, _LOCATOR_64, _LOCAL = b"PK\x05\x06", b"PK\x06\x07", b"PK\x03\x04"
_END_SIZE, _LOCATOR_SIZE, _LOCAL_SIZE = 22, 20, 30
_IS_ENCRYPTED, _HAS_DESCRIPTOR = 0x1, 0x8
_DESCRIPTORS = {12, 16, 20, 24}


def open_archive(file: BinaryIO, size: int) -> zipfile.ZipFile:
    """The archive, once its directory is known to be small and its members to lie one after the
    other.

    Raises UnacceptableFile.
    """
    _require_plain_end(file, size)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as problem:
        raise UnacceptableFile(_BROKEN) from problem
    members = archive.infolist()
    _require_plain_members(members)
    _require_no_gaps(file, members, archive.start_dir)
    return archive


def unpack_all(file: BinaryIO, archive: zipfile.ZipFile) -> None:
    """Unpack every member, count and check it. Raises UnacceptableFile."""
    for member in archive.infolist():
        crc = length = 0
        for block in _unpacked(file, member):
            crc, length = zlib.crc32(block, crc), length + len(block)
            if length > member.file_size:
                raise UnacceptableFile(_BOMB)
        if (crc, length) != (member.CRC, member.file_size):
            raise UnacceptableFile(_BROKEN)


def _require_plain_end(file: BinaryIO, size: int) -> None:
    """The directory ends where the file ends, and nothing in it needs the extensions for
    archives beyond four gigabytes.
    """
    end = read_tail(file, size, _LOCATOR_SIZE + _END_SIZE)
    locator, record = end[:-_END_SIZE], end[-_END_SIZE:]
    if not record.startswith(_END) or record[-2:] != b"\x00\x00":
        raise UnacceptableFile(_BROKEN if _END not in read_tail(file, size, 1 << 16) else _STRANGE)
    count, length, start = (
        int.from_bytes(record[a:b], "little") for a, b in ((10, 12), (12, 16), (16, 20))
    )
    if locator.startswith(_LOCATOR_64) or count > MOST_MEMBERS or length > _MOST_DIRECTORY:
        raise UnacceptableFile(_BOMB)
    if start + length != size - _END_SIZE:
        raise UnacceptableFile(_STRANGE)


def _require_plain_members(members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & _IS_ENCRYPTED for member in members):
        raise UnacceptableFile(_ENCRYPTED)
    if len({member.filename.casefold() for member in members}) != len(members):
        raise UnacceptableFile(_STRANGE)
    if any(
        member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members
    ):
        raise UnacceptableFile(_BROKEN)
    swollen = [
        each
        for each in members
        if each.file_size > LARGE and each.file_size > MOST_RATIO * each.compress_size
    ]
    if swollen or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise UnacceptableFile(_BOMB)


def _require_no_gaps(file: BinaryIO, members: list[zipfile.ZipInfo], directory: int) -> None:
    """Nothing can hide between members, and no two share the same octets."""
    place = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        gap = member.header_offset - place
        if gap and gap not in _DESCRIPTORS:
            raise UnacceptableFile(_STRANGE)
        place = _start_of(file, member) + member.compress_size
    if directory - place not in {0, *_DESCRIPTORS}:
        raise UnacceptableFile(_STRANGE)


def _start_of(file: BinaryIO, member: zipfile.ZipInfo) -> int:
    """Where the packed octets begin: the local header says how long it is."""
    header = read_at(file, member.header_offset, _LOCAL_SIZE)
    if len(header) < _LOCAL_SIZE or not header.startswith(_LOCAL):
        raise UnacceptableFile(_BROKEN)
    return (
        member.header_offset
        + _LOCAL_SIZE
        + int.from_bytes(header[26:28], "little")
        + int.from_bytes(header[28:30], "little")
    )


def _unpacked(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's content a block at a time, whatever its stated size is."""
    file.seek(_start_of(file, member))
    packed = _blocks_of(file, member.compress_size)
    if member.compress_type == zipfile.ZIP_STORED:
        yield from packed
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for block in packed:
            rest = block
            # Past the end of what was packed the inflater takes nothing in, and would be asked for
            # ever.
            while rest and not inflater.eof:
                yield inflater.decompress(rest, BLOCK)
                rest = inflater.unconsumed_tail
            if rest:
                raise UnacceptableFile(_STRANGE)
        yield inflater.flush()
    except zlib.error as problem:
        raise UnacceptableFile(_BROKEN) from problem
    if inflater.unused_data or not inflater.eof:
        raise UnacceptableFile(_STRANGE)


def _blocks_of(file: BinaryIO, length: int) -> Iterator[bytes]:
    while length > 0 and (block := file.read(min(BLOCK, length))):
        length -= len(block)
        yield block
