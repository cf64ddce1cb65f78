"""Files on their way in: written to disk block by block, hashed on the way, and stopped at the
limit.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

from ictindex.lib.file_names import shown_name

NO_SPACE = (
    "Máy chủ không còn chỗ để lưu tệp nên chưa nhận được. Báo quản trị hệ thống rồi tải lên lại "
    "sau."
)
NO_ROOM = (
    "Đơn vị đã dùng hết dung lượng lưu tài liệu của đợt này nên tệp chưa được lưu. "
    "Giảm dung lượng tệp, hoặc đề nghị quản trị hệ thống tăng mức."
)


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    """A file on the server's disk that nobody has looked into yet.

    `name` is as the sender gave it.
    """

    path: Path
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class RejectedFile:
    """A file that was not taken, and why."""

    name: str
    sentence: str


class ArrivingHandler(TemporaryFileUploadHandler):
    """Takes the files of one request, at most `most` octets each and `room` octets in all.

    A file beyond that is not kept, and the others of the request still are; `turned_away` says
    which and why.
    """

    def __init__(self, request: HttpRequest, *, most: int, room: int) -> None:
        super().__init__(request)
        self.most, self.room = most, room
        self.turned_away: list[RejectedFile] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """The name on disk takes nothing from the sender, not even the ending, which can be too
        long for the disk.
        """
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.digest = hashlib.sha256()
        try:
            self.file = TemporaryUploadedFile(
                "tep", self.content_type, 0, self.charset, self.content_type_extra
            )
        except OSError as problem:
            raise self._turn_away(NO_SPACE) from problem
        self.file.name = self.file_name

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self.most:
            raise self._turn_away(too_large(self.most))
        if start + len(raw_data) > self.room:
            raise self._turn_away(NO_ROOM)
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as problem:
            raise self._turn_away(NO_SPACE) from problem
        self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> Any:
        try:
            file: Any = super().file_complete(file_size)
        except OSError:
            self._turn_away(NO_SPACE)
            return None
        self.room -= file_size
        file.sha256 = self.digest.hexdigest()
        return file

    def _turn_away(self, sentence: str) -> SkipFile:
        with suppress(OSError, AttributeError):
            self.file.close()
        self.turned_away.append(RejectedFile(shown_name(self.file_name or ""), sentence))
        return SkipFile()


def too_large(most: int) -> str:
    return (
        f"Tệp lớn hơn {most >> 20} MB, mức lớn nhất cho một tệp. Giảm dung lượng hoặc chia thành "
        "nhiều tệp rồi tải lên."
    )


def arrived(file: Any) -> ArrivedFile:
    """An uploaded file of an ArrivingHandler."""
    return ArrivedFile(Path(file.temporary_file_path()), file.name, file.size, file.sha256)
