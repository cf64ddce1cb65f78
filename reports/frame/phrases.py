"""How Vietnamese administrative prose writes dates, document numbers, lists and figures.

No data of its own.
"""

import re
from collections.abc import Iterable
from datetime import date

from ictindex.lib.numbers import show
from scoring.core.results import Figure, UnitResults

#: Stands after an official figure that the rule does not give.
MARK = "*"
_DECISION = re.compile(r"/QĐ(-|$)")
#: More units than this that share a highest or lowest score are counted, not named.
NAMED_TOGETHER = 5


def long_date(day: date) -> str:
    """«ngày 05 tháng 01 năm 2021»: a zero before days under 10 and before months 1 and 2 only
    (Decree 30/2020).
    """
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_date(day: date | None) -> str:
    return "" if day is None else f"{day:%d/%m/%Y}"


def padded_number(number: str) -> str:
    """The number of a document with two digits at least: «7/QĐ-BNV» → «07/QĐ-BNV»."""
    digits, slash, rest = number.partition("/")
    return f"{digits.strip().zfill(2)}{slash}{rest}" if digits.strip().isdecimal() else number


def is_decision(number: str) -> bool:
    """«1101/QĐ-BNV» is a decision, «597/TTTT-QLATTT» is not."""
    return bool(_DECISION.search(number))


def document_called(number: str) -> str:
    """«Quyết định số 375/QĐ-BNV»."""
    return f"{'Quyết định' if is_decision(number) else 'Văn bản'} số {padded_number(number)}"


def listed(items: Iterable[str]) -> str:
    """«A», «A và B», «A, B và C»; with a semicolon where an item has a comma outside
    parentheses.
    """
    names = list(items)
    if len(names) < 2:
        return "".join(names)
    comma = "; " if any("," in name.partition("(")[0] for name in names) else ", "
    return f"{comma.join(names[:-1])} và {names[-1]}"


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """The text as it stands inside a sentence; an abbreviation at its head keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def result_of(title: str) -> str:
    """What the report of a campaign is called, from whatever the campaign is: «Kết quả đánh giá
    …».
    """
    what = lowered(title)
    return sentence_case(what) if what.startswith("kết quả") else f"Kết quả {what}"


def marked(figure: Figure) -> str:
    """The official value, «59,77*» where the rule gives another;

    «–» where the figure does not apply or does not exist.
    """
    return show(figure.official) + (MARK if figure.differs else "")


def joined(*sentences: str | None) -> str | None:
    """One paragraph of those that were made."""
    return " ".join(present(*sentences)) or None


def names_together(units: Iterable[UnitResults]) -> str:
    return listed(unit.short_name for unit in units)


def present(*sentences: str | None) -> tuple[str, ...]:
    """Those that were made."""
    return tuple(sentence for sentence in sentences if sentence)
