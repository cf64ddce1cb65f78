"""DOCX and XLSX: told from other archives by the content type of the main part, and refused
with anything in it that can run.
"""

import re
import zipfile
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ictindex.lib.file_kinds.archives import open_archive, unpack_all
from ictindex.lib.file_kinds.kinds import DOCX, XLSX, FileKind, UnacceptableFile
from ictindex.lib.file_kinds.refusals import TAKEN

_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_MOST_XML = 1 << 20
_MAIN = {f"{DOCX.media_type}.main+xml": DOCX, f"{XLSX.media_type}.main+xml": XLSX}
_RUNS = re.compile(r"macro|vbaproject|activex", re.IGNORECASE)
_RUNNING_PARTS = re.compile(
    r"vbaproject|vbadata|(?:^|/)macrosheets/|(?:^|/)activex/", re.IGNORECASE
)

_MACRO = (
    "Tệp có macro hoặc thành phần điều khiển chạy được nên không được nhận. Lưu lại thành {kind} "
    "không có macro rồi tải lên."
)
_REMOTE = "Tệp Word dùng một tệp mẫu nằm trên mạng, có thể mang macro. Bỏ tệp mẫu đó rồi tải lên."
_BROKEN = "Tệp Word hoặc Excel bị hỏng. Mở và lưu lại bằng Word hoặc Excel rồi tải lên."
_OTHERS = (
    (
        "presentationml",
        f"Tệp trình chiếu (PowerPoint) không được nhận. {TAKEN} Lưu lại thành PDF rồi tải lên.",
    ),
    (
        "template",
        f"Tệp mẫu (DOTX, XLTX) không được nhận. {TAKEN} Lưu lại thành tài liệu rồi tải lên.",
    ),
)
_ARCHIVE = f"Tệp nén (ZIP). {TAKEN} Giải nén rồi tải từng tệp lên."
_OPEN_DOCUMENT = (
    f"Tệp OpenDocument (ODT, ODS) không được nhận. {TAKEN} Lưu lại thành DOCX, XLSX hoặc PDF rồi "
    "tải lên."
)


def recognise_office(file: BinaryIO, size: int) -> FileKind:
    """Raises UnacceptableFile."""
    archive = open_archive(file, size)
    names = archive.namelist()
    if _TYPES not in names or _RELATIONS not in names:
        raise UnacceptableFile(_OPEN_DOCUMENT if "mimetype" in names else _ARCHIVE)
    unpack_all(file, archive)
    types = _content_types(archive)
    main = _main_type(archive, types)
    _require_nothing_runs(archive, types, "Excel (XLSX)" if "sheet" in main else "Word (DOCX)")
    if main not in _MAIN:
        raise UnacceptableFile(
            next((sentence for part, sentence in _OTHERS if part in main), _ARCHIVE)
        )
    return _MAIN[main]


def _content_types(archive: zipfile.ZipFile) -> dict[str, str]:
    """The types by part name («/word/document.xml») and by ending («.xml»)."""
    types: dict[str, str] = {}
    for element in _xml(archive, _TYPES):
        name, ending = element.get("PartName"), element.get("Extension")
        types[(name or f".{ending}").lower()] = element.get("ContentType", "")
    return types


def _main_type(archive: zipfile.ZipFile, types: dict[str, str]) -> str:
    """The content type of the one part that the document is; empty where there is not exactly
    one.
    """
    targets = [
        relation.get("Target", "")
        for relation in _xml(archive, _RELATIONS)
        if relation.get("Type", "").endswith("/officeDocument")
        and relation.get("TargetMode") != "External"
    ]
    if len(targets) != 1:
        return ""
    part = f"/{targets[0].lstrip('/')}"
    if part[1:].casefold() not in {name.casefold() for name in archive.namelist()}:
        raise UnacceptableFile(_BROKEN)
    return types.get(part.lower()) or types.get(f".{part.lower().rpartition('.')[2]}", "")


def _require_nothing_runs(archive: zipfile.ZipFile, types: dict[str, str], kind: str) -> None:
    if any(_RUNS.search(each) for each in types.values()) or any(
        _RUNNING_PARTS.search(name) for name in archive.namelist()
    ):
        raise UnacceptableFile(_MACRO.format(kind=kind))
    for name in archive.namelist():
        if name.casefold() == "word/_rels/settings.xml.rels":
            _require_near_template(_xml(archive, name))


def _require_near_template(relations: Element) -> None:
    """A template in the office's own folders is common; one fetched over the web is how macros
    come in by a back door.
    """
    for relation in relations:
        is_template = relation.get("Type", "").endswith("/attachedTemplate")
        if is_template and re.match(
            r"\s*(?:https?|ftp):", relation.get("Target", ""), re.IGNORECASE
        ):
            raise UnacceptableFile(_REMOTE)


def _xml(archive: zipfile.ZipFile, name: str) -> Element:
    """The root of a small part.

    Entities and document types, which no program writes there, are refused.
    """
    if archive.getinfo(name).file_size > _MOST_XML:
        raise UnacceptableFile(_BROKEN)
    try:
        root: Element = fromstring(archive.read(name), forbid_dtd=True)
    except (ParseError, DefusedXmlException, zipfile.BadZipFile, ValueError, EOFError) as problem:
        raise UnacceptableFile(_BROKEN) from problem
    return root
