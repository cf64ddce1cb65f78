"""The cells of one criterion that more than one room shows: what is asked, what it was the year
before, and the inputs with their refusals.
"""

from functools import lru_cache
from typing import NamedTuple

from django.utils.safestring import SafeString

from submissions.frame.pieces import joined, piece

Options = tuple[tuple[str, str], ...]


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
    return piece("submissions/frame/asked.html").html(
        name=name, how=how, expected=expected, is_sample=is_sample
    )


def earlier_html(declared: str, points: str, *, is_reconstructed: bool) -> SafeString:
    """Last year's figures and score."""
    return piece("submissions/frame/earlier.html").html(
        declared=declared, points=points, is_reconstructed=is_reconstructed
    )


def read_only_html(words: str, as_of: str, note: str) -> SafeString:
    """What was entered, where it cannot be changed."""
    return piece("submissions/frame/read_only.html").html(words=words, as_of=as_of, note=note)


def form_html(
    origin: SafeString, figures: list[SafeString], skip: SafeString, note: SafeString, theirs: str
) -> SafeString:
    """What is filled in, then why there is nothing, then a note; and another's value where two
    were entered.
    """
    return piece("submissions/frame/entry_form.html").html(
        origin=origin, figures=joined(figures), skip=skip, note=note, theirs=theirs
    )


def field_html(control: Control, heading: str) -> SafeString:
    """An input with its label; `heading` is the element that says what is asked."""
    return piece("submissions/frame/field.html").html(
        id=control.id,
        name=control.name,
        label=control.label,
        value=control.value,
        problem=control.problem,
        heading=heading,
        options=options_html(control.options, control.value),
    )


def note_html(control: Control) -> SafeString:
    """A text that opens on demand, and stands open where there is one."""
    return piece("submissions/frame/note.html").html(
        id=control.id,
        name=control.name,
        label=control.label,
        value=written(control.value),
        problem=control.problem,
        heading="",
        is_open=bool(control.value or control.problem),
    )


def written(text: str) -> str:
    """What stands in a textarea, where a browser drops the line end after the tag."""
    return f"\n{text}"


def origin_html(key: str, version: str, seen: str) -> SafeString:
    """From what the row was made: the version of the answer, and the mark of what is shown."""
    return piece("submissions/frame/origin.html").html(key=key, version=version, seen=seen)


@lru_cache(maxsize=2048)
def options_html(options: Options, value: str) -> SafeString:
    """Most rows of a page share their options."""
    option = piece("submissions/frame/option.html")
    return joined(
        option.html(value=code, label=label, is_chosen=code == value) for code, label in options
    )
