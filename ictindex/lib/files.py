"""Files on the server's disk: written whole or not at all, and safe from a power cut before
anybody hears of them.
"""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

_BLOCK = 1 << 18


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the file and then take its place, so that nobody ever reads half of it, even
    after a power cut.

    A link stays a link, and its target is replaced. Raises OSError, and leaves what was there as it
    was.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise FileExistsError(f"{path} is no plain file")
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(8)}")
    try:
        write_through(beside, [content])
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def write_through(path: Path, blocks: Iterable[bytes]) -> tuple[str, int]:
    """Make a new file and wait until the disk has it; its SHA-256 and its size in octets.

    Raises OSError, and leaves half a file then.
    """
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        for block in blocks:
            file.write(block)
            digest.update(block)
            size += len(block)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest(), size


def reach_disk(path: Path) -> None:
    """Wait until the disk has what a file holds, or which names a folder knows. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def kept_secret(path: Path, octets: int) -> str:
    """The secret that the file holds, which only the owner of the process can read; so many random
    octets where there was none.
    """
    try:
        with open(path, "x", opener=_private_opener, encoding="ascii") as file:
            file.write(secrets.token_urlsafe(octets))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()


def blocks_of(file: BinaryIO) -> Iterator[bytes]:
    """An open file from where it stands to its end."""
    return iter(partial(file.read, _BLOCK), b"")


def size_in_words(octets: int) -> str:
    """«850 byte», «12 KB», «3,4 MB», «2.048 MB»; rounded up, so that no figure looks smaller
    than the file is.
    """
    if octets < 1024:
        return f"{octets} byte"
    if octets < 1 << 20:
        return f"{-(-octets // 1024)} KB"
    tenths = -(-octets * 10 // (1 << 20))
    whole = f"{tenths // 10:,}".replace(",", ".")
    return f"{whole},{tenths % 10} MB" if tenths % 10 else f"{whole} MB"


def _private_opener(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)
