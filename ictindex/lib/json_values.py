"""Values as plain data for JSON: dataclasses by their fields, exact numbers as text.

One way only; nothing is read back.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

#: An object of JSON: values by name.
Json = dict[str, Any]


def plain(value: Any) -> Any:
    """Lists, dictionaries, texts, whole numbers, truths and None, in an order that depends on the
    value alone.

    A dataclass says its name under "is". Raises TypeError for what has no exact plain form, floats
    among them.
    """
    if is_dataclass(value) and not isinstance(value, type):
        named = {each.name: plain(getattr(value, each.name)) for each in fields(value)}
        return {"is": type(value).__name__, **named}
    if isinstance(value, Mapping):
        return {
            _key(key): plain(each)
            for key, each in sorted(value.items(), key=lambda item: _key(item[0]))
        }
    if isinstance(value, frozenset | set):
        return sorted((plain(each) for each in value), key=repr)
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    return _simple(value)


def _simple(value: Any) -> str | int | bool | None:
    if isinstance(value, Enum):
        return _simple(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Fraction):
        return str(value)
    if value is None or isinstance(value, str | int):
        return str(value) if isinstance(value, str) else value
    raise TypeError(f"{type(value).__name__} has no exact plain form")


def _key(key: Any) -> str:
    """Keys of several parts («HTKT», 2020) become one text."""
    return ".".join(map(str, key)) if isinstance(key, tuple) else str(_simple(key))
