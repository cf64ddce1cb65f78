"""Several rules in one: what each part says, put together. What they are worth together, the kinds
say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from scoring.core.amounts import DeclaredFigures, ImpossibleInput
from scoring.core.fields import InputField
from scoring.core.rule_kinds.rule import Rule


@dataclass(frozen=True, slots=True)
class RulePart:
    """One part of a rule made of parts."""

    code: str
    label: str
    rule: Rule

    @property
    def prefix(self) -> str:
        """What the paths of its fields start with."""
        return f"parts.{self.code}."

    def points(self, declared: object) -> Fraction:
        """The points of the part; a refusal says which part it is about. Raises ImpossibleInput."""
        if not isinstance(declared, Mapping) or not declared:
            raise ImpossibleInput(f"Phần «{self.label}» chưa được kê khai.")
        try:
            return self.rule.points(declared)
        except ImpossibleInput as refusal:
            raise ImpossibleInput(f"Phần «{self.label}»: {refusal}") from refusal

    def fields(self) -> Iterator[InputField]:
        for field in self.rule.fields():
            label = f"{self.label} – {field.label[:1].lower()}{field.label[1:]}"
            yield replace(field, path=self.prefix + field.path, label=label)

    def gather(self, texts: Mapping[str, str]) -> dict[str, object]:
        own = {
            path.removeprefix(self.prefix): text
            for path, text in texts.items()
            if path.startswith(self.prefix)
        }
        return self.rule.gather(own)

    def typed(self, declared: DeclaredFigures) -> dict[str, str]:
        own = self.rule.typed(self.stated_in(declared))
        return {self.prefix + path: text for path, text in own.items()}

    def stated_in(self, declared: DeclaredFigures) -> DeclaredFigures:
        """The figures of the part; none where it was not stated."""
        stated = declared.get("parts")
        part = stated.get(self.code) if isinstance(stated, Mapping) else None
        return part if isinstance(part, Mapping) else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsRule(Rule):
    """Several rules in one: `parts` [{"code", "label", "kind", "maximum", "params"?, "levels"?}],
    levels as [{"code", "label", "points", "lower_bound"?}]. Declared {"parts": {code: {…}}}.
    """

    keys = frozenset({"parts"})

    parts: tuple[RulePart, ...]

    @property
    def wants_as_of(self) -> bool:
        return any(part.rule.wants_as_of for part in self.parts)

    def fields(self) -> tuple[InputField, ...]:
        return tuple(field for part in self.parts for field in part.fields())

    def gather(self, texts: Mapping[str, str]) -> dict[str, object]:
        own = {part.code: part.gather(texts) for part in self.parts}
        stated = {code: figures for code, figures in own.items() if figures}
        return {"parts": stated} if stated else {}

    def typed(self, declared: DeclaredFigures) -> dict[str, str]:
        return {path: text for part in self.parts for path, text in part.typed(declared).items()}

    def in_words(self, declared: DeclaredFigures) -> str:
        stated = [(part, part.rule.in_words(part.stated_in(declared))) for part in self.parts]
        return "; ".join(f"{part.label}: {shown}" for part, shown in stated if shown)

    @property
    def how_each(self) -> str:
        return " ".join(f"{part.label}: {part.rule.how}" for part in self.parts)

    def make_up(self, share: int) -> DeclaredFigures:
        return {"parts": {part.code: part.rule.make_up(share) for part in self.parts}}

    def stated(self, declared: DeclaredFigures) -> Mapping[str, object]:
        """What was declared part by part.

        Raises ImpossibleInput for a part that the rule does not have.
        """
        stated = declared.get("parts")
        if not isinstance(stated, Mapping):
            raise ImpossibleInput("Chưa kê khai phần nào.")
        for code in sorted(map(str, stated.keys() - {part.code for part in self.parts})):
            raise ImpossibleInput(f"Tiêu chí này không có phần «{code}».")
        return stated
