"""Asks for renderings of a report: one at a time for each campaign, and none waits for ever."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from reports.enums import JobState
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
STALE = "Việc tạo bản PDF không hoàn thành trong thời hạn; có thể máy chủ đã dừng giữa chừng. Đã yêu cầu tạo lại."

_UNFINISHED = (JobState.WAITING, JobState.RUNNING)
_DRAFTING = (Phase.DRAFT_REPORT, Phase.COUNCIL_1, Phase.REVISION, Phase.COUNCIL_2)


def request_report(*, campaign: Campaign, by: User | None, now: datetime | None = None) -> Rendering:
    """Ask the worker for the report as PDF; `by` None: the operator at the command line.

    Answers with the one that is waiting or running already, if there is one that is not stuck. Raises NotAllowed.
    """
    if by is not None:
        require(by, _act(campaign), campaign)
    with transaction.atomic():
        rendering, is_new = _begin(campaign, by, now or timezone.now())
        if is_new:
            # In the same transaction: no row waits for a task that was never queued.
            render_report_task.enqueue(rendering.pk)
    return rendering


def render_now(*, campaign: Campaign, now: datetime | None = None) -> Rendering:
    """Render in this process, for the command line; it may end as failed. One that another worker has begun is left to it."""
    with transaction.atomic():
        rendering, _ = _begin(campaign, None, now or timezone.now())
    run_rendering(rendering.pk)
    rendering.refresh_from_db()
    return rendering


def _act(campaign: Campaign) -> str:
    """A draft is made by who drafts it; from the signing on, by who may export what was approved."""
    return "report.generate_draft_pdf" if campaign.phase in _DRAFTING else "report.export_approved_report_pdf"


def _begin(campaign: Campaign, by: User | None, now: datetime) -> tuple[Rendering, bool]:
    """The unfinished rendering of the campaign, or a new one and True."""
    stuck = campaign.renderings.filter(requested_at__lt=now - STALE_AFTER)
    fail_renderings(stuck, STALE, at=now)
    unfinished = campaign.renderings.filter(state__in=_UNFINISHED).first()
    if unfinished is not None:
        return unfinished, False
    try:
        with transaction.atomic():
            rendering = campaign.renderings.create(requested_by=by)
            audit.record(act="report.requested", by=by, campaign=campaign, subject=rendering)
            return rendering, True
    except IntegrityError:
        # Somebody asked in the same instant; theirs is the one.
        return campaign.renderings.get(state__in=_UNFINISHED), False
