"""What the application would write now, as values: sections with stable keys, their passages, and
the tables and charts between.

Nothing here is stored. A passage is words that may be edited; what is placed is made of the figures
alone and is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from reports.document.text.figures import figures_in
from reports.document.text.markup import WordBlock, form_of, html_of
from reports.enums import DocumentPart, PassageForm
from reports.layout.blocks import Block, Grid, Items, Paragraph


@dataclass(frozen=True)
class PassageDraft:
    """A paragraph, list or table of words.

    `key` is stable within its section, whatever the figures are.
    """

    key: str
    block: WordBlock

    @property
    def form(self) -> PassageForm:
        return form_of(self.block)

    @cached_property
    def html(self) -> str:
        """The text as it is stored."""
        return html_of(self.block)

    @cached_property
    def figures(self) -> dict[str, str]:
        """The figures in it: name → as shown."""
        return figures_in(self.block)


@dataclass(frozen=True, slots=True)
class FigureBlocks:
    """Tables, charts and the like.

    Turned: on pages that lie on the long side, together with what stands before.
    """

    blocks: tuple[Block, ...]
    is_turned: bool = False


DraftItem = PassageDraft | FigureBlocks


@dataclass(frozen=True, slots=True)
class SectionDraft:
    """A heading and what stands under it.

    Level 0 has no heading and comes after everything else.
    """

    key: str
    level: int
    title: str
    items: tuple[DraftItem, ...] = ()
    part: DocumentPart = DocumentPart.REPORT

    @property
    def passages(self) -> tuple[PassageDraft, ...]:
        return tuple(item for item in self.items if isinstance(item, PassageDraft))

    @property
    def placed(self) -> tuple[FigureBlocks, ...]:
        return tuple(item for item in self.items if isinstance(item, FigureBlocks))


@dataclass(slots=True)
class DraftWriter:
    """Collects sections in reading order."""

    part: DocumentPart = DocumentPart.REPORT
    _heads: list[tuple[str, int, str]] = field(default_factory=list)
    _items: list[list[DraftItem]] = field(default_factory=list)

    def head(self, level: int, key: str, title: str) -> None:
        self._heads.append((key, level, title))
        self._items.append([])

    def say(self, key: str, sentence: str | None) -> None:
        """A paragraph; none where there is nothing to say."""
        if sentence:
            self._items[-1].append(PassageDraft(key, Paragraph(sentence)))

    def tell(self, sentences: Mapping[str, str], *keys: str) -> None:
        """Those of the named paragraphs that there are."""
        for key in keys:
            self.say(key, sentences.get(key))

    def list(self, key: str, items: tuple[str, ...]) -> None:
        if items:
            self._items[-1].append(PassageDraft(key, Items(items)))

    def grid(self, key: str, grid: Grid) -> None:
        self._items[-1].append(PassageDraft(key, grid))

    def place(self, *blocks: Block, is_turned: bool = False) -> None:
        if blocks:
            self._items[-1].append(FigureBlocks(blocks, is_turned))

    @property
    def sections(self) -> tuple[SectionDraft, ...]:
        return tuple(
            SectionDraft(key, level, title, tuple(items), self.part)
            for (key, level, title), items in zip(self._heads, self._items, strict=True)
        )
