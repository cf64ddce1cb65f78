"""Private files: whole on disk before anybody speaks of them, never changed afterwards, and read
only while they are what was stored.

Which folder it is, and what people read where a file is damaged, is said by the room whose files
they are.
"""

import hashlib
import logging
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from ictindex.lib.errors import DomainError
from ictindex.lib.files import blocks_of, reach_disk, write_through

_log = logging.getLogger(__name__)

#: Random letters, or a SHA-256; an ending may follow.
_NAME = re.compile(r"[0-9a-f]{48,64}(\.[a-z]{1,10})?\Z")
_READ_ONLY = 0o400


class StoredFileDamaged(DomainError):
    """The stored file is gone, or is not the one that was stored."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is safe: its name in the store, its SHA-256, its size in octets."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class DamageSentences:
    """What people read of a file that is gone, and of one that is not what was stored."""

    gone: str
    changed: str


class PrivateStore:
    """The files of one folder, which only the owner of the process can enter.

    Names are given here, and any other name is of a file that is gone: somebody changed the row
    that it stands in, and it must lead nowhere else. Nobody outside learns a path, so that the
    files may once lie elsewhere. What writes raises OSError, and is done only when the disk has it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, blocks: Iterable[bytes]) -> StoredFile:
        """Under a name of its own, which says nothing."""
        return self._put(blocks, lambda _sha256: secrets.token_hex(24))

    def put_by_content(self, blocks: Iterable[bytes], *, ending: str) -> StoredFile:
        """Under its SHA-256, so that equal files are one; a spoilt one is put right."""
        return self._put(blocks, lambda sha256: f"{sha256}.{ending}")

    def take_over(self, arrived: Path) -> str:
        """The name that a file on this machine has here from now on; its first name goes with who
        brought it.
        """
        name = secrets.token_hex(24)
        _make_private(self._folder)
        target = self._path_of(name)
        try:
            _name_again(arrived, target)
            target.chmod(_READ_ONLY)
            reach_disk(target)
            reach_disk(self._folder)
        except OSError:
            target.unlink(missing_ok=True)
            raise
        return name

    def open(self, name: str, *, sha256: str, damage: DamageSentences) -> BinaryIO:
        """The file at its beginning, once all of it was read and found to be what was stored.

        What is sent is read from the same open file, so that it cannot be another one. Raises
        StoredFileDamaged.
        """
        file = self._open(name, damage)
        try:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                raise self._damaged(name, damage.changed)
            file.seek(0)
        except BaseException:
            file.close()
            raise
        return file

    def read(self, name: str, *, sha256: str, damage: DamageSentences) -> bytes:
        """All of the file, once it was found to be what was stored. Raises StoredFileDamaged."""
        with self._open(name, damage) as file:
            content = file.read()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise self._damaged(name, damage.changed)
        return content

    def size_of(self, name: str) -> int | None:
        """In octets; None for a file that is gone."""
        try:
            path = self._path_of(name)
            return path.stat().st_size if path.is_file() else None
        except (OSError, ValueError):
            return None

    def is_whole(self, name: str, *, sha256: str) -> bool:
        """Whether it is there and what was stored; reads all of it, and logs what is not."""
        try:
            with self._path_of(name).open("rb") as file:
                is_whole = hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except (OSError, ValueError):
            is_whole = False
        if not is_whole:
            _log.error("%s of %s is gone or changed", ascii(name), self._folder.name)
        return is_whole

    def discard(self, name: str) -> None:
        """Of a file that no row ever spoke of."""
        (self._folder / Path(name).name).unlink(missing_ok=True)

    def untouched(self, *, before: datetime) -> Iterator[str]:
        """Names of files that nothing was done to since that moment, half written ones too."""
        for path in sorted(self._folder.iterdir()) if self._folder.is_dir() else ():
            if path.is_file() and path.stat().st_mtime < before.timestamp():
                yield path.name

    def place_of(self, name: str) -> str:
        """Where an operator finds it."""
        return str(self._folder / name)

    def _put(self, blocks: Iterable[bytes], name_of: Callable[[str], str]) -> StoredFile:
        """Beside its place first, so that nobody ever reads half of it."""
        _make_private(self._folder)
        beside = self._folder / f".{secrets.token_hex(24)}"
        try:
            sha256, size = write_through(beside, blocks)
            beside.chmod(_READ_ONLY)
            name = name_of(sha256)
            beside.replace(self._path_of(name))
        finally:
            beside.unlink(missing_ok=True)
        reach_disk(self._folder)
        return StoredFile(name, sha256, size)

    def _open(self, name: str, damage: DamageSentences) -> BufferedReader:
        try:
            return self._path_of(name).open("rb")
        except (OSError, ValueError) as problem:
            raise self._damaged(name, damage.gone) from problem

    def _path_of(self, name: str) -> Path:
        """Raises ValueError for a name that was not given here."""
        if not _NAME.match(name):
            raise ValueError(f"{name!r} is no name of a stored file")
        return self._folder / name

    def _damaged(self, name: str, sentence: str) -> StoredFileDamaged:
        _log.error("%s of %s: %s", ascii(name), self._folder.name, sentence)
        return StoredFileDamaged(sentence)


def _make_private(folder: Path) -> None:
    """The folder, and those above it that are not there; the disk knows them then."""
    if folder.is_dir():
        return
    _make_private(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    reach_disk(folder.parent)


def _name_again(arrived: Path, target: Path) -> None:
    """A second name for the same octets where the disk has that, else a copy."""
    try:
        os.link(arrived, target)
    except OSError:
        with arrived.open("rb") as file:
            write_through(target, blocks_of(file))
