"""Every page of a made-up campaign in one phase, for a person of each capacity."""

from typing import Final

from django.urls import reverse

from submissions.enums import Phase
from tests.answers import chance
from tests.answers.addresses import SLOW, of_campaign
from tests.answers.record import Book
from tests.answers.requests import Question, browser, get, made_up, signed_in, undone
from tests.answers.walk import Choice, Walk, addresses_of
from tests.permissions.recipes import ELSEWHERE, RECIPES
from tests.permissions.stage import CAPACITIES, Stage, set_stage

PART: Final = "pages"
#: How many addresses of a route are asked for beside those of the recipes.
_CAP = 2
#: Documents are laid out for everybody in these phases, elsewhere for two people.
_LAID_OUT = frozenset({Phase.EXPLAIN, Phase.COUNCIL_1, Phase.PUBLISHED})
_READERS = frozenset({"unit_head_own", "council_secretary"})
#: Addresses that only take forms are looked at by these.
_WRONG_METHOD = frozenset({"anonymous", "wg_head", "administrator"})


def write(phase: str) -> Book:
    """The answers to all."""
    book = Book()
    chance.begin(f"stage {phase}")
    stage = set_stage(phase)
    cookies = signed_in(stage.people)
    for who in CAPACITIES:
        for name in RECIPES:
            if _is_asked(phase, who, name):
                _follow_recipe(book, stage, who, name, cookies)
        for name in ELSEWHERE:
            question = Question(PART, phase, who, "GET", name, reverse(name, args=["mot-cua"]))
            with undone(question):
                answer, _ = get(browser(cookies[who]), question.url)
            book.add(question.identity, **answer)
    urls = [reverse("home"), *of_campaign(stage.campaign, units=2, groups=2)]
    addresses = addresses_of(urls, _CAP)
    Walk(PART, f"{phase} walked", book, cookies, addresses, choice(phase), refusals=1).go()
    return book


def choice(phase: str) -> Choice:
    """Which questions are asked in that phase."""
    return lambda who, route: _is_asked(phase, who, route)


def _is_asked(phase: str, who: str, route: str) -> bool:
    if route in RECIPES and not RECIPES[route].gets:
        return who in _WRONG_METHOD
    return route not in SLOW or phase in _LAID_OUT or who in _READERS


def _follow_recipe(book: Book, stage: Stage, who: str, name: str, cookies: dict) -> None:
    """What the recipe needs is made, asked for and taken away again."""
    key = Question(PART, stage.campaign.phase, who, "GET", name, "")
    with made_up(key):
        url = reverse(name, args=RECIPES[name].arguments(stage, stage.people[who]))
        answer, _ = get(browser(cookies[who]), url)
        stage.campaign.refresh_from_db()
    book.add({**key.identity, "url": url}, **answer)
