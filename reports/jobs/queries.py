"""How far a rendering has come, as a page shows it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime

from reports.enums import FileFormat, JobState
from reports.models import Rendering
from submissions.models import Campaign

STALE = "Việc này không hoàn thành trong thời hạn; có thể máy chủ đã dừng giữa chừng. Hãy thử lại."


@dataclass(frozen=True, slots=True)
class JobStatus:
    """The newest rendering while it is not a finished document: waiting, under way, or failed with
    a sentence.

    One that no worker works on any more is shown as failed, so that somebody may ask again.
    """

    label: str
    step: str
    percent: int
    is_unfinished: bool
    problem: str


def job_shown(newest: Rendering | None, *, now: datetime) -> JobStatus | None:
    """Nothing to show where the newest rendering is a finished document."""
    if newest is None or newest.is_done:
        return None
    if newest.is_stuck(now):
        return JobStatus(
            JobState.FAILED.label, "", newest.percent, is_unfinished=False, problem=STALE
        )
    return JobStatus(
        label=newest.get_state_display(),
        step=newest.step,
        percent=newest.percent,
        is_unfinished=newest.is_unfinished,
        problem=newest.problem,
    )


def moment_of(done: Rendering) -> str:
    """When it was finished: «14:30 21/12/2020»."""
    return date_format(localtime(done.finished_at), "H:i d/m/Y") if done.finished_at else ""


def latest_rendering(campaign: Campaign, form: str = FileFormat.PDF) -> Rendering | None:
    """The newest rendering in that form that is done, if any."""
    return campaign.renderings.done().filter(format=form).first()


def current_rendering(campaign: Campaign, form: str = FileFormat.PDF) -> Rendering | None:
    """The newest rendering in that form in whatever state, for the progress shown on screen."""
    return campaign.renderings.filter(format=form).first()
