"""The text of a campaign as it is stored, as values without rows: what assembling and comparing
read.
"""

from dataclasses import dataclass, field
from datetime import date

from ictindex.lib.days import is_between
from reports.enums import DocumentPart


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as stored.

    `html` is printed; `generated` is what the application wrote when that was last agreed to.
    """

    pk: int
    key: str
    html: str
    generated: str = ""
    figures: dict[str, str] = field(default_factory=dict)
    is_edited: bool = False
    is_left_out: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class StoredSection:
    """A heading as stored, with its passages in order. `generated_title` is as in the model."""

    pk: int
    part: DocumentPart
    key: str
    level: int
    title: str
    is_left_out: bool = False
    version: int = 1
    generated_title: str = ""
    left_out_reason: str = ""
    passages: tuple[StoredPassage, ...] = ()

    @property
    def title_agreed(self) -> str:
        """The heading that the application last wrote with somebody's consent; where that is
        not known, the printed one.
        """
        return self.generated_title or self.title


@dataclass(frozen=True, slots=True)
class StoredBasis:
    """A legal basis that the campaign's decision rests on."""

    pk: int
    text: str
    valid_from: date | None = None
    valid_to: date | None = None

    def is_in_force(self, day: date) -> bool:
        return is_between(day, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class StoredText:
    """All sections of a campaign in order, and its legal bases."""

    sections: tuple[StoredSection, ...]
    bases: tuple[StoredBasis, ...] = ()

    def of_part(self, part: DocumentPart) -> tuple[StoredSection, ...]:
        return tuple(section for section in self.sections if section.part == part)
