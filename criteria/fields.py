"""One thing to fill in for a criterion: a number or a choice, as typed and as kept."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from decimal import Decimal

from ictindex.lib.numbers import read_amount
from scoring.core.amounts import plain, read_number

#: Typed texts, and the sentences of what is wrong with them, by the path of a field.
Texts = Mapping[str, str]
Problems = MutableMapping[str, str]


@dataclass(frozen=True, slots=True)
class InputField:
    """One thing to fill in. `path` is its name within the answer («numerator», «parts.a.number»).

    With options (value, label) one of them is chosen; without, a number is typed.
    """

    path: str
    label: str
    options: tuple[tuple[str, str], ...] = ()

    def read(self, text: str) -> str:
        """The canonical text; nothing for nothing. Raises ValueError with a sentence."""
        if self.options:
            return self._read_choice(text)
        return canonical_number(text, called=self.label) if text.strip() else ""

    def show(self, value: object) -> str:
        """A kept figure as somebody would type it."""
        number = None if self.options else read_number(value)
        return typed_number(number) if number is not None else str(value)

    def in_words(self, value: object) -> str:
        return dict(self.options).get(str(value), self.show(value))

    def _read_choice(self, text: str) -> str:
        if text and text not in dict(self.options):
            raise ValueError(f"{self.label}: «{text[:40]}» không có trong các lựa chọn.")
        return text


def canonical_number(text: str, *, called: str) -> str:
    """«9,50» → «9.5».

    Raises ValueError with a sentence that says what is wrong and what to type.
    """
    return plain(read_amount(text, called=called)).replace(",", ".")


def typed_number(number: Decimal) -> str:
    """A number as somebody would type it, and as `canonical_number` reads it: «9,5»."""
    return plain(number)
