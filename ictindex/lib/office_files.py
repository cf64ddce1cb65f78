"""Office files (.docx, .xlsx) as finished bytes: the same parts make the same file, whenever it
is packed.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from io import BytesIO
from typing import Final

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

#: Zip files know no day before this one.
_FIRST_DAY: Final = date(1980, 1, 1)
_MOMENT: Final = re.compile(
    rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)"
)
_PROPERTIES: Final = "docProps/core.xml"


def settled(
    content: bytes,
    day: date | None,
    *,
    filled: Mapping[str, Callable[[bytes], Iterable[bytes]]] | None = None,
) -> bytes:
    """The file as if it had been made at the beginning of that day; parts keep their order. None: a
    day that says nothing.

    `filled`: what to make of a part before it is packed, by its name.
    """
    day = max(day or _FIRST_DAY, _FIRST_DAY)
    change = {_PROPERTIES: lambda part: [_dated(part, day)], **(filled or {})}
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as made, zipfile.ZipFile(target, "w") as archive:
        for name in made.namelist():
            part = made.read(name)
            with archive.open(_entry(name, day), "w", force_zip64=False) as packed:
                packed.writelines(change[name](part) if name in change else [part])
    return target.getvalue()


def _entry(name: str, day: date) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return entry


def _dated(properties: bytes, day: date) -> bytes:
    return _MOMENT.sub(rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode() + rb"\g<3>", properties)
