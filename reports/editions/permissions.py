"""Who may see which edition (published and superseded ones everybody once the campaign is
published, others few), and which right freezing one is.
"""

from typing import Any

from django.http import Http404

from reports.enums import FileFormat
from reports.models import Edition
from reports.models.publication import PUBLIC
from submissions.models import Campaign
from units.access import may, require

READ_APPROVED = "report.export_approved_report_pdf"
READ_WORKING = "report.export_draft_files"
READ_PUBLISHED = "public.download_published_pdf"
FREEZE = "report.freeze_edition"
CORRECT = "report.publish_correction_as_new_version"
#: For going on working with, and with more in them than what is published.
WORKING = frozenset({FileFormat.CONTENT, FileFormat.DOCX, FileFormat.ZIP})


def edition_or_404(user: Any, campaign: Campaign, number: int) -> Edition:
    """The edition, if the person may read it. Raises Http404, or NotAllowed where the approved one
    is for others.

    What waits while the campaign is public (a correction) does not exist for the public.
    """
    edition = campaign.editions.filter(number=number).first()
    if edition is not None and PUBLIC.holds(edition) and may(user, READ_PUBLISHED, campaign):
        return edition
    if campaign.is_public and not may(user, READ_APPROVED, campaign):
        raise Http404
    require(user, READ_APPROVED, campaign)
    if edition is None:
        raise Http404
    return edition


def may_see_working_files(user: Any, campaign: Campaign) -> bool:
    return bool(may(user, READ_WORKING, campaign))


def require_working_files(user: Any, campaign: Campaign) -> None:
    """Raises Http404 or NotAllowed."""
    require(user, READ_WORKING, campaign)


def freezing_act(campaign: Campaign) -> str:
    """A first edition is frozen by the secretary before the signature, a correction by who
    publishes it.
    """
    return CORRECT if campaign.stands.takes_corrections else FREEZE
