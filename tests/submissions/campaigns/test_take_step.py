"""Taking a campaign one phase further, in the browser."""

from datetime import timedelta

import pytest
import time_machine

from submissions.enums import Phase, Round
from submissions.models import Campaign
from tests.questions import address, client_of, left_alone, stranger, text_of
from tests.submissions.factories import MOVERS, NOW, STEPS, cast, decide_everything, make_stage
from units.enums import Role
from units.models import AuditEntry, Notification

pytestmark = pytest.mark.django_db
CONFIRMED = {"confirmed": "on"}


def press(person, campaign, **typed):
    return client_of(person).post(
        address("advance_phase", campaign), {"phase": campaign.phase} | CONFIRMED | typed
    )


@time_machine.travel(NOW, tick=False)
def test_step_is_taken_told_and_recorded():
    campaign = make_stage()
    people = cast(campaign)
    answer = press(people["wg_head"], campaign)
    assert (answer.status_code, answer.url) == (302, address("phases", campaign))
    entry = AuditEntry.objects.get(act="campaign.advanced")
    assert (Campaign.objects.get().phase, entry.actor, entry.phase) == (
        Phase.SELF_SCORE,
        people["wg_head"],
        Phase.SELF_SCORE,
    )
    assert set(Notification.objects.values_list("user", flat=True)) == {
        people["unit_staff"].pk,
        people["unit_head"].pk,
    }


@time_machine.travel(NOW, tick=False)
def test_page_after_the_step_says_so():
    campaign = make_stage()
    client = client_of(cast(campaign)["wg_head"])
    page = client.post(
        address("advance_phase", campaign), {"phase": "setup"} | CONFIRMED, follow=True
    )
    assert "Đợt đánh giá đã chuyển sang giai đoạn «Đơn vị tự chấm»." in text_of(page)


@time_machine.travel(NOW, tick=False)
def test_without_the_confirmation_nothing_happens():
    campaign = make_stage()
    before = left_alone(campaign)
    answer = press(cast(campaign)["wg_head"], campaign, confirmed="")
    assert (answer.status_code, left_alone(campaign)) == (422, before)
    assert "Đánh dấu vào ô xác nhận trước khi chuyển giai đoạn." in text_of(answer)


def test_campaign_does_not_exist_for_a_stranger():
    campaign = make_stage()
    cast(campaign)
    before = left_alone(campaign)
    answer = press(stranger(campaign), campaign)
    assert (answer.status_code, left_alone(campaign)) == (404, before)


def test_without_an_account_one_is_asked_to_sign_in(client):
    campaign = make_stage()
    answer = client.post(address("advance_phase", campaign), {"phase": "setup"} | CONFIRMED)
    assert (answer.status_code, Campaign.objects.get().phase) == (302, Phase.SETUP)
    assert answer.url.startswith("/tai-khoan/dang-nhap/")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.WG_HEAD}))
def test_other_roles_are_refused_with_the_reason(role):
    campaign = make_stage()
    person = cast(campaign)[role]
    before = left_alone(campaign)
    answer = press(person, campaign)
    assert (answer.status_code, left_alone(campaign)) == (403, before)
    assert "không được làm việc này" in text_of(
        answer
    ) or "Việc này chỉ làm được ở giai đoạn" in text_of(answer)


@pytest.mark.parametrize("phase", [Phase.SIGNING, Phase.PUBLISHED])
def test_publishing_and_archiving_are_not_reached_by_this_address(phase):
    campaign = make_stage(phase)
    people = cast(campaign)
    before = left_alone(campaign)
    assert press(people[MOVERS[phase]], campaign).status_code == 403
    assert left_alone(campaign) == before


@time_machine.travel(NOW, tick=False)
def test_second_press_reads_what_happened():
    campaign = make_stage()
    client = client_of(cast(campaign)["wg_head"])
    send = {"phase": "setup"} | CONFIRMED
    answers = [client.post(address("advance_phase", campaign), send) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert "Ông/Bà đã thực hiện việc này lúc 16:00 20/11/2020." in text_of(answers[1])
    assert AuditEntry.objects.filter(act="campaign.advanced").count() == 1


@time_machine.travel(NOW, tick=False)
def test_skipping_a_phase_is_refused():
    campaign = make_stage()
    before = left_alone(campaign)
    answer = press(cast(campaign)["wg_head"], campaign, phase=Phase.LATE)
    assert (answer.status_code, left_alone(campaign)) == (409, before)


def test_what_is_missing_is_listed_and_nothing_moves():
    campaign = make_stage()
    people = cast(campaign)
    with time_machine.travel(NOW, tick=False):
        press(people["wg_head"], campaign)
    campaign = Campaign.objects.get()
    with time_machine.travel(NOW + timedelta(days=11), tick=False):
        for _ in range(2):
            press(people["wg_head"], campaign)
            campaign = Campaign.objects.get()
        answer = press(people["wg_head"], campaign)
    assert (answer.status_code, campaign.phase, Campaign.objects.get().phase) == (
        409,
        Phase.APPRAISE_1,
        Phase.APPRAISE_1,
    )
    text = text_of(answer)
    assert "Còn tiêu chí chưa có kết quả thẩm định lần 1. Còn 8 mục." in text
    assert "A: nhóm HT, tiêu chí 1.1" in text
    decide_everything(campaign, Round.FIRST)
    with time_machine.travel(NOW + timedelta(days=11), tick=False):
        assert press(people["wg_head"], campaign).status_code == 302


def test_only_posting_takes_a_step():
    campaign = make_stage()
    client = client_of(cast(campaign)["wg_head"])
    assert [
        client.get(address(name, campaign)).status_code
        for name in ("advance_phase", "archive_campaign")
    ] == [405, 405]


def test_archiving_is_the_secretarys():
    campaign = make_stage(Phase.PUBLISHED)
    people = cast(campaign)
    send = {"phase": "published"} | CONFIRMED
    refused = client_of(people["wg_head"]).post(address("archive_campaign", campaign), send)
    assert (refused.status_code, Campaign.objects.get().phase) == (403, Phase.PUBLISHED)
    answer = client_of(people["council_secretary"]).post(
        address("archive_campaign", campaign), send
    )
    assert (answer.status_code, Campaign.objects.get().phase) == (302, Phase.ARCHIVED)


def test_every_step_has_its_address():
    campaign = make_stage()
    cast(campaign)
    for step in STEPS:
        Campaign.objects.update(phase=step.source)
        campaign.refresh_from_db()
        person = campaign.appointments.get(role=MOVERS[step.source]).user
        page = text_of(client_of(person).get(address("phases", campaign)))
        assert f"Bước tiếp theo: {step.label}" in page
        assert step.effect in page
