"""The cells of one criterion as HTML. Written here and not in a template: with 51 rows, a template
node for every attribute took most of the page's time. Every text goes through `_html`, which
escapes it.
"""

import html
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

Options = tuple[tuple[str, str], ...]
_NOTHING = mark_safe("")
_CHOSEN = mark_safe(" selected")
_OPEN = mark_safe(" open")
_SAMPLE = mark_safe(' <span class="note-mark">mẫu</span>')
_RECONSTRUCTED = mark_safe(' <span class="note-mark">dựng lại</span>')


class Control(NamedTuple):
    """One thing to fill in, with what is shown in it, and the refusal that stands beside it.

    Options: one of them is chosen.
    """

    id: str
    name: str
    label: str
    value: str
    problem: str
    options: Options = ()


@lru_cache(maxsize=1024)
def asked_html(name: str, how: str, expected: str, *, is_sample: bool) -> SafeString:
    """What is asked, how it is scored, and which evidence is expected.

    It is the same for every unit and at every visit.
    """
    sample = _SAMPLE if is_sample else _NOTHING
    proof = _html("<small><b>Kiểm chứng:</b> {}</small>", expected) if expected else _NOTHING
    return _html("{}{}<small>{}</small>{}", name, sample, how, proof)


def earlier_html(declared: str, points: str, *, is_reconstructed: bool) -> SafeString:
    """Last year's figures and score."""
    if not points:
        return _html("{}", declared)
    return _html(
        "{}<small>{}{}</small>", declared, points, _RECONSTRUCTED if is_reconstructed else _NOTHING
    )


def read_only_html(words: str, as_of: str, note: str) -> SafeString:
    """What was entered, where it cannot be changed."""
    day = _html("<small>số liệu ngày {}</small>", as_of) if as_of else _NOTHING
    return _html(
        "<span>{}</span>{}{}",
        words,
        day,
        _html('<small class="own-note">{}</small>', note) if note else _NOTHING,
    )


def form_html(
    hidden: SafeString, figures: list[SafeString], skip: SafeString, note: SafeString, theirs: str
) -> SafeString:
    """What is filled in, then why there is nothing, then a note; and another's value where two
    were entered.
    """
    conflict = (
        _html(
            '<p class="conflict">{} Bấm «Lưu» lần nữa để thay bằng giá trị của Ông/Bà.</p>', theirs
        )
        if theirs
        else _NOTHING
    )
    whole = '{}<div class="figures">{}</div><div class="reasons">{}{}</div>{}'
    return _html(whole, hidden, joined(figures), skip, note, conflict)


def field_html(control: Control, heading: str) -> SafeString:
    """An input with its label; `heading` is the element that says what is asked."""
    name, described = control.id, _described(control, heading)
    if control.options:
        return _html(
            '<span class="one"><label for="{}">{}</label><select class="form-select" id="{}" '
            'name="{}"{}>{}</select>{}</span>',
            *(name, control.label, name, control.name, described),
            options_html(control.options, control.value),
            _problem(control),
        )
    return _html(
        '<span class="one"><label for="{}">{}</label>'
        '<input class="form-control" id="{}" name="{}" value="{}" autocomplete="off"{}>{}</span>',
        *(name, control.label, name, control.name, control.value, described),
        _problem(control),
    )


def note_html(control: Control) -> SafeString:
    """A text that opens on demand, and stands open where there is one.

    A browser drops the line end after the tag.
    """
    return _html(
        '<details class="note"{}><summary>Ghi chú<span class="visually-hidden"> {}</span></summary>'
        '<textarea class="form-control" id="{}" name="{}" rows="2" aria-label="Ghi chú '
        '{}"{}>\n{}</textarea>{}</details>',
        _OPEN if control.value or control.problem else _NOTHING,
        *(
            control.label,
            control.id,
            control.name,
            control.label,
            _described(control, ""),
            control.value,
        ),
        _problem(control),
    )


def hidden_html(key: str, version: str, seen: str) -> SafeString:
    """From what the row was made: the version of the answer, and the mark of what is shown."""
    return _html(
        '<input type="hidden" name="{}-version" value="{}"><input type="hidden" name="{}-seen" '
        'value="{}">',
        key,
        version,
        key,
        seen,
    )


@lru_cache(maxsize=2048)
def options_html(options: Options, value: str) -> SafeString:
    """Most rows of a page share their options."""
    return joined(
        _html(
            '<option value="{}"{}>{}</option>', code, _CHOSEN if code == value else _NOTHING, label
        )
        for code, label in options
    )


def _described(control: Control, heading: str) -> SafeString:
    """A refusal is read before what is asked."""
    if control.problem:
        return _html(' aria-describedby="{}-loi {}" aria-invalid="true"', control.id, heading)
    return _html(' aria-describedby="{}"', heading) if heading else _NOTHING


def _problem(control: Control) -> SafeString:
    if not control.problem:
        return _NOTHING
    return _html('<span class="field-problem" id="{}-loi">{}</span>', control.id, control.problem)


def joined(pieces: Iterable[SafeString]) -> SafeString:
    return SafeString("".join(pieces))


def fill_in(form: str, **texts: str) -> SafeString:
    """As `_html`, by name."""
    return SafeString(
        form.format_map(
            {
                name: text if type(text) is SafeString else html.escape(text)
                for name, text in texts.items()
            }
        )
    )


def _html(form: str, *texts: str) -> SafeString:
    """As `format_html` does, for texts only, in a third of the time: it fills the form in and
    escapes what is not HTML yet.
    """
    return SafeString(
        form.format(*[text if type(text) is SafeString else html.escape(text) for text in texts])
    )
