"""A question that is answered yes or no."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Self

from scoring.core.amounts import DeclaredFigures, ImpossibleInput, plain
from scoring.core.fields import InputField
from scoring.core.rule_kinds.rule import Rule
from scoring.core.rule_terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNoRule(Rule):
    """One number of points for yes (`yes`: the maximum unless stated), another for no (`no`: 0
    unless stated): a question can be put so that no is the good answer. Declared
    {"answer": "yes"} or "no".
    """

    code = "yes_no"
    label = "Có / không"
    keys = frozenset({"yes", "no"})

    yes: Decimal
    no: Decimal

    @classmethod
    def read(cls, terms: Terms) -> Self:
        yes, no = terms.points("yes", default=terms.maximum), terms.points("no", default=Decimal(0))
        return cls(maximum=terms.maximum, may_not_apply=terms.may_not_apply, yes=yes, no=no)

    def points(self, declared: DeclaredFigures) -> Fraction:
        match declared.get("answer"):
            case "yes":
                return Fraction(self.yes)
            case "no":
                return Fraction(self.no)
            case _:
                raise ImpossibleInput("Câu hỏi này phải được trả lời «Có» hoặc «Không».")

    def fields(self) -> tuple[InputField, ...]:
        return (InputField("answer", "Trả lời", (("yes", "Có"), ("no", "Không"))),)

    @property
    def how(self) -> str:
        return f"Có: {plain(self.yes)} điểm. Không: {plain(self.no)} điểm."

    def make_up(self, share: int) -> DeclaredFigures:
        return {"answer": "yes" if share > 60 else "no"}
