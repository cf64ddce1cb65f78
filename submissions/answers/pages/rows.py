"""The scored criteria of one group as rows of the form, finished for the template."""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString

from scoring.core.amounts import plain
from scoring.core.fields import InputField
from submissions.answers.texts import VALUE, texts_of
from submissions.dossier.queries.entries import AS_OF, NOT_APPLICABLE, NOTE, SKIPPED, Entry
from submissions.dossier.queries.rows import (
    CriterionAnswer,
    EntryRow,
    answer_in_words,
    entry_in,
    points_of,
)
from submissions.enums import SkipReason
from submissions.frame.form_rows import RowMessage, mark_of
from submissions.frame.markup import (
    Control,
    Options,
    asked_html,
    field_html,
    form_html,
    hidden_html,
    note_html,
    read_only_html,
)
from units.clock import day_in_words, moment_in_words

_NOT_CHOSEN = ("", "–")


_SKIPS: Options = (_NOT_CHOSEN, *((value, str(label)) for value, label in SkipReason.choices))


_MAY_NOT_APPLY: Options = (*_SKIPS, (NOT_APPLICABLE, "Không áp dụng"))


def row_of(
    asked: CriterionAnswer, *, told: RowMessage | None = None, can_edit: bool = True
) -> EntryRow:
    """One scored criterion for the template."""
    columns, entry = asked.columns, entry_in(asked)
    stored = texts_of(entry)
    texts, problems = (told.texts, told.problems) if told else (stored, {})
    row = {
        "is_heading": False,
        "answer": columns["own__pk"],
        "pk": str(columns["own__pk"]),
        "code": columns["code"],
        "asked": asked_html(
            columns["name"],
            asked.rule.how,
            columns["evidence_expected"],
            is_sample=columns["is_sample"],
        ),
        "maximum": plain(columns["maximum"]),
        "points": points_of(columns),
        "saved": saved_in_words(columns["own__changed_at"]),
    }
    if not can_edit:
        return row | _read_only(asked, entry)
    hidden = hidden_html(row["pk"], str(columns["own__version"]), mark_of(stored))
    return row | _inputs(asked, texts, problems, hidden=hidden, theirs=told.theirs if told else "")


def saved_in_words(moment: Any) -> str:
    return f"đã lưu lúc {moment_in_words(moment)}" if moment else ""


def _read_only(asked: CriterionAnswer, entry: Entry) -> EntryRow:
    words, day = answer_in_words(asked.rule, asked.columns), day_in_words(entry.as_of)
    return {"entry": read_only_html(words, day, entry.note), "controls": (), "theirs": ""}


def _inputs(
    asked: CriterionAnswer,
    texts: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    hidden: SafeString,
    theirs: str,
) -> EntryRow:
    """The controls of the row, and their HTML."""
    key = str(asked.columns["own__pk"])
    fields = [_figure(key, *each, texts, problems) for each in enumerate(asked.rule.fields())]
    if asked.rule.wants_as_of:
        fields.append(_own(key, AS_OF, "Tính đến ngày", texts, problems))
    may_not_apply = asked.rule.may_not_apply
    skip = _own(
        key,
        SKIPPED,
        "Để trống vì",
        texts,
        problems,
        options=_MAY_NOT_APPLY if may_not_apply else _SKIPS,
    )
    note = _own(key, NOTE, f"tiêu chí {asked.columns['code']}", texts, problems)
    shown = [field_html(each, f"h-{key}") for each in fields]
    entry = form_html(hidden, shown, field_html(skip, f"h-{key}"), note_html(note), theirs)
    return {"controls": (*fields, skip, note), "entry": entry, "theirs": theirs}


def _figure(
    key: str, number: int, field: InputField, texts: Mapping[str, str], problems: Mapping[str, str]
) -> Control:
    """Identifiers count the fields, since the paths of parts may hold anything; names hold the
    paths.
    """
    return Control(
        id=f"o-{key}-{number}",
        name=f"{key}-{VALUE}{field.path}",
        label=field.label,
        value=texts.get(f"{VALUE}{field.path}", ""),
        problem=problems.get(field.path, ""),
        options=(_NOT_CHOSEN, *field.options) if field.options else (),
    )


def _own(
    key: str,
    name: str,
    label: str,
    texts: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    options: Options = (),
) -> Control:
    """A control that every kind of rule has."""
    return Control(
        f"o-{key}-{name}",
        f"{key}-{name}",
        label,
        texts.get(name, ""),
        problems.get(name, ""),
        options,
    )
