"""What publication needs of editions, told to the floor that moves the campaign."""

from datetime import datetime

from reports.enums import FileFormat
from submissions.campaigns.queries.needs import Need
from submissions.campaigns.queries.readiness import register_need
from submissions.models import Campaign

NOT_FROZEN = "Chưa chốt bản báo cáo để ký, hoặc bản PDF của bản đã chốt chưa tạo xong."


def register_needs() -> None:
    """Once, when the applications are ready."""
    register_need(edition_is_made, lambda phase: phase.is_signing)


def edition_is_made(campaign: Campaign, _now: datetime) -> list[Need]:
    """What is published is an edition that was frozen and laid out.

    One query; the checks are made on publishing.
    """
    made = campaign.editions.in_hand().filter(files__format=FileFormat.PDF)
    return [] if made.exists() else [Need(NOT_FROZEN, where="publication")]
