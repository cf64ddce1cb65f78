"""The pages on which the report's text is edited, as finished rows: the list of sections, one
section, what the data changed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reports.document.printing.decision import is_article
from reports.document.queries.draft import ReportDraft
from reports.document.queries.history import Removal, part_of
from reports.document.services.changes import mark_of
from reports.document.services.headings import is_own
from reports.document.text.assembly import among
from reports.document.text.comparison import (
    ChangeKind,
    DiffSegment,
    FigureChange,
    TextChange,
    beside,
)
from reports.document.text.drafts import FigureBlocks, SectionDraft
from reports.document.text.figures import numbers_in
from reports.document.text.markup import WordBlock, block_of, letters_of
from reports.document.text.passages import StoredBasis, StoredPassage, StoredSection
from reports.enums import DocumentPart, PassageForm
from reports.layout.blocks import Appendix, Block, FigureTable, Picture, label

_KINDS = {
    ChangeKind.CHANGED: "Số liệu của đoạn đã đổi",
    ChangeKind.GONE: "Số liệu không còn cho ra đoạn này",
    ChangeKind.NEW: "Đoạn mới theo số liệu hiện có",
}
_HEADING_KINDS = {
    ChangeKind.CHANGED: "Đề mục đã đổi theo số liệu",
    ChangeKind.GONE: "Số liệu không còn cho ra mục này",
}


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section in the list.

    `edited`, `own`, `left_out` and `waiting` count its passages; `reason`: why it is left out.
    """

    pk: int
    label: str
    title: str
    level: int
    is_left_out: bool
    reason: str
    is_own: bool
    is_renamed: bool
    can_move: bool
    edited: int
    own: int
    left_out: int
    waiting: int


@dataclass(frozen=True, slots=True)
class TextOverview:
    """Both parts of the document, and how many changes of data wait for a decision."""

    decision: tuple[SectionRow, ...]
    report: tuple[SectionRow, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage on the page of its section.

    `unknown` are numbers written by hand that the application's words do not have.
    """

    pk: int
    version: int
    block: WordBlock
    form: str
    is_edited: bool
    is_own: bool
    is_left_out: bool
    is_waiting: bool
    can_restore: bool
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureCaptions:
    """What the figures put between the passages, by its captions."""

    captions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A section with everything under it, and its neighbours."""

    row: SectionRow
    version: int
    part: DocumentPart
    is_own: bool
    can_be_left_out: bool
    items: tuple[PassageRow | FigureCaptions, ...]
    rows: tuple[SectionRow, ...]
    before: SectionRow | None
    after: SectionRow | None


@dataclass(frozen=True, slots=True)
class TextChangeRow:
    """A change that waits for a decision, old and new side by side.

    `stored` is set where the text was edited by hand.
    """

    mark: str
    heading: str
    kind: str
    figures: tuple[FigureChange, ...]
    old: tuple[DiffSegment, ...]
    new: tuple[DiffSegment, ...]
    stored: WordBlock | None
    is_by_hand: bool
    is_gone: bool
    is_new: bool
    may_decide: bool
    is_heading: bool
    thing: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class RemovalRow:
    """What was removed by hand and can be brought back.

    `part`: where it stood; None: its section is gone too.
    """

    removed: Removal
    part: DocumentPart | None
    blocks: tuple[WordBlock, ...]


@dataclass(frozen=True, slots=True)
class BasisRow:
    """A legal basis with its days, and what is to be said about them."""

    basis: StoredBasis
    validity: str
    problem: str


def contents(drafts: ReportDraft) -> TextOverview:
    """The list of sections. Nothing stored: both lists are empty."""
    waiting = _waiting_by_section(drafts.changes)
    stored = drafts.stored.sections if drafts.stored else ()
    rows = {
        part: _rows([section for section in stored if section.part == part], waiting)
        for part in DocumentPart
    }
    return TextOverview(rows[DocumentPart.DECISION], rows[DocumentPart.REPORT], len(drafts.changes))


def section_page(drafts: ReportDraft, pk: int) -> SectionPage | None:
    """One section; None where it is not there any more."""
    page = contents(drafts)
    stored = (
        next((section for section in drafts.stored.sections if section.pk == pk), None)
        if drafts.stored
        else None
    )
    if stored is None:
        return None
    rows = page.decision if stored.part == DocumentPart.DECISION else page.report
    place = [row.pk for row in rows].index(pk)
    draft = drafts.section(stored.key)
    return SectionPage(
        row=rows[place],
        version=stored.version,
        part=stored.part,
        is_own=rows[place].is_own,
        can_be_left_out=not (draft and draft.placed),
        items=tuple(_items(stored, draft, drafts.changes)),
        rows=rows,
        before=rows[place - 1] if place else None,
        after=rows[place + 1] if place + 1 < len(rows) else None,
    )


def changes_shown(
    found: Sequence[TextChange], rights: Mapping[DocumentPart, bool]
) -> tuple[TextChangeRow, ...]:
    """Every change with both of its texts."""
    return tuple(_change_shown(change, rights) for change in found)


def removed_shown(found: Iterable[Removal], drafts: ReportDraft) -> tuple[RemovalRow, ...]:
    """What was removed, with its words."""
    sections = drafts.stored.sections if drafts.stored else ()
    parts = {section.pk: section.part for section in sections}
    return tuple(
        RemovalRow(each, part_of(each, parts), tuple(map(block_of, each.words))) for each in found
    )


def basis_rows(bases: Iterable[StoredBasis], day: date) -> tuple[BasisRow, ...]:
    """The chosen legal bases on the day of the decision."""
    return tuple(BasisRow(basis, validity_of(basis), _basis_problem(basis, day)) for basis in bases)


def validity_of(basis: StoredBasis) -> str:
    """«có hiệu lực từ 01/01/2015 đến 31/12/2020»."""
    start = f"từ {basis.valid_from:%d/%m/%Y}" if basis.valid_from else ""
    end = f"đến {basis.valid_to:%d/%m/%Y}" if basis.valid_to else ""
    return (
        f"có hiệu lực {start} {end}".replace("  ", " ").strip()
        if start or end
        else "chưa ghi hiệu lực"
    )


def _basis_problem(basis: StoredBasis, day: date) -> str:
    return "" if basis.is_in_force(day) else f"Không có hiệu lực vào ngày {day:%d/%m/%Y}."


def _waiting_by_section(found: Iterable[TextChange]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for change in found:
        if change.section:
            counts[change.section.pk] = counts.get(change.section.pk, 0) + 1
    return counts


def _rows(sections: Sequence[StoredSection], waiting: Mapping[int, int]) -> tuple[SectionRow, ...]:
    counts = [0, 0, 0]
    articles = 0
    rows = []
    for section in sections:
        if not section.is_left_out:
            counts[section.level - 1] += 1
            counts[section.level :] = [0] * (3 - section.level)
        articles += _is_numbered_article(section)
        title = f"{section.title} {articles}" if _is_numbered_article(section) else section.title
        rows.append(
            _section_row(section, _label_of(section, counts), title, waiting.get(section.pk, 0))
        )
    return tuple(_told_once(rows))


def _told_once(rows: Iterable[SectionRow]) -> Iterator[SectionRow]:
    """A reason that hides a section with those below it stands beside the first of them only."""
    above: SectionRow | None = None
    for row in rows:
        is_told = above is not None and row.level > above.level and row.reason == above.reason
        above = above if is_told else row
        yield replace(row, reason="") if is_told else row


def _is_numbered_article(section: StoredSection) -> bool:
    """An article counts once it has words to print."""
    is_printed = not section.is_left_out and any(
        not passage.is_left_out for passage in section.passages
    )
    return section.part == DocumentPart.DECISION and is_article(section.key) and is_printed


def _label_of(section: StoredSection, counts: Sequence[int]) -> str:
    """Headings of the report are numbered as they are printed; those of the decision say
    themselves what they are.
    """
    if section.is_left_out or section.part == DocumentPart.DECISION:
        return ""
    return label(section.level, counts[section.level - 1])


def _section_row(section: StoredSection, number: str, title: str, waiting: int) -> SectionRow:
    return SectionRow(
        pk=section.pk,
        label=number,
        title=title,
        level=section.level,
        is_left_out=section.is_left_out,
        reason=section.left_out_reason,
        is_own=is_own(section.key),
        is_renamed=bool(section.generated_title) and section.title != section.generated_title,
        can_move=section.part == DocumentPart.REPORT or is_article(section.key),
        edited=sum(passage.is_edited and bool(passage.key) for passage in section.passages),
        own=sum(not passage.key for passage in section.passages),
        left_out=sum(passage.is_left_out for passage in section.passages),
        waiting=waiting,
    )


def _items(
    stored: StoredSection, draft: SectionDraft | None, found: Iterable[TextChange]
) -> Iterable[PassageRow | FigureCaptions]:
    waiting = {change.stored.pk for change in found if change.stored}
    for item in among(stored.passages, draft):
        yield (
            _placed(item)
            if isinstance(item, FigureBlocks)
            else _passage(item, is_waiting=item.pk in waiting)
        )


def _placed(placed: FigureBlocks) -> FigureCaptions:
    return FigureCaptions(tuple(caption for block in placed.blocks if (caption := _caption(block))))


def _caption(block: Block) -> str:
    match block:
        case FigureTable(anchor=""):
            return ""
        case FigureTable():
            return f"Bảng {block.number}. {block.title}"
        case Picture():
            return f"Biểu đồ {block.number}. {block.title}"
        case Appendix():
            return f"{block.label} {block.title}"
    return ""


def _passage(stored: StoredPassage, *, is_waiting: bool) -> PassageRow:
    block = block_of(stored.html)
    return PassageRow(
        pk=stored.pk,
        version=stored.version,
        block=block,
        form=_form_name(block),
        is_edited=stored.is_edited,
        is_own=not stored.key,
        is_left_out=stored.is_left_out,
        is_waiting=is_waiting,
        can_restore=bool(stored.generated) and stored.html != stored.generated,
        unknown=_unknown_numbers(stored, block),
    )


def _form_name(block: WordBlock) -> str:
    names = {
        "Paragraph": PassageForm.PARAGRAPH,
        "Items": PassageForm.LIST,
        "Grid": PassageForm.TABLE,
    }
    return str(names[type(block).__name__].label)


def _unknown_numbers(stored: StoredPassage, block: WordBlock) -> tuple[str, ...]:
    if not stored.generated or stored.html == stored.generated:
        return ()
    known = set(numbers_in(letters_of(block_of(stored.generated))))
    return tuple(
        dict.fromkeys(number for number in numbers_in(letters_of(block)) if number not in known)
    )


def _change_shown(change: TextChange, rights: Mapping[DocumentPart, bool]) -> TextChangeRow:
    pieces = beside(change.before, change.after)
    part = (
        change.section.part
        if change.section
        else change.of.part
        if change.of
        else DocumentPart.REPORT
    )
    return TextChangeRow(
        mark=mark_of(change),
        heading=change.heading,
        kind=(_HEADING_KINDS if change.is_heading else _KINDS)[change.kind],
        figures=change.figures,
        old=tuple(piece for piece in pieces if not piece.is_new),
        new=tuple(piece for piece in pieces if not piece.is_old),
        stored=block_of(change.printed)
        if change.printed and change.printed != change.before
        else None,
        is_by_hand=change.is_by_hand,
        is_gone=change.kind is ChangeKind.GONE,
        is_new=change.kind is ChangeKind.NEW,
        may_decide=rights[part],
        is_heading=change.is_heading,
        thing="đề mục" if change.is_heading else "đoạn",
        is_hidden=change.section is not None and change.section.is_left_out,
    )
