"""The inputs of one criterion as HTML. Written here and not in a template: with 51 rows, a template node for every attribute took
most of the page's time. Every text goes through `format_html`, which escapes it.
"""

from functools import lru_cache
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Options = tuple[tuple[str, str], ...]
_NOTHING = mark_safe("")
_CHOSEN = mark_safe(" selected")
_OPEN = mark_safe(" open")


class Control(NamedTuple):
    """One thing to fill in, with what is shown in it, and the refusal that stands beside it. Options: one of them is chosen."""

    id: str
    name: str
    label: str
    value: str
    problem: str
    options: Options = ()


def field_html(control: Control, heading: str) -> SafeString:
    """An input with its label; `heading` is the element that says what is asked."""
    name, described = control.id, _described(control, heading)
    if control.options:
        return format_html(
            '<span class="one"><label for="{}">{}</label><select class="form-select" id="{}" name="{}"{}>{}</select>{}</span>',
            *(name, control.label, name, control.name, described),
            options_html(control.options, control.value),
            _problem(control),
        )
    return format_html(
        '<span class="one"><label for="{}">{}</label>'
        '<input class="form-control" id="{}" name="{}" value="{}" autocomplete="off"{}>{}</span>',
        *(name, control.label, name, control.name, control.value, described),
        _problem(control),
    )


def note_html(control: Control) -> SafeString:
    """A text that opens on demand, and stands open where there is one. A browser drops the line end after the tag."""
    return format_html(
        '<details class="note"{}><summary>Ghi chú<span class="visually-hidden">: {}</span></summary>'
        '<textarea class="form-control" id="{}" name="{}" rows="2" aria-label="{}"{}>\n{}</textarea>{}</details>',
        _OPEN if control.value or control.problem else _NOTHING,
        *(control.label, control.id, control.name, control.label, _described(control, ""), control.value),
        _problem(control),
    )


def hidden_html(key: str, version: str, seen: str) -> SafeString:
    """From what the row was made: the version of the answer, and the mark of what is shown."""
    return format_html(
        '<input type="hidden" name="{}-version" value="{}"><input type="hidden" name="{}-seen" value="{}">',
        key,
        version,
        key,
        seen,
    )


@lru_cache(maxsize=2048)
def options_html(options: Options, value: str) -> SafeString:
    """Most rows of a page share their options."""
    listed = ((code, _CHOSEN if code == value else _NOTHING, label) for code, label in options)
    return format_html_join("", '<option value="{}"{}>{}</option>', listed)


def _described(control: Control, heading: str) -> SafeString:
    """A refusal is read before what is asked."""
    if control.problem:
        return format_html(' aria-describedby="{}-loi {}" aria-invalid="true"', control.id, heading)
    return format_html(' aria-describedby="{}"', heading) if heading else _NOTHING


def _problem(control: Control) -> SafeString:
    if not control.problem:
        return _NOTHING
    return format_html('<span class="field-problem" id="{}-loi">{}</span>', control.id, control.problem)
