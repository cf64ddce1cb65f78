"""What is out of sight cannot be told from what is not there: the same status, headers and
words, whatever is asked of it.
"""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from submissions.enums import Phase
from tests.permissions.recipes import RECIPES
from tests.permissions.stage import set_stage
from tests.permissions.test_policy_walk import methods_of, signed_in, with_cookies
from tests.permissions.untouched import taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calm")]
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def calm(settings):
    settings.REQUIRE_TOTP = False
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.mark.parametrize("who", ["anonymous", "without_role"])
def test_unpublished_campaign_answers_like_none(who):
    stage = set_stage(Phase.APPRAISE_1)
    cookies = signed_in(stage.people[who]).cookies
    told_apart = []
    for name, recipe in RECIPES.items():
        if recipe.level == "everywhere":
            continue
        for method in methods_of(recipe):
            with taken_back():
                address = reverse(name, args=recipe.arguments(stage, stage.people[who]))
                there = answer_to(with_cookies(cookies), method, address)
                nowhere = answer_to(
                    with_cookies(cookies), method, address.replace("/2020/", "/2099/", 1)
                )
            if there != nowhere or there[0] not in (302, 404):
                told_apart.append((name, method, there[0], nowhere[0]))
    assert told_apart == []


def answer_to(client: Client, method: str, address: str) -> tuple[int, dict[str, str], str]:
    answer: Any = getattr(client, method)(address)
    body = "" if answer.streaming else _TOKEN.sub("", answer.content.decode())
    headers = {name: value.replace("2099", "2020") for name, value in answer.headers.items()}
    return answer.status_code, headers, body.replace("2099", "2020")
