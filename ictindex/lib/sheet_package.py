"""The zip file around a workbook, looked at before any part of it is read: sizes, members,
encryption, macros, outside links.

Knows no cells. Everything here costs a fixed amount of time and memory, whatever the file claims
about itself.
"""

import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from ictindex.lib.errors import DomainError

#: Large, because the parser starts a name or a value anew with each piece until it is whole.
CHUNK: Final = 1 << 20
_END_OF_DIRECTORY: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
#: Of a directory that does not fit 32 bits; no workbook within the limits has one.
_LOCATOR_64: Final = b"PK\x06\x07"
_LOCATOR_SIZE: Final = 20
_LONGEST_COMMENT: Final = 0xFFFF
#: What one member takes in the directory of the zip file: its fixed part and a name with extra
#: fields.
_DIRECTORY_ENTRY: Final = 46 + 400
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = 0x1
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

#: Parts that a table of values never needs, by a piece of their path, and what they are called.
_FORBIDDEN: Final = (
    (re.compile(r"vbaproject|vbadata|/macrosheets/|/dialogsheets/", re.IGNORECASE), "macro"),
    (re.compile(r"/externallinks/", re.IGNORECASE), "liên kết tới tệp khác"),
    (re.compile(r"/embeddings/|/activex/|/ctrlprops/|oleobject", re.IGNORECASE), "đối tượng nhúng"),
    (
        re.compile(r"(^|/)connections\.xml$|/querytables/|/webextensions/|/model/", re.IGNORECASE),
        "kết nối dữ liệu",
    ),
)


class WorkbookRefused(DomainError):
    """The file is not read at all; the text says why and what to do."""


class NotAWorkbook(WorkbookRefused):
    """The bytes are no workbook, or a broken one."""


@dataclass(frozen=True, slots=True)
class WorkbookLimits:
    """What a file may be at most, in bytes and numbers, before it is refused.

    `text` is the longest text of one cell.
    """

    file_bytes: int = 5 << 20
    unpacked_bytes: int = 20 << 20
    members: int = 300
    sheets: int = 60
    rows: int = 5_000
    columns: int = 100
    cells: int = 100_000
    text: int = 32_767


BROKEN: Final = (
    "Tệp Excel bị hỏng nên không đọc được. Mở tệp bằng Excel, lưu lại dưới dạng .xlsx rồi tải lên "
    "lại."
)


def too_large(limits: WorkbookLimits) -> str:
    """The sentence for a file beyond the limit, for who stops it on its way in too."""
    return (
        f"Tệp lớn hơn {limits.file_bytes >> 20} MB. Tệp tải về từ hệ thống chỉ chứa bảng kê khai; "
        "bỏ hình ảnh và nội dung thêm vào, tài liệu kiểm chứng được tải lên riêng."
    )


class Package:
    """The members of a workbook file that has passed every check; each is read in pieces, never
    whole.
    """

    def __init__(self, file: BinaryIO, limits: WorkbookLimits) -> None:
        _check_size(file, limits)
        _check_start(file)
        _check_directory(file, limits)
        self._archive = _open(file)
        self._members = {member.filename.lower(): member for member in self._archive.infolist()}
        self._check_members(limits)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._members

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of one member. Raises NotAWorkbook where it is missing or broken."""
        member = self._members.get(name.lower())
        if member is None:
            raise NotAWorkbook(BROKEN)
        try:
            with self._archive.open(member) as stream:
                while piece := stream.read(CHUNK):
                    yield piece
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
            struct.error,
        ) as problem:
            raise NotAWorkbook(BROKEN) from problem

    def _check_members(self, limits: WorkbookLimits) -> None:
        members = self._archive.infolist()
        if len(members) > limits.members or len(self._members) < len(members):
            raise NotAWorkbook(BROKEN)
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise WorkbookRefused(
                "Tệp có mật khẩu nên không đọc được. Bỏ mật khẩu của tệp rồi tải lên lại."
            )
        if any(member.compress_type not in _METHODS for member in members):
            raise NotAWorkbook(BROKEN)
        if sum(member.file_size for member in members) > limits.unpacked_bytes:
            raise WorkbookRefused(
                f"Nội dung của tệp khi giải nén vượt {limits.unpacked_bytes >> 20} MB, lớn hơn "
                "nhiều so với tệp tải về từ hệ "
                "thống. Tải lại tệp của đơn vị rồi nhập vào tệp đó."
            )
        self._check_parts()

    def _check_parts(self) -> None:
        for name in self._members:
            for pattern, what in _FORBIDDEN:
                if pattern.search(f"/{name}"):
                    raise WorkbookRefused(
                        f"Tệp có {what} («{name[-80:]}») nên không được nhận. "
                        f"Lưu tệp dưới dạng .xlsx không có {what} rồi tải lên lại."
                    )


def _check_size(file: BinaryIO, limits: WorkbookLimits) -> None:
    size = file.seek(0, os.SEEK_END)
    if size == 0:
        raise NotAWorkbook("Tệp rỗng. Chọn tệp Excel (.xlsx) đã tải về từ hệ thống.")
    if size > limits.file_bytes:
        raise WorkbookRefused(too_large(limits))


def _check_start(file: BinaryIO) -> None:
    file.seek(0)
    start = file.read(len(_OLE))
    if start == _OLE:
        raise WorkbookRefused(
            "Tệp có mật khẩu hoặc theo dạng .xls cũ. Lưu tệp dưới dạng .xlsx, không đặt mật khẩu, "
            "rồi tải lên lại."
        )
    if not start.startswith(b"PK\x03\x04"):
        raise NotAWorkbook("Tệp không phải là tệp Excel (.xlsx). Chọn tệp đã tải về từ hệ thống.")


def _check_directory(file: BinaryIO, limits: WorkbookLimits) -> None:
    """The directory is as long as the members allowed need: a longer one would be read whole
    before it could be counted.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
    tail = file.read()
    place = tail.rfind(_END_OF_DIRECTORY)
    if (
        place < 0
        or len(tail) - place < _END_SIZE
        or tail[max(0, place - _LOCATOR_SIZE) : place].startswith(_LOCATOR_64)
    ):
        raise NotAWorkbook(BROKEN)
    count, length = struct.unpack("<10xHL6x", tail[place : place + _END_SIZE])
    if count > limits.members or length > limits.members * _DIRECTORY_ENTRY:
        raise WorkbookRefused(
            f"Tệp có hơn {limits.members} thành phần bên trong, không phải là tệp tải về từ hệ "
            "thống. Tải lại tệp của đơn vị."
        )


def _open(file: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        OSError,
        ValueError,
        struct.error,
        NotImplementedError,
    ) as problem:
        raise NotAWorkbook(BROKEN) from problem
