"""What a kind of rule says of itself: the terms it takes, the points it gives, what is filled in
for it, how it is told, and what somebody who tries it out might fill in.

Forms, workbooks, sentences and the trial ask only this; none of them knows the kinds.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Protocol, Self

from scoring.core.amounts import DeclaredFigures, plain
from scoring.core.fields import InputField
from scoring.core.rule_terms import Terms
from scoring.core.types import Effect


class Comparison(Protocol):
    """A rule that sets a unit against the best one; `best` None: not known yet."""

    @property
    def best(self) -> Fraction | None: ...

    def ratio(self, declared: DeclaredFigures) -> Fraction:
        """What is set against the best. Raises ImpossibleInput."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(ABC):
    """How the points of one criterion come about. A subclass is a kind, an instance the rule of a
    criterion.

    `maximum` is the most it gives; for a deduction, the most it takes.
    """

    #: What frameworks call the kind, and what people read.
    code: ClassVar[str]
    label: ClassVar[str]
    #: The parameters that it takes, besides `may_not_apply`.
    keys: ClassVar[frozenset[str]] = frozenset()
    #: It takes levels; and those may have lower bounds.
    uses_levels: ClassVar[bool] = False
    uses_bounds: ClassVar[bool] = False
    effect: ClassVar[Effect] = Effect.POINTS
    #: Its figures are as of a day, which is kept beside them.
    asks_as_of: ClassVar[bool] = False
    #: The figures come from another body and are not asked of the unit.
    is_supplied: ClassVar[bool] = False
    #: It may set a unit against the best one.
    may_compare: ClassVar[bool] = False
    #: The figures with which an answer is whole although its points wait for the other units.
    waits_with: ClassVar[tuple[str, ...]] = ()

    maximum: Decimal
    may_not_apply: bool = False

    @classmethod
    @abstractmethod
    def read(cls, terms: Terms) -> Self:
        """The rule as a framework states it. Raises WrongRule."""

    @abstractmethod
    def points(self, declared: DeclaredFigures) -> Fraction:
        """Exact points from 0 to `maximum`. Raises ImpossibleInput."""

    @abstractmethod
    def fields(self) -> tuple[InputField, ...]:
        """What is filled in, in that order: the form and the workbook have a cell for each."""

    @property
    @abstractmethod
    def how(self) -> str:
        """How the points come about, in a sentence."""

    @abstractmethod
    def make_up(self, share: int) -> DeclaredFigures:
        """Figures of nobody, for trying out. `share`: 0 to 255, how much of the maximum is claimed,
        more or less.
        """

    @property
    def compared(self) -> Comparison | None:
        """The rule that sets this unit against the best one, if there is one."""
        return None

    @property
    def needs_best(self) -> bool:
        """The points depend on the best ratio of all units, which is not known yet."""
        return self.compared is not None and self.compared.best is None

    def with_best(self, best: Fraction | None) -> "Rule":
        """The same with the best ratio of all units known; itself where it compares nothing."""
        return self

    @property
    def wants_as_of(self) -> bool:
        return self.asks_as_of

    @property
    def most(self) -> str:
        """The maximum inside a sentence."""
        return plain(self.maximum)

    def gather(self, texts: Mapping[str, str]) -> dict[str, object]:
        """Canonical texts by path, as the figures of this rule."""
        return {field.path: texts[field.path] for field in self.fields() if field.path in texts}

    def typed(self, declared: DeclaredFigures) -> dict[str, str]:
        """Kept figures as somebody would have typed them, by path. The inverse of `gather`."""
        return {
            field.path: field.show(declared[field.path])
            for field in self.fields()
            if declared.get(field.path) not in (None, "")
        }

    def in_words(self, declared: DeclaredFigures) -> str:
        """Kept figures as a short text to read: «9/10», «Có»; nothing for nothing."""
        return "; ".join(
            field.in_words(declared[field.path])
            for field in self.fields()
            if declared.get(field.path)
        )

    def is_complete(self, declared: DeclaredFigures) -> bool:
        """Nothing more has to be filled in before points can be computed."""
        return all(declared.get(field.path) not in (None, "") for field in self.fields())
