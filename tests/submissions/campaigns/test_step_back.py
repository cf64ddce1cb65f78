"""Going back: one person proposes with a reason, a second one decides, the first may take it
back.
"""

import pytest
import time_machine

from submissions.enums import Phase, StepBackState
from submissions.models import Campaign, StepBack
from tests.questions import address, client_of, left_alone, stranger, text_of
from tests.submissions.factories import NOW, appoint, cast, make_stage, make_user
from units.enums import Role
from units.models import AuditEntry, Notification

pytestmark = pytest.mark.django_db
REASON = "Bỏ sót giải trình của đơn vị A"


@pytest.fixture
def campaign():
    return make_stage(Phase.APPRAISE_2)


@pytest.fixture
def people(campaign):
    return cast(campaign)


def propose(person, campaign, **typed):
    send = {"phase": campaign.phase, "target": "explain", "reason": REASON} | typed
    return client_of(person).post(address("propose_step_back", campaign), send)


def decide(person, campaign, name="agree_to_step_back"):
    return client_of(person).post(address(name, campaign, StepBack.objects.get().pk))


def test_two_people_take_the_campaign_back(campaign, people):
    assert propose(people["council_secretary"], campaign).url == address("phases", campaign)
    assert Campaign.objects.get().phase == Phase.APPRAISE_2
    assert decide(people["wg_head"], campaign).url == address("phases", campaign)
    proposal = StepBack.objects.get()
    assert (Campaign.objects.get().phase, proposal.state, proposal.decided_by) == (
        Phase.EXPLAIN,
        StepBackState.DONE,
        people["wg_head"],
    )
    assert list(AuditEntry.objects.values_list("act", "reason")) == [
        ("campaign.step_back_proposed", REASON),
        ("campaign.stepped_back", REASON),
    ]


def test_both_people_see_the_proposal_and_each_their_own_buttons(campaign, people):
    propose(people["council_secretary"], campaign)
    seen = {
        role: text_of(client_of(people[role]).get(address("phases", campaign)))
        for role in ("council_secretary", "wg_head")
    }
    assert all(REASON in text for text in seen.values())
    buttons = ("Đồng ý lùi", "Rút đề nghị")
    assert {role: [button in text for button in buttons] for role, text in seen.items()} == {
        "council_secretary": [False, True],
        "wg_head": [True, False],
    }


def test_units_see_that_it_waits_but_neither_reason_nor_name(campaign, people):
    propose(people["council_secretary"], campaign)
    text = text_of(client_of(people["unit_head"]).get(address("phases", campaign)))
    assert "Có đề nghị lùi về giai đoạn «Đơn vị giải trình»" in text
    assert REASON not in text
    assert str(people["council_secretary"]) not in text


def test_second_person_is_told(campaign, people):
    propose(people["council_secretary"], campaign)
    notice = Notification.objects.get()
    assert (notice.user, REASON in notice.body, notice.url) == (
        people["wg_head"],
        True,
        address("phases", campaign),
    )


def test_units_learn_of_it_without_the_reason(campaign, people):
    propose(people["council_secretary"], campaign)
    decide(people["wg_head"], campaign)
    bodies = dict(
        Notification.objects.filter(subject=f"{campaign.title}: lùi giai đoạn").values_list(
            "user__username", "body"
        )
    )
    insiders = {name for name, body in bodies.items() if REASON in body}
    assert {name for name in bodies if name.startswith("unit_")} == {
        "unit_staff-2020",
        "unit_head-2020",
    }
    assert not any(name.startswith("unit_") for name in insiders)
    assert "wg_head-2020" in insiders


def test_second_person_declines(campaign, people):
    propose(people["council_secretary"], campaign)
    decide(people["wg_head"], campaign, "decline_step_back")
    assert (Campaign.objects.get().phase, StepBack.objects.get().state) == (
        Phase.APPRAISE_2,
        StepBackState.DECLINED,
    )
    assert Notification.objects.filter(
        user=people["council_secretary"], subject__endswith="không lùi giai đoạn"
    ).exists()


def test_proposer_takes_it_back(campaign, people):
    propose(people["council_secretary"], campaign)
    assert decide(people["council_secretary"], campaign, "withdraw_step_back").status_code == 302
    proposal = StepBack.objects.get()
    assert (Campaign.objects.get().phase, proposal.state, proposal.decided_by) == (
        Phase.APPRAISE_2,
        StepBackState.WITHDRAWN,
        None,
    )
    assert decide(people["wg_head"], campaign).status_code == 409


def test_another_secretary_cannot_take_it_back(campaign, people):
    propose(people["council_secretary"], campaign)
    other = make_user("other")
    appoint(other, Role.COUNCIL_SECRETARY, campaign)
    answer = decide(other, campaign, "withdraw_step_back")
    assert (answer.status_code, StepBack.objects.get().state) == (403, StepBackState.PROPOSED)


@pytest.mark.parametrize("name", ["agree_to_step_back", "decline_step_back"])
def test_proposer_never_decides_even_as_head(campaign, people, name):
    appoint(people["council_secretary"], Role.WG_HEAD, campaign)
    propose(people["council_secretary"], campaign)
    answer = decide(people["council_secretary"], campaign, name)
    assert (answer.status_code, Campaign.objects.get().phase, StepBack.objects.get().state) == (
        403,
        "appraise_2",
        "proposed",
    )
    assert "Cần người thứ hai" in text_of(answer)


def test_no_step_forward_while_a_proposal_waits(campaign, people):
    propose(people["council_secretary"], campaign)
    send = {"phase": "appraise_2", "confirmed": "on"}
    answer = client_of(people["wg_head"]).post(address("advance_phase", campaign), send)
    assert (answer.status_code, Campaign.objects.get().phase) == (409, Phase.APPRAISE_2)
    assert "đang chờ người thứ hai quyết định" in text_of(answer)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reason": "  "}, "Ghi lý do lùi giai đoạn."),
        ({"target": ""}, "Chọn giai đoạn muốn lùi về."),
        ({"target": "signing"}, "Chọn một giai đoạn trước giai đoạn hiện tại."),
        ({"target": "appraise_2"}, "Chọn một giai đoạn trước giai đoạn hiện tại."),
        ({"reason": "x" * 2001}, "Lý do dài nhất 2.000 ký tự."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_proposed(campaign, people, typed, sentence):
    answer = propose(people["council_secretary"], campaign, **typed)
    assert (answer.status_code, StepBack.objects.count()) == (422, 0)
    assert sentence in text_of(answer)


def test_typed_reason_stays_in_the_form(campaign, people):
    answer = propose(people["council_secretary"], campaign, target="")
    assert f">\n{REASON}</textarea>" in answer.content.decode()


def test_typed_reason_is_shown_again_when_the_phase_moved(campaign, people):
    Campaign.objects.update(phase=Phase.DRAFT_REPORT)
    answer = propose(people["council_secretary"], campaign)
    assert (answer.status_code, StepBack.objects.count()) == (409, 0)
    assert REASON in text_of(answer)


def test_second_proposal_is_a_conflict_that_keeps_what_was_typed(campaign, people):
    propose(people["council_secretary"], campaign)
    answer = propose(people["council_secretary"], campaign, reason="Lý do khác")
    assert (answer.status_code, StepBack.objects.count()) == (409, 1)
    assert "Lý do khác" in text_of(answer)


@time_machine.travel(NOW, tick=False)
def test_decided_twice_is_one_step(campaign, people):
    propose(people["council_secretary"], campaign)
    assert [decide(people["wg_head"], campaign).status_code for _ in range(2)] == [302, 409]
    assert AuditEntry.objects.filter(act="campaign.stepped_back").count() == 1


def test_campaign_that_moved_meanwhile_stays_where_it_is(campaign, people):
    propose(people["council_secretary"], campaign)
    Campaign.objects.update(phase=Phase.DRAFT_REPORT)
    assert decide(people["wg_head"], campaign).status_code == 409
    assert (Campaign.objects.get().phase, StepBack.objects.get().state) == (
        Phase.DRAFT_REPORT,
        StepBackState.PROPOSED,
    )


@pytest.mark.parametrize(
    "role",
    [
        "wg_head",
        "unit_head",
        "appraiser",
        "council_member",
        "publisher",
        "administrator",
        "auditor",
    ],
)
def test_only_the_secretary_proposes(campaign, people, role):
    before = left_alone(campaign)
    answer = propose(people[role], campaign)
    assert (answer.status_code, left_alone(campaign), StepBack.objects.count()) == (403, before, 0)


@pytest.mark.parametrize(
    "role", ["unit_head", "appraiser", "council_member", "publisher", "administrator", "auditor"]
)
def test_only_the_head_decides(campaign, people, role):
    propose(people["council_secretary"], campaign)
    assert [
        decide(people[role], campaign, name).status_code
        for name in ("agree_to_step_back", "decline_step_back")
    ] == [403, 403]
    assert StepBack.objects.get().state == StepBackState.PROPOSED


def test_stranger_finds_nothing(campaign, people):
    propose(people["council_secretary"], campaign)
    nobody = stranger(campaign)
    answers = [propose(nobody, campaign), *(decide(nobody, campaign, name) for name in NAMES)]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 404]


def test_proposal_of_another_campaign_is_not_found(campaign, people):
    propose(people["council_secretary"], campaign)
    other = make_stage(Phase.APPRAISE_2, year=2021)
    appoint(people["wg_head"], Role.WG_HEAD, other)
    answer = client_of(people["wg_head"]).post(
        address("agree_to_step_back", other, StepBack.objects.get().pk)
    )
    assert (answer.status_code, StepBack.objects.get().state) == (404, StepBackState.PROPOSED)


def test_only_by_posting(campaign, people):
    propose(people["council_secretary"], campaign)
    client, pk = client_of(people["wg_head"]), StepBack.objects.get().pk
    addresses = [
        address("propose_step_back", campaign),
        *(address(name, campaign, pk) for name in NAMES),
    ]
    assert [client.get(each).status_code for each in addresses] == [405, 405, 405, 405]


NAMES = ("agree_to_step_back", "decline_step_back", "withdraw_step_back")
