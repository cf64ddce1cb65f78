"""A campaign's whole file as one ZIP, as far as who asks may read it: documents, data, each unit's
file, and a list with sums.

Who may ask, and that it was asked, is in `services.packages`. What is damaged or withheld is named
in the list, never dropped in silence.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final

from django.utils import timezone

from ictindex.lib.csv_files import CsvValue, as_csv
from ictindex.lib.errors import DomainError
from ictindex.lib.file_names import unique_name
from ictindex.lib.private_files import StoredFileDamaged
from ictindex.lib.text import slug
from ictindex.lib.zip_stream import ZipStream
from submissions.evidence.services.store import open_checked
from submissions.models import Evidence, Submission
from submissions.models.evidence import LATEST

README: Final = "DOC TRUOC.txt"
LIST: Final = "Danh muc.csv"
SUMS: Final = "SHA256SUMS"
#: In the folder of each unit.
TO_READ: Final = "Tham dinh va giai trinh.docx"
_HEAD: Final = (
    *(
        "Tệp trong gói",
        "Nội dung",
        "Đơn vị",
        "Số, ký hiệu",
        "Trích yếu",
        "Kích thước (byte)",
        "SHA-256",
    ),
    "Tình trạng",
)
_WHOLE, _LACKING = "nguyên vẹn", "KHÔNG CÓ TRONG GÓI"
_TEXT: Final = """\
Toàn bộ hồ sơ của {title}.

- Thư mục «Bao cao»: quyết định và báo cáo.
- Thư mục «Hoi dong»: biên bản các phiên họp của Hội đồng.
- Thư mục «Du lieu»: số liệu để máy đọc (JSON, CSV) và bảng tính; «tham-dinh.csv» có mọi kết quả \
của từng lần thẩm định
  kèm lý do, «giai-trinh.csv» có nguyên văn giải trình của các đơn vị.
- Thư mục «Ho so»: hồ sơ của từng đơn vị. «{to_read}» để đọc: từng tiêu chí với số liệu kê khai, \
kết quả
  và lý do của các lần thẩm định, giải trình của đơn vị; các tệp còn lại là tài liệu kiểm chứng, \
gồm cả bản cũ đã được thay.
- Trong gói không ghi ai đã thẩm định.
- «{list}»: mỗi tệp một dòng, có SHA-256; tệp nào thiếu hoặc không được kèm theo thì ghi rõ lý do.
- «{sums}»: kiểm tra mọi tệp bằng lệnh  sha256sum --check {sums}

{left_out}
"""


@dataclass(frozen=True, slots=True)
class PackageDocument:
    """A file that is not evidence.

    `read` is called when its turn comes, and may raise DomainError before it gives a block.
    """

    name: str
    about: str
    read: Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class UnitFiles:
    """What became of one unit's file, and its evidence, oldest first."""

    submission: Submission
    documents: tuple[PackageDocument, ...]
    files: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class PackageContents:
    """All that goes into the ZIP; each part is made when its turn comes.

    `left_out`: what may not be read, in whole sentences.
    """

    title: str
    at: datetime
    documents: Iterable[PackageDocument]
    units: Iterable[UnitFiles]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _ListedFile:
    """What the list says of a file besides its size and sum."""

    name: str
    about: str
    unit: str = ""
    number: str = ""
    summary: str = ""
    state: str = _WHOLE


def package(contents: PackageContents) -> Iterator[bytes]:
    """The ZIP in blocks. Each file is checked when its turn comes."""
    sent, lines = ZipStream(), list[_ListedFile]()
    text = _TEXT.format(
        title=contents.title,
        to_read=TO_READ,
        list=LIST,
        sums=SUMS,
        left_out="\n".join(contents.left_out),
    )
    yield from sent.put(README, text.encode(), contents.at)
    for document in contents.documents:
        yield from _put_document(sent, document, contents.at, lines)
    for unit in contents.units:
        for document in unit.documents:
            yield from _put_document(sent, document, contents.at, lines, unit=unit.submission.name)
        yield from _put_evidence(sent, unit, lines)
    lines += [_ListedFile("", sentence, state=_LACKING) for sentence in contents.left_out]
    yield from sent.put(LIST, as_csv([_HEAD, *_rows(sent, lines)]), contents.at)
    sums = "".join(f"{member.sha256}  {member.name}\n" for member in sent.members)
    yield from sent.put(SUMS, sums.encode(), contents.at)
    yield from sent.close()


def folder_of(submission: Submission) -> str:
    """Where a unit's file lies in the ZIP."""
    return f"Ho so/{slug(submission.unit.code).upper()}"


def _put_document(
    sent: ZipStream,
    document: PackageDocument,
    at: datetime,
    lines: list[_ListedFile],
    *,
    unit: str = "",
) -> Iterator[bytes]:
    try:
        content = document.read()
    except DomainError as problem:
        lines.append(_ListedFile("", document.about, unit, summary=str(problem), state=_LACKING))
        return
    yield from sent.pour(document.name, content, at)
    lines.append(_ListedFile(document.name, document.about, unit))


def _put_evidence(sent: ZipStream, unit: UnitFiles, lines: list[_ListedFile]) -> Iterator[bytes]:
    folder, taken = folder_of(unit.submission), set[str]()
    for number, file in enumerate(unit.files, start=1):
        place = folder if LATEST.holds(file) else f"{folder}/Ban cu"
        name = f"{place}/{unique_name(f'{number:03} {file.name}', taken)}"
        said = {
            "unit": unit.submission.name,
            "number": file.document_number,
            "summary": file.summary,
        }
        try:
            opened: BinaryIO = open_checked(file)
        except StoredFileDamaged as problem:
            lines.append(
                _ListedFile(
                    "", f"Tài liệu kiểm chứng «{file.name}»: {problem}", **said, state=_LACKING
                )
            )
            continue
        with opened:
            yield from sent.copy(name, opened, timezone.localtime(file.uploaded_at))
        lines.append(_ListedFile(name, "Tài liệu kiểm chứng", **said))


def _rows(sent: ZipStream, lines: Sequence[_ListedFile]) -> Iterator[tuple[CsvValue, ...]]:
    members = {member.name: member for member in sent.members}
    for line in lines:
        member = members.get(line.name)
        measured: tuple[CsvValue, CsvValue] = (member.size, member.sha256) if member else (None, "")
        yield (line.name, line.about, line.unit, line.number, line.summary, *measured, line.state)
