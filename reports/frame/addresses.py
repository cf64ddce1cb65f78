"""Where the pages of figures are: of a unit, and of where a single figure comes from."""

from urllib.parse import urlencode

from django.urls import reverse

from scoring.core.results import Measure

#: How an address names the measure, its year, and the kind of units that an average is of.
MEASURE, YEAR, KIND = "so", "nam", "loai"


def unit_url(campaign_code: str, unit_code: str) -> str:
    return reverse("unit_result", args=[campaign_code, unit_code])


def source_url(campaign_code: str, unit_code: str, measure: Measure) -> str:
    """Where one figure of a unit comes from. Codes stand in the query, which takes any letter."""
    return f"{reverse('figure_source', args=[campaign_code, unit_code])}?{_named(measure)}"


def average_url(campaign_code: str, measure: Measure, *, kind: str | None) -> str:
    """Where an average comes from; without a kind it is of all units."""
    of_kind = f"&{urlencode({KIND: kind})}" if kind else ""
    return f"{reverse('average_source', args=[campaign_code])}?{_named(measure)}{of_kind}"


def _named(measure: Measure) -> str:
    return urlencode({MEASURE: measure[0], YEAR: measure[1]})
