"""A phase may lead to several others. The procedure has no such phase yet, so that these tests add
a way back, with a reason, to the entry of one.
"""

from dataclasses import replace
from typing import Any

import pytest

from ictindex.lib.errors import DomainError
from submissions.campaigns.phases.table import ENTRIES
from submissions.campaigns.phases.values import Announcement, Step, StepAct, StepAddress
from submissions.campaigns.queries.needs import Need
from submissions.campaigns.queries.next_steps import next_steps
from submissions.campaigns.queries.readiness import register_need
from submissions.campaigns.services import phases
from submissions.enums import Phase, ReplyState
from submissions.home.queries import tasks_of
from submissions.models import Campaign, Confirmation
from tests.questions import address, client_of, left_alone, text_of
from tests.submissions.factories import NOW, cast, make_stage
from tests.white_space import squeezed
from units.enums import Role
from units.models import AuditEntry, Notification

pytestmark = pytest.mark.django_db

USUAL = ENTRIES[Phase.DRAFT_REPORT].steps[0]
BACK = Step(
    Phase.DRAFT_REPORT,
    Phase.APPRAISE_2,
    USUAL.address,
    label="Thẩm định lại lần 2",
    effect="Tổ giúp việc chấm lại lần 2.",
    does=(StepAct.REOPEN_SILENCE,),
    tells=(Announcement((Role.PUBLISHER,), "Thẩm định lại lần 2."),),
    asks_reason=True,
)
#: The same by an action and at an address of its own, behind a proof.
ELSEWHERE = replace(BACK, address=StepAddress("period.edit_timeline", "timeline", asks_proof=True))
REASON = "Số liệu của đơn vị A vừa đổi"


@pytest.fixture
def forked(monkeypatch) -> tuple[Campaign, Any]:
    """A campaign that stands where the way forks, and who takes both steps."""
    entry = ENTRIES[Phase.DRAFT_REPORT]
    monkeypatch.setitem(ENTRIES, Phase.DRAFT_REPORT, replace(entry, steps=(USUAL, BACK)))
    campaign = make_stage(Phase.DRAFT_REPORT)
    return campaign, cast(campaign)


def go(campaign: Campaign, people: Any, target: str, reason: str = "") -> Campaign:
    return phases.advance(
        campaign=campaign,
        source=Phase.DRAFT_REPORT,
        target=target,
        reason=reason,
        by=people["wg_head"],
        now=NOW,
    )


def press(campaign: Campaign, people: Any, **typed: str) -> Any:
    send = {"phase": Phase.DRAFT_REPORT, "confirmed": "on"} | typed
    return client_of(people["wg_head"]).post(address("advance_phase", campaign), send)


def test_each_step_leads_where_it_says(forked):
    campaign, people = forked
    assert go(campaign, people, Phase.APPRAISE_2, REASON).phase == Phase.APPRAISE_2
    entry = AuditEntry.objects.get(act="campaign.advanced")
    assert (entry.reason, entry.facts, entry.phase) == (
        REASON,
        '{"from":"draft_report","to":"appraise_2"}',
        "appraise_2",
    )
    Campaign.objects.update(phase=Phase.DRAFT_REPORT)
    assert go(Campaign.objects.get(), people, Phase.COUNCIL_1).phase == Phase.COUNCIL_1


def test_who_is_told_goes_by_the_step(forked):
    campaign, people = forked
    go(campaign, people, Phase.APPRAISE_2, REASON)
    told = set(Notification.objects.values_list("user", "subject", "body"))
    assert told == {(people["publisher"].pk, "Đợt 2020: Thẩm định lần 2", "Thẩm định lại lần 2.")}


def test_step_does_what_its_entry_says(forked):
    campaign, people = forked
    for file, state in zip(
        campaign.submissions.order_by("order"),
        (ReplyState.SILENT, ReplyState.CONFIRMED),
        strict=True,
    ):
        Confirmation.objects.create(
            submission=file, state=state, by=people["wg_head"], at=NOW, content_sha256="0" * 64
        )
    go(campaign, people, Phase.APPRAISE_2, REASON)
    assert [each.state for each in Confirmation.objects.all()] == [ReplyState.CONFIRMED]


def test_coming_back_by_a_step_opens_what_coming_back_opens(forked, monkeypatch):
    campaign, people = forked
    entry = ENTRIES[Phase.APPRAISE_2]
    monkeypatch.setitem(
        ENTRIES, Phase.APPRAISE_2, replace(entry, on_return=(StepAct.REOPEN_REPLIES,))
    )
    Confirmation.objects.create(
        submission=campaign.submissions.get(order=1),
        state=ReplyState.CONFIRMED,
        by=people["unit_head"],
        at=NOW,
        content_sha256="0" * 64,
    )
    go(campaign, people, Phase.APPRAISE_2, REASON)
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize("reason", ["", "  "])
def test_step_that_asks_for_a_reason_is_not_taken_without(forked, reason):
    campaign, people = forked
    with pytest.raises(DomainError, match="Ghi lý do của bước chuyển giai đoạn này"):
        go(campaign, people, Phase.APPRAISE_2, reason)
    assert Campaign.objects.get().phase == Phase.DRAFT_REPORT


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("", "Chọn bước chuyển giai đoạn."),
        (Phase.SIGNING, "Từ giai đoạn hiện tại không chuyển sang giai đoạn ấy được."),
        ("nowhere", "Từ giai đoạn hiện tại không chuyển sang giai đoạn ấy được."),
    ],
)
def test_step_that_is_not_there_is_refused(forked, target, sentence):
    campaign, people = forked
    before = left_alone(campaign)
    with pytest.raises(DomainError, match=sentence):
        go(campaign, people, target)
    answer = press(campaign, people, target=target)
    assert (answer.status_code, left_alone(campaign)) == (422, before)
    assert sentence in text_of(answer)


#: What a module above says is lacking in the phase of the fork: nothing, but in its test.
LACKING: list[Need] = []


def lacking(_campaign, _now) -> list[Need]:
    return LACKING


register_need(lacking, lambda phase: phase == Phase.DRAFT_REPORT.traits)


def test_need_that_is_registered_twice_is_refused():
    with pytest.raises(ValueError, match="lacking is asked already"):
        register_need(lacking, lambda _phase: True)


def test_needs_of_modules_above_hold_up_the_way_on_only(forked, monkeypatch):
    campaign, people = forked
    monkeypatch.setattr("tests.submissions.campaigns.test_branches.LACKING", [Need("Còn thiếu.")])
    with pytest.raises(phases.NotReady, match="Còn thiếu"):
        go(campaign, people, Phase.COUNCIL_1)
    assert go(campaign, people, Phase.APPRAISE_2, REASON).phase == Phase.APPRAISE_2


def test_page_shows_every_step_with_a_form_of_its_own(forked):
    campaign, people = forked
    page = client_of(people["wg_head"]).get(address("phases", campaign))
    html, text = squeezed(page.content.decode()), text_of(page)
    assert text.index("Bước tiếp theo: Trình Hội đồng họp lần 1") < text.index(
        "Hoặc: Thẩm định lại lần 2"
    )
    assert text.count("Sẽ xảy ra") == 2
    targets = [f'name="target" value="{step.target}"' for step in (USUAL, BACK)]
    assert [html.count(target) for target in targets] == [1, 1]
    names = [f'id="{name}"' for name in ("id_confirmed", "id_confirmed-appraise_2", "buoc-tiep")]
    assert [html.count(name) for name in (*names, 'id="id_reason-appraise_2"')] == [1, 1, 1, 1]


def test_page_leads_to_the_address_that_the_step_names(forked, monkeypatch):
    campaign, people = forked
    entry = ENTRIES[Phase.DRAFT_REPORT]
    monkeypatch.setitem(ENTRIES, Phase.DRAFT_REPORT, replace(entry, steps=(USUAL, ELSEWHERE)))
    page = client_of(people["wg_head"]).get(address("phases", campaign))
    step = page.context["page"].steps[1]
    assert (step.action, step.url, step.asks_proof, step.may_take) == (
        "period.edit_timeline",
        address("timeline", campaign),
        True,
        True,
    )
    assert f'href="{step.url}">Đến trang' in squeezed(page.content.decode())


def test_step_is_not_taken_at_the_address_of_another(forked, monkeypatch):
    """Else a step behind a proof could be taken without it."""
    campaign, people = forked
    entry = ENTRIES[Phase.DRAFT_REPORT]
    monkeypatch.setitem(ENTRIES, Phase.DRAFT_REPORT, replace(entry, steps=(USUAL, ELSEWHERE)))
    before = left_alone(campaign)
    answer = press(campaign, people, target=Phase.APPRAISE_2, reason=REASON)
    assert (answer.status_code, left_alone(campaign)) == (422, before)
    assert "Từ giai đoạn hiện tại không chuyển sang giai đoạn ấy được." in text_of(answer)


def test_who_takes_a_step_by_an_action_of_its_own_sees_what_it_lacks(forked, monkeypatch):
    """A member of the Council reads the figures, and takes no other step."""
    campaign, people = forked
    monkeypatch.setattr("tests.submissions.campaigns.test_branches.LACKING", [Need("Còn thiếu.")])
    reader = people["council_member"]
    assert next_steps(campaign, reader, now=NOW)[0].needs is None
    by_reading = StepAddress("report.view_ranking_and_charts_data", "timeline")
    steps = (USUAL, replace(BACK, address=by_reading))
    entry = ENTRIES[Phase.DRAFT_REPORT]
    monkeypatch.setitem(ENTRIES, Phase.DRAFT_REPORT, replace(entry, steps=steps))
    assert next_steps(campaign, reader, now=NOW)[0].needs == (Need("Còn thiếu."),)


def test_form_takes_the_step_that_was_chosen(forked):
    campaign, people = forked
    answer = press(campaign, people, target=Phase.APPRAISE_2, reason=REASON)
    assert (answer.status_code, Campaign.objects.get().phase) == (302, Phase.APPRAISE_2)
    assert AuditEntry.objects.get(act="campaign.advanced").reason == REASON


def test_what_was_typed_stays_in_the_form_of_its_step(forked):
    campaign, people = forked
    before = left_alone(campaign)
    answer = press(campaign, people, target=Phase.APPRAISE_2, reason=REASON, confirmed="")
    assert (answer.status_code, left_alone(campaign)) == (422, before)
    assert answer.content.decode().count("Đánh dấu vào ô xác nhận") == 1
    assert REASON in answer.content.decode()
    answer = press(campaign, people, target=Phase.APPRAISE_2)
    assert (answer.status_code, left_alone(campaign)) == (422, before)
    assert "Ghi lý do của bước chuyển giai đoạn này." in text_of(answer)


def test_only_the_usual_step_waits_at_home(forked):
    _, people = forked
    labels = [task.label for task in tasks_of(people["wg_head"], now=NOW)]
    assert labels == ["Đợt 2020: trình Hội đồng họp lần 1"]


def test_one_step_asks_for_no_choice():
    campaign = make_stage(Phase.DRAFT_REPORT)
    people = cast(campaign)
    page = client_of(people["wg_head"]).get(address("phases", campaign)).content.decode()
    assert 'name="target"' not in page.split('action="/dot/2020/giai-doan/lui/"')[0]
    assert "Hoặc:" not in page
    assert go(campaign, people, "").phase == Phase.COUNCIL_1
