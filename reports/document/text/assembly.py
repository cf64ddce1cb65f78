"""One document from two sources: the words that are stored, and the tables and charts that the
figures make now.

Where nothing is stored the words are the drafts. No table or chart is ever lost: one whose section
is not stored yet comes with its heading, behind the section that the application would write before
it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reports.document.text.drafts import DraftItem, FigureBlocks, PassageDraft, SectionDraft
from reports.document.text.markup import block_of
from reports.document.text.passages import StoredPassage, StoredSection
from reports.layout.blocks import Appendix, Block, BlockWriter, Items, Paragraph, Run, Seal

_END = "./."


def merged(
    drafts: Sequence[SectionDraft], stored: Sequence[StoredSection]
) -> tuple[SectionDraft, ...]:
    """The sections to print, in order."""
    if not stored:
        return tuple(drafts)
    known = {draft.key: draft for draft in drafts}
    new = _not_stored(drafts, {section.key for section in stored})
    sections = list(new.pop("", ()))
    for section in stored:
        sections += [_section(section, known.get(section.key)), *new.get(section.key, ())]
    at_end = [draft for draft in drafts if not draft.level]
    return tuple(section for section in (*sections, *at_end) if section.items or section.title)


def blocks_of(sections: Iterable[SectionDraft]) -> tuple[Block, ...]:
    """All blocks in reading order, with numbered headings and the sign that closes a document."""
    to = BlockWriter()
    for section in sections:
        _write(to, section)
    return _closed(to.blocks)


def among(
    passages: Sequence[StoredPassage], draft: SectionDraft | None
) -> Iterator[StoredPassage | FigureBlocks]:
    """The stored passages with the tables and charts between them: each stays behind the
    passage that it was drafted behind.
    """
    places = _places(passages, draft)
    yield from places.get("", ())
    for passage in passages:
        yield passage
        if passage.key:
            yield from places.get(passage.key, ())


def _places(
    passages: Sequence[StoredPassage], draft: SectionDraft | None
) -> dict[str, list[FigureBlocks]]:
    """What stands behind which stored passage; empty key: before all."""
    stored = {passage.key for passage in passages if passage.key}
    places: dict[str, list[FigureBlocks]] = {}
    last = ""
    for item in draft.items if draft else ():
        if isinstance(item, FigureBlocks):
            places.setdefault(last, []).append(item)
        elif item.key in stored:
            last = item.key
    return places


def _not_stored(drafts: Sequence[SectionDraft], stored: set[str]) -> dict[str, list[SectionDraft]]:
    """Sections with tables or charts that nobody has taken over yet, by the stored section that
    they come behind.
    """
    found: dict[str, list[SectionDraft]] = {}
    last = ""
    for draft in drafts:
        if draft.key in stored:
            last = draft.key
        elif draft.level and draft.placed:
            found.setdefault(last, []).append(replace(draft, items=draft.placed))
    return found


def _section(stored: StoredSection, draft: SectionDraft | None) -> SectionDraft:
    items = tuple(_items(stored, draft))
    if stored.is_left_out and not any(isinstance(item, FigureBlocks) for item in items):
        return SectionDraft(stored.key, stored.level, "", ())
    return SectionDraft(stored.key, stored.level, stored.title, items, stored.part)


def _items(stored: StoredSection, draft: SectionDraft | None) -> Iterator[DraftItem]:
    likes = {passage.key: passage.block for passage in draft.passages} if draft else {}
    for item in among(stored.passages, draft):
        if isinstance(item, FigureBlocks):
            yield item
        elif not (item.is_left_out or stored.is_left_out):
            yield PassageDraft(
                item.key, block_of(item.html, likes.get(item.key) if item.key else None)
            )


def _write(to: BlockWriter, section: SectionDraft) -> None:
    start = len(to.blocks)
    if section.level:
        to.head(section.level, section.title)
    for item in section.items:
        if isinstance(item, PassageDraft):
            to.add(item.block)
            continue
        to.add(*item.blocks)
        if item.is_turned:
            to.turn(start)
            start = len(to.blocks)


def _closed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """«./.» behind the last words of the report itself, before the seal and the appendices."""
    end = len(blocks)
    while end and isinstance(blocks[end - 1], Seal | Appendix):
        end -= 1
    if not end:
        return tuple(blocks)
    return (*blocks[: end - 1], *_with_end(blocks[end - 1]), *blocks[end:])


def _with_end(block: Block) -> tuple[Block, ...]:
    match block:
        case Paragraph():
            return (_closed_paragraph(block),)
        case Items():
            texts = (*block.items[:-1], ended(block.items[-1]))
            runs = (*block.runs[:-1], _ended_runs(block.runs[-1])) if block.runs else ()
            return (replace(block, items=texts, runs=runs),)
    return block, Paragraph(_END)


def _closed_paragraph(block: Paragraph) -> Paragraph:
    return Paragraph(ended(block.text), _ended_runs(block.runs) if block.runs else ())


def ended(text: str) -> str:
    """«… tiếp theo.» → «… tiếp theo./.»"""
    return f"{text.rstrip().removesuffix(_END).rstrip('.;,')}{_END}"


def _ended_runs(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return (*runs[:-1], replace(runs[-1], text=ended(runs[-1].text)))
