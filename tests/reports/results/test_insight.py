"""What the working group sees of self-scoring, of whom, and that trying other outcomes stores
nothing.
"""

from fractions import Fraction

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.results.queries.insight import (
    Move,
    by_ground,
    by_group,
    by_unit,
    claims,
    near_borders,
    rank_moves,
)
from reports.results.queries.what_if import NoChange, read_change, read_changes, what_if
from scoring.core.types import RefusalGround
from scoring.results.queries import InterimCampaign, judged
from submissions.enums import Ground, OutcomeKind, Phase, Round
from submissions.models import Appraisal, Campaign, Submission
from tests.permissions.untouched import everything_recorded
from tests.scoring.factories import (
    criterion_of,
    make_answer,
    make_campaign,
    make_framework,
    make_submission,
)
from tests.strict_pages import inline_code, landmarks, repeated_ids
from tests.submissions.factories import appoint, make_user
from units.enums import Role
from units.models import AuditEntry, Membership, User

pytestmark = pytest.mark.django_db

LEAVES = {"HT:1.1": "40", "HT:1.2": "20", "HT:2": "40", "DV:1": "100"}


def make_unit(
    campaign: Campaign,
    code: str,
    appraised: dict[str, str | None],
    *,
    round: int = 1,
    order: int = 1,
) -> Submission:
    """Every criterion claimed in full; what is not named was not decided."""
    submission = make_submission(campaign, code, order=order)
    for key, claimed in LEAVES.items():
        group, leaf = key.split(":")
        rounds = {round: appraised[key]} if key in appraised else {}
        make_answer(
            submission, criterion_of(submission, "I", group, leaf), claimed=claimed, rounds=rounds
        )
    return submission


def make_round(phase: str = Phase.APPRAISE_1, **fields: object) -> Campaign:
    """A: 65 of 100 a group (all decided), B: 50,25; C is not finished."""
    campaign = make_campaign(make_framework(), phase=phase, previous_year=None, **fields)
    make_unit(campaign, "A", {"HT:1.1": "40", "HT:1.2": "20", "HT:2": "20", "DV:1": "50"}, order=1)
    make_unit(
        campaign, "B", {"HT:1.1": "10", "HT:1.2": "20", "HT:2": "40", "DV:1": "30.5"}, order=2
    )
    make_unit(campaign, "C", {"HT:1.1": "40"}, order=3)
    return campaign


def looked_at(campaign: Campaign) -> InterimCampaign:
    return judged(
        campaign, Submission.objects.filter(campaign=campaign).values_list("pk", flat=True)
    )


def refuse(campaign: Campaign, unit: str, code: str, ground: Ground) -> None:
    mark = Appraisal.objects.filter(
        answer__submission__unit__code=unit, answer__criterion__code=code
    )
    mark.update(outcome=OutcomeKind.REFUSED, points=None, ground=ground)


def as_role(client: Client, role: Role, campaign: Campaign) -> User:
    user = make_user(f"la-{role}")
    appoint(user, role, campaign)
    client.force_login(user)
    return user


# --- the values ---------------------------------------------------------------
def test_inflation_is_the_own_total_less_the_appraised_one_most_first() -> None:
    seen = looked_at(make_round())
    rows = by_unit(seen, claims(seen.units))
    assert [(row.unit.rows.code, row.inflation) for row in rows] == [
        ("B", 100 - Fraction("50.25")),
        ("A", Fraction(35)),
        ("C", None),
    ]
    assert rows[1].moves == {Move.KEPT: 2, Move.LOWERED: 2}
    assert rows[2].moves == {Move.KEPT: 1}


def test_second_round_stands_before_the_first_and_the_council_before_both() -> None:
    campaign = make_round(Phase.REVISION)
    answer = campaign.submissions.get(unit__code="A").answers.get(criterion__code="1.1")
    for number, points, total in ((Round.SECOND, "20", 55), (Round.COUNCIL, "30", 60)):
        Appraisal.objects.create(
            answer=answer, round=number, outcome=OutcomeKind.SCORED, points=points
        )
        assert looked_at(campaign).units[0].score.total == total


def test_second_round_that_is_still_missing_hides_the_first() -> None:
    campaign = make_round(Phase.APPRAISE_2)
    answer = campaign.submissions.get(unit__code="A").answers.get(criterion__code="1.1")
    Appraisal.objects.create(answer=answer, round=Round.SECOND, outcome=OutcomeKind.MISSING)
    assert looked_at(campaign).units[0].score.total is None


def test_groups_compare_only_units_with_both() -> None:
    rows = {row.code: row for row in by_group(looked_at(make_round()))}
    assert (rows["HT"].units, rows["HT"].claimed, rows["HT"].appraised) == (2, 100, 75)
    assert (rows["DV"].units, rows["DV"].claimed, rows["DV"].appraised) == (
        2,
        100,
        Fraction("40.25"),
    )


def test_grounds_are_counted_with_what_they_cost() -> None:
    campaign = make_round()
    refuse(campaign, "A", "1.2", Ground.NO_EVIDENCE)
    refuse(campaign, "B", "1.2", Ground.NO_EVIDENCE)
    refuse(campaign, "B", "1.1", Ground.LATE)
    rows = {row.move: row for row in by_ground(claims(looked_at(campaign).units))}
    assert [
        (rows[ground].claims, rows[ground].units, rows[ground].lost) for ground in RefusalGround
    ] == [(0, 0, 0), (0, 0, 0), (2, 2, 40), (1, 1, 40)]
    assert rows[Move.LOWERED].lost == 20 + 50 + Fraction("69.5")


def test_units_within_half_a_point_of_a_bound_are_found_on_both_sides() -> None:
    near = near_borders(looked_at(make_round()))
    assert [(row.unit.rows.code, row.bound, row.distance, row.band.code) for row in near] == [
        ("A", 65, 0, "A"),
        ("B", 50, Fraction("0.25"), "B"),
    ]


@pytest.mark.parametrize(
    ("points", "is_near"), [("49", True), ("48.99", False), ("51", True), ("51.01", False)]
)
def test_half_a_point_is_near_and_more_is_not(points, is_near) -> None:
    """The total is half of the group's points and 25."""
    campaign = make_campaign(make_framework(), phase=Phase.APPRAISE_1, previous_year=None)
    make_unit(campaign, "A", {"HT:1.1": "0", "HT:1.2": "10", "HT:2": "40", "DV:1": points})
    assert bool(near_borders(looked_at(campaign))) is is_near


def test_ranks_move_by_being_appraised() -> None:
    rows = rank_moves(looked_at(make_round()))
    assert [(row.unit.rows.code, row.claimed, row.appraised, row.steps) for row in rows] == [
        ("A", 1, 1, 0),
        ("B", 1, 2, 1),
        ("C", 1, None, None),
    ]


def test_other_outcomes_change_total_rank_and_band() -> None:
    seen = looked_at(make_round())
    own = seen.units[1]
    answer = what_if(seen, own, [read_change(own, "DV:1", "100")])
    assert (answer.before.score.total, answer.before.rank, answer.before.band.code) == (
        Fraction("50.25"),
        2,
        "B",
    )
    assert (answer.after.score.total, answer.after.rank, answer.after.band) == (85, 1, None)


def test_not_applicable_leaves_the_maximum_and_refused_does_not() -> None:
    seen = looked_at(make_round())
    own = seen.units[0]
    gone = what_if(seen, own, [read_change(own, "DV:1", "khong-ap-dung")]).after
    refused = what_if(seen, own, [read_change(own, "DV:1", "khong-chap-nhan")]).after
    assert (gone.score.total, refused.score.total) == (80, 40)


@pytest.mark.parametrize(
    "text", ["40.01", "-1", "", "abc", "1e1", "NaN", "١", "999999999999999999999"]
)
def test_what_is_no_score_of_the_criterion_is_refused(text) -> None:
    own = looked_at(make_round()).units[0]
    with pytest.raises(NoChange):
        read_change(own, "HT:1.1", text)


def test_what_cannot_be_read_of_an_address_is_left_out() -> None:
    own = looked_at(make_round()).units[0]
    texts = ["HT:1.1=5", "XX:1=5", "HT:1.1=7,5", "HT:1.2=khong-ap-dung", "=", "HT:2=99"]
    assert [change.text for change in read_changes(own, texts)] == [
        "HT:1.1=7.50",
        "HT:1.2=khong-ap-dung",
    ]


# --- over HTTP ----------------------------------------------------------------
def test_head_of_the_group_reads_it_all(client) -> None:
    campaign = make_round()
    as_role(client, Role.WG_HEAD, campaign)
    html = client.get("/dot/2020/phan-tich/").content.decode()
    for text in (
        "+49,75",
        "+35,00",
        "chưa đủ",
        "đúng ranh giới (65,00)",
        "trên ranh giới 0,25 (50,00)",
        "xuống 1 bậc",
    ):
        assert text in html
    assert (inline_code(html), repeated_ids(html)) == ([], set())
    assert landmarks(html)


def test_own_unit_of_the_reader_is_left_out_of_everything(client) -> None:
    """A conflict of interest replaces the role."""
    campaign = make_round()
    user = as_role(client, Role.WG_HEAD, campaign)
    Membership.objects.create(user=user, unit=campaign.submissions.get(unit__code="B").unit)
    html = client.get("/dot/2020/phan-tich/").content.decode()
    assert "Không gồm B:" in html
    for secret in ("50,25", "49,75", "phan-tich/B/"):
        assert secret not in html
    assert client.get("/dot/2020/phan-tich/B/").status_code == 404
    assert "50,25" not in client.get("/dot/2020/phan-tich/A/").content.decode()


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("role", [None, Role.APPRAISER, Role.COUNCIL_MEMBER, Role.PUBLISHER])
def test_others_are_refused_in_every_phase(client, role, phase) -> None:
    campaign = make_round(phase)
    if role:
        as_role(client, role, campaign)
    for path in ("", "A/"):
        answer = client.get(f"/dot/2020/phan-tich/{path}")
        assert answer.status_code in ((403, 404) if role else (302,))
        assert "65,00" not in answer.content.decode()


def test_trying_stores_nothing(client) -> None:
    campaign = make_round()
    as_role(client, Role.WG_HEAD, campaign)
    before, entries = everything_recorded(), AuditEntry.objects.count()
    html = client.get(
        "/dot/2020/phan-tich/A/?doi=HT:1.1=0&tieu-chi=DV:1&ket-qua=diem&diem=100"
    ).content.decode()
    assert "HT:1.1 Tiêu chí 1.1: 40,00 → <strong>0,00</strong>" in html
    assert "DV:1 Tiêu chí 1: 50,00 → <strong>100,00</strong>" in html
    assert (everything_recorded(), AuditEntry.objects.count()) == (before, entries)
    assert client.post("/dot/2020/phan-tich/A/").status_code == 405


def test_wrong_points_come_back_with_their_sentence(client) -> None:
    campaign = make_round()
    as_role(client, Role.WG_HEAD, campaign)
    html = client.get(
        "/dot/2020/phan-tich/A/?tieu-chi=HT:1.1&ket-qua=diem&diem=<b>41"
    ).content.decode()
    assert "Điểm «&lt;b&gt;41» không phải là điểm." in html
    assert 'value="&lt;b&gt;41"' in html
    assert (inline_code(html), repeated_ids(html)) == ([], set())


def test_pages_cost_the_same_with_3_and_23_units(client) -> None:
    counts = []
    for count in (3, 23):
        framework = make_framework(f"k{count}")
        campaign = make_campaign(
            framework, code=f"c{count}", phase=Phase.APPRAISE_1, previous_year=None
        )
        for number in range(count):
            make_unit(campaign, f"U{number}", {"HT:1.1": "1"}, order=number)
        user = make_user(f"truong-{count}")
        appoint(user, Role.WG_HEAD, campaign)
        client.force_login(user)
        for path in ("", "U0/"):
            client.get(f"/dot/c{count}/phan-tich/{path}")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/dot/c{count}/phan-tich/{path}").status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 24
