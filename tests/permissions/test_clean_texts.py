"""Every form of the application, sent what no file can hold and nobody can see: it answers as it
does to the same words without, and nothing of it is stored. Rows that hold it all the same break
no page and no file.
"""

import json
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote_plus, unquote_plus

import pytest
from django.db import connection
from django.db.models import Model, TextField, Value
from django.db.models.functions import Concat

from ictindex.lib.text import clean_letters, legible
from tests.permissions.test_hostile import calm  # noqa: F401 - the same surroundings
from tests.permissions.tries import FORM, PHASES, Target, body_of, listener, targets
from tests.permissions.untouched import taken_back
from units import audit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calm")]
_LONG = (pytest.mark.slow, pytest.mark.representative)
SPOILT = "\x00\x07\uffff\ufdd0\U0001fffe\u202e\u2066\ufeff"
#: What people write, by the names of its columns; codes, hashes and addresses are not among them.
PROSE = frozenset(
    {"name", "short_name", "title", "full_name", "text", "generated", "reason", "note", "body"}
    | {"subject", "summary", "issuer", "question", "purpose", "place", "what", "document"}
    | {"position", "signer", "proceedings", "decision_number", "signer_authority"}
)


@pytest.mark.parametrize(
    "phase", [PHASES[0], *(pytest.param(each, marks=_LONG) for each in PHASES[1:])]
)
def test_every_form_takes_what_is_clean_of_a_text(phase, monkeypatch):
    asked_for = listener(monkeypatch)
    assert [
        each for target in targets(phase) for each in unclean(target, target.fields(asked_for))
    ] == []


@pytest.mark.parametrize(
    "phase", [PHASES[0], *(pytest.param(each, marks=_LONG) for each in PHASES[1:])]
)
def test_rows_that_hold_unclean_texts_break_no_page_and_no_file(phase):
    assert [problem for target in targets(phase) for problem in read_with_old_rows(target)] == []


def read_with_old_rows(target: Target) -> list[str]:
    with taken_back():
        for model in audit.recorded_models():
            spoil_rows(model)
        return target.problems("GET")


def spoil_rows(model: type[Model]) -> None:
    """As they could be stored before there was one notion of a clean text; a database takes no
    NUL.
    """
    names = {
        each.name
        for each in model._meta.fields
        if each.name in PROSE and not each.unique and not each.choices
    }
    for name in names:
        model._base_manager.exclude(**{name: ""}).update(
            **{name: Concat(name, Value(SPOILT.replace("\0", "")), output_field=TextField())}
        )


def unclean(target: Target, fields: list[str]) -> Iterator[str]:
    """What is wrong with the answers to the valid form, spoilt in every field."""
    form = {name: unquote_plus(text) for name, text in target.form}
    others = {name: "chữ" for name in fields if name not in form}
    whole = others | form
    plain, _ = sent(target, whole)
    for name, spoil in WAYS.items():
        status, stored = sent(target, {field: spoil(text) for field, text in whole.items()})
        if status != plain:
            yield f"{target.name}: {status} instead of {plain} to {name}"
        yield from (f"{target.name}: {name} stored as {text[:80]!r}" for text in stored)


def sent(target: Target, form: dict[str, str]) -> tuple[int, list[str]]:
    """The status, and what was written that is not clean."""
    written: list[str] = []
    body = body_of([(name, quote_plus(text)) for name, text in form.items()])
    with taken_back(), connection.execute_wrapper(noting(written)):
        answer = target.client().generic("POST", target.url, body, content_type=FORM)
    return answer.status_code, [text for text in written if not is_clean(text)]


def noting(written: list[str]) -> Callable[..., Any]:
    """Notes the texts that a statement brings to the database, those inside JSON among them."""

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        written.extend(text for text in params or () if isinstance(text, str))
        return execute(sql, params, many, context)

    return note


def is_clean(text: str) -> bool:
    """As it is stored: JSON writes what it holds with backslashes."""
    said = json.dumps(json.loads(text), ensure_ascii=False) if text[:1] in ("{", "[") else text
    return legible(said) == said == clean_letters(said)


def _spoilt(text: str) -> str:
    return text[:1] + SPOILT + text[1:]


def _apart(text: str) -> str:
    return unicodedata.normalize("NFD", text)


WAYS = {"what nobody can see": _spoilt, "letters and tones apart": _apart}
