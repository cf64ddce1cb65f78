"""What every view of the text's editing needs: the campaign, the words that were posted, and
who may edit which part.
"""

from typing import Any

from django.http import Http404, HttpRequest, QueryDict

from ictindex.lib.numbers import parse_whole
from reports.document.queries.rights import DECISION, NARRATIVE, right_to_edit
from reports.document.services.rows import InvalidText
from reports.document.text.markup import WordBlock, clean
from reports.document.text.plain_text import blocks_of_typed
from reports.enums import DocumentPart
from reports.models import Passage, Section
from submissions.frame.queries import campaign_or_404
from submissions.models import Campaign
from units.access import may, require

#: An editor sends little more than letters; a page full of marks is Word's whole style sheet, or an
#: attack.
_MOST_HTML, _MOST_MARKS = 600_000, 20_000


def campaign_to_write(request: HttpRequest, code: str) -> Campaign:
    """The campaign, if the person may edit a part of its document now.

    Raises Http404 or NotAllowed with the reason.
    """
    campaign = campaign_or_404(request.user, code)
    if not may(request.user, NARRATIVE, campaign):
        require(request.user, DECISION, campaign)
    return campaign


def section_to_write(request: HttpRequest, code: str, pk: int) -> Section:
    """The section, if the person may edit it now."""
    campaign = campaign_or_404(request.user, code)
    section = Section.objects.filter(campaign=campaign, pk=pk).first()
    _require(request, campaign, section)
    if section is None:
        raise Http404
    section.campaign = campaign
    return section


def passage_to_write(request: HttpRequest, code: str, pk: int) -> Passage:
    """The passage, if the person may edit it now."""
    campaign = campaign_or_404(request.user, code)
    passage = (
        Passage.objects.filter(section__campaign=campaign, pk=pk).select_related("section").first()
    )
    _require(request, campaign, passage.section if passage else None)
    if passage is None:
        raise Http404
    passage.section.campaign = campaign
    return passage


def may_write(user: Any, campaign: Campaign) -> dict[DocumentPart, bool]:
    """Which parts of the document the person may edit now."""
    return {part: bool(may(user, right_to_edit(part), campaign)) for part in DocumentPart}


def words_of(posted: QueryDict) -> tuple[WordBlock, ...]:
    """What was typed, from the editor (`html`) or, where no script runs, from the plain field
    (`typed`). Raises InvalidText.
    """
    html = posted.get("html", "")
    if len(html) > _MOST_HTML or html.count("<") > _MOST_MARKS:
        raise InvalidText(
            "Nội dung dán vào có quá nhiều định dạng. Dán từng phần, hoặc dán dạng chữ thuần."
        )
    return clean(html) if html.strip() else blocks_of_typed(posted.get("typed", ""))


def version_of(posted: QueryDict) -> int:
    """The version that the form was made from; 0 where it names none, which is never the stored
    one.
    """
    return parse_whole(posted.get("version", "")) or 0


def sequence_of(posted: QueryDict) -> int:
    """The entry of the record that the form names; 0, which is never one, where it names none."""
    return parse_whole(posted.get("sequence", "")) or 0


def _require(request: HttpRequest, campaign: Campaign, section: Section | None) -> None:
    """Who may edit nothing learns nothing about which sections there are."""
    if section is not None:
        require(request.user, right_to_edit(section.part), campaign)
    elif not may(request.user, NARRATIVE, campaign):
        require(request.user, DECISION, campaign)
