"""A campaign's whole file as one ZIP, as far as who asks may read it: documents, data, evidence, and a list with every SHA-256.

Who may ask, and that it was asked, is in `services.packages`. What is damaged or withheld is named in the list, never dropped
in silence.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final

from ictindex.lib.csv_files import Value, as_csv
from ictindex.lib.errors import DomainError
from ictindex.lib.file_names import unique_name
from ictindex.lib.text import slug
from ictindex.lib.zip_stream import ZipStream
from submissions.evidence import store
from submissions.models import Evidence, Submission

README: Final = "DOC TRUOC.txt"
LIST: Final = "Danh muc.csv"
SUMS: Final = "SHA256SUMS"
_HEAD: Final = (
    *("Tệp trong gói", "Nội dung", "Đơn vị", "Số, ký hiệu", "Trích yếu", "Kích thước (byte)", "SHA-256"),
    "Tình trạng",
)
_WHOLE, _LACKING = "nguyên vẹn", "KHÔNG CÓ TRONG GÓI"
_TEXT: Final = """\
Toàn bộ hồ sơ của {title}.

- Thư mục «Bao cao»: quyết định và báo cáo.
- Thư mục «Du lieu»: số liệu để máy đọc (JSON, CSV) và bảng tính.
- Thư mục «Ho so»: tài liệu kiểm chứng của từng đơn vị, gồm cả bản cũ đã được thay.
- «{list}»: mỗi tệp một dòng, có SHA-256; tệp nào thiếu hoặc không được kèm theo thì ghi rõ lý do.
- «{sums}»: kiểm tra mọi tệp bằng lệnh  sha256sum --check {sums}

{left_out}
"""


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the report or of its data. `read` is called when its turn comes, and may raise DomainError."""

    name: str
    about: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class UnitFiles:
    """The evidence of one unit, oldest first."""

    submission: Submission
    files: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """All that goes into the ZIP. `left_out`: what the reader may not read, in whole sentences."""

    title: str
    at: datetime
    documents: tuple[Document, ...]
    units: tuple[UnitFiles, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """What the list says of a file besides its size and sum."""

    name: str
    about: str
    unit: str = ""
    number: str = ""
    summary: str = ""
    state: str = _WHOLE


def package(contents: Contents) -> Iterator[bytes]:
    """The ZIP in blocks. Each file is checked when its turn comes."""
    sent, lines = ZipStream(), list[_Line]()
    text = _TEXT.format(title=contents.title, list=LIST, sums=SUMS, left_out="\n".join(contents.left_out))
    yield from sent.put(README, text.encode(), contents.at)
    for document in contents.documents:
        yield from _put_document(sent, document, contents.at, lines)
    for unit in contents.units:
        yield from _put_unit(sent, unit, lines)
    lines += [_Line("", sentence, state=_LACKING) for sentence in contents.left_out]
    yield from sent.put(LIST, as_csv([_HEAD, *_rows(sent, lines)]), contents.at)
    sums = "".join(f"{member.sha256}  {member.name}\n" for member in sent.members)
    yield from sent.put(SUMS, sums.encode(), contents.at)
    yield from sent.close()


def _put_document(sent: ZipStream, document: Document, at: datetime, lines: list[_Line]) -> Iterator[bytes]:
    try:
        content = document.read()
    except DomainError as problem:
        lines.append(_Line("", document.about, summary=str(problem), state=_LACKING))
        return
    yield from sent.put(document.name, content, at)
    lines.append(_Line(document.name, document.about))


def _put_unit(sent: ZipStream, unit: UnitFiles, lines: list[_Line]) -> Iterator[bytes]:
    replaced = {file.supersedes_id for file in unit.files}
    folder, taken = f"Ho so/{slug(unit.submission.unit.code).upper()}", set[str]()
    for number, file in enumerate(unit.files, start=1):
        place = f"{folder}/Ban cu" if file.pk in replaced else folder
        name = f"{place}/{unique_name(f'{number:03} {file.name}', taken)}"
        said = {"unit": unit.submission.name, "number": file.document_number, "summary": file.summary}
        try:
            opened: BinaryIO = store.open_checked(file)
        except store.Damaged as problem:
            lines.append(_Line("", f"Tài liệu kiểm chứng «{file.name}»: {problem}", **said, state=_LACKING))
            continue
        with opened:
            yield from sent.copy(name, opened, file.uploaded_at)
        lines.append(_Line(name, "Tài liệu kiểm chứng", **said))


def _rows(sent: ZipStream, lines: Sequence[_Line]) -> Iterator[tuple[Value, ...]]:
    members = {member.name: member for member in sent.members}
    for line in lines:
        member = members.get(line.name)
        measured: tuple[Value, Value] = (member.size, member.sha256) if member else (None, "")
        yield (line.name, line.about, line.unit, line.number, line.summary, *measured, line.state)
