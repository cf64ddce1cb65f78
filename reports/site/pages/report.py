"""The page of a campaign's report: the document to download, and how far the rendering under way has come."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime

from reports.enums import JobState
from reports.jobs.services.requests import STALE
from reports.models import Rendering
from reports.models.renderings import UNFINISHED


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """A finished rendering. `is_current`: it was made from the figures as they are now."""

    pages: int
    made_at: str
    sha256: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class JobShown:
    """The newest rendering while it is not a finished document: waiting, under way, or failed with a sentence.

    One that no worker works on any more is shown as failed, so that somebody may ask again.
    """

    label: str
    step: str
    percent: int
    is_unfinished: bool
    problem: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything the page shows."""

    document: DocumentShown | None
    job: JobShown | None
    may_request: bool


def report_page(
    *, done: Rendering | None, newest: Rendering | None, data_sha256: str, may_request: bool, now: datetime
) -> ReportPage:
    """`done` is the newest finished rendering, `newest` the newest of all, `data_sha256` the sum over the figures of now."""
    return ReportPage(
        document=_document(done, data_sha256) if done else None,
        job=job_shown(newest, now=now),
        may_request=may_request,
    )


def job_shown(newest: Rendering | None, *, now: datetime) -> JobShown | None:
    """Nothing to show where the newest rendering is a finished document."""
    if newest is None or newest.state == JobState.DONE:
        return None
    if newest.is_stuck(now):
        return JobShown(JobState.FAILED.label, "", newest.percent, is_unfinished=False, problem=STALE)
    return JobShown(
        label=newest.get_state_display(),
        step=newest.step,
        percent=newest.percent,
        is_unfinished=newest.state in UNFINISHED,
        problem=newest.problem,
    )


def moment_of(done: Rendering) -> str:
    """When it was finished: «14:30 21/12/2020»."""
    return date_format(localtime(done.finished_at), "H:i d/m/Y") if done.finished_at else ""


def _document(done: Rendering, data_sha256: str) -> DocumentShown:
    return DocumentShown(done.pages, moment_of(done), done.file_sha256, done.data_sha256 == data_sha256)
