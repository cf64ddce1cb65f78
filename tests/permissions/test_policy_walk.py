"""Over HTTP: every address, for every capacity of the policy, in every phase.

What is refused changes nothing.
"""

from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ictindex.routes import (
    FOR_EVERY_ACCOUNT,
    FOR_EVERYBODY,
    WHOEVER_SEES_THE_CAMPAIGN,
    addresses_by_action,
)
from reports.jobs.services import requests as jobs
from tests.permissions import policy_files
from tests.permissions.recipes import ELSEWHERE, RECIPES, Recipe
from tests.permissions.stage import CAPACITIES, Capacity, Stage, set_stage
from tests.permissions.untouched import Untouched, taken_back
from units.models import User

ROUTES = addresses_by_action()
SIGN_IN = "/tai-khoan/dang-nhap/"
#: A phase in which each capacity may something else, and one that is public.
TELLING = ("appraise_1", "published")
READS_OF_UNITS = [
    name
    for name, method in policy_files.methods().items()
    if method == "GET" and (name.endswith("_U") or "_U_" in name)
]
#: Acts that the policy allows and that need more than a press: what they answer is their own tests'
#: matter.
SERVED = range(200, 400)


@pytest.fixture
def calm(settings, monkeypatch):
    """No second factor to set up first, no document to render."""
    settings.REQUIRE_TOTP = False
    monkeypatch.setattr(
        jobs, "render_report_task", type("Queue", (), {"enqueue": staticmethod(lambda _pk: None)})
    )


@dataclass(frozen=True)
class Try:
    """One request: who, in what capacity, where, how."""

    stage: Stage
    who: str
    name: str
    method: str

    @property
    def columns(self) -> Capacity:
        return CAPACITIES[self.who]

    @property
    def recipe(self) -> Recipe:
        return RECIPES[self.name]

    @property
    def phase(self) -> str:
        return self.stage.campaign.phase


def is_allowed(each: Try) -> bool:
    """What the policy says of an address, in the words of the second reader."""
    if each.name in FOR_EVERYBODY:
        return True
    if each.name in FOR_EVERY_ACCOUNT:
        return each.who != "anonymous"
    if each.name in WHOEVER_SEES_THE_CAMPAIGN:
        return sees_campaign(each) and (each.recipe.is_public or each.who != "anonymous")
    column = getattr(each.columns, each.recipe.level)
    when = None if each.recipe.level == "everywhere" else each.phase
    return any(policy_files.allows(action, column, when) for action in actions_served(each))


def actions_served(each: Try) -> list[str]:
    """What may be done by this request: a page may be read by who may read it or act on it;
    acting takes the right to act.
    """
    served = [action for action, routes in ROUTES.items() if each.name in routes]
    acting = [action for action in served if policy_files.methods()[action] == "POST"]
    return (
        acting
        if each.method == "post" and acting and not each.recipe.is_asked_by_readers
        else served
    )


def comes_too_late_or_early(each: Try) -> bool:
    """In another phase the same person might."""
    column = getattr(each.columns, each.recipe.level)
    return any(
        policy_files.allows(action, column, phase)
        for action in actions_served(each)
        for phase in policy_files.PHASES
    )


def sees_campaign(each: Try) -> bool:
    return each.columns.has_a_part or each.phase in policy_files.PUBLIC


def is_in_sight(each: Try) -> bool:
    """Whether the person may know that the thing exists."""
    if each.recipe.level == "everywhere":
        return True
    if each.recipe.level == "unit" and each.phase not in policy_files.PUBLIC:
        return sees_campaign(each) and any(
            policy_files.allows(name, each.columns.unit, each.phase) for name in READS_OF_UNITS
        )
    return sees_campaign(each)


@pytest.mark.django_db
@pytest.mark.usefixtures("calm")
@pytest.mark.slow
@pytest.mark.representative
@pytest.mark.parametrize("phase", TELLING)
def test_policy_holds_over_http_in_telling_phases(phase):
    assert walk(phase) == []


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize("phase", [phase for phase in policy_files.PHASES if phase not in TELLING])
def test_policy_holds_over_http_in_every_other_phase(phase):
    assert walk(phase) == []


def test_walk_knows_every_address():
    mapped = {name for routes in ROUTES.values() for name in routes}
    everything = mapped | {*WHOEVER_SEES_THE_CAMPAIGN, *FOR_EVERY_ACCOUNT, *FOR_EVERYBODY}
    assert RECIPES.keys() | ELSEWHERE.keys() == everything


def walk(phase: str) -> list[str]:
    stage = set_stage(phase)
    tries = [
        Try(stage, who, name, method)
        for who in CAPACITIES
        for name, recipe in RECIPES.items()
        for method in methods_of(recipe)
    ]
    cookies = {who: signed_in(person).cookies for who, person in stage.people.items()}
    untouched = Untouched.now()
    return [
        f"{phase} {each.who} {each.method} {each.name}: {wrong}"
        for each in tries
        if (wrong := what_is_wrong(each, with_cookies(cookies[each.who]), untouched))
    ]


def methods_of(recipe: Recipe) -> list[str]:
    return [*(["get"] if recipe.gets else []), *(["post"] if recipe.posts else [])]


def what_is_wrong(each: Try, client: Client, untouched: Untouched) -> str:
    """Empty when the address answers as the policy says. `untouched`: the stage, which every try
    finds and leaves as it was set.
    """
    with taken_back():
        with untouched.watched():
            arguments = each.recipe.arguments(each.stage, each.stage.people[each.who])
        if untouched.has_written:  # what the address is about had to be made first
            untouched = Untouched.now()
        url = reverse(each.name, args=arguments)
        if is_allowed(each):
            response = send(client, url, each)
            return (
                ""
                if is_served(response, each.recipe)
                else f"allowed, but {response.status_code} {said(response)}"
            )
        with untouched.watched():
            response = send(client, url, each)
        return refusal_problem(response, each) or traces(untouched)


def with_cookies(cookies: SimpleCookie) -> Client:
    """A browser of its own for each request: what one answer sets must not help the next."""
    client = Client()
    client.cookies = SimpleCookie(cookies.output(header="", sep=";"))
    return client


def signed_in(person: User | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def traces(untouched: Untouched) -> str:
    """What a refusal left behind; only a security event may be."""
    changed = untouched.changed()
    acts = [act for act in untouched.acts() if not act.startswith("account.")]
    return f"refused, but changed {changed} and recorded {acts}" if changed or acts else ""


def send(client: Client, url: str, each: Try) -> Any:
    data = each.recipe.posts(each.stage) if each.method == "post" and each.recipe.posts else {}
    response = getattr(client, each.method)(url, data)
    if response.streaming:
        response.read = b"".join(response.streaming_content)
    return response


def is_served(response: Any, recipe: Recipe) -> bool:
    if response.status_code in recipe.told:
        return True
    return response.status_code in SERVED and (
        recipe.is_public or not response.headers.get("Location", "").startswith(SIGN_IN)
    )


def refusal_problem(response: Any, each: Try) -> str:
    """Strangers are sent to the sign-in, or find nothing; what is out of sight is not there;
    what is seen is refused with why.
    """
    if each.who == "anonymous" and not each.recipe.is_public:
        is_sent = response.status_code == 302 and response.headers["Location"].startswith(SIGN_IN)
        return "" if is_sent else f"stranger got {response.status_code}"
    if not is_in_sight(each):
        return "" if response.status_code == 404 else f"out of sight, but {response.status_code}"
    if response.status_code == 409 and comes_too_late_or_early(each):
        return ""
    if response.status_code != 403:
        return (
            f"should be refused, but {response.status_code} {response.headers.get('Location', '')}"
        )
    return "" if response.context and response.context.get("reason") else "refused without a reason"


def said(response: Any) -> str:
    context = response.context or {}
    return str(
        context.get("reason") or context.get("problem") or response.headers.get("Location", "")
    )
