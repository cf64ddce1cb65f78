"""Numbers as people write and read them: «73,11» in, «73,11» out, rounding half up once at the
edge.
"""

import re
from decimal import Decimal
from fractions import Fraction

CENT = Decimal("0.01")
_SCORE = re.compile(r" *([0-9]{1,3})(?:[.,]([0-9]{1,2}))? *")
_PLAIN_AMOUNT = re.compile(r"([0-9]{1,15})(?:[.,]([0-9]{1,6}))?")
_GROUPED_AMOUNT = re.compile(
    r"([0-9]{1,3}(?:\.[0-9]{3}){1,4}|[0-9]{1,3}(?: [0-9]{3}){1,4})(?:,([0-9]{1,6}))?"
)
_WHOLE = re.compile(r"[0-9]{1,18}")
# «1.234» is 1234 to one reader and 1,234 to another; «0.125» and «1234.567» are not.
_TWO_READINGS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")


class NotAScore(ValueError):
    """The text is not a score of at most three digits before and two after the decimal comma."""


def parse_score(text: str) -> Decimal:
    """Read «7», «7,5» or «7.50» exactly; anything else (signs, exponents, other scripts' digits,
    «1.234») is refused.

    Raises NotAScore.
    """
    match = _SCORE.fullmatch(text)
    if not match:
        raise NotAScore(text)
    whole, part = match.groups()
    return Decimal(f"{whole}.{part or '0'}").quantize(CENT)


class NotAnAmount(ValueError):
    """The text is not a figure of at most 15 digits before and 6 after the decimal comma."""


class AmbiguousAmount(NotAnAmount):
    """The text reads as a whole number with a point between thousands, and as well as a number
    with three decimals.
    """


def parse_amount(text: str) -> Decimal:
    """Read a declared figure exactly: «35», «7,5», «7.5», «1.234.567», «1 234,5», «-3».

    Raises AmbiguousAmount for «1.234», and NotAnAmount for anything else.
    """
    stripped = text.replace("\u00a0", " ").replace("\u202f", " ").strip()
    unsigned = (
        stripped.lstrip("-−") if len(stripped) - len(stripped.lstrip("-−")) == 1 else stripped
    )
    if _TWO_READINGS.fullmatch(unsigned):
        raise AmbiguousAmount(text)
    match = _PLAIN_AMOUNT.fullmatch(unsigned) or _GROUPED_AMOUNT.fullmatch(unsigned)
    if not match:
        raise NotAnAmount(text)
    whole, part = match.groups()
    sign = "" if unsigned == stripped else "-"
    return Decimal(f"{sign}{whole.replace('.', '').replace(' ', '')}.{part or '0'}")


def parse_whole(text: str) -> int | None:
    """A key, a version or a place as our own pages send it back: at most 18 digits of ASCII, which
    every database takes.

    None for anything else: other scripts' digits, signs, and numbers too long to be read at all.
    """
    return int(text) if _WHOLE.fullmatch(text) else None


def half_up(value: Fraction | Decimal | int) -> Decimal:
    """Round to two places, halves away from zero (63,865 → 63,87).

    The only rounding in the application.
    """
    return _to_cents(value, half=Fraction(1, 2))


def cut(value: Fraction | Decimal | int) -> Decimal:
    """Drop what follows the second place (84,075 → 84,07), as some printed figures were."""
    return _to_cents(value, half=Fraction(0))


def show(value: Fraction | Decimal | None, *, missing: str = "–") -> str:
    """Two places, rounded half up, with a decimal comma: «73,11»."""
    return missing if value is None else f"{half_up(value):f}".replace(".", ",")


def plain_number(value: Decimal | Fraction) -> str:
    """«65», «7,5»: no places where there are none, as bounds and maxima are spoken of."""
    text = show(value)
    return text.rstrip("0").rstrip(",") if "," in text else text


def _to_cents(value: Fraction | Decimal | int, *, half: Fraction) -> Decimal:
    exact = Fraction(value)
    cents = int(abs(exact) * 100 + half)
    return Decimal(
        f"{cents if exact >= 0 else -cents}E-2"
    )  # built, not shifted: arithmetic would obey the context's precision
