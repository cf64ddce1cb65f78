"""The terms of a criterion's rule as a framework writes them: plain values in, checked values out.

Only reading, no points.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NoReturn

from ictindex.lib.numbers import half_up
from scoring.core.amounts import plain, read_number, read_share
from scoring.core.types import LevelSpec

#: Parts in parts: no instrument met so far goes deeper than two.
DEEPEST = 3


class WrongRule(ValueError):
    """The framework states a rule that cannot be applied; the text says which term is wrong and
    why.
    """


@dataclass(frozen=True, slots=True)
class Terms:
    """What a framework says about one rule. `depth`: 0 for a criterion, 1 for a part of it."""

    kind: str
    params: Mapping[str, object]
    maximum: Decimal
    levels: tuple[LevelSpec, ...] = ()
    depth: int = 0

    def allow(self, keys: Iterable[str]) -> None:
        """Raises WrongRule for a parameter that this kind of rule does not know."""
        for key in sorted(str(key) for key in self.params.keys() - set(keys)):
            self.refuse(f"không có tham số «{key}»")

    def refuse(self, why: str) -> NoReturn:
        """Raises WrongRule."""
        raise WrongRule(f"Cách chấm «{self.kind}»: {why}.")

    def points(self, key: str, *, default: Decimal | None = None) -> Decimal:
        """A number of points from 0 to the maximum."""
        number = self.number(key, default=default)
        if number > self.maximum:
            self.refuse(f"«{key}» là {plain(number)}, vượt mức tối đa {plain(self.maximum)}")
        return number

    def number(self, key: str, *, default: Decimal | None = None) -> Decimal:
        """A number of 0 or more."""
        value = self.params.get(key, default)
        number = read_number(value)
        if number is None or number < 0:
            self.refuse(f'«{key}» phải là số từ 0 trở lên, viết như "7.5", không phải {value!r}')
        return number

    @property
    def may_not_apply(self) -> bool:
        """What every kind of rule takes: the criterion can be left out for a unit."""
        return self.flag("may_not_apply")

    def flag(self, key: str) -> bool:
        """True or false; false when not stated."""
        value = self.params.get(key, False)
        if not isinstance(value, bool):
            self.refuse(f"«{key}» phải là true hoặc false")
        return value

    def text(self, key: str) -> str:
        value = self.params.get(key)
        if not isinstance(value, str) or not value.strip():
            self.refuse(f"phải có «{key}»")
        return value

    def options(self) -> tuple[tuple[str, Fraction], ...]:
        """The levels as codes and points; with «fractions», exact parts of the maximum, which
        the levels' points must round.
        """
        self._check_levels()
        shares = self._shares()
        return tuple(
            (level.code, shares.get(level.code, Fraction(level.points))) for level in self.levels
        )

    def steps(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """The levels as lower bounds and points, lowest bound first."""
        self._check_levels()
        bounds = [level.lower_bound for level in self.levels if level.lower_bound is not None]
        if len(bounds) < len(self.levels):
            self.refuse("mỗi bậc phải có cận dưới")
        if len(set(bounds)) < len(bounds):
            self.refuse("hai bậc có cùng cận dưới")
        return tuple(
            sorted(
                (Fraction(level.lower_bound or 0), Fraction(level.points)) for level in self.levels
            )
        )

    def parts(self) -> tuple[tuple[str, str, "Terms"], ...]:
        """The parts as code, label and their own terms; at least one, with different codes."""
        listed = self.params.get("parts")
        if not isinstance(listed, Sequence) or isinstance(listed, str) or not listed:
            self.refuse("«parts» phải là danh sách có ít nhất một phần")
        parts = tuple(self._part(stated) for stated in listed)
        if len({code for code, _, _ in parts}) < len(parts):
            self.refuse("hai phần có cùng mã")
        return parts

    def inner(self) -> "Terms":
        """The rule that a rule wraps, with the maximum of the outer one."""
        return self._nested(self, maximum=self.maximum)

    def _part(self, stated: object) -> tuple[str, str, "Terms"]:
        own = Terms(
            kind=f"{self.kind}, một phần", params=_mapping(stated, "parts"), maximum=self.maximum
        )
        own.allow(("code", "label", "kind", "maximum", "params", "levels"))
        return own.text("code"), own.text("label"), self._nested(own, maximum=own.number("maximum"))

    def _nested(self, stated: "Terms", *, maximum: Decimal) -> "Terms":
        if self.depth == DEEPEST:
            self.refuse(f"các phần lồng nhau quá {DEEPEST} tầng")
        return Terms(
            kind=stated.text("kind"),
            params=_mapping(stated.params.get("params", {}), "params"),
            maximum=maximum,
            levels=_levels(stated.params.get("levels", [])),
            depth=self.depth + 1,
        )

    def _shares(self) -> dict[str, Fraction]:
        stated = _mapping(self.params.get("fractions", {}), "fractions")
        codes = [level.code for level in self.levels]
        if stated and set(stated) != set(codes):
            self.refuse("«fractions» phải nêu đúng các mức: " + ", ".join(codes))
        return {
            level.code: self._share(level, stated[level.code]) for level in self.levels if stated
        }

    def _share(self, level: LevelSpec, stated: object) -> Fraction:
        share = read_share(stated)
        if share is None:
            self.refuse(f'phần của mức «{level.code}» phải từ 0 đến 1, viết như "0.5" hoặc "2/3"')
        exact = share * Fraction(self.maximum)
        if half_up(exact) != level.points:
            self.refuse(
                f"mức «{level.code}» ghi {plain(level.points)} điểm nhưng phần của nó là "
                f"{plain(half_up(exact))}"
            )
        return exact

    def _check_levels(self) -> None:
        if not self.levels:
            self.refuse("phải có ít nhất một mức điểm")
        if len({level.code for level in self.levels}) < len(self.levels):
            self.refuse("hai mức có cùng mã")
        for level in self.levels:
            if not 0 <= level.points <= self.maximum:
                self.refuse(
                    f"mức «{level.code}» là {plain(level.points)} điểm, ngoài khoảng từ 0 đến "
                    f"{plain(self.maximum)}"
                )


def _mapping(value: object, key: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise WrongRule(f"«{key}» phải gồm các cặp tên và giá trị.")
    return value


def _levels(listed: object) -> tuple[LevelSpec, ...]:
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        raise WrongRule("«levels» phải là một danh sách.")
    return tuple(_level(_mapping(stated, "levels")) for stated in listed)


def _level(stated: Mapping[str, object]) -> LevelSpec:
    own = Terms(kind="một mức", params=stated, maximum=Decimal(0))
    own.allow(("code", "label", "points", "lower_bound"))
    bound = own.number("lower_bound") if "lower_bound" in stated else None
    return LevelSpec(
        code=own.text("code"),
        label=own.text("label"),
        points=own.number("points"),
        lower_bound=bound,
    )
