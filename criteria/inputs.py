"""What a person fills in for each kind of rule, and reading it: one class a kind, and one line in
`INPUTS`.

Knows no models and no HTML. Texts are as people type them («9,5»); figures are kept as canonical
text («9.5»).
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from criteria.fields import InputField, Problems, Texts
from scoring.core.amounts import DeclaredFigures, plain
from scoring.core.rule_terms import Terms


@dataclass(frozen=True, slots=True)
class Input(ABC):
    """What is filled in for one rule.

    `asks_as_of`: its figures are as of a day, which is kept beside them.
    """

    asks_as_of: ClassVar[bool] = False

    terms: Terms

    @abstractmethod
    def fields(self, prefix: str = "") -> tuple[InputField, ...]:
        """In the order in which they are filled in; paths start with the prefix."""

    @property
    @abstractmethod
    def how(self) -> str:
        """How the points come about, in a sentence."""

    @property
    def wants_as_of(self) -> bool:
        return self.asks_as_of

    @property
    def maximum(self) -> str:
        return plain(self.terms.maximum)

    def read(self, texts: Texts, problems: Problems) -> dict[str, object]:
        """What was typed, as it is kept; what cannot be read is left out, and its sentence goes
        into `problems`.
        """
        read: dict[str, str] = {}
        for field in self.fields():
            try:
                read[field.path] = field.read(texts.get(field.path, ""))
            except ValueError as problem:
                problems[field.path] = str(problem)
        return self.gather({path: text for path, text in read.items() if text})

    def gather(self, read: Texts, prefix: str = "") -> dict[str, object]:
        """Canonical texts by path, as the figures of this rule."""
        names = [field.path.removeprefix(prefix) for field in self.fields(prefix)]
        return {name: read[prefix + name] for name in names if prefix + name in read}

    def typed(self, declared: DeclaredFigures, prefix: str = "") -> dict[str, str]:
        """Kept figures as somebody would have typed them, by path. The inverse of `read`."""
        found = {
            field.path: (field, declared.get(field.path.removeprefix(prefix)))
            for field in self.fields(prefix)
        }
        return {
            path: field.show(value)
            for path, (field, value) in found.items()
            if value not in (None, "")
        }

    def in_words(self, declared: DeclaredFigures) -> str:
        """Kept figures as a short text to read: «9/10», «Có»; nothing for nothing."""
        return "; ".join(
            field.in_words(declared.get(field.path))
            for field in self.fields()
            if declared.get(field.path)
        )

    def is_complete(self, declared: DeclaredFigures) -> bool:
        """Nothing more has to be filled in before points can be computed."""
        return all(declared.get(field.path) not in (None, "") for field in self.fields())


class PointsInput(Input):
    """Points by judgement."""

    __slots__ = ()

    def fields(self, prefix: str = "") -> tuple[InputField, ...]:
        return (InputField(f"{prefix}points", "Điểm"),)

    @property
    def how(self) -> str:
        return f"Tự chấm từ 0 đến {self.maximum} điểm."


class YesNoInput(Input):
    """Yes or no."""

    __slots__ = ()

    def fields(self, prefix: str = "") -> tuple[InputField, ...]:
        return (InputField(f"{prefix}answer", "Trả lời", (("yes", "Có"), ("no", "Không"))),)

    @property
    def how(self) -> str:
        yes = self.terms.points("yes", default=self.terms.maximum)
        no = self.terms.points("no", default=Decimal(0))
        return f"Có: {plain(yes)} điểm. Không: {plain(no)} điểm."


class ChoiceInput(Input):
    """One of several levels."""

    __slots__ = ()

    def fields(self, prefix: str = "") -> tuple[InputField, ...]:
        options = tuple(
            (level.code, f"{level.label} ({plain(level.points)} điểm)")
            for level in self.terms.levels
        )
        return (InputField(f"{prefix}choice", "Mức", options),)

    @property
    def how(self) -> str:
        return "Chọn một mức. " + levels_in_words(self.terms)


class StepsInput(Input):
    """A number on steps."""

    __slots__ = ()
    asks_as_of = True

    def fields(self, prefix: str = "") -> tuple[InputField, ...]:
        return (InputField(f"{prefix}number", "Số lượng"),)

    @property
    def how(self) -> str:
        return "Theo số lượng. " + levels_in_words(self.terms)


class RatioInput(Input):
    """A numerator and a denominator."""

    __slots__ = ()
    asks_as_of = True

    def fields(self, prefix: str = "") -> tuple[InputField, ...]:
        return (
            InputField(f"{prefix}numerator", "Tử số"),
            InputField(f"{prefix}denominator", "Mẫu số"),
        )

    def in_words(self, declared: DeclaredFigures) -> str:
        shown = [field.in_words(declared.get(field.path) or "…") for field in self.fields()]
        return "/".join(shown) if any(declared.get(field.path) for field in self.fields()) else ""

    @property
    def how(self) -> str:
        return f"Tử số chia mẫu số, nhân {self.maximum} điểm."


class RatioToBestInput(RatioInput):
    """A ratio that is set against the best unit's."""

    __slots__ = ()

    @property
    def how(self) -> str:
        return (
            f"Tỷ lệ của đơn vị so với đơn vị cao nhất, nhân {self.maximum} điểm; tính khi đã có "
            "số liệu của mọi đơn vị."
        )


class CountInput(Input):
    """A number of things."""

    __slots__ = ()
    asks_as_of = True

    def fields(self, prefix: str = "") -> tuple[InputField, ...]:
        return (InputField(f"{prefix}count", "Số lượng"),)

    @property
    def how(self) -> str:
        return f"Mỗi trường hợp {self.each} điểm, tối đa {self.maximum} điểm."

    @property
    def each(self) -> str:
        return plain(self.terms.points("each"))


class DeductionInput(CountInput):
    """A number of things for which points are taken away."""

    __slots__ = ()

    @property
    def how(self) -> str:
        return f"Mỗi trường hợp trừ {self.each} điểm, trừ nhiều nhất {self.maximum} điểm."


class BonusInput(CountInput):
    """A number of things for which points come on top."""

    __slots__ = ()

    @property
    def how(self) -> str:
        return f"Mỗi trường hợp cộng thêm {self.each} điểm, nhiều nhất {self.maximum} điểm."


class PartsInput(Input):
    """Several inputs in one."""

    __slots__ = ()

    def parts(self) -> Iterator[tuple[str, str, Input]]:
        """Code, label and input of each part."""
        return ((code, label, input_of(terms)) for code, label, terms in self.terms.parts())

    @property
    def wants_as_of(self) -> bool:
        return any(inner.wants_as_of for _, _, inner in self.parts())

    def fields(self, prefix: str = "") -> tuple[InputField, ...]:
        return tuple(
            InputField(
                field.path, f"{label} – {field.label[:1].lower()}{field.label[1:]}", field.options
            )
            for code, label, inner in self.parts()
            for field in inner.fields(f"{prefix}parts.{code}.")
        )

    def gather(self, read: Texts, prefix: str = "") -> dict[str, object]:
        own = {
            code: inner.gather(read, f"{prefix}parts.{code}.") for code, _, inner in self.parts()
        }
        stated = {code: figures for code, figures in own.items() if figures}
        return {"parts": stated} if stated else {}

    def typed(self, declared: DeclaredFigures, prefix: str = "") -> dict[str, str]:
        found: dict[str, str] = {}
        for code, _, inner in self.parts():
            found |= inner.typed(stated_part(declared, code), f"{prefix}parts.{code}.")
        return found

    def in_words(self, declared: DeclaredFigures) -> str:
        stated = [
            (label, inner.in_words(stated_part(declared, code)))
            for code, label, inner in self.parts()
        ]
        return "; ".join(f"{label}: {shown}" for label, shown in stated if shown)

    @property
    def how_each(self) -> str:
        return " ".join(f"{label}: {inner.how}" for _, label, inner in self.parts())


class SumOfPartsInput(PartsInput):
    """All parts are filled in."""

    __slots__ = ()

    def is_complete(self, declared: DeclaredFigures) -> bool:
        return all(
            inner.is_complete(stated_part(declared, code)) for code, _, inner in self.parts()
        )

    @property
    def how(self) -> str:
        return f"Cộng các phần, tối đa {self.maximum} điểm. {self.how_each}"


class BestOfInput(PartsInput):
    """At least one part is filled in, and none by half."""

    __slots__ = ()

    def is_complete(self, declared: DeclaredFigures) -> bool:
        stated = [(inner, stated_part(declared, code)) for code, _, inner in self.parts()]
        begun = [inner.is_complete(figures) for inner, figures in stated if figures]
        return bool(begun) and all(begun)

    @property
    def how(self) -> str:
        return f"Lấy phần có điểm cao nhất. {self.how_each}"


class SuppliedInput(Input):
    """A figure that another body supplies: it may be filled in, and is not asked for."""

    __slots__ = ()

    @property
    def inner(self) -> Input:
        return input_of(self.terms.inner())

    @property
    def wants_as_of(self) -> bool:
        return self.inner.wants_as_of

    def fields(self, prefix: str = "") -> tuple[InputField, ...]:
        return self.inner.fields(prefix)

    def gather(self, read: Texts, prefix: str = "") -> dict[str, object]:
        return self.inner.gather(read, prefix)

    def typed(self, declared: DeclaredFigures, prefix: str = "") -> dict[str, str]:
        return self.inner.typed(declared, prefix)

    def in_words(self, declared: DeclaredFigures) -> str:
        return self.inner.in_words(declared)

    def is_complete(self, declared: DeclaredFigures) -> bool:
        return self.inner.is_complete(declared)

    @property
    def how(self) -> str:
        return (
            f"Số liệu do {self.terms.text('by')} cung cấp; đơn vị không bắt buộc nhập. "
            f"{self.inner.how}"
        )


#: Every kind of rule by the code that frameworks use.
INPUTS: Mapping[str, type[Input]] = {
    "manual": PointsInput,
    "yes_no": YesNoInput,
    "choice": ChoiceInput,
    "steps": StepsInput,
    "ratio": RatioInput,
    "ratio_to_best": RatioToBestInput,
    "count": CountInput,
    "best_of": BestOfInput,
    "sum_of_parts": SumOfPartsInput,
    "deduction": DeductionInput,
    "bonus": BonusInput,
    "supplied": SuppliedInput,
}


def input_of(terms: Terms) -> Input:
    """What is filled in for a rule of these terms. Raises KeyError for a kind without an input."""
    return INPUTS[terms.kind](terms)


def levels_in_words(terms: Terms) -> str:
    """«Có cả hai: 4 điểm; chỉ một: 2 điểm.»"""
    return "; ".join(f"{level.label}: {plain(level.points)} điểm" for level in terms.levels) + "."


def stated_part(declared: DeclaredFigures, code: str) -> DeclaredFigures:
    """The figures of one part; none where it was not stated."""
    stated = declared.get("parts")
    part = stated.get(code) if isinstance(stated, Mapping) else None
    return part if isinstance(part, Mapping) else {}
