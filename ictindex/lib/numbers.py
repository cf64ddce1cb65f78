"""Numbers as people write and read them: «73,11» in, «73,11» out, rounding half up once at the
edge. What is no number is told in a sentence, the same wherever it was typed.
"""

import re
from decimal import Decimal
from fractions import Fraction

CENT = Decimal("0.01")
#: Without the sign that a nought can have.
_NOUGHT = Decimal("0.00")
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


def read_points(text: str, *, called: str, most: Decimal | None = None) -> Decimal:
    """Points from 0 to `most`, where that is known. `called`: their name in the sentence.

    Raises NotAScore with a sentence that says what is wrong and what to type.
    """
    try:
        points = parse_score(text.strip())
    except NotAScore as problem:
        wanted = "như 7 hoặc" if most is None else f"từ 0 đến {plain_number(most)}, ví dụ"
        raise NotAScore(
            f"{called} «{text.strip()[:40]}» không phải là điểm. Nhập số {wanted} 7,5."
        ) from problem
    if most is not None and points > most:
        raise NotAScore(
            f"{called} {plain_number(points)} vượt mức tối đa {plain_number(most)}. Nhập từ 0 đến "
            f"{plain_number(most)}."
        )
    return points


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


def read_amount(text: str, *, called: str) -> Decimal:
    """A declared figure, 0 or more. `called`: its name in the sentence.

    Raises NotAnAmount with a sentence that says what is wrong and what to type.
    """
    shown = text.strip()
    try:
        number = parse_amount(text)
    except AmbiguousAmount as problem:
        whole, comma = shown.replace(".", ""), shown.replace(".", ",")
        raise NotAnAmount(
            f"{called} «{shown}» có thể hiểu theo hai cách. Viết {whole} hoặc {comma}."
        ) from problem
    except NotAnAmount as problem:
        raise NotAnAmount(
            f"{called} «{shown[:40]}» không phải là một số. Viết số như 12 hoặc 7,5."
        ) from problem
    if number < 0:
        raise NotAnAmount(f"{called} −{shown.lstrip('-−')} là số âm. Nhập từ 0 trở lên.")
    return number


def parse_whole(text: str, *, most: int = 10**18 - 1) -> int | None:
    """A key, a version or a place as our own pages send it back: at most 18 digits of ASCII, which
    every database takes.

    None for anything else: other scripts' digits, signs, and numbers too long to be read at all.
    """
    number = int(text) if _WHOLE.fullmatch(text) else None
    return number if number is not None and number <= most else None


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
    if isinstance(value, Decimal) and value.same_quantum(CENT):
        return value or _NOUGHT
    exact = Fraction(value)
    cents = int(abs(exact) * 100 + half)
    return Decimal(
        f"{cents if exact >= 0 else -cents}E-2"
    )  # built, not shifted: arithmetic would obey the context's precision
