"""Reads the stored text of a campaign as values, in three queries whatever its length."""

from collections import defaultdict

from reports.document.text.passages import StoredBasis, StoredPassage, StoredSection, StoredText
from reports.enums import DocumentPart
from reports.models import ChosenBasis, Passage, Section
from submissions.models import Campaign

_PASSAGE = ("pk", "key", "text", "generated", "figures", "is_edited", "is_left_out", "version")


def stored_text(campaign: Campaign) -> StoredText | None:
    """None where nothing was taken over for editing yet: the application writes everything anew
    each time.
    """
    sections = Section.objects.filter(campaign=campaign).order_by("part", "order", "pk")
    if not sections:
        return None
    passages = _passages(campaign)
    return StoredText(
        sections=tuple(_section(section, passages[section.pk]) for section in sections),
        bases=chosen_bases(campaign),
    )


def chosen_bases(campaign: Campaign) -> tuple[StoredBasis, ...]:
    """What the decision rests on, in its order. One query."""
    chosen = ChosenBasis.objects.filter(campaign=campaign).order_by("order", "pk")
    return tuple(
        StoredBasis(*row)
        for row in chosen.values_list(
            "basis", "basis__text", "basis__valid_from", "basis__valid_to"
        )
    )


def _section(row: Section, passages: list[StoredPassage]) -> StoredSection:
    return StoredSection(
        pk=row.pk,
        part=DocumentPart(row.part),
        key=row.key,
        level=row.level,
        title=row.title,
        is_left_out=row.is_left_out,
        version=row.version,
        generated_title=row.generated_title,
        left_out_reason=row.left_out_reason,
        passages=tuple(passages),
    )


def _passages(campaign: Campaign) -> dict[int, list[StoredPassage]]:
    found: dict[int, list[StoredPassage]] = defaultdict(list)
    rows = Passage.objects.filter(section__campaign=campaign).order_by("order", "pk")
    for section, *values in rows.values_list("section_id", *_PASSAGE):
        found[section].append(StoredPassage(*values))
    return found
