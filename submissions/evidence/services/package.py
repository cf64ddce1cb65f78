"""All files of a unit as one ZIP with a list, sent while it is made: nothing of it lies on disk
or in memory as a whole.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils import timezone

from ictindex.lib.csv_files import CsvValue, as_csv
from ictindex.lib.file_names import unique_name
from ictindex.lib.private_files import StoredFileDamaged
from ictindex.lib.zip_stream import ZipStream
from submissions.dossier.queries.evidence import ProvenCriterion
from submissions.evidence.services.store import open_checked
from submissions.models import Evidence
from submissions.models.evidence import LATEST

OLDER, LIST = "Ban cu", "Muc luc.csv"
_HEAD = (
    *(
        "Tệp trong gói",
        "Số, ký hiệu",
        "Ngày ban hành",
        "Cơ quan ban hành",
        "Trích yếu",
        "Chứng minh cho tiêu chí",
    ),
    *("Người tải lên", "Lúc tải lên", "Kích thước (byte)", "SHA-256", "Tình trạng"),
)


def package(
    files: Sequence[Evidence], proofs: Mapping[int, Sequence[ProvenCriterion]]
) -> Iterator[bytes]:
    """The ZIP in blocks.

    Each file is checked when its turn comes; one that is damaged is left out, and the list says so.
    """
    sent, rows = ZipStream(), list[tuple[CsvValue, ...]]()
    taken: set[str] = set()
    for number, file in enumerate(files, start=1):
        place = "" if LATEST.holds(file) else f"{OLDER}/"
        name = unique_name(f"{place}{number:03} {file.name}", taken)
        state = "nguyên vẹn"
        try:
            with open_checked(file) as opened:
                yield from sent.copy(name, opened, timezone.localtime(file.uploaded_at))
        except StoredFileDamaged:
            name, state = "", "BỊ HỎNG, không có trong gói"
        rows.append(_file_row(name, file, proofs.get(file.pk, ()), state))
    yield from sent.put(LIST, as_csv([_HEAD, *rows]), timezone.localtime())
    yield from sent.close()


def _file_row(
    name: str, file: Evidence, proofs: Iterable[ProvenCriterion], state: str
) -> tuple[CsvValue, ...]:
    proved = ", ".join(
        f"{each.group} {each.code}" + (f" (trang {each.page})" if each.page else "")
        for each in proofs
    )
    issued = f"{file.issued_on:%d/%m/%Y}" if file.issued_on else ""
    uploaded = f"{timezone.localtime(file.uploaded_at):%H:%M %d/%m/%Y}"
    said = (name or file.name, file.document_number, issued, file.issuer, file.summary, proved)
    return (*said, str(file.uploaded_by or ""), uploaded, file.size, file.sha256, state)
