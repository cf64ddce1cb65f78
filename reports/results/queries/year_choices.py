"""Which years stand beside a published campaign for comparison, and their results.

Published campaigns only.
"""

from dataclasses import dataclass

from criteria.correspondences import GroupLink, links_between
from reports.results.queries.cache import results_kept
from reports.results.queries.years import Year
from scoring.reconciliation.queries.prints import reports_itself
from submissions.models import Campaign

#: How an address names the year that the campaign's own report printed beside its own.
PRINTED = "in"


@dataclass(frozen=True, slots=True)
class YearChoice:
    """A year to compare with.

    `campaign` None: the year before as this campaign's report printed it.
    """

    key: str
    label: str
    year: int
    campaign: Campaign | None


def published_campaigns() -> list[Campaign]:
    """From the earliest to the latest. One query."""
    return list(Campaign.objects.public().select_related("framework").order_by("year", "pk"))


def year_choices(campaign: Campaign) -> tuple[YearChoice, ...]:
    """Every other published campaign, and the year before where only this one's report has it.

    Two queries.
    """
    others = [other for other in published_campaigns() if other.pk != campaign.pk]
    found = [
        YearChoice(other.code, f"Năm {other.year} (đợt {other.code})", other.year, other)
        for other in others
    ]
    year = campaign.previous_year
    if year is not None and reports_itself(campaign, year):
        found.append(
            YearChoice(PRINTED, f"Năm {year} (theo báo cáo năm {campaign.year})", year, None)
        )
    return tuple(sorted(found, key=lambda choice: (choice.year, choice.campaign is None)))


def chosen(choices: tuple[YearChoice, ...], key: str, *, year: int) -> YearChoice | None:
    """The one asked for, else the nearest year before, else the nearest after.

    None: there is nothing to compare with.
    """
    asked = next((choice for choice in choices if choice.key == key), None)
    before = [choice for choice in choices if choice.year <= year]
    return asked or (before[-1] if before else next(iter(choices), None))


def two_years(campaign: Campaign, choice: YearChoice) -> tuple[Year, Year, tuple[GroupLink, ...]]:
    """The earlier, the later, and the rows between their frameworks."""
    own = Year(campaign.year, results_kept(campaign), campaign.framework_id)
    if choice.campaign is None:
        return Year(choice.year, own.results, campaign.framework_id, is_printed=True), own, ()
    other = Year(choice.year, results_kept(choice.campaign), choice.campaign.framework_id)
    is_earlier = (choice.year, choice.campaign.pk) < (campaign.year, campaign.pk)
    older, newer = (other, own) if is_earlier else (own, other)
    return older, newer, links_of(older, newer)


def links_of(older: Year, newer: Year) -> tuple[GroupLink, ...]:
    """None are needed within one framework."""
    return (
        ()
        if older.framework_id == newer.framework_id
        else links_between(older.framework_id, newer.framework_id)
    )
