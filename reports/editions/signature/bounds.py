"""How much signing may add to a PDF, looked at in its octets before anything reads them.

What was added is not judged here.
"""

import re
import zlib
from typing import Final

#: Every signature, time stamp and proof adds one; officials, agencies and years of long-term proof
#: stay far below.
MOST_REVISIONS: Final = 50
TOO_MANY_REVISIONS: Final = f"hơn {MOST_REVISIONS} lần lưu thêm"
#: In octets, of one stream that was added: the picture of a signature, a chain of certificates, a
#: table of the file.
MOST_UNPACKED: Final = 16 << 20
#: Packed in packed in packed: no program writes even two layers.
_MOST_LAYERS: Final = 3
_END = b"startxref"
_STREAM = re.compile(rb"stream\r?\n")
#: The standard allows 127 octets for a name; readers take long over long ones.
_LONG_NAME = re.compile(rb"/[^\s\x00/<>\[\]()%{}]{2000}")


def why_too_much(added: bytes) -> str:
    """What there is too much of, in words; empty: nothing."""
    if added.count(_END) > MOST_REVISIONS:
        return TOO_MANY_REVISIONS
    if _LONG_NAME.search(added):
        return "tên dài khác thường"
    if any(_unpacks_too_far(added, match.end()) for match in _STREAM.finditer(added)):
        return f"dữ liệu nén giãn ra quá {MOST_UNPACKED >> 20} MB"
    return ""


def _unpacks_too_far(added: bytes, start: int) -> bool:
    """Never holds more than a layer at its limit.

    Whatever is not packed by zlib unpacks to nothing here.
    """
    layer = memoryview(added)[start:]
    for _ in range(_MOST_LAYERS):
        layer = memoryview(_unpacked(layer))
        if len(layer) > MOST_UNPACKED:
            return True
    return False


def _unpacked(packed: memoryview) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, MOST_UNPACKED + 1)
    except zlib.error:
        return b""
