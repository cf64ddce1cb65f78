"""What is kept of published figures: only what is published, only until an act could have
changed it, never a reader's own.
"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.council.services.acceptance import ValidAcceptance, VoidAcceptance, standing_kept
from reports.results.queries.cache import MOST, SHELF, FiguresDigest, digest_kept, kept
from submissions.campaigns.services.blank_answers import open_answers
from submissions.enums import Phase, Round
from submissions.models import Answer, Appraisal, Campaign, Submission
from tests.reports.council.factories import accept_figures
from tests.submissions.factories import appoint, decide_everything, make_stage, make_user
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


@pytest.mark.parametrize(
    "act",
    [
        "campaign.decision_written",
        "framework.correspondence_written",
        "submission.loaded",
        "new.act",
    ],
)
def test_act_that_could_change_figures_throws_everything_away(campaign, act) -> None:
    make_all(campaign, ["a"])
    enter(act, campaign)
    assert make_all(campaign, ["a"]) == ["a"]


@pytest.mark.parametrize(
    "act",
    [
        "account.signed_in",
        "council.voted",
        "evidence.downloaded",
        "self.answers_saved",
        "appraise.absence_confirmed",
    ],
)
def test_act_that_changes_no_published_figure_leaves_it(campaign, act) -> None:
    make_all(campaign, ["a"])
    enter(act, campaign)
    assert make_all(campaign, ["a"]) == []


def test_act_between_harmless_ones_is_not_overlooked(campaign) -> None:
    make_all(campaign, ["a"])
    for act in ("account.signed_in", "campaign.decision_written", "account.signed_in"):
        enter(act, campaign)
    assert make_all(campaign, ["a"]) == ["a"]


@pytest.mark.parametrize(
    "phase", [phase for phase in Phase if phase not in (Phase.PUBLISHED, Phase.ARCHIVED)]
)
def test_nothing_unpublished_is_kept(campaign, phase) -> None:
    campaign.phase = phase
    assert make_all(campaign, ["a", "a"]) == ["a", "a"]


def test_without_a_record_nothing_is_kept(campaign) -> None:
    SHELF.seen = (10**9, "another record")
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
    assert len(SHELF.things) == MOST
    assert make_all(campaign, ["0", f"{MOST + 4}"]) == ["0"]


@pytest.mark.parametrize("path", PAGES)
def test_second_reader_costs_few_queries(client, campaign, path) -> None:
    first = client.get(f"/dot/2020/{path}").content
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/dot/2020/{path}").content == first
    assert len(queries) <= 8


def test_reader_with_more_rights_leaves_nothing_of_it_to_the_next(
    client, campaign, settings
) -> None:
    """The unit's officer sees the link to the history; the public page after it does not, and
    the other way round.
    """
    settings.REQUIRE_TOTP = False
    submission = Submission.objects.get(campaign=campaign, unit__code="VP")
    user = make_user("thu-truong")
    appoint(user, Role.UNIT_HEAD, campaign, submission.unit)
    own = Client()
    own.force_login(user)
    for path, mark in (
        ("don-vi/VP/", "lich-su"),
        ("nguon-goc/don-vi/VP/", "Tài liệu kiểm chứng chỉ hiển thị"),
    ):
        SHELF.clear()
        before = client.get(f"/dot/2020/{path}").content.decode()
        theirs = own.get(f"/dot/2020/{path}").content.decode()
        after = client.get(f"/dot/2020/{path}").content.decode()
        assert (mark in before) != (mark in theirs)
        assert before == after
        assert "thu-truong" not in after


@pytest.fixture
def at_work() -> Campaign:
    """In the Council's hands, and not published."""
    campaign = make_stage(Phase.COUNCIL_2)
    open_answers(campaign)
    for which in (Round.FIRST, Round.SECOND):
        decide_everything(campaign, which)
    enter("campaign.advanced", campaign)
    return campaign


def digests(campaign: Campaign, *acts: str) -> list[str]:
    """Before each act and after the last, which of them had to be reckoned."""
    made: list[str] = []
    for act in (*acts, ""):
        digest_kept(campaign, lambda act=act: made.append(act) or FiguresDigest("f" * 64, {}))
        if act:
            enter(act, campaign)
    return made


@pytest.mark.django_db
def test_hash_of_unpublished_figures_outlives_acts_that_change_none(at_work) -> None:
    assert digests(
        at_work,
        "council.voted",
        "council.meeting_opened",
        "evidence.downloaded",
        "account.signed_in",
    ) == ["council.voted"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "act",
    [
        "appraise.decided",
        "council.score_changed",
        "self.answers_saved",
        "campaign.stepped_back",
        "new.act",
    ],
)
def test_hash_of_unpublished_figures_is_reckoned_again_after_what_could_change_one(
    at_work, act
) -> None:
    assert digests(at_work, act) == [act, ""]


@pytest.mark.django_db
def test_of_an_unpublished_campaign_nothing_but_hashes_is_kept(at_work, client) -> None:
    secretary = make_user("thu-ky")
    appoint(secretary, Role.COUNCIL_SECRETARY, at_work)
    client.force_login(secretary)
    accept_figures(at_work, secretary)
    for page in ("hoi-dong/", "hoi-dong/nghiem-thu/", "ket-qua/", "bao-cao/"):
        assert client.get(f"/dot/{at_work.code}/{page}").status_code == 200
    kept_now = [thing for key, thing in SHELF.things.items() if key[0] == at_work.pk]
    assert [type(thing) for thing in kept_now] == [FiguresDigest]
    assert {len(text) for text in (kept_now[0].sha256, *kept_now[0].by_unit.values())} == {64}


@pytest.mark.django_db
def test_voiding_is_seen_at_once_and_reading_on_costs_few_queries(at_work, client) -> None:
    secretary = make_user("thu-ky")
    appoint(secretary, Role.COUNCIL_SECRETARY, at_work)
    accept_figures(at_work, secretary)
    assert isinstance(standing_kept(at_work), ValidAcceptance)
    with CaptureQueriesContext(connection) as queries:
        assert isinstance(standing_kept(at_work), ValidAcceptance)
    assert len(queries) == 2
    answer = Answer.objects.filter(submission__unit__code="A").first()
    Appraisal.objects.filter(answer=answer, round=Round.SECOND).update(points="0.5")
    enter("council.score_changed", at_work)
    standing = standing_kept(at_work)
    assert (isinstance(standing, VoidAcceptance), standing.units) == (True, ("A",))


def test_orders_that_do_not_exist_are_not_kept_apart(client, campaign) -> None:
    client.get("/dot/2020/ket-qua/")
    there = len(SHELF.things)
    for query in (
        "?bang=1&cot=x&chieu=giam",
        "?bang=99&cot=hang&chieu=giam",
        "?bang=1&cot=HTKT_2020&chieu=giam",
    ):
        assert client.get(f"/dot/2020/ket-qua/{query}").status_code == 200
    assert len(SHELF.things) == there
