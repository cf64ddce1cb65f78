"""Every button that a person finds on the pages, pressed with the form as it stands there."""

from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from tests.answers.addresses import route_of
from tests.answers.requests import Question, act, browser, made_up
from tests.answers.walk import Walk

#: So many forms of a route are sent by a person.
_CAP = 2


@dataclass(frozen=True)
class Form:
    """Where it is sent, and what is in it: name and value in order."""

    action: str
    fields: tuple[tuple[str, str], ...]

    @property
    def data(self) -> dict[str, list[str]]:
        values: dict[str, list[str]] = {}
        for name, value in self.fields:
            values.setdefault(name, []).append(value)
        return values


class _Forms(HTMLParser):
    """Reads the forms of a page that are sent by POST."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.forms = url, list[Form]()
        self._action, self._fields = "", list[tuple[str, str]]()
        self._select, self._area = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            is_sent = given.get("method", "").lower() == "post"
            self._action = (given.get("action") or self.url) if is_sent else ""
            self._fields = []
        elif self._action and "disabled" not in given:
            self._take(tag, given)

    def _take(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "")
        match tag:
            case "select":
                self._select = name
            case "option" if self._select and "selected" in given:
                self._fields.append((self._select, given.get("value", "")))
            case "textarea":
                self._area = name
                self._fields.append((name, ""))
            case "input" if name and kind != "file":
                if kind not in ("checkbox", "radio") or "checked" in given:
                    self._fields.append((name, given.get("value", "")))
            case "button" if name and name not in dict(self._fields):
                self._fields.append((name, given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._area:
            self._fields[-1] = (self._area, self._fields[-1][1] + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._action:
            fields = [field for field in self._fields if field[0] != "csrfmiddlewaretoken"]
            self.forms.append(Form(self._action, tuple(fields)))
            self._action = ""
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""


def press_everything(walk: Walk) -> None:
    """By everybody, on every page that was walked and shows a form."""
    for who, pages in walk.pages_with_forms.items():
        counts: Counter[str] = Counter()
        for url, content in pages:
            for form in _forms_on(url, content):
                route = route_of(form.action)
                if route and counts[route] < _CAP:
                    counts[route] += 1
                    _press(walk, who, form, route, counts[route])


def _forms_on(url: str, content: bytes) -> list[Form]:
    reader = _Forms(url)
    reader.feed(content.decode(errors="replace"))
    return reader.forms


def _press(walk: Walk, who: str, form: Form, route: str, number: int) -> None:
    question = Question(walk.part, walk.phase, who, f"POST {number}", route, form.action)
    data: dict[str, Any] = form.data
    with made_up(question):
        answer = act(browser(walk.cookies[who]), form.action, data)
    walk.book.add(question.identity, **answer)
