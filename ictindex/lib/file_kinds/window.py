"""Looking into a file without taking it into memory: its ends, and where something stands in it."""

import re
from collections.abc import Iterator
from typing import BinaryIO

HEAD = 1024
BLOCK = 1 << 18
#: A search goes on from one block to the next with this much of the last one.
OVERLAP = 256
_END_OF_ZIP = b"PK\x05\x06"
_LONGEST_ZIP_COMMENT = 65_535
_ZIP_END_SIZE = 22

_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|svg|\?php)\b", re.IGNORECASE
)


def read_at(file: BinaryIO, start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)


def read_tail(file: BinaryIO, size: int, length: int) -> bytes:
    return read_at(file, max(0, size - length), length)


def find(file: BinaryIO, pattern: re.Pattern[bytes], start: int = 0) -> int | None:
    """Where the pattern, which matches at most 256 octets, first stands at or after `start`."""
    for place, block in _blocks(file, start):
        match = pattern.search(block)
        if match:
            return place + match.start()
    return None


def markup_in(head: bytes) -> bool:
    """Whether a browser that guesses would take it for a page."""
    return _MARKUP.search(head) is not None


def is_zip_to_the_end(file: BinaryIO, size: int) -> bool:
    """Whether an archive ends exactly where the file ends: then it opens as an archive,
    whatever stands before.
    """
    tail = read_tail(file, size, _ZIP_END_SIZE + _LONGEST_ZIP_COMMENT)
    place = tail.rfind(_END_OF_ZIP)
    while place >= 0:
        comment = int.from_bytes(tail[place + 20 : place + 22], "little")
        if place + _ZIP_END_SIZE + comment == len(tail):
            return True
        place = tail.rfind(_END_OF_ZIP, 0, place)
    return False


def _blocks(file: BinaryIO, start: int) -> Iterator[tuple[int, bytes]]:
    """Place and content of each block, with the end of the block before it."""
    kept = b""
    file.seek(start)
    while fresh := file.read(BLOCK):
        block = kept + fresh
        yield start, block
        kept = block[-OVERLAP:]
        start += len(block) - len(kept)
