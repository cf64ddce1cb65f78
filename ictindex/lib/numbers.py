"""Numbers as people write and read them: «73,11» in, «73,11» out, rounding half up once at the edge."""

import re
from decimal import Decimal
from fractions import Fraction

CENT = Decimal("0.01")
_SCORE = re.compile(r" *([0-9]{1,3})(?:[.,]([0-9]{1,2}))? *")


class NotAScore(ValueError):
    """The text is not a score of at most three digits before and two after the decimal comma."""


def parse_score(text: str) -> Decimal:
    """Read «7», «7,5» or «7.50» exactly; anything else (signs, exponents, other scripts' digits, «1.234») is refused.

    Raises NotAScore.
    """
    match = _SCORE.fullmatch(text)
    if not match:
        raise NotAScore(text)
    whole, part = match.groups()
    return Decimal(f"{whole}.{part or '0'}").quantize(CENT)


def half_up(value: Fraction | Decimal | int) -> Decimal:
    """Round to two places, halves away from zero (63,865 → 63,87). The only rounding in the application."""
    return _to_cents(value, half=Fraction(1, 2))


def cut(value: Fraction | Decimal | int) -> Decimal:
    """Drop what follows the second place (84,075 → 84,07), as some printed figures were."""
    return _to_cents(value, half=Fraction(0))


def show(value: Fraction | Decimal | None, *, missing: str = "–") -> str:
    """Two places, rounded half up, with a decimal comma: «73,11»."""
    return missing if value is None else f"{half_up(value):f}".replace(".", ",")


def _to_cents(value: Fraction | Decimal | int, *, half: Fraction) -> Decimal:
    exact = Fraction(value)
    cents = int(abs(exact) * 100 + half)
    return Decimal(f"{cents if exact >= 0 else -cents}E-2")  # built, not shifted: arithmetic would obey the context's precision
