"""The frozen content of an edition: what it says, how it looks and with which fonts, in one file
that needs nothing else.

The PDF is laid out from the page, style and fonts in it; the other files lie in it whole. Who
freezes, and when, is in `services.editions`.
"""

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from ictindex.lib.errors import DomainError
from ictindex.lib.json_values import Json, plain
from reports.document.queries.report import ReportDocument
from reports.editions.members import EditionSource, files_of
from reports.editions.queries.differences import PlacedText, places_of
from reports.layout.pdf import ORIGIN, Progress, engine, print_assets
from reports.results.queries.open_data import canonical

ABOUT, DOCUMENT, OPEN_DATA, PAGE = (
    "about.json",
    "document.json",
    "open-data.json",
    "print/report.html",
)
PLACES = "places.json"
_PRINT, _FILES = "print/", "files/"
_KIND, _VERSION = "ictindex edition", 1
#: Nothing of the moment of packing is in the file.
_DAY = (1980, 1, 1, 0, 0, 0)


class ContentDamaged(DomainError):
    """The frozen content cannot be read, or a part of it is not what it was."""


@dataclass(frozen=True, slots=True)
class EditionContent:
    """`about` says what this is and lists the SHA-256 of each member; `members` are by name."""

    about: Json
    members: Mapping[str, bytes]

    @property
    def places(self) -> tuple[PlacedText, ...]:
        """What stands where, for comparing editions."""
        return tuple((place, text) for place, text in json.loads(self.members[PLACES])["places"])

    @property
    def page(self) -> str:
        return self.members[PAGE].decode()

    @property
    def assets(self) -> dict[str, tuple[bytes, str]]:
        """Style and fonts under the addresses that the page knows."""
        own = {
            name: value
            for name, value in self.members.items()
            if name.startswith(_PRINT) and name != PAGE
        }
        return {
            f"{ORIGIN}{name.removeprefix(_PRINT)}": (value, _media_type(name))
            for name, value in own.items()
        }

    def file(self, form: str) -> bytes | None:
        """A file that lies in the content whole; None where it has none of that form."""
        return self.members.get(f"{_FILES}{form}")

    @property
    def formats(self) -> tuple[str, ...]:
        return tuple(
            sorted(name.removeprefix(_FILES) for name in self.members if name.startswith(_FILES))
        )


def compose(
    source: EditionSource, *, number: int, now: datetime, progress: Progress | None = None
) -> EditionContent:
    """The content of an edition from the finished values.

    The same values, number and moment make the same content.
    """
    style = _style()
    members = {
        DOCUMENT: canonical(plain(source.document)),
        PLACES: canonical({"places": [list(placed) for placed in places_in(source)]}),
        OPEN_DATA: canonical(source.open_data),
        PAGE: page_of(source).encode(),
        **style,
        **{
            f"{_FILES}{form}": content
            for form, content in files_of(source, progress=progress).items()
        },
    }
    about = {
        "is": _KIND,
        "version": _VERSION,
        "campaign": source.results.code,
        "title": source.results.title,
        "number": number,
        "frozen_at": now.isoformat(),
        "day": (source.book.day or localdate(now)).isoformat(),
        "correction": plain(source.correction),
        "data_sha256": source.open_data["sha256"],
        "document_sha256": document_sha256(source.document),
        "template_sha256": template_sha256(),
        "fonts_sha256": fonts_sha256(style),
        "engine": engine(),
        "members": {name: sha256_of(content) for name, content in sorted(members.items())},
    }
    return EditionContent(about, members)


def pack(contents: EditionContent) -> bytes:
    """One file of it all; equal contents make equal files."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in [
            (ABOUT, canonical(contents.about)),
            *sorted(contents.members.items()),
        ]:
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o444 << 16
            archive.writestr(entry, content)
    return target.getvalue()


def unpack(packed: bytes) -> EditionContent:
    """Read the file back.

    Raises ContentDamaged where it is not whole, or of a kind this version does not know.
    """
    try:
        with zipfile.ZipFile(BytesIO(packed)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        about = json.loads(members.pop(ABOUT))
        is_known = (about["is"], about["version"]) == (_KIND, _VERSION)
        listed = about["members"]
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as problem:
        raise ContentDamaged("Không đọc được nội dung đã chốt của bản ban hành.") from problem
    if not is_known:
        raise ContentDamaged("Nội dung đã chốt có định dạng mà phiên bản phần mềm này không biết.")
    if listed != {name: sha256_of(content) for name, content in members.items()}:
        raise ContentDamaged("Nội dung đã chốt của bản ban hành không còn nguyên vẹn.")
    return EditionContent(about, members)


def page_of(source: EditionSource) -> str:
    """The document as the page that is laid out."""
    return render_to_string("print/report.html", {"report": source.printed})


def places_in(source: EditionSource) -> tuple[PlacedText, ...]:
    """What stands where in the document, without what a correction adds at its head."""
    return places_of(plain(source.document))


def document_sha256(document: ReportDocument) -> str:
    """Of every word and figure of decision and report, apart from what a correction adds at its
    head.
    """
    return sha256_of(canonical(plain(document)))


def template_sha256() -> str:
    """Of everything that decides how the page looks, but the fonts."""
    folder = Path(settings.BASE_DIR) / "templates" / "print"
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return sha256_of(canonical({name: sha256_of(content) for name, content in files.items()}))


def fonts_sha256(style: Mapping[str, bytes]) -> str:
    fonts = {
        name.rpartition("/")[2]: content for name, content in style.items() if name.endswith(".ttf")
    }
    return sha256_of(canonical({name: sha256_of(content) for name, content in fonts.items()}))


def _style() -> dict[str, bytes]:
    """The print style and the fonts that it names."""
    assets = {name.removeprefix(ORIGIN): content for name, (content, _) in print_assets().items()}
    sheet = assets["report.css"].decode()
    return {
        f"{_PRINT}{name}": content
        for name, content in assets.items()
        if name == "report.css" or name in sheet
    }


def _media_type(name: str) -> str:
    return "text/css" if name.endswith(".css") else "font/ttf"


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
