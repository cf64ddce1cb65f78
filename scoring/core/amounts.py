"""Reading exact numbers out of what was declared or written into a rule, and refusing what
cannot be. Gives no points.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import cast

#: What a unit stated about one criterion, as plain JSON values; numbers are whole or text («12.5»),
#: never binary floats.
DeclaredFigures = Mapping[str, object]

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_SHARE = re.compile(r"[0-9]{1,6}/0*[1-9][0-9]{0,5}")
_LIMIT = 10**15
_PLACES = 6


class ImpossibleInput(ValueError):
    """What was declared cannot be; the text is a full sentence for the person who declared it."""


def read_number(value: object) -> Decimal | None:
    """An exact number of at most 15 digits before and 6 after the point;

    None for anything else (floats, exponents, truths).
    """
    if isinstance(value, str):
        return Decimal(value) if _NUMBER.fullmatch(value) else None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return (
        number
        if number.is_finite() and abs(number) < _LIMIT and _places(number) <= _PLACES
        else None
    )


def read_share(value: object) -> Fraction | None:
    """A part of one, «0.5» or «2/3»; None for anything else, or outside 0 to 1."""
    number = (
        Fraction(value)
        if isinstance(value, str) and _SHARE.fullmatch(value)
        else read_number(value)
    )
    return Fraction(number) if number is not None and 0 <= number <= 1 else None


def amount(declared: DeclaredFigures, key: str, *, called: str) -> Decimal:
    """A declared number, 0 or more;

    `called` is its name at the start of a sentence. Raises ImpossibleInput.
    """
    value = declared.get(key)
    if value is None or value == "":
        raise ImpossibleInput(f"{called} chưa được kê khai.")
    number = read_number(value)
    if number is None:
        raise ImpossibleInput(f"{called} «{_shortened(value)}» không phải là một số hợp lệ.")
    if number < 0:
        raise ImpossibleInput(f"{called} {plain(number)} là số âm. Nhập từ 0 trở lên.")
    return number


def whole(declared: DeclaredFigures, key: str, *, called: str) -> Decimal:
    """A declared number of things, 0 or more. Raises ImpossibleInput."""
    number = amount(declared, key, called=called)
    if number != int(number):
        raise ImpossibleInput(f"{called} {plain(number)} phải là số nguyên.")
    return number


def plain(number: Decimal) -> str:
    """A number inside a sentence: decimal comma, no idle zeros («7,5», «12»)."""
    text = f"{number:f}"
    return (
        (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",").replace("-", "−")
    )


def _places(number: Decimal) -> int:
    """Of a finite number, whose exponent is always whole."""
    return -cast(int, number.as_tuple().exponent)


def _shortened(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
