"""Everybody asks for every address that is there, and for what the answers lead to."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

from tests.answers.addresses import Addresses, route_of
from tests.answers.record import Book
from tests.answers.requests import Question, browser, get, undone

#: Who asks for what, by the name of the person and of the route.
Choice = Callable[[str, str], bool]
#: So many pages of a route are kept for a person to press the buttons on.
_PAGES_WITH_FORMS = 2
_REFUSED = frozenset({403, 404, 405})


def everything(_who: str, _route: str) -> bool:
    return True


@dataclass
class Walk:
    """One phase of one part. `asks` leaves questions out that take long; who was refused often
    enough at a route is not tried at further addresses of it.
    """

    part: str
    phase: str
    book: Book
    cookies: dict[str, SimpleCookie]
    addresses: Addresses
    asks: Choice = everything
    refusals: int = 2
    #: The pages of each person on which something can be sent.
    pages_with_forms: dict[str, list[tuple[str, bytes]]] = field(default_factory=dict)
    _asked: set[tuple[str, str]] = field(default_factory=set)
    _refused: Counter[tuple[str, str]] = field(default_factory=Counter)

    def go(self) -> None:
        """Round by round: what one person finds the others are asked for too."""
        while self._round():
            continue

    def _round(self) -> bool:
        is_new = False
        for who in self.cookies:
            for url in [url for url in self.addresses.found if (who, url) not in self._asked]:
                self._asked.add((who, url))
                is_new = True
                self._ask(who, url)
        return is_new

    def _ask(self, who: str, url: str) -> None:
        route = route_of(url)
        if not self.asks(who, route) or self._refused[who, route] >= self.refusals:
            return
        question = Question(self.part, self.phase, who, "GET", route, url)
        with undone(question):
            answer, content = get(browser(self.cookies[who]), url)
        self.book.add(question.identity, **answer)
        if answer["status"] in _REFUSED:
            self._refused[who, route] += 1
        if "html" in answer["headers"].get("Content-Type", ""):
            self.addresses.add_links(content)
            if b'method="post"' in content:
                self._keep(who, url, content)

    def _keep(self, who: str, url: str, content: bytes) -> None:
        kept = self.pages_with_forms.setdefault(who, [])
        if sum(route_of(each) == route_of(url) for each, _ in kept) < _PAGES_WITH_FORMS:
            kept.append((url, content))


def addresses_of(urls: Iterable[str], cap: int) -> Addresses:
    """These all, and then as many found ones for a route."""
    made = Addresses(cap)
    for url in urls:
        made.add(url, cap=1000)
    return made
