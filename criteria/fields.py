"""What was typed for a criterion, read as it is kept: «9,50» as «9.5». Knows no models and no
HTML.
"""

from collections.abc import Mapping, MutableMapping
from decimal import Decimal

from ictindex.lib.numbers import read_amount
from scoring.core.amounts import plain
from scoring.core.fields import InputField
from scoring.core.rule_kinds.rule import Rule

#: Typed texts, and the sentences of what is wrong with them, by the path of a field.
Texts = Mapping[str, str]
Problems = MutableMapping[str, str]


def read_figures(rule: Rule, texts: Texts, problems: Problems) -> dict[str, object]:
    """What was typed, as it is kept; what cannot be read is left out, and its sentence goes into
    `problems`.
    """
    read: dict[str, str] = {}
    for field in rule.fields():
        try:
            read[field.path] = read_field(field, texts.get(field.path, ""))
        except ValueError as problem:
            problems[field.path] = str(problem)
    return rule.gather({path: text for path, text in read.items() if text})


def read_field(field: InputField, text: str) -> str:
    """The canonical text; nothing for nothing. Raises ValueError with a sentence."""
    if field.options:
        return _read_choice(field, text)
    return canonical_number(text, called=field.label) if text.strip() else ""


def _read_choice(field: InputField, text: str) -> str:
    if text and text not in dict(field.options):
        raise ValueError(f"{field.label}: «{text[:40]}» không có trong các lựa chọn.")
    return text


def canonical_number(text: str, *, called: str) -> str:
    """«9,50» → «9.5».

    Raises ValueError with a sentence that says what is wrong and what to type.
    """
    return plain(read_amount(text, called=called)).replace(",", ".")


def typed_number(number: Decimal) -> str:
    """A number as somebody would type it, and as `canonical_number` reads it: «9,5»."""
    return plain(number)
