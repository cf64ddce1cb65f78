"""The pages of handing in over HTTP: what they say, what a press does, refusals with their
status, receipts and the board.
"""

import json
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ictindex.lib.chain import check_receipt_alone
from submissions.dossier.queries.files import file_or_404
from submissions.enums import OutcomeKind, Phase
from submissions.frame.deadlines import deadline_of
from submissions.handing_in.queries.receipts import hand_ins_of
from submissions.handing_in.services.submission import deadline_version, extend_deadline, take_back
from submissions.models import Answer, Campaign, GroupDone, Submission
from tests.scoring.factories import make_submission
from tests.submissions.factories import make_user
from tests.submissions.handing_in.factories import (
    declare,
    file_to_hand_in,
    finish,
    prove,
    seen,
    submit,
)
from tests.submissions.workplace import answer_to, make_work, make_workers
from units.enums import Role

pytestmark = pytest.mark.django_db

FILE = "/dot/2021/ho-so/A"
BLANK = (
    "Tiêu chí 2.1: chưa có câu trả lời. Trả lời, hoặc chọn «Chưa có số liệu» nếu đơn vị không có "
    "số liệu."
)


@pytest.fixture
def campaign() -> Campaign:
    return make_work()


@pytest.fixture
def people(campaign):
    return make_workers(campaign)


@pytest.fixture
def submission(campaign, people) -> Submission:
    submission = file_to_hand_in(campaign)
    finish(submission, people["unit_staff"])
    return submission


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def html_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def press(client: Client, submission: Submission, **data: str):
    return client.post(f"{FILE}/nop/", {"seen": seen(submission), "has_no_secrets": "on"} | data)


def blank(answer: Answer, **values) -> None:
    Answer.objects.filter(pk=answer.pk).update(
        **{"self_outcome": OutcomeKind.MISSING, "self_points": None} | values
    )


# --- checking ---------------------------------------------------------------------


def test_summary_leads_to_the_field_that_says_the_same(submission, people):
    answer = answer_to(submission.campaign, "2.1")
    blank(answer)
    client = signed_in(people["unit_head"])
    html = html_of(client, f"{FILE}/kiem-tra/")
    place = f"{FILE}/nhom/TC/?kiem-tra=1#o-{answer.pk}-0"
    assert f'<li><a href="{place}">{BLANK}</a></li>' in html
    assert html.count(BLANK) == 2  # in the summary and beside the answer
    group = html_of(client, f"{FILE}/nhom/TC/?kiem-tra=1")
    assert f'<p class="field-problem">{BLANK}</p>' in group
    assert f'id="o-{answer.pk}-0"' in group
    assert BLANK not in html_of(client, f"{FILE}/nhom/TC/")


def test_group_that_is_not_done_is_led_to_and_says_the_same(submission, people):
    GroupDone.objects.filter(submission=submission, group_code="HT").delete()
    client = signed_in(people["unit_head"])
    sentence = "Nhóm «Nhóm HT»: chưa được xác nhận đã xong. Mở nhóm và xác nhận khi đã làm xong."
    assert f'<a href="{FILE}/nhom/HT/?kiem-tra=1#ca-nhom">{sentence}</a>' in html_of(
        client, f"{FILE}/kiem-tra/"
    )
    group = html_of(client, f"{FILE}/nhom/HT/?kiem-tra=1")
    assert 'id="ca-nhom"' in group
    assert sentence in group


def test_missing_files_are_advised_and_not_demanded(submission, people):
    html = html_of(signed_in(people["unit_head"]), f"{FILE}/kiem-tra/")
    assert "Tiêu chí 1.1: chưa có tài liệu kiểm chứng." in html
    assert "Thiếu tài liệu không cản việc nộp" in html
    assert "Nộp hồ sơ của A</button>" in html


def test_answers_files_and_absent_groups_are_shown(submission, people):
    declare(submission, "DV")
    prove(answer_to(submission.campaign, "1.1"), name="Quyết định 12.pdf", page="3")
    html = html_of(signed_in(people["unit_head"]), f"{FILE}/kiem-tra/")
    assert "<li>Quyết định 12.pdf, trang 3</li>" in html
    assert "Đơn vị không có dịch vụ công." in html
    assert "10,00 <small>/ 10,00</small>" in html


def test_button_is_only_for_the_head_of_a_whole_file(submission, people):
    button = 'name="has_no_secrets"'
    assert button in html_of(signed_in(people["unit_head"]), f"{FILE}/kiem-tra/")
    assert button not in html_of(signed_in(people["unit_staff"]), f"{FILE}/kiem-tra/")
    assert "thủ trưởng đơn vị kiểm tra và nộp" in html_of(
        signed_in(people["unit_staff"]), f"{FILE}/kiem-tra/"
    )
    blank(answer_to(submission.campaign, "2.1"))
    assert button not in html_of(signed_in(people["unit_head"]), f"{FILE}/kiem-tra/")


@pytest.mark.parametrize("extra", [0, 30])
def test_checking_costs_a_fixed_number_of_queries(submission, people, extra):
    group = submission.answers.get(
        criterion__group__code="TC", criterion__code="1.1"
    ).criterion.group
    for number in range(extra):
        criterion = group.criteria.create(
            code=f"x{number}", name="Thêm", maximum=1, order=900 + number
        )
        Answer.objects.create(submission=submission, criterion=criterion)
    client = signed_in(people["unit_head"])
    client.get(f"{FILE}/kiem-tra/")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{FILE}/kiem-tra/")
    assert len(queries) <= 18, [query["sql"][:90] for query in queries]


# --- handing in -------------------------------------------------------------------


def test_pressing_hands_in_and_leads_to_the_receipt(submission, people):
    client = signed_in(people["unit_head"])
    response = press(client, submission)
    assert (response.status_code, response.headers["Location"]) == (302, f"{FILE}/bien-nhan/")
    html = html_of(client, f"{FILE}/bien-nhan/")
    entry = hand_ins_of(submission).get()
    assert file_to_hand_in(submission.campaign).content_sha256 in html
    assert f"{entry.sequence}:{entry.entry_hash}" in html
    assert "hồ sơ đang nộp" in html


def test_pressing_twice_leads_to_the_same_receipt(submission, people):
    client = signed_in(people["unit_head"])
    first = seen(submission)
    answers = [
        client.post(f"{FILE}/nop/", {"seen": first, "has_no_secrets": "on"}) for _ in range(2)
    ]
    assert [response.headers["Location"] for response in answers] == [f"{FILE}/bien-nhan/"] * 2
    assert hand_ins_of(submission).count() == 1


def test_press_without_the_confirmation_says_so_in_both_places(submission, people):
    response = press(signed_in(people["unit_head"]), submission, has_no_secrets="")
    sentence = "Xác nhận hồ sơ và tài liệu kiểm chứng không có bí mật nhà nước rồi mới nộp."
    assert response.status_code == 422
    assert f'<a href="#khong-bi-mat">{sentence}</a>' in response.content.decode()
    assert f'id="khong-bi-mat-loi">{sentence}' in response.content.decode()


def test_press_on_a_file_with_lacks_shows_them(submission, people):
    blank(answer_to(submission.campaign, "2.1"))
    response = press(signed_in(people["unit_head"]), submission)
    assert response.status_code == 422
    assert "Hồ sơ chưa nộp được: còn 1 việc phải làm." in response.content.decode()
    assert BLANK in response.content.decode()


def test_press_on_content_that_changed_is_a_conflict_and_keeps_the_tick(submission, people):
    client = signed_in(people["unit_head"])
    before = seen(submission)
    Answer.objects.filter(pk=answer_to(submission.campaign, "1.1").pk).update(
        note="Đồng nghiệp vừa thêm"
    )
    response = client.post(f"{FILE}/nop/", {"seen": before, "has_no_secrets": "on"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "đã được sửa sau khi Ông/Bà mở trang kiểm tra" in html
    assert "required checked" in html
    assert f'value="{seen(submission)}"' in html


def test_press_at_the_deadline_is_too_late(submission, people):
    client = signed_in(people["unit_head"])
    with time_machine.travel(deadline_of(submission), tick=False):
        client.force_login(people["unit_head"])
        response = press(client, submission)
    assert response.status_code == 409
    assert "Đã hết hạn nộp hồ sơ" in response.content.decode()
    assert not hand_ins_of(submission).exists()


def test_press_just_before_the_deadline_is_in_time(submission, people):
    with time_machine.travel(deadline_of(submission) - timedelta(microseconds=1), tick=False):
        assert press(signed_in(people["unit_head"]), submission).status_code == 302


def test_clock_is_read_when_the_request_arrives(submission, people, monkeypatch):
    """What then waits for its turn, here ten seconds, is not late for that."""
    client, due = signed_in(people["unit_head"]), deadline_of(submission)
    with time_machine.travel(due - timedelta(seconds=1), tick=False) as clock:
        client.force_login(people["unit_head"])

        def wait(*asked):
            clock.shift(10)
            return file_or_404(*asked)

        monkeypatch.setattr("submissions.handing_in.views.submission.file_or_404", wait)
        assert press(client, submission).status_code == 302
    assert file_to_hand_in(submission.campaign).submitted_at == due - timedelta(seconds=1)


def test_fields_beside_the_form_change_nothing(submission, people):
    """The instant, the hash and the state are the server's to say."""
    early = timezone.now() - timedelta(days=9)
    press(
        signed_in(people["unit_head"]),
        submission,
        submitted_at=early.isoformat(),
        content_sha256="0" * 64,
        is_late="on",
        due_at="x",
    )
    stored = file_to_hand_in(submission.campaign)
    assert stored.submitted_at > early + timedelta(days=8)
    assert (stored.content_sha256, stored.is_late, stored.due_at) == (seen(submission), False, None)


@pytest.mark.parametrize(
    "who", ["unit_staff", "appraiser", "wg_head", "auditor", "administrator", "council_member"]
)
def test_press_of_others_is_refused_or_finds_nothing(submission, people, who):
    assert press(signed_in(people[who]), submission).status_code in (403, 404)
    assert not hand_ins_of(submission).exists()


@pytest.mark.parametrize("act", ["nop", "rut-lai"])
def test_acts_are_only_posted(submission, people, act):
    assert signed_in(people["unit_head"]).get(f"{FILE}/{act}/").status_code == 405


def test_taking_back_opens_the_file_again(submission, people):
    submit(submission, people["unit_head"])
    client = signed_in(people["unit_head"])
    response = client.post(f"{FILE}/rut-lai/")
    assert (response.status_code, response.headers["Location"]) == (302, f"{FILE}/kiem-tra/")
    assert file_to_hand_in(submission.campaign).submitted_at is None
    again = client.post(f"{FILE}/rut-lai/")
    assert again.status_code == 409
    assert "chưa nộp, hoặc đã được rút lại" in again.content.decode()


# --- receipts -----------------------------------------------------------------------


def test_receipt_as_a_file_proves_itself(submission, people):
    entry = submit(submission, people["unit_head"])
    response = signed_in(people["unit_staff"]).get(f"{FILE}/bien-nhan/{entry.pk}.json")
    receipt = json.loads(response.content)
    assert check_receipt_alone(receipt) is None
    assert json.loads(receipt["facts"])["content"]["unit"] == "A"
    assert (
        response.headers["Content-Disposition"]
        == f'attachment; filename="bien-nhan-2021-A-{entry.pk}.json"'
    )


def test_earlier_receipt_stays_and_says_that_it_was_taken_back(submission, people):
    first = submit(submission, people["unit_head"])
    take_back(submission=submission, by=people["unit_head"])
    second = submit(submission, people["unit_head"])
    client = signed_in(people["unit_head"])
    assert "đã được rút lại sau đó" in html_of(client, f"{FILE}/bien-nhan/{first.pk}/")
    latest = html_of(client, f"{FILE}/bien-nhan/")
    assert f"{second.sequence}:{second.entry_hash}" in latest
    assert f"Biên nhận số {first.pk}" in latest


def test_receipt_of_nothing_is_not_there(submission, people):
    client = signed_in(people["unit_head"])
    other = submit(submission, people["unit_head"])
    assert client.get(f"{FILE}/bien-nhan/{other.pk + 1}/").status_code == 404
    assert client.get("/dot/2021/ho-so/B/bien-nhan/").status_code == 404


@pytest.mark.parametrize("page", ["", "{}/", "{}.json", "{}.pdf"])
def test_receipt_is_not_for_other_units_nor_for_appraisers_before_their_time(
    submission, people, page
):
    address = f"{FILE}/bien-nhan/{page.format(submit(submission, people['unit_head']).pk)}"
    assert [
        signed_in(people[who]).get(address).status_code
        for who in ("unit_head", "unit_staff", "auditor")
    ] == [200] * 3
    refused = [
        signed_in(people[who]).get(address).status_code
        for who in ("appraiser", "conflicted", "administrator")
    ]
    assert [status in (403, 404) for status in refused] == [True] * 3
    assert Client().get(address).status_code == 302


# --- the board and more time ----------------------------------------------------------


def test_board_counts_and_shows_no_score(campaign, people):
    submission = file_to_hand_in(campaign)
    finish(submission, people["unit_staff"])
    Answer.objects.filter(submission=submission).update(self_points="3.57")
    blank(answer_to(campaign, "2.1"))
    blank(answer_to(campaign, "2.2"), skipped="no_figures")
    GroupDone.objects.filter(submission=submission, group_code="HT").delete()
    prove(answer_to(campaign, "1.1"))
    html = html_of(signed_in(people["wg_head"]), "/dot/2021/tien-do/")
    assert "<span>15 / 16</span>" in html
    assert "<span>1 / 11</span>" in html
    assert "<span>2 / 3</span>" in html
    assert "3,57" not in html


def test_board_says_who_handed_in_and_who_is_overdue(submission, people):
    submit(submission, people["unit_head"])
    with time_machine.travel(deadline_of(submission), tick=False):
        html = html_of(signed_in(people["wg_head"]), "/dot/2021/tien-do/")
    assert '<span class="key-value">1 / 2</span>' in html
    assert "quá hạn, chưa nộp" in html
    assert "đã nộp" in html


def test_board_is_sorted_by_links(submission, people):
    def names(order: str) -> list[str]:
        html = html_of(signed_in(people["wg_head"]), f"/dot/2021/tien-do/?xep={order}")
        return sorted(
            ("Đơn vị A", "Đơn vị B"), key=lambda name: html.index(f'<th scope="row">{name}')
        )

    assert [names(order) for order in ("", "nop", "tra-loi", "nhom", "hoat-dong", "khong-co")] == [
        ["Đơn vị A", "Đơn vị B"],
        ["Đơn vị A", "Đơn vị B"],
        ["Đơn vị B", "Đơn vị A"],
        ["Đơn vị B", "Đơn vị A"],
        ["Đơn vị A", "Đơn vị B"],
        ["Đơn vị A", "Đơn vị B"],
    ]
    submit(submission, people["unit_head"])
    assert names("nop") == ["Đơn vị B", "Đơn vị A"]
    assert names("hoat-dong") == ["Đơn vị B", "Đơn vị A"]


@pytest.mark.parametrize("units", [2, 25])
def test_board_costs_at_most_twelve_queries(campaign, people, units):
    for order in range(2, units):
        make_submission(campaign, f"U{order}", order=order + 1)
    client = signed_in(people["wg_head"])
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/dot/2021/tien-do/").status_code == 200
    assert len(queries) <= 12


@pytest.mark.parametrize("role", list(Role))
def test_board_is_for_those_who_chase_and_who_watch(campaign, people, role):
    allowed = role in (Role.WG_HEAD, Role.COUNCIL_SECRETARY, Role.AUDITOR)
    assert (signed_in(people[role]).get("/dot/2021/tien-do/").status_code == 200) == allowed


def extend(client: Client, submission: Submission, moment: datetime, **data: str):
    local = timezone.localtime(moment)
    typed = {
        "day": f"{local:%d/%m/%Y}",
        "hour": f"{local:%H:%M}",
        "reason": "Mất điện",
        "version": deadline_version(submission),
    }
    return client.post("/dot/2021/gia-han/A/", typed | data)


def test_more_time_is_given_by_a_form_and_seen_by_every_unit(submission, people):
    due = deadline_of(submission) + timedelta(days=2)
    response = extend(signed_in(people["wg_head"]), submission, due)
    assert (response.status_code, response.headers["Location"]) == (302, "/dot/2021/gia-han/")
    html = html_of(signed_in(people["unit_staff"]), "/dot/2021/gia-han/")
    assert "Mất điện" in html
    assert f"{timezone.localtime(due):%H:%M %d/%m/%Y}" in html


@pytest.mark.parametrize("role", list(Role))
def test_extensions_are_for_everybody_with_a_part_in_the_campaign(campaign, people, role):
    assert (signed_in(people[role]).get("/dot/2021/gia-han/").status_code == 200) == (
        role != Role.ADMINISTRATOR
    )
    Campaign.objects.update(phase=Phase.PUBLISHED)
    assert signed_in(make_user("nguoi-ngoai")).get("/dot/2021/gia-han/").status_code == 403


def test_wrong_extension_keeps_what_was_typed(submission, people):
    client, due = signed_in(people["wg_head"]), deadline_of(submission)
    early = extend(client, submission, due - timedelta(days=1), reason="Lý do đã gõ")
    assert early.status_code == 422
    assert "Hạn mới phải muộn hơn hạn hiện nay" in early.content.decode()
    assert "Lý do đã gõ" in early.content.decode()
    empty = extend(client, submission, due + timedelta(days=1), reason="")
    assert empty.status_code == 422
    assert "Ghi lý do gia hạn." in empty.content.decode()


def test_extension_from_a_page_that_is_out_of_date_is_a_conflict_and_keeps_what_was_typed(
    submission, people
):
    due, version = deadline_of(submission), deadline_version(submission)
    extend_deadline(
        submission=submission,
        due_at=due + timedelta(days=1),
        reason="Trước",
        by=people["wg_head"],
        version=version,
    )
    response = extend(
        signed_in(people["wg_head"]),
        submission,
        due + timedelta(days=5),
        reason="Lý do đã gõ",
        version=version,
    )
    assert response.status_code == 409
    assert "Lý do đã gõ" in response.content.decode()
    assert (
        f'value="{deadline_version(file_to_hand_in(submission.campaign))}"'
        in response.content.decode()
    )


@pytest.mark.parametrize("role", [role for role in Role if role != Role.WG_HEAD])
def test_form_for_more_time_is_for_the_working_groups_head(submission, people, role):
    client = signed_in(people[role])
    assert client.get("/dot/2021/gia-han/A/").status_code in (403, 404)
    assert extend(client, submission, deadline_of(submission) + timedelta(days=2)).status_code in (
        403,
        404,
    )
    assert file_to_hand_in(submission.campaign).due_at is None


def test_unit_with_more_time_works_in_the_phase_late(submission, people):
    Submission.objects.filter(pk=submission.pk).update(
        due_at=deadline_of(submission) + timedelta(days=2)
    )
    Campaign.objects.update(phase=Phase.LATE, self_score_due_at=timezone.now() - timedelta(hours=1))
    assert press(signed_in(people["unit_head"]), submission).status_code == 302
