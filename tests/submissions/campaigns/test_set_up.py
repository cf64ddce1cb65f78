"""The set-up page: who reads it, what each may change there, and how deadlines and the decision
are saved.
"""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from submissions.campaigns.services.setup import (
    deadline_version,
    decision_version,
    reply_deadline_version,
)
from submissions.enums import Phase
from submissions.models import Campaign
from tests.questions import address, client_of, stranger, text_of
from tests.scoring.factories import make_submission
from tests.submissions.factories import NOW, appoint, cast, make_stage, make_user
from units.enums import Role
from units.models import AuditEntry

pytestmark = pytest.mark.django_db
FORMS = {
    "set_deadline": "Lưu hạn nộp hồ sơ",
    "set_reply_deadline": "Lưu hạn giải trình",
    "write_decision": "Lưu quyết định",
}


@pytest.fixture(autouse=True)
def _at_a_known_time():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def campaign():
    return make_stage()


@pytest.fixture
def people(campaign):
    return cast(campaign)


def send_deadline(person, campaign, day="16/12/2020", hour="17:00", version=None):
    typed = {"nop-day": day, "nop-hour": hour, "nop-version": version or deadline_version(campaign)}
    return client_of(person).post(address("set_deadline", campaign), typed)


def send_reply_deadline(person, campaign, day="26/12/2020", hour="17:00"):
    typed = {
        "tra_loi-day": day,
        "tra_loi-hour": hour,
        "tra_loi-version": reply_deadline_version(campaign),
    }
    return client_of(person).post(address("set_reply_deadline", campaign), typed)


def send_decision(person, campaign, version=None, **typed):
    values = {
        "number": "1101/QĐ-BNV",
        "decided_on": "21/12/2020",
        "signer": "Lê Vĩnh Tân",
        "authority": "Bộ trưởng",
    }
    values |= {"version": version or decision_version(campaign)} | typed
    return client_of(person).post(
        address("write_decision", campaign),
        {f"quyet_dinh-{name}": value for name, value in values.items()},
    )


def test_deadline_is_the_ministrys_hour(campaign, people):
    assert send_deadline(people["wg_head"], campaign).url == address("setup", campaign)
    assert Campaign.objects.get().self_score_due_at == datetime(2020, 12, 16, 10, 0, tzinfo=UTC)
    assert AuditEntry.objects.get().act == "campaign.deadline_set"
    page = text_of(client_of(people["wg_head"]).get(address("setup", campaign)))
    assert "Hiện nay: 17:00 16/12/2020" in page


def test_reply_deadline(campaign, people):
    assert send_reply_deadline(people["wg_head"], campaign).status_code == 302
    assert Campaign.objects.get().reply_due_at == datetime(2020, 12, 26, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hour", "sentence"),
    [
        ("", "17:00", "Nhập ngày hết hạn."),
        ("16/12/2020", "", "Nhập giờ hết hạn."),
        ("12/16/2020", "17:00", "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 21/12/2020."),
        ("31/11/2020", "17:00", "Nhập ngày theo dạng ngày/tháng/năm"),
        ("16/12/0202", "17:00", "Năm 202 không hợp lý."),
        ("16/12/2020", "25:00", "Nhập giờ theo dạng giờ:phút, ví dụ 17:00."),
        ("19/11/2020", "17:00", "Hạn phải muộn hơn thời điểm hiện tại."),
    ],
)
def test_wrong_deadline_is_said_and_nothing_is_saved(campaign, people, day, hour, sentence):
    answer = send_deadline(people["wg_head"], campaign, day, hour)
    assert (answer.status_code, AuditEntry.objects.count()) == (422, 0)
    assert sentence in text_of(answer)
    assert f'value="{day}"' in answer.content.decode() or not day


def test_reply_deadline_comes_after_the_other(campaign, people):
    answer = send_reply_deadline(people["wg_head"], campaign, "21/11/2020")
    assert (
        answer.status_code,
        "Hạn giải trình phải muộn hơn hạn nộp hồ sơ." in text_of(answer),
    ) == (422, True)


def test_stale_deadline_keeps_what_was_typed_and_shows_what_is_stored(campaign, people):
    seen = deadline_version(campaign)
    send_deadline(people["wg_head"], campaign, "20/12/2020")
    answer = send_deadline(people["wg_head"], campaign, "16/12/2020", version=seen)
    html = answer.content.decode()
    assert (answer.status_code, "Hiện nay: 17:00 20/12/2020" in text_of(answer)) == (409, True)
    assert 'value="16/12/2020"' in html
    assert Campaign.objects.get().self_score_due_at.day == 20
    assert deadline_version(Campaign.objects.get()) in html
    send_deadline(
        people["wg_head"], campaign, "16/12/2020", version=deadline_version(Campaign.objects.get())
    )
    assert Campaign.objects.get().self_score_due_at.day == 16


def test_decision_is_written_while_it_is_signed(campaign, people):
    Campaign.objects.update(phase=Phase.SIGNING)
    assert send_decision(people["publisher"], campaign).status_code == 302
    written = Campaign.objects.values_list(
        "decision_number", "decided_on", "signer", "signer_authority"
    ).get()
    assert written == ("1101/QĐ-BNV", date(2020, 12, 21), "Lê Vĩnh Tân", "Bộ trưởng")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"number": ""}, "Nhập số quyết định."),
        ({"number": "x" * 61}, "Số quyết định dài nhất 60 ký tự."),
        ({"decided_on": "2020"}, "Nhập ngày theo dạng ngày/tháng/năm"),
        ({"signer": " "}, "Nhập họ và tên người ký."),
    ],
)
def test_wrong_decision_is_said_and_nothing_is_saved(campaign, people, typed, sentence):
    Campaign.objects.update(phase=Phase.SIGNING)
    answer = send_decision(people["publisher"], campaign, **typed)
    assert (answer.status_code, AuditEntry.objects.count()) == (422, 0)
    assert sentence in text_of(answer)


def test_stale_decision_is_a_conflict(campaign, people):
    Campaign.objects.update(phase=Phase.SIGNING)
    answer = send_decision(people["publisher"], campaign, version="another")
    assert (answer.status_code, Campaign.objects.get().decision_number) == (409, "")
    assert 'value="1101/QĐ-BNV"' in answer.content.decode()


@pytest.mark.parametrize(
    ("phase", "role", "expected"),
    [
        (Phase.SETUP, "wg_head", {"set_deadline", "set_reply_deadline"}),
        (Phase.SELF_SCORE, "wg_head", {"set_deadline", "set_reply_deadline"}),
        (Phase.EXPLAIN, "wg_head", {"set_reply_deadline"}),
        (Phase.APPRAISE_2, "wg_head", set()),
        (Phase.SETUP, "council_secretary", set()),
        (Phase.COUNCIL_2, "council_secretary", {"write_decision"}),
        (Phase.SIGNING, "publisher", {"write_decision"}),
        (Phase.SETUP, "auditor", set()),
    ],
)
def test_only_what_the_person_may_change_is_a_form(campaign, people, phase, role, expected):
    Campaign.objects.update(phase=phase)
    text = text_of(client_of(people[role]).get(address("setup", campaign)))
    assert {name for name, button in FORMS.items() if button in text} == expected


@pytest.mark.parametrize(
    "role", ["unit_staff", "unit_head", "appraiser", "council_member", "publisher", "administrator"]
)
def test_others_do_not_read_the_page(campaign, people, role):
    answer = client_of(people[role]).get(address("setup", campaign))
    assert (answer.status_code, "Người appraiser-2020" in text_of(answer)) == (403, False)


@pytest.mark.parametrize(
    "role", ["unit_head", "appraiser", "council_secretary", "publisher", "administrator", "auditor"]
)
def test_others_do_not_set_deadlines(campaign, people, role):
    answers = [send_deadline(people[role], campaign), send_reply_deadline(people[role], campaign)]
    assert ([answer.status_code for answer in answers], AuditEntry.objects.count()) == (
        [403, 403],
        0,
    )


def test_too_late_is_refused_with_the_phase(campaign, people):
    Campaign.objects.update(phase=Phase.LATE)
    answer = send_deadline(people["wg_head"], campaign)
    assert answer.status_code == 403
    assert "chỉ làm được ở giai đoạn «Chuẩn bị», «Đơn vị tự chấm»" in text_of(answer)


@pytest.mark.parametrize("name", ["setup", *FORMS])
def test_stranger_finds_nothing_and_methods_are_kept(campaign, people, name):
    nobody, head = client_of(stranger(campaign)), client_of(people["wg_head"])
    ask, wrong = (nobody.get, head.post) if name == "setup" else (nobody.post, head.get)
    assert (
        ask(address(name, campaign)).status_code,
        wrong(address(name, campaign)).status_code,
    ) == (404, 405)


def test_units_and_people_are_listed_with_what_they_lack(campaign, people):
    appoint(make_user("locked", is_active=False), Role.COUNCIL_MEMBER, campaign)
    campaign.appointments.create(
        role=Role.COUNCIL_MEMBER, body="council", person="Bà Không Tài Khoản"
    )
    campaign.submissions.get(order=2).unit.annex_assignments.all().delete()
    text = text_of(client_of(people["wg_head"]).get(address("setup", campaign)))
    assert "Đơn vị A Loại thuoc Phụ lục I" in text
    assert "Đơn vị B Loại truc_thuoc Chưa gán phụ lục" in text
    assert "Người locked Thành viên Hội đồng – Tài khoản đã khóa" in text
    assert "Bà Không Tài Khoản Thành viên Hội đồng – Chưa có tài khoản" in text


def test_queries_do_not_grow_with_units(campaign, people):
    counts = []
    client = client_of(people["wg_head"])
    for more in (0, 3):
        for number in range(more):
            make_submission(campaign, f"U{number}", order=number + 5, HT="II")
        with CaptureQueriesContext(connection) as queries:
            client.get(address("setup", campaign))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
