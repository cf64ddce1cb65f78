"""The whole printed report as one value: decision, blocks, and what the table of contents lists."""

from dataclasses import dataclass

from reports.document.printing.decision import DecisionPage, attached_to, decision_page
from reports.document.printing.sections import draft_sections
from reports.document.prose.facts import ReportFacts
from reports.document.text.assembly import blocks_of, merged
from reports.enums import DocumentPart
from reports.frame.phrases import result_of
from reports.layout.blocks import Appendix, Block, FigureTable, Heading, Picture, flattened
from scoring.core.results import CampaignResults

_RECONSTRUCTED_NOTICE = "Bản trình bày lại từ số liệu đã công bố; không thay cho văn bản gốc đã ký."


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """All that the print template shows, as finished text."""

    subject: str
    ministry: str
    attached_to: str
    author: str
    created: str
    notice: str
    decision: DecisionPage
    blocks: tuple[Block, ...]

    @property
    def sections(self) -> tuple[Heading | Appendix, ...]:
        """Parts, sections and appendices for the table of contents."""
        headings = (
            block for block in flattened(self.blocks) if isinstance(block, Heading | Appendix)
        )
        return tuple(block for block in headings if isinstance(block, Appendix) or block.level < 3)

    @property
    def figure_tables(self) -> tuple[FigureTable, ...]:
        """Each Bảng once, however many parts it has."""
        return tuple(
            block
            for block in flattened(self.blocks)
            if isinstance(block, FigureTable) and block.anchor
        )

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return tuple(block for block in flattened(self.blocks) if isinstance(block, Picture))


def report_document(results: CampaignResults, facts: ReportFacts) -> ReportDocument:
    """Write the whole report, in the words that `facts.text` holds where it was edited.

    No queries, no clock: the same values make the same document.
    """
    decision = decision_page(results, facts)
    stored = facts.text.of_part(DocumentPart.REPORT) if facts.text else ()
    return ReportDocument(
        subject=result_of(facts.title),
        ministry=decision.ministry,
        attached_to=attached_to(facts),
        author=facts.ministry,
        created=facts.decision.day.isoformat() if facts.decision.day else "",
        notice=_RECONSTRUCTED_NOTICE if facts.is_reconstructed else "",
        decision=decision,
        blocks=blocks_of(merged(draft_sections(results, facts), stored)),
    )
