"""Asks for renderings of a report: one at a time for each campaign and form, and none waits for
ever.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from reports.enums import FileFormat
from reports.jobs.queries import STALE
from reports.jobs.services.worker import fail_renderings, run_rendering
from reports.models import Rendering
from reports.tasks import render_report_task
from submissions.models import Campaign
from units import audit
from units.access import require
from units.models import User

REQUESTED = audit.name_act("report.requested", "Yêu cầu tạo báo cáo")


def request_report(
    *,
    campaign: Campaign,
    by: User | None,
    form: FileFormat = FileFormat.PDF,
    now: datetime | None = None,
) -> Rendering:
    """Ask the worker for the report as a file; `by` None: the operator at the command line.

    Answers with the one that is waiting or running already, if there is one that is not stuck.
    Raises NotAllowed.
    """
    if by is not None:
        require(by, act_of(form, campaign), campaign)
    with transaction.atomic():
        rendering, is_new = begin(campaign, form, by, now or timezone.now())
        if is_new:
            audit.record(
                act=REQUESTED,
                by=by,
                campaign=campaign,
                subject=rendering,
                facts={"format": str(form)},
            )
            queue(rendering)
    return rendering


def render_now(
    *, campaign: Campaign, form: FileFormat = FileFormat.PDF, now: datetime | None = None
) -> Rendering:
    """Render in this process, for the command line; it may end as failed.

    One that another worker has begun is left to it.
    """
    with transaction.atomic():
        rendering, is_new = begin(campaign, form, None, now or timezone.now())
        if is_new:
            audit.record(
                act=REQUESTED,
                by=None,
                campaign=campaign,
                subject=rendering,
                facts={"format": str(form)},
            )
    run_rendering(rendering.pk)
    rendering.refresh_from_db()
    return rendering


def begin(
    campaign: Campaign, form: FileFormat, by: User | None, now: datetime, **values: Any
) -> tuple[Rendering, bool]:
    """The unfinished rendering of the campaign in that form, or a new one with these values and
    True.

    Inside the caller's transaction, who records it and puts it into the queue.
    """
    of_form = campaign.renderings.filter(format=form)
    give_up_stuck(campaign, form, now)
    unfinished = of_form.unfinished().first()
    if unfinished is not None:
        return unfinished, False
    try:
        with transaction.atomic():
            return campaign.renderings.create(
                format=form, requested_by=by, heard_at=now, **values
            ), True
    except IntegrityError:
        # Somebody asked in the same instant; theirs is the one.
        return of_form.unfinished().get(), False


def give_up_stuck(campaign: Campaign, form: FileFormat, now: datetime) -> None:
    """What no worker works on any more stands in nobody's way."""
    for rendering in campaign.renderings.unfinished().filter(format=form):
        if rendering.is_stuck(now):
            fail_renderings(Rendering.objects.filter(pk=rendering.pk), STALE, at=now)


def queue(rendering: Rendering) -> None:
    """In the transaction that made the row: no row waits for a task that was never queued."""
    render_report_task.enqueue(rendering.pk)


def act_of(form: FileFormat, campaign: Campaign) -> str:
    """A draft is made by who drafts it; from the signing on, by who may export what was approved.
    Forms to go on working with are for who may have those.
    """
    if form is not FileFormat.PDF:
        return "report.export_draft_files"
    return (
        "report.generate_draft_pdf"
        if campaign.stands.is_drafting
        else "report.export_approved_report_pdf"
    )
