"""Asks for renderings of a report: one at a time for each campaign and form, and none waits for ever."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from reports.enums import FileFormat, JobState
from reports.models import Rendering
from reports.rendering import TIME_LIMIT_SECONDS, fail_renderings, run_rendering
from reports.tasks import render_report_task
from submissions.enums import Phase
from submissions.models import Campaign
from units import audit
from units.access import require
from units.models import User

#: Twice the time a rendering may take: the worker that had it is gone.
STALE_AFTER = timedelta(seconds=2 * TIME_LIMIT_SECONDS)
STALE = "Việc tạo tệp báo cáo không hoàn thành trong thời hạn; có thể máy chủ đã dừng giữa chừng. Đã yêu cầu tạo lại."

_UNFINISHED = (JobState.WAITING, JobState.RUNNING)
_DRAFTING = (Phase.DRAFT_REPORT, Phase.COUNCIL_1, Phase.REVISION, Phase.COUNCIL_2)


def request_report(
    *, campaign: Campaign, by: User | None, form: FileFormat = FileFormat.PDF, now: datetime | None = None
) -> Rendering:
    """Ask the worker for the report as a file; `by` None: the operator at the command line.

    Answers with the one that is waiting or running already, if there is one that is not stuck. Raises NotAllowed.
    """
    if by is not None:
        require(by, act_of(form, campaign), campaign)
    with transaction.atomic():
        rendering, is_new = _begin(campaign, form, by, now or timezone.now())
        if is_new:
            # In the same transaction: no row waits for a task that was never queued.
            render_report_task.enqueue(rendering.pk)
    return rendering


def render_now(*, campaign: Campaign, form: FileFormat = FileFormat.PDF, now: datetime | None = None) -> Rendering:
    """Render in this process, for the command line; it may end as failed. One that another worker has begun is left to it."""
    with transaction.atomic():
        rendering, _ = _begin(campaign, form, None, now or timezone.now())
    run_rendering(rendering.pk)
    rendering.refresh_from_db()
    return rendering


def act_of(form: FileFormat, campaign: Campaign) -> str:
    """A draft is made by who drafts it; from the signing on, by who may export what was approved. Forms to go on working with
    are for who may have those.
    """
    if form is not FileFormat.PDF:
        return "report.export_draft_files"
    return "report.generate_draft_pdf" if campaign.phase in _DRAFTING else "report.export_approved_report_pdf"


def _begin(campaign: Campaign, form: FileFormat, by: User | None, now: datetime) -> tuple[Rendering, bool]:
    """The unfinished rendering of the campaign in that form, or a new one and True."""
    of_form = campaign.renderings.filter(format=form)
    stuck = of_form.filter(requested_at__lt=now - STALE_AFTER)
    fail_renderings(stuck, STALE, at=now)
    unfinished = of_form.filter(state__in=_UNFINISHED).first()
    if unfinished is not None:
        return unfinished, False
    try:
        with transaction.atomic():
            rendering = campaign.renderings.create(format=form, requested_by=by)
            audit.record(act="report.requested", by=by, campaign=campaign, subject=rendering, facts={"format": str(form)})
            return rendering, True
    except IntegrityError:
        # Somebody asked in the same instant; theirs is the one.
        return of_form.get(state__in=_UNFINISHED), False
