"""What a unit declared for one criterion, as a short text: «9/10», «Có», «35 người». It reads; it gives no points."""

from collections.abc import Iterator, Mapping
from typing import Any

_ANSWERS = {"yes": "Có", "no": "Không", True: "Có", False: "Không"}
_UNITS = {"percent": " %", "people": " người"}


def declared_in_words(declared: Mapping[str, Any], levels: Mapping[str, str] | None = None) -> str:
    """The declared figures in the order in which they were kept; nothing declared is no text.

    `levels`: the labels of what could be chosen, by code; without them the code is shown.
    """
    if declared.get("not_applicable") is True:
        return "Không áp dụng"
    chosen = {"choice": (levels or {}).get(str(declared["choice"]), declared["choice"])} if "choice" in declared else {}
    return "; ".join(_texts({**declared, **chosen}))


def _texts(declared: Mapping[str, Any]) -> Iterator[str]:
    rest = dict(declared)
    if "numerator" in rest or "denominator" in rest:
        yield f"{_number(rest.pop('numerator', '…'))}/{_number(rest.pop('denominator', '…'))}"
    if "value" in rest:
        yield f"{_number(rest.pop('value'))}{_UNITS.get(str(rest.pop('kind', '')), '')}"
    for code, part in (rest.pop("parts", None) or {}).items():
        yield f"{code}: {declared_in_words(part)}"
    for key, value in rest.items():
        if key not in ("points", "not_applicable"):
            yield _plain(key, value)


def _plain(key: str, value: Any) -> str:
    if key == "answer":
        return _ANSWERS.get(value, str(value))
    return f"{_number(value)}{_UNITS.get(key, '')}"


def _number(value: Any) -> str:
    """Numbers are kept as text with a point and shown with a comma."""
    text = str(value)
    return text.replace(".", ",") if text.replace(".", "", 1).isdecimal() else text
