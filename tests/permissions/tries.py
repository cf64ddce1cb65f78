"""Trying one address as somebody who may use it: what is sent, and what is wrong with the answer.

Everything is undone.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote_plus

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from submissions.models import Campaign
from tests.ictindex.test_guarded_answers import GUARDS
from tests.permissions import attacks
from tests.permissions.recipes import RECIPES
from tests.permissions.stage import CAPACITIES, Stage, set_stage
from tests.permissions.test_policy_walk import Try, is_allowed, signed_in, with_cookies
from tests.permissions.untouched import Untouched, taken_back

#: In which phase an address is tried: the first of these in which somebody may.
PHASES = (
    *("self_score", "explain", "appraise_1", "council_1", "draft_report", "signing", "published"),
    *("setup", "appraise_2", "late", "revision", "council_2", "archived"),
)
FORM = "application/x-www-form-urlencoded"
_FIELD = re.compile(r'<(?:input|select|textarea|button)[^>]*\bname="([^"]+)"')
_VIETNAMESE = re.compile("[ăâđêôơưạảãàáẹẻẽèéịỉĩìíọỏõòóụủũùúốồổỗộớờởỡợứừửữựấầẩẫậắằẳẵặếềểễệ]")
_OUTSIDE = re.compile(r"(?:https?:)?//(?!testserver/)|javascript:")
_REFUSED = range(400, 500)
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass
class Target:
    """One address with its valid form. `cookies`: of somebody who may."""

    name: str
    url: str
    arguments: list[str]
    form: list[tuple[str, str]]
    cookies: Any

    @cached_property
    def before(self) -> Untouched:
        """Requests are undone, so it may be made after one of them."""
        return Untouched.now()

    def client(self) -> Client:
        return with_cookies(self.cookies)

    def fields(self, asked_for: set[str]) -> list[str]:
        """All that its page shows and its view asks for, found out by a look and a valid act.

        `asked_for` is a `listener`.
        """
        asked_for.clear()
        with taken_back():
            page = self.client().get(self.url)
            shown = [] if page.streaming else _FIELD.findall(page.content.decode(errors="replace"))
        with taken_back():
            self.client().generic("POST", self.url, body_of(self.form), content_type=FORM)
        return sorted({*shown, *asked_for, *dict(self.form)} - {"csrfmiddlewaretoken"})

    def instead(self, argument: str, text: str) -> str:
        """The address with one of its arguments replaced."""
        return re.sub(rf"(?<=/){re.escape(argument)}(?=[/.]|$)", lambda _: text, self.url, count=1)

    def problems(
        self, method: str, url: str = "", body: str | bytes = "", **options: Any
    ) -> list[str]:
        """What is wrong with the answer to one request."""
        asked = f"{method} {self.name} {url[-60:]} {body[-150:]!r} {str(options)[:80]}"
        options.setdefault("content_type", FORM)
        try:
            with taken_back():
                with self.before.watched():
                    answer = self.client().generic(method, url or self.url, body, **options)
                    content = b"".join(answer) if answer.streaming else answer.content
                is_refused = answer.status_code in _REFUSED and method not in _READING
                changed = self.before.changed() if is_refused else []
        except (
            Exception
        ) as error:  # whatever it is, somebody would have seen the page of a broken server
            return [f"{asked}: {type(error).__name__} {str(error)[:150]}"]
        traces = [f"changed {table}" for table in changed]
        return [
            f"{asked}: {answer.status_code} {each}"
            for each in (*wrong_in(method, answer, content), *traces)
        ]


def targets(phase: str) -> Iterator[Target]:
    """All that is tried in that phase, each in a world of its own, while the time of units
    lasts.
    """
    stage = set_stage(phase)
    later = timezone.now() + timedelta(days=3)
    Campaign.objects.filter(pk=stage.campaign.pk).update(
        self_score_due_at=later, reply_due_at=later
    )
    stage.campaign.refresh_from_db()
    cookies = {who: signed_in(person).cookies for who, person in stage.people.items()}
    for name in RECIPES:
        able = who_may(name, phase)
        if able and phase == next(each for each in PHASES if who_may(name, each)):
            with transaction.atomic():
                yield target_at(stage, name, able[-1], cookies[able[-1]])
                transaction.set_rollback(True)


def who_may(name: str, phase: str) -> list[str]:
    """Who may act there, or look where nothing is done."""
    somewhere: Any = SimpleNamespace(campaign=SimpleNamespace(phase=phase))
    method = "post" if RECIPES[name].posts else "get"
    return [who for who in CAPACITIES if is_allowed(Try(somewhere, who, name, method))]


def target_at(stage: Stage, name: str, who: str, cookies: Any) -> Target:
    recipe = RECIPES[name]
    arguments = recipe.arguments(stage, stage.people[who])
    data = recipe.posts(stage) if recipe.posts else {}
    form = [
        (key, quote_plus(str(each)))
        for key, value in data.items()
        for each in (value if isinstance(value, list) else [value])
    ]
    url = reverse(name, args=arguments)
    return Target(name, url, [str(each) for each in arguments], form, cookies)


def listener(monkeypatch) -> set[str]:
    """Fills with the names of fields that views ask for, whether a page shows such a field or
    not.
    """
    names: set[str] = set()
    for method in ("__getitem__", "getlist"):
        _listen(monkeypatch, method, names)
    return names


def _listen(monkeypatch, method: str, names: set[str]) -> None:
    original = getattr(MultiValueDict, method)

    def listen(self, key, *arguments, **options):
        names.add(str(key))
        return original(self, key, *arguments, **options)

    monkeypatch.setattr(MultiValueDict, method, listen)


def body_of(form: list[tuple[str, str]]) -> str:
    """`form`: names as they are, texts as they are sent."""
    return "&".join(f"{quote_plus(name)}={text}" for name, text in form)


def wrong_in(method: str, answer: Any, content: bytes) -> list[str]:
    found = [f"lacks {name}" for name in GUARDS if name not in answer.headers]
    found += [
        f"a line end in {name}"
        for name, value in answer.headers.items()
        if {"\r", "\n"} & set(value)
    ]
    found += [
        f"leads to {place[:60]}"
        for place in (answer.headers.get("Location", ""),)
        if _OUTSIDE.match(place)
    ]
    found += ["broke"] if answer.status_code >= 500 else []
    found += (
        ["runs a script"]
        if attacks.SCRIPT.encode() in content and "html" in answer.headers.get("Content-Type", "")
        else []
    )
    if (
        answer.status_code in _REFUSED
        and method in ("GET", "POST")
        and not _VIETNAMESE.search(text_of(answer, content))
    ):
        found.append(f"says {content[:60]!r}")
    return found


def text_of(answer: Any, content: bytes) -> str:
    text = content.decode(errors="replace")
    is_json = "json" in answer.headers.get("Content-Type", "")
    return json.dumps(json.loads(text), ensure_ascii=False) if is_json else text
