"""All files of a unit as one ZIP with a list, sent while it is made: nothing of it lies on disk or in memory as a whole."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from ictindex.lib.file_names import unique_name
from submissions.evidence.shown import Proof
from submissions.evidence.store import Damaged, open_checked
from submissions.models import Evidence

OLDER, LIST = "Ban cu", "Muc luc.csv"
_BLOCK = 1 << 18
_HEAD = (
    *("Tệp trong gói", "Số, ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu", "Chứng minh cho tiêu chí"),
    *("Người tải lên", "Lúc tải lên", "Kích thước (byte)", "SHA-256", "Tình trạng"),
)


class _Sent:
    """What the ZIP writer has written and nobody has sent yet. It cannot go back, as a response cannot."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, content: bytes) -> int:
        self.parts.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        pass

    def take(self) -> bytes:
        content = b"".join(self.parts)
        self.parts.clear()
        return content


def package(files: Sequence[Evidence], proofs: Mapping[int, Sequence[Proof]]) -> Iterator[bytes]:
    """The ZIP in blocks. Each file is checked when its turn comes; one that is damaged is left out, and the list says so."""
    sent, rows = _Sent(), []
    replaced = {file.supersedes_id for file in files}
    taken: set[str] = set()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        for number, file in enumerate(files, start=1):
            place = f"{OLDER}/" if file.pk in replaced else ""
            name = unique_name(f"{place}{number:03} {file.name}", taken)
            state = "nguyên vẹn"
            try:
                yield from _put(archive, sent, name, file)
            except Damaged:
                name, state = "", "BỊ HỎNG, không có trong gói"
            rows.append(_row(name, file, proofs.get(file.pk, ()), state))
        archive.writestr(_info(LIST, timezone.now()), _as_csv(rows))
    yield sent.take()


def _put(archive: zipfile.ZipFile, sent: _Sent, name: str, evidence: Evidence) -> Iterator[bytes]:
    with open_checked(evidence) as file, archive.open(_info(name, evidence.uploaded_at), "w", force_zip64=True) as member:
        while block := file.read(_BLOCK):
            member.write(block)
            yield sent.take()


def _info(name: str, moment: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, timezone.localtime(moment).timetuple()[:6])
    info.external_attr = 0o644 << 16
    return info


def _row(name: str, file: Evidence, proofs: Iterable[Proof], state: str) -> list[str]:
    proved = ", ".join(f"{each.group} {each.code}" + (f" (trang {each.page})" if each.page else "") for each in proofs)
    issued = f"{file.issued_on:%d/%m/%Y}" if file.issued_on else ""
    uploaded = f"{timezone.localtime(file.uploaded_at):%H:%M %d/%m/%Y}"
    said = [name or file.name, file.document_number, issued, file.issuer, file.summary, proved]
    return [*said, str(file.uploaded_by or ""), uploaded, str(file.size), file.sha256, state]


def _as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """As Vietnamese Excel reads it; what would begin a formula there begins with an apostrophe."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerows([_HEAD, *([_harmless(cell) for cell in row] for row in rows)])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
