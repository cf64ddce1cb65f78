"""Where the figures of a report were printed. Reads rows; nothing is computed here."""

from scoring.core.results import Measure
from scoring.models import PrintedFigure
from submissions.models import Campaign, Submission


def printed_at(submission: Submission, measure: Measure) -> list[PrintedFigure]:
    """Every place where the report of the unit's campaign printed that figure. One query."""
    code, year = measure
    return list(
        PrintedFigure.objects.filter(submission=submission, measure=code, year=year).order_by("pk")
    )


def reports_itself(campaign: Campaign, year: int | None) -> bool:
    """Whether the campaign's own report printed figures of that year; then these stand.

    One query.
    """
    return year is not None and PrintedFigure.objects.filter(campaign=campaign, year=year).exists()
