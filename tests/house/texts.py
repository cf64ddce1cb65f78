"""Who says which characters a text may have, and who reads numbers and days that people type: one
module each. Asked of modules as text, as in `questions`.
"""

import ast
import re
import unicodedata
from collections.abc import Iterator

from tests.house.sources import Sources, called, calls, nodes

_TEXT = "ictindex.lib.text"
_READERS = frozenset({"ictindex.lib.days", "ictindex.lib.numbers"})
_CLASSES = frozenset({"isprintable", "category"})
#: A class of hidden characters inside a pattern, as it is written there.
_PATTERN = re.compile(r"\\x[01][0-9a-f]|\\u(?:d[89a-f]|fdd|fff[ef]|200|202|206)", re.IGNORECASE)
_IN_TEXTS = "\n\r\t"
#: Fields of Django that read by the language of the server, and what there is instead.
_FIELDS = frozenset(
    {"DateField", "DateTimeField", "DecimalField", "FloatField", "IntegerField"}
) | {"TimeField"}
_FIELDS_AT = "units.forms"
_DIGITS = frozenset({"isdecimal", "isdigit", "isnumeric"})
_CONVERTED = frozenset({"Decimal", "float", "fromisoformat", "int", "strptime"})
#: Where typed texts arrive.
_ENTRANCES = frozenset({"forms", "views"})


def character_classes(sources: Sources) -> list[str]:
    """Only `lib.text` says which characters are clean, and composes letters."""
    return [
        f"{name}:{line} {what}"
        for name, source in sources.items()
        if name != _TEXT
        for line, what in sorted(_classes(source))
    ]


def _classes(source: str) -> Iterator[tuple[int, str]]:
    for call in calls(source):
        if called(call) in _CLASSES and isinstance(call.func, ast.Attribute):
            yield call.lineno, f"asks for {called(call)}"
        if called(call) == "normalize" and any(_says(each, "NFC") for each in call.args):
            yield call.lineno, "composes letters"
    for node in nodes(source):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and _is_hidden(node.value)
        ):
            yield node.lineno, f"names characters: {node.value!a}"


def _says(node: ast.expr, text: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == text


def _is_hidden(text: str) -> bool:
    return bool(_PATTERN.search(text)) or any(
        letter not in _IN_TEXTS and unicodedata.category(letter).startswith("C") for letter in text
    )


def typed_numbers(sources: Sources) -> list[str]:
    """Numbers, days and hours that people type are read by `lib.numbers` and `lib.days`, and
    asked for by the fields of `units.forms`. Seen are fields of Django, and in forms and views
    what makes a number or a day of a name or of a part of something.
    """
    return [
        f"{name}:{call.lineno} reads by {ast.unparse(call.func)}"
        for name, source in sources.items()
        if name not in _READERS
        for call in calls(source)
        if _is_own_field(name, call) or (_is_entrance(name) and _is_conversion(call))
    ]


def _is_own_field(name: str, call: ast.Call) -> bool:
    return (
        name != _FIELDS_AT
        and called(call) in _FIELDS
        and ast.unparse(call.func).startswith("forms.")
    )


def _is_entrance(name: str) -> bool:
    return bool(_ENTRANCES & set(name.split(".")))


def _is_conversion(call: ast.Call) -> bool:
    if called(call) in _DIGITS:
        return True
    return called(call) in _CONVERTED and any(
        isinstance(each, ast.Name | ast.Attribute | ast.Subscript) for each in call.args
    )
