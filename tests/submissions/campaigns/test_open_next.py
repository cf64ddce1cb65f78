"""A new campaign from last year's, in the browser."""

import pytest

from criteria.models import AnnexAssignment
from submissions.enums import Phase
from submissions.models import Campaign
from tests.questions import address, client_of, stranger, text_of
from tests.submissions.factories import cast, make_stage
from tests.units.record.tampering import record_everything
from units.models import AuditEntry
from units.record.queries.verification import verify_record

pytestmark = pytest.mark.django_db
TYPED = {"year": "2021", "code": "2021", "title": "Đánh giá năm 2021"}


@pytest.fixture
def source():
    return make_stage(Phase.PUBLISHED)


@pytest.fixture
def people(source):
    return cast(source)


def send(person, source, **typed):
    return client_of(person).post(address("open_next", source), TYPED | typed)


def test_it_takes_over_units_annexes_and_people(source, people):
    record_everything()
    answer = send(people["wg_head"], source)
    campaign = Campaign.objects.get(code="2021")
    assert (answer.url, campaign.phase, campaign.title) == (
        address("setup", campaign),
        Phase.SETUP,
        "Đánh giá năm 2021",
    )
    assert campaign.submissions.count() == 2
    assert AnnexAssignment.objects.filter(period="2021").count() == 2
    assert campaign.appointments.count() == source.appointments.count()
    assert verify_record() == []


def test_what_is_taken_over_is_shown_before(source, people):
    text = text_of(client_of(people["wg_head"]).get(address("open_next", source)))
    assert "2 đơn vị, theo tên hiện nay" in text
    assert "Đơn vị B" in text
    assert "Phụ lục II" in text
    assert "Người council_member-2020" in text


def test_year_code_and_title_are_suggested(source, people):
    html = client_of(people["wg_head"]).get(address("open_next", source)).content.decode()
    assert html.count('value="2021"') == 2
    assert 'value="Đợt 2021"' in html


def test_a_year_that_has_a_campaign_already_is_not_suggested(source, people):
    send(people["wg_head"], source)
    html = client_of(people["wg_head"]).get(address("open_next", source)).content.decode()
    assert html.count('value="2022"') == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"year": "2020"}, "Năm của đợt mới phải sau năm 2020"),
        ({"year": "hai nghìn"}, "Nhập năm bằng bốn chữ số"),
        ({"year": "20210"}, "Nhập năm bằng bốn chữ số"),
        ({"code": "2020"}, "Đã có đợt đánh giá mang mã «2020»."),
        ({"code": "năm 2021"}, "Mã chỉ gồm chữ không dấu"),
        ({"code": "2021\n"}, None),
        ({"code": "x" * 21}, "Mã dài nhất 20 ký tự."),
        ({"code": ""}, "Nhập mã đợt."),
        ({"title": " "}, "Nhập tên đợt đánh giá."),
        ({"title": "x" * 301}, "Tên dài nhất 300 ký tự."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_opened(source, people, typed, sentence):
    answer = send(people["wg_head"], source, **typed)
    if sentence is None:
        assert Campaign.objects.latest("pk").code == "2021"
        return
    assert (answer.status_code, Campaign.objects.count(), AuditEntry.objects.count()) == (422, 1, 0)
    assert sentence in text_of(answer)


def test_title_of_several_lines_becomes_one(source, people):
    send(people["wg_head"], source, title="Đánh giá\r\nBcc: ai@example\r\n năm 2021")
    assert Campaign.objects.get(code="2021").title == "Đánh giá Bcc: ai@example năm 2021"


def test_pressing_twice_opens_one(source, people):
    answers = [send(people["wg_head"], source) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 422]
    assert Campaign.objects.filter(code="2021").count() == 1


@pytest.mark.parametrize(
    "role", ["unit_head", "appraiser", "council_secretary", "publisher", "administrator", "auditor"]
)
def test_only_the_head_opens(source, people, role):
    client = client_of(people[role])
    answers = [
        client.get(address("open_next", source)),
        client.post(address("open_next", source), TYPED),
    ]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert Campaign.objects.count() == 1


def test_not_from_a_campaign_that_still_runs(source, people):
    Campaign.objects.update(phase=Phase.SIGNING)
    answer = send(people["wg_head"], source)
    assert (answer.status_code, Campaign.objects.count()) == (403, 1)
    assert "chỉ làm được ở giai đoạn «Đã ban hành», «Lưu trữ»" in text_of(answer)


def test_stranger_finds_an_unpublished_one_nowhere_and_may_not_use_a_published_one(source, people):
    nobody = stranger(source)
    assert send(nobody, source).status_code == 403
    Campaign.objects.update(phase=Phase.SIGNING)
    assert send(nobody, source).status_code == 404


def test_wrong_method(source, people):
    assert client_of(people["wg_head"]).delete(address("open_next", source)).status_code == 405
