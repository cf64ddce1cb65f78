"""The forms of a report besides the PDF, for who may go on working with them: what there is,
and what is being made.
"""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from reports.enums import FileFormat
from reports.jobs.queries import JobStatus, job_shown, moment_of
from reports.models import Rendering

_ABOUT = {
    FileFormat.DOCX: (
        "Tệp Word",
        "Cùng các đoạn, bảng và biểu đồ như bản PDF, để sửa tiếp bằng Word.",
    ),
    FileFormat.XLSX: (
        "Bảng tính kèm báo cáo",
        "Mọi bảng, xếp nhóm, đối soát và nguồn gốc từng số; cũng nằm trong bản PDF.",
    ),
}
FORMS = tuple(_ABOUT)


@dataclass(frozen=True, slots=True)
class FormatRow:
    """One form. No `made_at`: it was never made."""

    form: str
    label: str
    note: str
    url: str
    request_url: str
    progress_url: str
    made_at: str
    sha256: str
    is_current: bool
    job: JobStatus | None


def forms_shown(
    code: str,
    found: dict[FileFormat, tuple[Rendering | None, Rendering | None]],
    *,
    data_sha256: str,
    now: datetime,
) -> tuple[FormatRow, ...]:
    """`found`: by form the newest finished rendering and the newest of all;

    `data_sha256`: the sum over the figures of now.
    """
    return tuple(
        _form(code, form, *found[form], data_sha256=data_sha256, now=now) for form in FORMS
    )


def _form(
    code: str,
    form: FileFormat,
    done: Rendering | None,
    newest: Rendering | None,
    *,
    data_sha256: str,
    now: datetime,
) -> FormatRow:
    label, note = _ABOUT[form]
    place = [code, str(form)]
    return FormatRow(
        form=str(form),
        label=label,
        note=note,
        url=reverse("report_file", args=place),
        request_url=reverse("report_file_request", args=place),
        progress_url=reverse("report_file_progress", args=place),
        made_at=moment_of(done) if done else "",
        sha256=done.file_sha256 if done else "",
        is_current=bool(done and done.data_sha256 == data_sha256),
        job=job_shown(newest, now=now),
    )
