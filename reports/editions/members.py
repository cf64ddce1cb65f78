"""What an edition is made from, and the files that lie in its content whole: one line for each form of output."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reports.assembled import campaign_document
from reports.document import ReportDocument
from reports.enums import FileFormat
from reports.open_data import as_json, as_open_data
from scoring.assemble import campaign_results
from scoring.core.results import CampaignResults
from submissions.models import Campaign


@dataclass(frozen=True, slots=True)
class Erratum:
    """One thing put right: where it stands, what it said, and what it says or is to be read as."""

    place: str
    wrong: str
    right: str


@dataclass(frozen=True, slots=True)
class Correction:
    """Why there is a new edition, and everything in it that is not as in the one that it takes the place of."""

    of_number: int
    explanation: str
    errata: tuple[Erratum, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The finished values of a campaign's report."""

    results: CampaignResults
    open_data: dict[str, Any]
    document: ReportDocument
    correction: Correction | None = None


def read_source(campaign: Campaign) -> Source:
    """As the campaign is now. A fixed number of queries."""
    results = campaign_results(campaign)
    return Source(results, as_open_data(results), campaign_document(campaign))


def files_of(source: Source) -> dict[str, bytes]:
    """Each form but the PDF, which is laid out by the background worker."""
    return {str(form): make(source) for form, make in _MAKERS.items()}


def _json(source: Source) -> bytes:
    return as_json(source.open_data).encode()


_MAKERS: dict[FileFormat, Callable[[Source], bytes]] = {
    FileFormat.JSON: _json,
}
