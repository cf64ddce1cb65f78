"""One thing to fill in for a criterion: a number or a choice, and a kept one as people read it."""

from dataclasses import dataclass
from decimal import Decimal

from scoring.core.amounts import plain, read_number


@dataclass(frozen=True, slots=True)
class InputField:
    """One thing to fill in. `path` is its name within the answer («numerator», «parts.a.number»).

    With options (value, label) one of them is chosen; without, a number from 0 is typed: a whole
    one where `is_whole`, up to `most` where there is a bound.
    """

    path: str
    label: str
    options: tuple[tuple[str, str], ...] = ()
    is_whole: bool = False
    most: Decimal | None = None

    def show(self, value: object) -> str:
        """A kept figure as somebody would type it: «9,5»."""
        number = None if self.options else read_number(value)
        return plain(number) if number is not None else str(value)

    def in_words(self, value: object) -> str:
        return dict(self.options).get(str(value), self.show(value))
