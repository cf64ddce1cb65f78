"""What the application would write about a campaign now, read and drafted in a fixed number of
queries.
"""

from dataclasses import dataclass

from reports.document.printing.decision import DraftBasis, draft_bases, draft_decision
from reports.document.printing.sections import draft_sections
from reports.document.prose.facts import ReportFacts
from reports.document.queries.facts import report_facts
from reports.document.text.comparison import TextChange, changes
from reports.document.text.drafts import SectionDraft
from reports.document.text.passages import StoredText
from reports.results.queries.open_data import as_open_data
from scoring.results.queries import campaign_results
from submissions.models import Campaign


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """The sections of the decision and of the report, the legal bases that the data name, and
    what is stored already.
    """

    sections: tuple[SectionDraft, ...]
    bases: tuple[DraftBasis, ...]
    stored: StoredText | None

    def section(self, key: str) -> SectionDraft | None:
        return next((draft for draft in self.sections if draft.key == key), None) if key else None

    @property
    def changes(self) -> tuple[TextChange, ...]:
        """What waits for a decision; nothing where nothing is stored."""
        return changes(self.sections, self.stored.sections) if self.stored else ()


def drafts_of(campaign: Campaign) -> ReportDraft:
    results = campaign_results(campaign)
    facts: ReportFacts = report_facts(campaign, data_sha256=as_open_data(results)["sha256"])
    sections = (*draft_decision(results, facts), *draft_sections(results, facts))
    return ReportDraft(sections, draft_bases(facts), facts.text)
