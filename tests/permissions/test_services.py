"""Services ask for themselves, whoever calls them: for every capacity and phase, what the
policy refuses changes nothing.
"""

import ast
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import pytest
from django.http import Http404
from django.utils import timezone

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.models import Campaign
from tests.permissions import policy_files
from tests.permissions.services import ASKED_ELSEWHERE, SERVICES, Service
from tests.permissions.stage import CAPACITIES, Stage, set_stage
from tests.permissions.untouched import Untouched, taken_back
from units.models import User, VerificationRun

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("units", "submissions", "reports")
LONG = (pytest.mark.slow, pytest.mark.representative)
STEPS_OF_THEIR_OWN = {"signing": "report.sign_and_publish", "published": "period.archive_period"}


def test_every_service_is_known():
    assert SERVICES.keys() | ASKED_ELSEWHERE.keys() == set(services_in_code())


def services_in_code() -> list[str]:
    """Public functions of the services of all rooms that act for somebody, as «room.function»."""
    return [
        f"{room}.{node.name}"
        for path, room in services_of_rooms()
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and takes_person(node)
    ]


def services_of_rooms() -> Iterator[tuple[Path, str]]:
    """The modules of services with the room that they belong to, «appraisal.assignment»."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            parts = path.relative_to(ROOT / app).with_suffix("").parts
            if "services" in parts:
                yield path, ".".join(parts[: parts.index("services")])


def takes_person(node: ast.FunctionDef) -> bool:
    return any(argument.arg == "by" for argument in (*node.args.args, *node.args.kwonlyargs))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "phase",
    [
        "self_score",
        *(
            pytest.param(each, marks=LONG)
            for each in ("appraise_1", "council_2", "signing", "published")
        ),
    ],
)
def test_services_refuse_who_may_not(phase, settings):
    settings.REQUIRE_TOTP = False
    stage = set_stage(phase)
    if phase == "self_score":  # while the units' time lasts
        Campaign.objects.update(self_score_due_at=timezone.now() + timedelta(days=1))
    untouched = Untouched.now()
    wrong = [
        f"{phase} {who} {name}: {problem}"
        for name, service in SERVICES.items()
        for who, person in stage.people.items()
        # A copy each time: what is taken back in the database stays in the objects.
        if person and (problem := what_is_wrong(deepcopy(stage), who, name, service, untouched))
    ]
    assert wrong == []


def what_is_wrong(stage: Stage, who: str, name: str, service: Service, untouched: Untouched) -> str:
    """`untouched`: the stage, on which every try begins."""
    with taken_back():
        # As read from the database, as a request has the person.
        person = User.objects.get(pk=stage.people[who].pk)
        if service.prepare:
            service.prepare(stage, person)
            untouched = Untouched.now()
        allowed = is_allowed(stage.campaign.phase, who, name, service)
        with untouched.watched():
            refusal = attempt(service, stage, person)
        if allowed:
            return f"allowed, but {refusal!r}" if isinstance(refusal, NotAllowed | Http404) else ""
        changed = [*untouched.changed(), *untouched.acts()]
        if changed or VerificationRun.objects.exists():
            return f"refused, but changed {changed}"
        if isinstance(refusal, StaleState) and might_in_another_phase(who, service):
            return ""
        return "" if isinstance(refusal, NotAllowed | Http404) else f"refused, but {refusal!r}"


def attempt(service: Service, stage: Stage, person: User) -> Exception | None:
    try:
        service.call(stage, person)
    except (DomainError, Http404) as refusal:
        return refusal
    return None


def is_allowed(phase: str, who: str, name: str, service: Service) -> bool:
    column = getattr(CAPACITIES[who], service.level)
    actions = (
        (STEPS_OF_THEIR_OWN.get(phase, *service.actions),)
        if name == "campaigns.advance"
        else service.actions
    )
    return any(
        policy_files.allows(action, column, None if service.level == "everywhere" else phase)
        for action in actions
    )


def might_in_another_phase(who: str, service: Service) -> bool:
    """Who comes too late or too early may be told that, instead of being refused."""
    column = getattr(CAPACITIES[who], service.level)
    return any(
        policy_files.allows(action, column, phase)
        for action in service.actions
        for phase in policy_files.PHASES
    )
