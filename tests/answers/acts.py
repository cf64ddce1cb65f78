"""Every act of a made-up campaign in one phase, tried by who may and by some who may not."""

from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Final

from django.urls import reverse
from django.utils import timezone

from submissions.models import Campaign
from tests.answers import chance
from tests.answers.record import Book
from tests.answers.requests import Question, act, browser, made_up, signed_in
from tests.permissions.recipes import RECIPES
from tests.permissions.stage import CAPACITIES, Stage, set_stage
from tests.permissions.test_policy_walk import Try, is_allowed
from tests.units.record.tampering import record_everything

PART: Final = "acts"
#: So many who may not try each act.
_REFUSED: Final = 2


def write(phase: str) -> Book:
    """While the time of units lasts, so that their acts come through."""
    book = Book()
    chance.begin(f"stage {phase}")
    stage = set_stage(phase)
    later = timezone.now() + timedelta(days=3)
    Campaign.objects.update(self_score_due_at=later, reply_due_at=later)
    stage.campaign.refresh_from_db()
    record_everything()
    cookies = signed_in(stage.people)
    acts = [name for name, recipe in RECIPES.items() if recipe.posts]
    for turn, name in enumerate(acts):
        for who in people_for(stage, name, turn):
            _try(book, stage, who, name, cookies[who])
    return book


def people_for(stage: Stage, name: str, turn: int) -> list[str]:
    """Whoever may, and some who may not, others at each act."""
    able = [who for who in CAPACITIES if is_allowed(Try(stage, who, name, "post"))]
    others = [who for who in CAPACITIES if who not in able]
    turn %= max(1, len(others))
    return able + (others[turn:] + others[:turn])[:_REFUSED]


def _try(book: Book, stage: Stage, who: str, name: str, cookies: SimpleCookie) -> None:
    recipe = RECIPES[name]
    key = Question(PART, stage.campaign.phase, who, "POST", name, "")
    with made_up(key):
        url = reverse(name, args=recipe.arguments(stage, stage.people[who]))
        form = recipe.posts(stage) if recipe.posts else {}
        answer = act(browser(cookies), url, form)
    stage.campaign.refresh_from_db()
    book.add({**key.identity, "url": url}, **answer)
