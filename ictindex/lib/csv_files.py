"""CSV files as Vietnamese Excel reads them: UTF-8 with its mark, semicolons, decimal commas; no
text becomes a formula.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice

from ictindex.lib.text import legible

CsvValue = str | int | Decimal | None
_MARK = b"\xef\xbb\xbf"
_ROWS_IN_BLOCK = 500
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n")


def as_csv(rows: Iterable[Sequence[CsvValue]]) -> bytes:
    """The rows, headings among them. Nothing is an empty cell; numbers are numbers, texts texts."""
    return b"".join(csv_blocks(rows))


def csv_blocks(rows: Iterable[Sequence[CsvValue]]) -> Iterator[bytes]:
    """The same, block by block as the rows come."""
    coming = iter(rows)
    yield _MARK
    while listed := list(islice(coming, _ROWS_IN_BLOCK)):
        target = io.StringIO()
        csv.writer(target, delimiter=";", lineterminator="\r\n").writerows(
            [_text(value) for value in row] for row in listed
        )
        yield target.getvalue().encode()


def _text(value: CsvValue) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, int):
        return str(value)
    return _harmless(value or "")


def _harmless(text: str) -> str:
    """What would begin a formula begins with an apostrophe instead, and what is not clean is
    left out.
    """
    text = legible(text)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
