"""The trial campaign in each phase that it can be taken to: every page, for each demo account."""

from io import StringIO
from typing import Final

from django.core.management import call_command
from django.urls import reverse

from submissions.demo.services.trial import REACHABLE
from submissions.enums import Phase
from submissions.models import Campaign
from tests.answers import chance
from tests.answers.addresses import SLOW, of_campaign
from tests.answers.places import LOADED, TRIAL, loaded_folder
from tests.answers.presses import press_everything
from tests.answers.record import Book
from tests.answers.requests import signed_in
from tests.answers.walk import Choice, Walk, addresses_of
from units.models import User

PART: Final = "trial"
PHASES: Final = (Phase.SELF_SCORE, *REACHABLE)
_CAP, _UNITS, _GROUPS = 3, 3, 2
#: Documents are made for these in every phase.
_READERS = frozenset({"demo_unit_head", "demo_council_secretary"})
#: The published campaign beside the trial is the same in every phase, so it is walked in one.
_WALKED_WHOLE = Phase.DRAFT_REPORT
#: Of the heads of all units, one of another kind of unit stands for the others.
_FURTHER, _KIND = "demo_unit_head_", "_truc_thuoc_bo"


def write(phase: str) -> Book:
    book = Book()
    reach(phase)
    people = everybody()
    cookies = signed_in(people)
    walk = Walk(PART, phase, book, cookies, addresses_of(urls_of(phase), _CAP), _choice(phase))
    walk.go()
    press_everything(walk)
    return book


def reach(phase: str) -> None:
    """From the empty database."""
    chance.begin("trial")
    call_command("load_campaign", str(loaded_folder()), verbosity=0)
    call_command("load_demo", stdout=StringIO())
    for each in PHASES[1 : PHASES.index(Phase(phase)) + 1]:
        call_command("advance_trial", TRIAL, to=str(each), stdout=StringIO())


def everybody() -> dict[str, User | None]:
    """Each demo account of its own kind, and nobody."""
    people: dict[str, User | None] = {"anonymous": None}
    for person in User.objects.filter(is_demo=True).order_by("pk"):
        if not person.username.startswith(_FURTHER) or person.username.endswith(_KIND):
            people[person.username] = person
    return people


def urls_of(phase: str) -> list[str]:
    trial, loaded = (Campaign.objects.get(code=code) for code in (TRIAL, LOADED))
    urls = [reverse("home"), *of_campaign(trial, _UNITS, _GROUPS)]
    return urls if phase != _WALKED_WHOLE else [*urls, *of_campaign(loaded, 2, 1)]


def _choice(phase: str) -> Choice:
    """Documents for everybody in one phase, elsewhere for two people."""
    return lambda who, route: route not in SLOW or phase == Phase.EXPLAIN or who in _READERS
