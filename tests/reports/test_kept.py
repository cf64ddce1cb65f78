"""What is kept of published figures: only what is published, only until an act could have changed it, never a reader's own."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.kept import MOST, _shelf, forget_everything, kept
from submissions.enums import Phase
from submissions.models import Campaign, Submission
from tests.submissions.staging import appoint, make_user
from units import audit
from units.enums import Role

PAGES = [
    "ket-qua/",
    "don-vi/VP/",
    "nguon-goc/don-vi/VP/",
    "so-sanh/",
    "don-vi/VP/cac-nam/",
    "ket-qua/?bang=1&cot=hang&chieu=giam",
]


def make_all(campaign: Campaign, names: list[str]) -> list[str]:
    """Which of them had to be made."""
    made: list[str] = []
    for name in names:
        kept(campaign, name, lambda name=name: made.append(name))
    return made


@pytest.fixture
def campaign(campaign_2020) -> Campaign:
    return campaign_2020


def enter(act: str, campaign: Campaign) -> None:
    audit.record(act=act, by=None, campaign=campaign)


def test_it_is_made_once(campaign) -> None:
    assert make_all(campaign, ["a", "a", "b", "a"]) == ["a", "b"]


@pytest.mark.parametrize("act", ["campaign.decision_written", "framework.correspondence_written", "submission.loaded", "new.act"])
def test_act_that_could_change_figures_throws_everything_away(campaign, act) -> None:
    make_all(campaign, ["a"])
    enter(act, campaign)
    assert make_all(campaign, ["a"]) == ["a"]


@pytest.mark.parametrize("act", ["account.signed_in", "evidence.downloaded", "self.answers_saved", "appraise.absence_confirmed"])
def test_act_that_changes_no_published_figure_leaves_it(campaign, act) -> None:
    make_all(campaign, ["a"])
    enter(act, campaign)
    assert make_all(campaign, ["a"]) == []


def test_act_between_harmless_ones_is_not_overlooked(campaign) -> None:
    make_all(campaign, ["a"])
    for act in ("account.signed_in", "campaign.decision_written", "account.signed_in"):
        enter(act, campaign)
    assert make_all(campaign, ["a"]) == ["a"]


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase not in (Phase.PUBLISHED, Phase.ARCHIVED)])
def test_nothing_unpublished_is_kept(campaign, phase) -> None:
    campaign.phase = phase
    assert make_all(campaign, ["a", "a"]) == ["a", "a"]


def test_without_a_record_nothing_is_kept(campaign) -> None:
    _shelf.seen = (10**9, "another record")
    assert make_all(campaign, ["a"]) == ["a"]
    assert make_all(campaign, ["a"]) == ["a"]


def test_what_was_made_while_the_record_went_on_is_not_kept(campaign) -> None:
    def make() -> str:
        enter("campaign.decision_written", campaign)
        kept(campaign, "other", lambda: "")
        return "old"

    kept(campaign, "a", make)
    assert make_all(campaign, ["a"]) == ["a"]


def test_only_so_much_is_kept(campaign) -> None:
    make_all(campaign, [f"{number}" for number in range(MOST + 5)])
    assert len(_shelf.things) == MOST
    assert make_all(campaign, ["0", f"{MOST + 4}"]) == ["0"]


@pytest.mark.parametrize("path", PAGES)
def test_second_reader_costs_few_queries(client, campaign, path) -> None:
    first = client.get(f"/dot/2020/{path}").content
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/dot/2020/{path}").content == first
    assert len(queries) <= 8


def test_reader_with_more_rights_leaves_nothing_of_it_to_the_next(client, campaign, settings) -> None:
    """The unit's officer sees the link to the history; the public page after it does not, and the other way round."""
    settings.REQUIRE_TOTP = False
    submission = Submission.objects.get(campaign=campaign, unit__code="VP")
    user = make_user("thu-truong")
    appoint(user, Role.UNIT_HEAD, campaign, submission.unit)
    own = Client()
    own.force_login(user)
    for path, mark in (("don-vi/VP/", "lich-su"), ("nguon-goc/don-vi/VP/", "Tài liệu kiểm chứng chỉ hiển thị")):
        forget_everything()
        before = client.get(f"/dot/2020/{path}").content.decode()
        theirs = own.get(f"/dot/2020/{path}").content.decode()
        after = client.get(f"/dot/2020/{path}").content.decode()
        assert (mark in before) != (mark in theirs)
        assert before == after
        assert "thu-truong" not in after


def test_orders_that_do_not_exist_are_not_kept_apart(client, campaign) -> None:
    client.get("/dot/2020/ket-qua/")
    there = len(_shelf.things)
    for query in ("?bang=1&cot=x&chieu=giam", "?bang=99&cot=hang&chieu=giam", "?bang=1&cot=HTKT_2020&chieu=giam"):
        assert client.get(f"/dot/2020/ket-qua/{query}").status_code == 200
    assert len(_shelf.things) == there
