"""Writing down what happened when: rows are added, taken out and saved without JavaScript, and
nothing typed is lost.
"""

import csv
from datetime import date

import pytest

from submissions.campaigns.services.setup import timeline_version
from submissions.enums import Phase
from submissions.models import Campaign, TimelineStep
from tests.conftest import FIXTURES
from tests.questions import address, client_of, stranger, text_of
from tests.submissions.factories import cast, make_stage
from tests.units.record.tampering import record_everything
from tests.white_space import squeezed
from units.models import AuditEntry
from units.record.queries.verification import verify_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return make_stage()


@pytest.fixture
def people(campaign):
    return cast(campaign)


def rows_of_2020() -> list[tuple[str, str, str, str]]:
    with (FIXTURES / "campaigns" / "2020" / "timeline_2020.csv").open(encoding="utf-8") as file:
        return [
            (row["step"], _day(row["date"]), row["document"], row["what"])
            for row in csv.DictReader(file)
        ]


def _day(iso: str) -> str:
    return "/".join(reversed(iso.split("-"))) if iso else ""


def send(person, campaign, rows, act="save", version=None):
    columns = (
        dict(
            zip(("number", "happened_on", "document", "what"), zip(*rows, strict=True), strict=True)
        )
        if rows
        else {}
    )
    stored = timeline_version(list(campaign.timeline.all()))
    return client_of(person).post(
        address("timeline", campaign), columns | {"act": act, "version": version or stored}
    )


def stored(campaign) -> list[tuple]:
    return list(campaign.timeline.values_list("number", "happened_on", "document", "what"))


def test_all_steps_of_2020_are_entered_with_dates_that_are_not_in_order(campaign, people):
    record_everything()
    answer = send(people["wg_head"], campaign, rows_of_2020())
    assert answer.url == address("timeline", campaign)
    assert [number for number, *_ in stored(campaign)] == list(range(1, 14))
    assert stored(campaign)[2] == (
        3,
        date(2020, 10, 20),
        "597/TTTT-QLATTT",
        "Đề nghị các đơn vị báo cáo",
    )
    assert stored(campaign)[3] == (4, None, "", "Đơn vị tự chấm và gửi tài liệu kiểm chứng")
    html = client_of(people["wg_head"]).get(address("timeline", campaign)).content.decode()
    assert [row[3] in html for row in rows_of_2020()] == [True] * 13
    assert verify_record() == []


def test_saving_again_what_stands_there_records_nothing(campaign, people):
    for _ in range(2):
        send(people["wg_head"], campaign, rows_of_2020())
    assert AuditEntry.objects.count() == 1


def test_a_row_is_added_without_storing_anything(campaign, people):
    answer = send(people["wg_head"], campaign, [("1", "sai", "", "Họp")], act="add")
    html = squeezed(answer.content.decode())
    assert (answer.status_code, stored(campaign)) == (200, [])
    assert 'value="sai"' in html
    assert 'id="number-2" name="number" value="2"' in html


def test_a_row_is_taken_out_and_the_others_stay_as_typed(campaign, people):
    answer = send(
        people["wg_head"],
        campaign,
        [("1", "", "", "Một"), ("2", "", "", "Hai"), ("3", "", "", "Ba")],
        act="remove:2",
    )
    html = squeezed(answer.content.decode())
    assert ("Hai" in html, 'id="what-2" name="what" value="Ba"' in html, stored(campaign)) == (
        False,
        True,
        [],
    )


@pytest.mark.parametrize("act", ["remove:9", "remove:", "remove:x", "remove:²", "nonsense"])
def test_a_button_that_is_not_there_changes_nothing(campaign, people, act):
    answer = send(people["wg_head"], campaign, [("1", "", "", "Một")], act=act)
    assert (answer.status_code, 'value="Một"' in answer.content.decode(), stored(campaign)) == (
        200,
        True,
        [],
    )


def test_rows_without_anything_are_left_out(campaign, people):
    send(people["wg_head"], campaign, [("1", "", "", "Một"), ("", "", "", "")])
    assert stored(campaign) == [(1, None, "", "Một")]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("", "", "", "Họp"), "Dòng 2: Nhập số thứ tự của bước."),
        (("0", "", "", "Họp"), "Dòng 2: Số thứ tự là số nguyên từ 1 đến 99."),
        (("²", "", "", "Họp"), "Dòng 2: Số thứ tự là số nguyên từ 1 đến 99."),
        (("2", "31/02/2020", "", "Họp"), "Dòng 2: Nhập ngày theo dạng ngày/tháng/năm"),
        (("2", "", "x" * 61, "Họp"), "Dòng 2: Số văn bản dài nhất 60 ký tự."),
        (("2", "", "", ""), "Dòng 2: Nhập nội dung của bước."),
        (("2", "", "", "x" * 301), "Dòng 2: Nội dung dài nhất 300 ký tự."),
        (("1", "", "", "Họp"), "Dòng 2: Số 1 được dùng cho nhiều bước."),
    ],
)
def test_what_is_wrong_is_said_with_its_row_and_nothing_is_stored(campaign, people, row, sentence):
    answer = send(people["wg_head"], campaign, [("1", "", "", "Một"), row])
    assert (answer.status_code, stored(campaign)) == (422, [])
    assert sentence in text_of(answer)
    assert 'value="Một"' in answer.content.decode()


def test_stale_page_keeps_what_was_typed_and_shows_what_is_stored(campaign, people):
    seen = timeline_version([])
    send(people["council_secretary"], campaign, [("1", "09/11/2020", "", "Của thư ký")])
    answer = send(people["wg_head"], campaign, [("1", "", "", "Của tổ trưởng")], version=seen)
    assert (answer.status_code, stored(campaign)) == (
        409,
        [(1, date(2020, 11, 9), "", "Của thư ký")],
    )
    html = squeezed(answer.content.decode())
    assert ("1. 09/11/2020, Của thư ký" in text_of(answer), 'value="Của tổ trưởng"' in html) == (
        True,
        True,
    )
    assert timeline_version(list(campaign.timeline.all())) in html


def test_more_rows_than_any_procedure_has_are_cut_off(campaign, people):
    rows = [(str(number), "", "", "x") for number in range(1, 99)]
    answer = send(people["wg_head"], campaign, rows, act="add")
    assert answer.content.decode().count('name="number"') == 60


def test_uneven_columns_do_no_harm(campaign, people):
    typed = {"number": ["1", "2"], "what": ["Một"], "act": "save", "version": timeline_version([])}
    answer = client_of(people["wg_head"]).post(address("timeline", campaign), typed)
    assert (answer.status_code, stored(campaign)) == (422, [])


@pytest.mark.parametrize(
    "role", ["unit_head", "appraiser", "council_member", "publisher", "administrator", "auditor"]
)
def test_others_neither_open_nor_write_it(campaign, people, role):
    client = client_of(people[role])
    assert client.get(address("timeline", campaign)).status_code == 403
    assert send(people[role], campaign, [("1", "", "", "x")]).status_code == 403
    assert stored(campaign) == []


def test_not_after_publication(campaign, people):
    Campaign.objects.update(phase=Phase.PUBLISHED)
    TimelineStep.objects.create(campaign=campaign, number=1, what="Một")
    answer = send(people["wg_head"], campaign, [("1", "", "", "x")])
    assert (answer.status_code, stored(campaign)) == (403, [(1, None, "", "Một")])


def test_stranger_finds_nothing_and_methods_are_kept(campaign, people):
    assert client_of(stranger(campaign)).post(address("timeline", campaign)).status_code == 404
    assert client_of(people["wg_head"]).put(address("timeline", campaign)).status_code == 405
