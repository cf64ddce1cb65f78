"""The outbox: what was sent to whom, for those whom the policy names and nobody else."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from submissions.models import Campaign
from tests.questions import address, client_of, stranger, text_of
from tests.submissions.factories import cast, make_stage, make_user
from tests.white_space import squeezed
from units.enums import MailState
from units.models import Notification
from units.notify import Notice, tell

pytestmark = pytest.mark.django_db
SEES = {"wg_head", "council_secretary", "auditor"}


@pytest.fixture
def campaign():
    return make_stage()


@pytest.fixture
def people(campaign):
    return cast(campaign)


def told(campaign, *people, **changed):
    notices = tell(
        Notice(people, subject="Có kết quả", body="Nội dung thư", campaign_code=campaign.code)
    )
    Notification.objects.filter(pk__in=[notice.pk for notice in notices]).update(**changed)


def read(person, campaign, **filters):
    return text_of(client_of(person).get(address("outbox", campaign), filters))


def test_who_was_told_what_and_how_it_fared(campaign, people):
    told(campaign, people["unit_head"], mail_state=MailState.SENT)
    told(
        campaign,
        people["appraiser"],
        mail_state=MailState.FAILED,
        problem="Máy chủ thư từ chối địa chỉ: 550 không có",
    )
    text = read(people["wg_head"], campaign)
    assert "Người unit_head-2020 unit_head-2020@bonoivu.example Có kết quả" in text
    assert "Gửi không thành công" in text
    assert "550 không có" in text
    assert "Nội dung thư" in text


@pytest.mark.parametrize(
    "role", ["unit_staff", "unit_head", "appraiser", "council_member", "publisher", "administrator"]
)
def test_others_read_no_name_in_it(campaign, people, role):
    told(campaign, people["conflicted"])
    answer = client_of(people[role]).get(address("outbox", campaign))
    assert (answer.status_code, "conflicted" in answer.content.decode()) == (403, False)
    assert "Vai trò của Ông/Bà không được làm việc này." in text_of(answer)


@pytest.mark.parametrize("role", sorted(SEES))
def test_those_whom_the_policy_names_read_it(campaign, people, role):
    told(campaign, people["conflicted"])
    assert "Người conflicted-2020" in read(people[role], campaign)


def test_it_is_filtered_by_person_and_state(campaign, people):
    told(campaign, people["unit_head"], mail_state=MailState.SENT)
    told(campaign, people["unit_staff"], mail_state=MailState.FAILED)
    head = people["wg_head"]
    assert "1 thông báo phù hợp" in read(head, campaign, nguoi=people["unit_staff"].pk)
    assert "1 thông báo phù hợp" in read(head, campaign, **{"tinh-trang": "sent"})
    both = {"nguoi": people["unit_staff"].pk, "tinh-trang": "sent"}
    assert "Không có thông báo nào phù hợp." in read(head, campaign, **both)


def test_what_is_asked_for_stays_chosen(campaign, people):
    told(campaign, people["unit_head"], mail_state=MailState.SENT)
    person = people["unit_head"].pk
    page = client_of(people["auditor"]).get(
        address("outbox", campaign), {"nguoi": person, "tinh-trang": "sent"}
    )
    chosen = re.findall(r'<option value="([^"]*)" selected>', squeezed(page.content.decode()))
    assert chosen == [str(person), "sent"]


@pytest.mark.parametrize(
    "typed",
    [{"nguoi": "x"}, {"nguoi": "0"}, {"tinh-trang": "gone"}, {"trang": "-1"}, {"nguoi": "9" * 40}],
)
def test_nonsense_filters_nothing(campaign, people, typed):
    told(campaign, people["unit_head"])
    assert "1 thông báo, mới nhất trước" in read(people["wg_head"], campaign, **typed)


def test_another_campaigns_mails_are_not_in_it(campaign, people):
    other = make_stage(year=2021)
    told(other, people["unit_head"])
    assert "Chưa có thông báo nào." in read(people["wg_head"], campaign)
    person = make_user("only-2021")
    told(other, person)
    assert read(people["wg_head"], campaign, nguoi=person.pk).count("only-2021") == 0


def test_pages_keep_the_filter(campaign, people):
    for _ in range(51):
        told(campaign, people["unit_head"], mail_state=MailState.SENT)
    html = (
        client_of(people["auditor"])
        .get(address("outbox", campaign), {"tinh-trang": "sent"})
        .content.decode()
    )
    assert 'href="?tinh-trang=sent&amp;trang=2"' in html


@pytest.mark.parametrize("count", [1, 40])
def test_queries_do_not_grow(campaign, people, count):
    for number in range(count):
        told(campaign, make_user(f"u{number}"))
    client = client_of(people["auditor"])
    client.get(address("outbox", campaign))
    with CaptureQueriesContext(connection) as queries:
        client.get(address("outbox", campaign))
    assert len(queries) == 9


def test_stranger_finds_nothing_and_methods_are_kept(campaign, people):
    assert client_of(stranger(campaign)).get(address("outbox", campaign)).status_code == 404
    assert client_of(people["wg_head"]).post(address("outbox", campaign)).status_code == 405
    Campaign.objects.update(phase="published")
    assert (
        client_of(stranger(Campaign(code="x"))).get(address("outbox", campaign)).status_code == 403
    )
