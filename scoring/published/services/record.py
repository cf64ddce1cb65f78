"""The record's entries for a campaign that was loaded: one for what all units share, one for
each unit's file.
"""

from collections.abc import Iterable
from itertools import chain

from django.db.models import Model

from criteria.models import AnnexAssignment
from scoring.models import PrintedFailing, PrintedFigure
from submissions.models import (
    Answer,
    Appointment,
    Appraisal,
    Campaign,
    GroupDeclaration,
    Submission,
    TimelineStep,
)
from units import audit
from units.models import Unit, UnitKind

CAMPAIGN_LOADED = audit.name_act("campaign.loaded", "Nạp đợt đánh giá đã ban hành")
SUBMISSION_LOADED = audit.name_act("submission.loaded", "Nạp số liệu của đơn vị")

#: Rows of the shared directory by table and key, as they were.
Directory = dict[tuple[type[Model], int], audit.RowValues]


def directory_rows() -> Directory:
    """Kinds and units as they are now, to be taken before a campaign is written."""
    return {
        (type(row), row.pk): audit.row_of(row)
        for row in chain(UnitKind.objects.all(), Unit.objects.all())
    }


def record_loading(campaign: Campaign, before: Directory) -> None:
    """Enter every row that the loading wrote, in the same transaction."""
    shared: Iterable[Model] = chain(
        [campaign],
        AnnexAssignment.objects.filter(period=campaign.code),
        TimelineStep.objects.filter(campaign=campaign),
        Appointment.objects.filter(campaign=campaign),
        PrintedFigure.objects.filter(campaign=campaign, submission=None),
    )
    changes = [*_directory_changes(before), *(audit.inserted(row) for row in shared)]
    audit.record(act=CAMPAIGN_LOADED, by=None, campaign=campaign, subject=campaign, changes=changes)
    for submission in campaign.submissions.select_related("unit"):
        _record_submission(campaign, submission)


def _record_submission(campaign: Campaign, submission: Submission) -> None:
    rows: Iterable[Model] = chain(
        [submission],
        GroupDeclaration.objects.filter(submission=submission),
        Answer.objects.filter(submission=submission),
        Appraisal.objects.filter(answer__submission=submission),
        PrintedFigure.objects.filter(submission=submission),
        PrintedFailing.objects.filter(submission=submission),
    )
    audit.record(
        act=SUBMISSION_LOADED,
        by=None,
        campaign=campaign,
        unit=submission.unit,
        subject=submission,
        changes=[audit.inserted(row) for row in rows],
    )


def _directory_changes(before: Directory) -> list[audit.Change]:
    rows: Iterable[Model] = chain(UnitKind.objects.all(), Unit.objects.all())
    changes = [
        audit.updated(before[type(row), row.pk], row)
        if (type(row), row.pk) in before
        else audit.inserted(row)
        for row in rows
    ]
    return [change for change in changes if change.after]
