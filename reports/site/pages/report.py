"""The page of a campaign's report: the document to download, and how far the rendering under
way has come.
"""

from dataclasses import dataclass
from datetime import datetime

from reports.jobs.queries import JobStatus, job_shown, moment_of
from reports.models import Rendering


@dataclass(frozen=True, slots=True)
class RenderedDocument:
    """A finished rendering. `is_current`: it was made from the figures as they are now."""

    pages: int
    made_at: str
    sha256: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything the page shows."""

    document: RenderedDocument | None
    job: JobStatus | None
    may_request: bool


def report_page(
    *,
    done: Rendering | None,
    newest: Rendering | None,
    data_sha256: str,
    may_request: bool,
    now: datetime,
) -> ReportPage:
    """`done` is the newest finished rendering, `newest` the newest of all, `data_sha256` the
    sum over the figures of now.
    """
    return ReportPage(
        document=_document(done, data_sha256) if done else None,
        job=job_shown(newest, now=now),
        may_request=may_request,
    )


def _document(done: Rendering, data_sha256: str) -> RenderedDocument:
    return RenderedDocument(
        done.pages, moment_of(done), done.file_sha256, done.data_sha256 == data_sha256
    )
