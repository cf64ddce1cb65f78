"""The scored criteria of one group as rows of the form, finished for the template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from django.utils.safestring import SafeString

from ictindex.lib.template_rows import TemplateRow
from scoring.core.amounts import plain
from scoring.core.fields import InputField
from submissions.answers.texts import VALUE, texts_of
from submissions.dossier.queries.entries import AS_OF, NOT_APPLICABLE, NOTE, SKIPPED
from submissions.dossier.queries.lines import DossierLine
from submissions.dossier.queries.trails import ProvingFile
from submissions.enums import SkipReason
from submissions.frame.form_rows import RowMessage, mark_of
from submissions.frame.markup import (
    Control,
    Options,
    asked_html,
    earlier_html,
    field_html,
    form_html,
    note_html,
    origin_html,
    read_only_html,
)
from units.clock import day_in_words, moment_in_words

_NOT_CHOSEN = ("", "–")
_SKIPS: Options = (_NOT_CHOSEN, *((value, str(label)) for value, label in SkipReason.choices))
_MAY_NOT_APPLY: Options = (*_SKIPS, (NOT_APPLICABLE, "Không áp dụng"))


@dataclass(frozen=True, slots=True)
class EntryRow(TemplateRow):
    """One scored criterion. `entry`: what was entered, as controls where it can be changed.

    `lacks` and `advice`: what the summary before handing in says about it.
    """

    is_heading: ClassVar[bool] = False
    pk: str
    code: str
    asked: SafeString
    maximum: str
    points: str
    saved: str
    earlier: str
    evidence: Sequence[ProvingFile]
    entry: SafeString
    controls: tuple[Control, ...]
    theirs: str
    lacks: Sequence[str]
    advice: Sequence[str]


class RowSayings(NamedTuple):
    """What the page says about one row beside what is stored. `told` stands instead of it."""

    told: RowMessage | None = None
    lacks: Sequence[str] = ()
    advice: Sequence[str] = ()


class _EntryCell(NamedTuple):
    """What was entered, or is to be."""

    html: SafeString
    controls: tuple[Control, ...] = ()
    theirs: str = ""


def row_of(line: DossierLine, said: RowSayings, *, can_edit: bool) -> EntryRow:
    """One scored criterion for the template."""
    criterion, answer = line.criterion, line.answer
    cell = _inputs(line, said.told) if can_edit and line.is_asked else _read_only(line)
    return EntryRow(
        pk=str(answer.pk),
        code=criterion.code,
        asked=asked_html(
            criterion.name,
            criterion.rule.how,
            criterion.evidence_expected,
            is_sample=criterion.is_sample,
        ),
        maximum=plain(criterion.maximum),
        points=line.points_in_words,
        saved=f"đã lưu lúc {moment_in_words(answer.changed_at)}" if answer.changed_at else "",
        earlier=_earlier(line),
        evidence=line.trail.files,
        entry=cell.html,
        controls=cell.controls,
        theirs=cell.theirs,
        lacks=said.lacks,
        advice=said.advice,
    )


def _earlier(line: DossierLine) -> str:
    before = line.earlier
    if before is None:
        return ""
    return earlier_html(
        before.in_words(line.criterion.rule),
        before.points,
        is_reconstructed=before.is_reconstructed,
    )


def _read_only(line: DossierLine) -> _EntryCell:
    answer = line.answer
    day = day_in_words(answer.declared_as_of)
    return _EntryCell(read_only_html(line.declared_in_words, day, answer.note))


def _inputs(line: DossierLine, told: RowMessage | None) -> _EntryCell:
    """The controls of the row, and their HTML."""
    key, asked, stored = str(line.answer.pk), line.criterion.rule, texts_of(line.entry)
    shown = told or RowMessage(stored, {})
    texts, problems = shown.texts, shown.problems
    fields = [_figure(key, *each, texts, problems) for each in enumerate(asked.fields())]
    if asked.wants_as_of:
        fields.append(_own(key, AS_OF, "Tính đến ngày", texts, problems))
    skips = _MAY_NOT_APPLY if line.criterion.may_not_apply else _SKIPS
    skip = _own(key, SKIPPED, "Để trống vì", texts, problems, options=skips)
    note = _own(key, NOTE, f"tiêu chí {line.criterion.code}", texts, problems)
    html = form_html(
        origin_html(key, str(line.answer.version), mark_of(stored)),
        [field_html(each, f"h-{key}") for each in fields],
        field_html(skip, f"h-{key}"),
        note_html(note),
        shown.theirs,
    )
    return _EntryCell(html, (*fields, skip, note), shown.theirs)


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
