"""Every address of the resolver, asked by somebody who may, with what nobody should send: nothing
breaks, nothing is changed by a request that is refused, every refusal is a Vietnamese sentence, and
nothing leads outside.
"""

import random
from collections.abc import Iterator

import pytest

from tests.permissions import attacks
from tests.permissions.tries import PHASES, Target, body_of, listener, targets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calm")]
#: Each text meets every kind of address; which text meets which field is drawn.
_DRAWN = 6
_LONG = (pytest.mark.slow, pytest.mark.representative)


@pytest.fixture
def calm(settings):
    """No second factor to set up first, and nothing is rendered in the background."""
    settings.REQUIRE_TOTP = False
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.mark.parametrize(
    "phase", [PHASES[0], *(pytest.param(each, marks=_LONG) for each in PHASES[1:])]
)
def test_hostile_forms_and_addresses_break_and_change_nothing(phase, monkeypatch):
    asked_for, luck = listener(monkeypatch), random.Random(phase)
    problems = [
        each
        for target in targets(phase)
        for each in with_hostile_texts(target, target.fields(asked_for), luck)
    ]
    assert problems == []


@pytest.mark.slow
@pytest.mark.parametrize("phase", PHASES)
def test_every_field_takes_hostile_texts_one_by_one(phase, monkeypatch):
    asked_for, luck = listener(monkeypatch), random.Random(phase)
    assert [
        each
        for target in targets(phase)
        for each in one_by_one(target, target.fields(asked_for), luck)
    ] == []


@pytest.mark.parametrize(
    "phase", ["published", *(pytest.param(each, marks=pytest.mark.slow) for each in PHASES[:5])]
)
def test_hostile_headers_bodies_and_methods_break_and_change_nothing(phase):
    luck = random.Random(phase)
    assert [
        each for target in targets(phase) for each in with_hostile_envelopes(target, luck)
    ] == []


def with_hostile_texts(target: Target, fields: list[str], luck: random.Random) -> Iterator[str]:
    """All fields at once, in a form; then in the address, or one of its arguments."""
    yield from target.problems(
        "POST", body=body_of([(name, luck.choice(attacks.SENT)) for name in fields])
    )
    short = [text for text in attacks.SENT if len(text) < 5000]
    asked = f"{target.url}?{body_of([(name, luck.choice(short)) for name in fields])}"
    spoilt = [
        target.instead(argument, luck.choice(attacks.ARGUMENTS)) for argument in target.arguments
    ]
    yield from target.problems("GET", luck.choice([asked, *spoilt]))


def one_by_one(target: Target, fields: list[str], luck: random.Random) -> Iterator[str]:
    """One field spoilt and the others valid, sent once or twice; one argument spoilt."""
    for name in fields:
        rest = [(other, text) for other, text in target.form if other != name]
        for text in luck.sample(attacks.SENT, _DRAWN):
            yield from target.problems("POST", body=body_of([*rest, (name, text)]))
            yield from target.problems("POST", body=body_of([*target.form, (name, text)]))
    for argument in target.arguments:
        for text in attacks.ARGUMENTS:
            yield from target.problems(
                luck.choice(["GET", "POST"]), target.instead(argument, text), body_of(target.form)
            )


def with_hostile_envelopes(target: Target, luck: random.Random) -> Iterator[str]:
    """Good fields in a bad envelope."""
    for headers in luck.sample(attacks.HEADERS, 2):
        yield from target.problems(
            luck.choice(["GET", "POST"]), body=body_of(target.form), **headers
        )
    kind, body = luck.choice(attacks.BODIES)
    yield from target.problems("POST", body=body, content_type=kind)
    for method in ("HEAD", luck.choice(["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])):
        yield from target.problems(method)
