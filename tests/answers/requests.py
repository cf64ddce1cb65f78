"""One request as somebody, what was answered to it, and what it left behind: all undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.core import mail
from django.db import transaction
from django.test import Client, TestCase

from reports.results.queries.cache import SHELF
from tests.answers import chance
from tests.answers.normal_form import mask, static_name, text_of, words
from tests.answers.traces import Mark, mails, traces_since
from units.models import User

#: These tell when, how long, or by which sum; the body is compared itself.
_UNTOLD = frozenset({"content-length", "date", "etag"})
_LONGEST = 20_000_000


@dataclass(frozen=True)
class Question:
    """Who asks for what. The method also tells apart forms that are sent to one address."""

    part: str
    phase: str
    who: str
    method: str
    route: str
    url: str

    @property
    def identity(self) -> dict[str, str]:
        return {name: mask(value) for name, value in vars(self).items()}


@contextmanager
def undone(question: Question) -> Iterator[None]:
    """Whatever happens inside has not happened, and chance is the same each time."""
    chance.begin(" ".join(vars(question).values()))
    mail.outbox = []
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def made_up(question: Question) -> Iterator[None]:
    """The same where rows are made or changed that the record does not know of: nothing is kept."""
    SHELF.clear()
    with undone(question):
        yield
    SHELF.clear()


def signed_in(people: dict[str, User | None]) -> dict[str, SimpleCookie]:
    """The cookies of everybody's browser."""
    cookies = {}
    for who, person in people.items():
        chance.begin(f"sign in {who}")
        client = Client()
        if person:
            client.force_login(person)
        cookies[who] = client.cookies
    return cookies


def browser(cookies: SimpleCookie) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies = SimpleCookie(cookies.output(header="", sep=";"))
    return client


def get(client: Client, url: str, **headers: str) -> tuple[dict[str, Any], bytes]:
    """What was answered, and the content as it came."""
    response = client.get(url, headers=headers)
    content = content_of(response)
    return said(response, content), content


def act(client: Client, url: str, form: dict[str, Any]) -> dict[str, Any]:
    """The answer to a sent form, with what it left behind and the page to which it leads."""
    mark = Mark.now()
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = client.post(url, form)
        answer = said(response, content_of(response))
    answer |= {
        "messages": messages_of(response),
        "mails_body": mails(),
        "traces_body": traces_since(mark),
    }
    place = response.headers.get("Location", "")
    if response.status_code == 302 and place.startswith("/") and "/dang-nhap/" not in place:
        then, _ = get(client, place)
        answer |= {"then_status": then["status"], "then_body": then["body"]}
    return answer


def content_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def said(response: Any, content: bytes) -> dict[str, Any]:
    """Ready to be kept."""
    kind = response.headers.get("Content-Type", "")
    text = text_of(content, kind) if len(content) < _LONGEST else f"{len(content)} bytes"
    headers = {
        name: plain(value)
        for name, value in response.headers.items()
        if name.lower() not in _UNTOLD
    }
    cookies = sorted(response.cookies)
    return {"status": response.status_code, "headers": headers, "cookies": cookies, "body": text}


def plain(text: str) -> str:
    return static_name(
        mask(
            str(text)
            .replace(str(settings.DATA_DIR), "<data>")
            .replace(str(settings.BASE_DIR), "<source>")
        )
    )


def messages_of(response: Any) -> list[str]:
    """Those that wait for the next page."""
    request = getattr(response, "wsgi_request", None)
    queued = getattr(get_messages(request), "_queued_messages", []) if request else []
    return [f"{message.level_tag}: {words(str(message.message))}" for message in queued]
