"""A ZIP that is sent while it is made: nothing of it lies on disk or in memory as a whole.

Keeps the SHA-256 of every member.
"""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from ictindex.lib.files import blocks_of


@dataclass(frozen=True, slots=True)
class ZipMember:
    """A file in the ZIP, as it was sent."""

    name: str
    size: int
    sha256: str


class ZipStream:
    """Members are put one after the other; each call gives the bytes to send for it, the last
    one `close`.
    """

    def __init__(self) -> None:
        self._sent = _OutputBuffer()
        self._archive = zipfile.ZipFile(self._sent, "w", zipfile.ZIP_STORED)  # type: ignore[call-overload]
        self.members: list[ZipMember] = []

    def put(self, name: str, content: bytes, at: datetime) -> Iterator[bytes]:
        """Content that is at hand; compressed."""
        return self.pour(name, [content], at)

    def pour(self, name: str, blocks: Iterable[bytes], at: datetime) -> Iterator[bytes]:
        """Content that is made while it is sent; compressed."""
        info = _info(name, at)
        info.compress_type = zipfile.ZIP_DEFLATED
        return self._write(info, blocks)

    def copy(self, name: str, file: BinaryIO, at: datetime) -> Iterator[bytes]:
        """An open file from where it stands to its end, as it is."""
        return self._write(_info(name, at), blocks_of(file))

    def _write(self, info: zipfile.ZipInfo, blocks: Iterable[bytes]) -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        with self._archive.open(info, "w", force_zip64=True) as member:
            for block in blocks:
                member.write(block)
                digest.update(block)
                size += len(block)
                yield self._sent.take()
        self.members.append(ZipMember(info.filename, size, digest.hexdigest()))

    def close(self) -> Iterator[bytes]:
        self._archive.close()
        yield self._sent.take()


class _OutputBuffer:
    """What the ZIP writer has written and nobody has sent yet.

    It cannot go back, as a response cannot.
    """

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, content: bytes) -> int:
        self._parts.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        pass

    def take(self) -> bytes:
        content = b"".join(self._parts)
        self._parts.clear()
        return content


def _info(name: str, at: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, at.timetuple()[:6])
    info.external_attr = 0o644 << 16
    return info
