"""What the application would write now against what is stored: which passages and headings the data
have left behind.

Values only. Nothing is taken over here; a person decides about each.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import chain

from reports.document.text.drafts import PassageDraft, SectionDraft
from reports.document.text.figures import figures_in
from reports.document.text.markup import block_of, html_of, letters_of
from reports.document.text.passages import StoredPassage, StoredSection
from reports.layout.blocks import Paragraph

#: Longer texts are set side by side whole: comparing word by word takes the time of all pairs.
_MOST_PAIRS = 4_000_000


class ChangeKind(StrEnum):
    """What became of the words that the application wrote."""

    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure of a passage before and after; empty: it was, or is, not there."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """A passage that the data have left behind, or with `is_heading` the heading of `section`
    itself.

    `draft` None: the application would not write the passage any more; `stored` None: it would
    write it for the first time; `section` None: even its heading is new. `of` None: it would not
    write the section any more.
    """

    kind: ChangeKind
    heading: str
    section: StoredSection | None
    stored: StoredPassage | None
    draft: PassageDraft | None
    of: SectionDraft | None = None
    is_heading: bool = False

    @property
    def before(self) -> str:
        """What the application wrote when the words were last agreed to, as stored; empty:
        nothing.
        """
        if self.is_heading:
            return html_of(Paragraph(self.section.title_agreed)) if self.section else ""
        return self.stored.generated if self.stored else ""

    @property
    def after(self) -> str:
        """What it would write now; empty: nothing."""
        if self.is_heading:
            return html_of(Paragraph(self.of.title)) if self.of else ""
        return self.draft.html if self.draft else ""

    @property
    def printed(self) -> str:
        """What is stored to be printed; empty: nothing yet."""
        if self.is_heading:
            return html_of(Paragraph(self.section.title)) if self.section else ""
        return self.stored.html if self.stored else ""

    @property
    def is_by_hand(self) -> bool:
        """Somebody has written something there that taking the new words would end."""
        if self.is_heading:
            return self.printed != self.before
        return self.stored is not None and self.stored.is_edited

    @property
    def figures(self) -> tuple[FigureChange, ...]:
        """The figures that are not what they were."""
        if self.is_heading:
            return changed_figures(
                figures_in(block_of(self.before)),
                figures_in(block_of(self.after)) if self.of else {},
            )
        return changed_figures(
            self.stored.figures if self.stored else {}, self.draft.figures if self.draft else {}
        )


@dataclass(frozen=True, slots=True)
class DiffSegment:
    """Some words of two texts set against each other: in both, only in the old one, or only in
    the new one.
    """

    text: str
    is_old: bool = False
    is_new: bool = False


def changes(
    drafts: Sequence[SectionDraft], stored: Sequence[StoredSection]
) -> tuple[TextChange, ...]:
    """Everything that waits for a decision, in reading order: changed and gone ones where they
    stand, then what is new.
    """
    known = {draft.key: draft for draft in drafts}
    of_stored = chain.from_iterable(
        _changes_of(section, known.get(section.key) if section.key else None) for section in stored
    )
    keys = {section.key for section in stored}
    new = (draft for draft in drafts if draft.level and draft.key not in keys)
    return (
        *of_stored,
        *(_new(draft, None, passage) for draft in new for passage in draft.passages),
    )


def changed_figures(
    before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[FigureChange, ...]:
    """In the order of the new text, then those that are gone."""
    names = [*after, *(name for name in before if name not in after)]
    found = (FigureChange(name, before.get(name, ""), after.get(name, "")) for name in names)
    return tuple(change for change in found if change.before != change.after)


def beside(old: str, new: str) -> tuple[DiffSegment, ...]:
    """Two stored texts word by word."""
    before, after = _words(old), _words(new)
    if len(before) * len(after) > _MOST_PAIRS:
        return DiffSegment("".join(before), is_old=True), DiffSegment("".join(after), is_new=True)
    pieces: list[DiffSegment] = []
    old_words, new_words = ([word.rstrip(" ") for word in words] for words in (before, after))
    for tag, start, end, begin, finish in SequenceMatcher(
        None, old_words, new_words, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            both = zip(before[start:end], after[begin:finish], strict=True)
            pieces.append(DiffSegment("".join(max(words, key=len) for words in both)))
            continue
        pieces += [DiffSegment("".join(before[start:end]), is_old=True)] if end > start else []
        pieces += [DiffSegment("".join(after[begin:finish]), is_new=True)] if finish > begin else []
    return tuple(pieces)


def _changes_of(section: StoredSection, draft: SectionDraft | None) -> Iterator[TextChange]:
    yield from _heading_change(section, draft)
    written = {passage.key: passage for passage in draft.passages} if draft else {}
    for stored in section.passages:
        now = written.pop(stored.key, None)
        if now is None:
            if stored.generated:
                yield TextChange(ChangeKind.GONE, section.title, section, stored, None, draft)
        elif now.html != stored.generated:
            yield TextChange(ChangeKind.CHANGED, section.title, section, stored, now, draft)
    if draft:
        yield from (_new(draft, section, passage) for passage in written.values())


def _heading_change(section: StoredSection, draft: SectionDraft | None) -> Iterator[TextChange]:
    """A heading that is hidden already is not asked about once more when the data no longer
    give it.
    """
    if draft and section.title_agreed != draft.title:
        yield TextChange(
            ChangeKind.CHANGED, section.title, section, None, None, draft, is_heading=True
        )
    elif not draft and section.generated_title and not section.is_left_out:
        yield TextChange(ChangeKind.GONE, section.title, section, None, None, is_heading=True)


def _new(draft: SectionDraft, section: StoredSection | None, passage: PassageDraft) -> TextChange:
    heading = section.title if section else draft.title
    return TextChange(ChangeKind.NEW, heading, section, None, passage, draft)


def _words(html: str) -> list[str]:
    """Words with the blanks behind them, so that joining them gives the text."""
    return re.findall(r"\S+\s*", letters_of(block_of(html)))
