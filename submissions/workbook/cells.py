"""An answer as the cells of its row: one canonical text for each, by which the three sides of a
comparison are compared.

Figures are texts as typed («9,5»), chosen options their codes, days ISO texts. A cell without a
text is left out.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from ictindex.lib.days import read_day
from ictindex.lib.text import clean_line, clean_text
from scoring.core.fields import InputField
from submissions.dossier.queries.entries import (
    AS_OF,
    NOT_APPLICABLE,
    NOTE,
    SKIPPED,
    Entry,
    entry_of,
)
from submissions.enums import SkipReason
from submissions.workbook.queries import SheetCriterion

#: Texts by the path of the cell: that of a figure («numerator»), «as_of», «skipped» or «note».
Cells = Mapping[str, str]

#: Why there may be no figure, as code and label.
SKIP_OPTIONS = (
    *((str(reason), str(reason.label)) for reason in SkipReason),
    (NOT_APPLICABLE, "Không áp dụng"),
)
#: What stands for «nothing» in tables; it is neither zero nor «không áp dụng».
DASHES = frozenset({"-", "–", "—", "−"})


def cells_of(asked: SheetCriterion) -> dict[str, str]:
    """What is stored."""
    entry = entry_of(asked.answer, asked.rule)
    found = dict(entry.declared) | {
        AS_OF: entry.as_of.isoformat() if entry.as_of else "",
        SKIPPED: NOT_APPLICABLE if entry.is_not_applicable else entry.skipped,
        NOTE: clean_text(entry.note),
    }
    return {path: text for path, text in found.items() if text}


def entry_from(cells: Cells) -> Entry:
    """The entry that these cells make."""
    skipped = cells.get(SKIPPED, "")
    as_of = cells.get(AS_OF, "")
    return Entry(
        declared={path: text for path, text in cells.items() if path not in (AS_OF, SKIPPED, NOTE)},
        as_of=date.fromisoformat(as_of) if as_of else None,
        skipped="" if skipped == NOT_APPLICABLE else skipped,
        is_not_applicable=skipped == NOT_APPLICABLE,
        note=cells.get(NOTE, ""),
    )


def paths_of(asked: SheetCriterion) -> tuple[str, ...]:
    """The cells of a criterion in the order of the columns."""
    return (*(field.path for field in asked.fields), AS_OF, SKIPPED, NOTE)


def label_of(asked: SheetCriterion, path: str) -> str:
    """What a cell is called in sentences and tables."""
    known = {AS_OF: "Tính đến ngày", SKIPPED: "Lý do để trống", NOTE: "Ghi chú"}
    return known.get(path) or next(
        (field.label for field in asked.fields if field.path == path), path
    )


def shown(asked: SheetCriterion, path: str, text: str) -> str:
    """A canonical text as people read it; nothing for nothing."""
    if not text:
        return ""
    if path == AS_OF:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    if path == SKIPPED:
        return dict(SKIP_OPTIONS).get(text, text)
    field = field_of(asked, path)
    return field.in_words(text) if field and field.options else text


def field_of(asked: SheetCriterion, path: str) -> InputField | None:
    return next((field for field in asked.fields if field.path == path), None)


def skip_options(asked: SheetCriterion) -> tuple[tuple[str, str], ...]:
    """Those that the criterion allows."""
    return SKIP_OPTIONS if asked.may_not_apply else SKIP_OPTIONS[:-1]


def option_texts(options: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What a drop-down offers, by code; labels that say the same are told apart by their code."""
    listed = [(code, clean_line(label)) for code, label in options]
    labels = [_folded(label) for _, label in listed]
    return {
        code: f"{code} – {label}" if labels.count(_folded(label)) > 1 else label
        for code, label in listed
    }


def chosen(options: Iterable[tuple[str, str]], text: str) -> str | None:
    """The code of the option that was typed or picked, by its text or its code;

    None where there is no such option.
    """
    wanted = _folded(text)
    texts = option_texts(options)
    by_text = {_folded(label): code for code, label in texts.items()}
    return by_text.get(wanted) or {_folded(code): code for code in texts}.get(wanted)


def day_text(text: str) -> str:
    """A typed day as ISO text. Raises ValueError with a sentence."""
    day = read_day(text, called="Ngày số liệu")
    return day.isoformat() if day else ""


def _folded(text: str) -> str:
    return clean_line(text).casefold()
