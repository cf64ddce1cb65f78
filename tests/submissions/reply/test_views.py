"""The pages of a unit's reply, of closing a round, and of notices that wait to be read."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from submissions.campaigns.services import phases
from submissions.enums import OutcomeKind, Phase, Round
from submissions.home.queries import tasks_of
from submissions.models import Answer, Appraisal, Campaign, Confirmation, Reply, SecondReading
from tests.questions import client_of, text_of
from tests.submissions.factories import decide_everything
from tests.submissions.handing_in.factories import prove
from tests.submissions.reply.factories import CONTESTS, confirm, make_explaining, reply_to, seen
from tests.submissions.workplace import ALL, answer_to, submission_of
from units.enums import MailState
from units.inbox.queries import inbox, unread_count
from units.mail import send_waiting
from units.models import AuditEntry, Notification, User
from units.notify import held, let_go

pytestmark = pytest.mark.django_db


@pytest.fixture
def explaining():
    return make_explaining()


@pytest.fixture
def campaign(explaining) -> Campaign:
    return explaining[0]


@pytest.fixture
def people(explaining) -> dict[str, User]:
    return explaining[1]


@pytest.fixture
def staff(people) -> Client:
    return client_of(people["unit_staff"])


@pytest.fixture
def head(people) -> Client:
    return client_of(people["unit_head"])


def at(name: str, *more: Any, unit: str = "A") -> str:
    return reverse(name, args=["2021", unit, *more])


def typed(
    answer: Answer, stance: str, text: str = "", points: str = "", version: int = 0
) -> dict[str, str]:
    values = {"stance": stance, "text": text, "points": points, "version": str(version), "seen": ""}
    return {f"{answer.pk}-{name}": value for name, value in values.items()}


def save_by_script(client: Client, person: User, answer: Answer, **values: Any) -> Any:
    sent = typed(answer, **values) | {"user": f"{person.pk}:giai-trinh"}
    return client.post(at("reply_save", answer.pk), sent, headers={"accept": "application/json"})


# --- reading --------------------------------------------------------------------------------------


def test_page_sets_self_score_and_first_round_side_by_side_with_the_reason(staff, campaign):
    page = text_of(staff.get(at("reply")))
    assert "Tự chấm Lần 1 Ý kiến của đơn vị" in page
    assert "2,00 1,00 khác tự chấm Thiếu minh chứng. chưa có ý kiến" in page


def test_unit_reads_group_scores_and_no_total(staff, campaign):
    """12 criteria with 1 point each: bonus counts, deduction is taken away."""
    page = text_of(staff.get(at("reply")))
    assert "tự chấm 20,00 lần 1 10,00" in page
    assert "điểm chung của đơn vị và thứ hạng chỉ có khi báo cáo được ban hành" in page


def test_unit_reads_nothing_of_later_rounds_before_publication(staff, campaign):
    Appraisal.objects.create(
        answer=answer_to(campaign, "1.1"),
        round=Round.SECOND,
        outcome="scored",
        points="7.77",
        reason="Bí mật",
    )
    for phase, sees in (
        (Phase.EXPLAIN, False),
        (Phase.APPRAISE_2, False),
        (Phase.SIGNING, False),
        (Phase.PUBLISHED, True),
    ):
        Campaign.objects.update(phase=phase)
        for name, more in (("reply", ()), ("reply_group", (ALL,))):
            page = text_of(staff.get(at(name, *more)))
            assert ("7,77" in page, "Bí mật" in page) == (sees, sees), (phase, name)


def test_nobody_of_the_unit_reads_who_appraised(staff, campaign, people):
    for name, more in (("reply", ()), ("reply_group", (ALL,))):
        page = staff.get(at(name, *more)).content.decode()
        assert people["appraiser"].full_name not in page
        assert people["appraiser"].username not in page


def test_appraiser_reads_no_reply_while_units_explain(campaign, people):
    reply_to(answer_to(campaign, "1.1"), people["unit_staff"])
    appraiser = client_of(people["appraiser"])
    for phase, reads in ((Phase.EXPLAIN, False), (Phase.APPRAISE_2, True)):
        Campaign.objects.update(phase=phase)
        pages = [appraiser.get(at("reply")), appraiser.get(at("reply_group", ALL))]
        assert ["Đã có văn bản số 12" in text_of(page) for page in pages] == [reads, reads], phase
        assert [pages[0].context["page"].contested, pages[1].context["page"].summary.contested] == [
            reads,
            reads,
        ], phase
    assert client_of(people["conflicted"]).get(at("reply")).status_code == 404


def test_head_of_the_group_reads_no_reply_in_the_history_while_units_explain(campaign, people):
    answer = answer_to(campaign, "1.1")
    reply_to(answer, people["unit_staff"])
    wg_head = client_of(people["wg_head"])
    for phase, reads in ((Phase.EXPLAIN, False), (Phase.APPRAISE_2, True)):
        Campaign.objects.update(phase=phase)
        assert (
            "Đã có văn bản số 12" in text_of(wg_head.get(at("answer_history", answer.pk)))
        ) == reads


def test_refused_and_not_applicable_are_said_in_words(staff, campaign):
    first = Appraisal.objects.filter(answer=answer_to(campaign, "1.1"))
    first.update(
        outcome=OutcomeKind.REFUSED, points=None, ground="no_evidence", reason="Không mở được tệp"
    )
    Appraisal.objects.filter(answer=answer_to(campaign, "1.2")).update(
        outcome=OutcomeKind.NOT_APPLICABLE, points=None
    )
    page = text_of(staff.get(at("reply_group", ALL)))
    assert "không chấp nhận: không có tài liệu kiểm chứng" in page
    assert "không áp dụng tự chấm 2,00" in page


@pytest.mark.parametrize("replies", [0, 5])
def test_pages_take_a_fixed_number_of_queries(campaign, people, replies):
    for answer in Answer.objects.filter(submission=submission_of(campaign))[:replies]:
        reply_to(answer, people["unit_staff"])
        prove(answer, is_supplementary=True)
    client = client_of(people["unit_head"])
    counts = []
    for name, more in (("reply", ()), ("reply_group", (ALL,)), ("reply_group", ("HT",))):
        client.get(at(name, *more))
        with CaptureQueriesContext(connection) as queries:
            client.get(at(name, *more))
        counts.append(len(queries))
    assert counts == [13, 11, 11]


# --- replying -------------------------------------------------------------------------------------


def test_row_is_saved_by_the_script_and_says_so(staff, people, campaign):
    answer = answer_to(campaign, "1.1")
    response = save_by_script(
        staff, people["unit_staff"], answer, stance="contests", text="Đã nộp", points="9"
    )
    saved = response.json()
    assert (response.status_code, saved["state"], saved["version"]) == (200, "saved", 1)
    assert saved["points"] == "Không nhất trí, đề nghị 9,00 điểm"
    summary = staff.get(at("reply_summary", ALL)).json()
    assert summary == {
        "points": "1 / 12",
        "sentence": "Không nhất trí 1 tiêu chí. Còn 11 tiêu chí chưa có ý kiến.",
    }


def test_script_is_told_both_replies_where_somebody_was_faster(staff, people, campaign):
    answer = answer_to(campaign, "1.1")
    reply_to(answer, people["unit_head"])
    response = save_by_script(staff, people["unit_staff"], answer, stance="agrees")
    told = response.json()
    assert (response.status_code, told["state"], told["version"]) == (409, "conflict", 1)
    assert told["texts"] == {
        "stance": "contests",
        "text": "Đã có văn bản số 12 kèm theo.",
        "points": "8,5",
    }
    assert Reply.objects.get().stance == "contests"


def test_script_is_told_what_is_wrong_by_field(staff, people, campaign):
    response = save_by_script(
        staff, people["unit_staff"], answer_to(campaign, "1.1"), stance="contests"
    )
    assert (response.status_code, response.json()["problems"]) == (
        422,
        {"text": "Tiêu chí 1.1: ghi lý do không nhất trí."},
    )


def test_script_of_another_person_saves_nothing(staff, people, campaign):
    answer = answer_to(campaign, "1.1")
    assert save_by_script(staff, people["unit_head"], answer, stance="agrees").status_code == 403
    plain = staff.post(
        at("reply_save", answer.pk),
        typed(answer, "agrees") | {"user": str(people["unit_staff"].pk)},
        headers={"accept": "application/json"},
    )
    assert (plain.status_code, Reply.objects.count()) == (403, 0)


def test_form_saves_what_can_be_saved_and_shows_the_rest_again(staff, campaign):
    first, second = answer_to(campaign, "1.1"), answer_to(campaign, "1.2")
    sent = typed(first, "agrees") | typed(second, "contests", points="4,5")
    response = staff.post(at("reply_group", ALL), sent)
    page = text_of(response)
    assert response.status_code == 422
    assert "Đã lưu ý kiến về 1 tiêu chí" in page
    assert (
        page.count("Tiêu chí 1.2: ghi lý do không nhất trí.") == 2
    )  # above the form and beside the field
    assert 'value="4,5"' in response.content.decode()
    assert list(Reply.objects.values_list("answer", flat=True)) == [first.pk]


def test_form_of_a_closed_reply_keeps_what_was_typed(staff, campaign, people):
    confirm(campaign, people["unit_head"])
    response = staff.post(
        at("reply_group", ALL),
        typed(answer_to(campaign, "1.1"), "contests", "Chữ vừa gõ", version=1),
    )
    assert response.status_code == 409
    assert "Chữ vừa gõ" in response.content.decode()
    assert Reply.objects.filter(stance="contests").count() == 0


def test_texts_of_units_come_out_as_text(staff, campaign, people):
    reply_to(
        answer_to(campaign, "1.1"),
        people["unit_staff"],
        type(CONTESTS)("contests", "<script>alert(1)</script>", ""),
    )
    for name, more in (("reply", ()), ("reply_group", (ALL,))):
        assert "<script>alert" not in staff.get(at(name, *more)).content.decode()


def test_rest_of_a_group_is_agreed_to_by_one_button(staff, campaign):
    response = staff.post(at("reply_agree", ALL), follow=True)
    assert "Đã ghi nhất trí với 12 tiêu chí." in text_of(response)
    assert "Nhất trí với mọi tiêu chí chưa có ý kiến" not in text_of(response)


def test_head_confirms_what_the_page_shows(head, campaign, people):
    reply_to(answer_to(campaign, "1.1"), people["unit_staff"])
    page = head.get(at("reply")).content.decode()
    shown = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert shown
    response = head.post(at("reply_confirm"), {"seen": shown[1]}, follow=True)
    assert "Đã xác nhận. Tổ giúp việc xem giải trình khi thẩm định lần 2." in text_of(response)
    assert Confirmation.objects.get().state == "confirmed"
    told = Notification.objects.filter(subject__endswith="đã xác nhận giải trình")
    entry = AuditEntry.objects.get(act="self.reply_confirmed")
    proofs = (Confirmation.objects.get().content_sha256, f"{entry.sequence}:{entry.entry_hash}")
    assert [all(proof in notice.body for proof in proofs) for notice in told] == [True, True]


def test_stale_confirmation_says_so_and_confirms_nothing(head, campaign, people):
    before = seen(submission_of(campaign))
    reply_to(answer_to(campaign, "1.1"), people["unit_staff"])
    response = head.post(at("reply_confirm"), {"seen": before})
    assert (response.status_code, Confirmation.objects.count()) == (409, 0)
    assert "đã được sửa sau khi Ông/Bà mở trang" in text_of(response)


def test_reply_to_an_older_outcome_is_marked_and_holds_the_button_up(head, campaign, people):
    answer = answer_to(campaign, "1.1")
    reply_to(answer, people["unit_staff"])
    assert at("reply_confirm") in head.get(at("reply")).content.decode()
    Appraisal.objects.filter(answer=answer).update(changed_at=timezone.now() + timedelta(minutes=1))
    page = head.get(at("reply"))
    assert "xem lại và lưu ý kiến của các tiêu chí: TC 1.1." in text_of(page)
    assert at("reply_confirm") not in page.content.decode()
    assert "Kết quả đã đổi sau ý kiến này. Xem lại rồi lưu." in text_of(
        head.get(at("reply_group", ALL))
    )


def test_staff_finds_no_button_to_confirm(staff, campaign):
    page = staff.get(at("reply"))
    assert reverse("reply_confirm", args=["2021", "A"]) not in page.content.decode()
    assert (
        staff.post(at("reply_confirm"), {"seen": seen(submission_of(campaign))}).status_code == 403
    )


def test_file_of_evidence_is_not_taken_once_the_head_has_confirmed(head, campaign, people):
    answer = answer_to(campaign, "1.1")
    assert "Bổ sung tài liệu khi giải trình" in text_of(
        head.get(at("evidence_of_answer", answer.pk))
    )
    confirm(campaign, people["unit_head"])
    page = text_of(head.get(at("evidence_of_answer", answer.pk)))
    assert "Bổ sung tài liệu khi giải trình" not in page
    assert "Thủ trưởng đơn vị đã xác nhận lúc" in page


# --- home and tasks -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phase", "said", "unsaid"),
    [
        (Phase.APPRAISE_1, "Tổ giúp việc đang thẩm định.", "Xem kết quả lần 1"),
        (
            Phase.EXPLAIN,
            "Chờ đơn vị xem, trả lời và thủ trưởng xác nhận trước",
            "Xem kết quả của đơn vị",
        ),
        (
            Phase.APPRAISE_2,
            "Tổ giúp việc đang thẩm định lần 2, có xem giải trình.",
            "Xem kết quả của đơn vị",
        ),
        (Phase.COUNCIL_1, "Kết quả được công bố cùng báo cáo.", "Xem kết quả của đơn vị"),
        (Phase.PUBLISHED, "Báo cáo đã ban hành.", "đang thẩm định"),
    ],
)
def test_home_says_where_the_file_stands(staff, phase, said, unsaid):
    Campaign.objects.update(phase=phase)
    page = text_of(staff.get(at("unit_home")))
    assert "Hồ sơ đang ở đâu" in page
    assert said in page
    assert unsaid not in page


def test_home_says_how_the_reply_ended(staff, campaign, people):
    confirm(campaign, people["unit_head"])
    assert "Thủ trưởng đã xác nhận lúc" in text_of(staff.get(at("unit_home")))
    Confirmation.objects.update(state="silent")
    Campaign.objects.update(phase=Phase.APPRAISE_2)
    assert "Đơn vị không trả lời trong hạn." in text_of(staff.get(at("unit_home")))


def test_home_of_a_unit_that_fills_in_does_not_speak_of_later(staff):
    Campaign.objects.update(phase=Phase.SELF_SCORE)
    assert "Hồ sơ đang ở đâu" not in text_of(staff.get(at("unit_home")))


def test_reply_waits_for_the_unit_until_its_head_has_confirmed(campaign, people):
    def labels(person: User, now: Any = None) -> list[str]:
        return [
            task.label
            for task in tasks_of(User.objects.get(pk=person.pk), now=now or timezone.now())
        ]

    assert labels(people["unit_staff"]) == ["Đợt 2021: xem và giải trình kết quả lần 1 của A"]
    assert labels(people["unit_head"]) == ["Đợt 2021: xem và xác nhận kết quả lần 1 của A"]
    assert labels(people["unit_head"], campaign.reply_due_at) == []
    confirm(campaign, people["unit_head"])
    assert (labels(people["unit_staff"]), labels(people["unit_head"])) == ([], [])


# --- closing --------------------------------------------------------------------------------------


def closing(client: Client) -> Any:
    return client.get(reverse("close_round", args=["2021"]))


@pytest.mark.parametrize(
    ("phase", "which"), [(Phase.APPRAISE_1, Round.FIRST), (Phase.APPRAISE_2, Round.SECOND)]
)
def test_closing_lists_what_each_unit_lacks(campaign, people, phase, which):
    Campaign.objects.update(phase=phase)
    Appraisal.objects.all().delete()
    decide_everything(campaign, which)
    Appraisal.objects.filter(
        answer__in=[answer_to(campaign, "1.1"), answer_to(campaign, "5")]
    ).delete()
    page = text_of(closing(client_of(people["wg_head"])))
    assert f"Khóa {which.label.lower()} cho mọi đơn vị" in page
    assert "còn 2 tiêu chí Xem tiêu chí còn thiếu của Đơn vị A TC 1.1, TC 5" in page
    assert "đủ kết quả" in page
    assert "Nút chuyển giai đoạn hiện ra ở đây khi đủ các điều kiện trên." in page


def test_closing_the_reply_says_who_would_be_silent_and_nothing_of_what_units_say(campaign, people):
    confirm(campaign, people["unit_head"])
    page = text_of(closing(client_of(people["wg_head"])))
    assert "Thủ trưởng đã xác nhận 1 / 2 Sẽ ghi là không trả lời 1" in page
    assert "thủ trưởng xác nhận lúc" in page
    assert "chưa trả lời" in page
    assert "nhất trí" not in page


def test_closing_leads_to_the_phases_where_nothing_is_closed(campaign, people):
    Campaign.objects.update(phase=Phase.LATE)
    response = closing(client_of(people["wg_head"]))
    assert (response.status_code, response.url) == (302, reverse("phases", args=["2021"]))


def test_closing_costs_the_same_for_whatever_is_missing(campaign, people):
    client = client_of(people["wg_head"])
    Campaign.objects.update(phase=Phase.APPRAISE_1)
    counts = []
    for codes in (["1.1"], ["1.2", "5", "6"]):
        Appraisal.objects.filter(answer__criterion__code__in=codes).delete()
        with CaptureQueriesContext(connection) as queries:
            closing(client)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


# --- held notices ---------------------------------------------------------------------------------


@pytest.fixture
def told(campaign, people) -> list[Notification]:
    """The first round was closed; what units will be told of it waits."""
    Campaign.objects.update(phase=Phase.APPRAISE_1, reply_due_at=timezone.now() + timedelta(days=5))
    phases.advance(
        campaign=Campaign.objects.get(),
        source="appraise_1",
        by=User.objects.get(pk=people["wg_head"].pk),
    )
    return list(held(campaign.code))


def outbox(client: Client) -> Any:
    return client.get(reverse("outbox", args=["2021"]))


def release(client: Client, notices: list[Notification]) -> Any:
    keys = " ".join(str(notice.pk) for notice in notices)
    return client.post(reverse("release_notices", args=["2021"]), {"notices": keys}, follow=True)


def test_results_wait_in_the_outbox_and_reach_nobody(told, people, mailoutbox):
    assert {notice.user for notice in told} == {people["unit_staff"], people["unit_head"]}
    assert {notice.url for notice in told} == {reverse("files", args=["2021"])}
    send_waiting()
    assert [mail.to for mail in mailoutbox if mail.to != [people["wg_head"].email]] == []
    assert (unread_count(people["unit_head"]), list(inbox(people["unit_head"]))) == (0, [])
    client = client_of(people["unit_head"])
    assert client.post(reverse("notice_read", args=[told[0].pk])).status_code == 404
    client.post(reverse("notices_read"))
    assert Notification.objects.filter(read_at=None, mail_state=MailState.HELD).count() == 2


def test_what_was_read_is_let_go_and_reaches_its_people(
    told, people, mailoutbox, django_capture_on_commit_callbacks
):
    client = client_of(people["wg_head"])
    page = text_of(outbox(client))
    assert "Chờ đọc lại trước khi gửi (2)" in page
    assert "Đã có kết quả thẩm định lần 1." in page
    with django_capture_on_commit_callbacks(execute=True):
        response = release(client, told)
    assert "Đã gửi 2 thông báo." in text_of(response)
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(
        people[name].email for name in ("unit_staff", "unit_head")
    )
    assert unread_count(people["unit_head"]) == 1
    entry = AuditEntry.objects.get(act="notices.released")
    assert '"count":2' in entry.facts


def test_who_has_no_address_is_told_in_the_application_only(told, people):
    User.objects.filter(pk=people["unit_head"].pk).update(email="")
    release(client_of(people["wg_head"]), told)
    assert Notification.objects.get(user=people["unit_head"]).mail_state == MailState.NONE
    assert unread_count(people["unit_head"]) == 1


def test_only_what_was_read_goes(told, people):
    release(client_of(people["council_secretary"]), told[:1])
    assert [notice.pk for notice in held("2021")] == [told[1].pk]


def test_letting_go_twice_is_stale(told, people):
    client = client_of(people["wg_head"])
    release(client, told)
    assert release(client, told).status_code == 409
    assert AuditEntry.objects.filter(act="notices.released").count() == 1


def test_two_people_who_let_the_same_notices_go_send_them_once(told):
    assert (let_go(told, now=timezone.now()), let_go(told, now=timezone.now())) == (2, 0)


def test_notices_of_another_campaign_are_not_let_go(told, people):
    Notification.objects.update(campaign_code="2019")
    assert release(client_of(people["wg_head"]), told).status_code == 409
    assert held("2019").count() == 2


@pytest.mark.parametrize("garbage", ["", "x", "1e3", "9" * 30, "१२"])
def test_keys_that_are_none_let_nothing_go(told, people, garbage):
    response = client_of(people["wg_head"]).post(
        reverse("release_notices", args=["2021"]), {"notices": garbage}
    )
    assert (response.status_code, held("2021").count()) == (409, 2)


def test_waiting_notices_are_a_task_of_who_may_let_them_go(told, people):
    label = "Đợt 2021: đọc lại và gửi các thông báo đang chờ"
    waiting = {
        name: label
        in [task.label for task in tasks_of(User.objects.get(pk=person.pk), now=timezone.now())]
        for name, person in people.items()
    }
    assert {name for name, has in waiting.items() if has} == {"wg_head", "council_secretary"}


def test_held_texts_are_read_once_whatever_the_number_of_people(told, people):
    client = client_of(people["wg_head"])
    outbox(client)
    with CaptureQueriesContext(connection) as few:
        page = outbox(client)
    assert text_of(page).count("Đơn vị xác nhận hoặc giải trình trước hạn.") == 1
    for number in range(20):
        Notification.objects.create(
            user=people["auditor"],
            campaign_code="2021",
            subject="x",
            body=str(number),
            mail_state="held",
            created_at=timezone.now(),
        )
    with CaptureQueriesContext(connection) as many:
        outbox(client)
    assert len(few) == len(many)


# --- for who appraises ----------------------------------------------------------------------------


def test_appraiser_reads_how_the_reply_ended_once_it_is_closed(campaign, people):
    confirm(campaign, people["unit_head"])
    client, url = client_of(people["appraiser"]), reverse("appraisal_unit", args=["2021", "A"])
    assert "xác nhận giải trình" not in text_of(client.get(url))
    Campaign.objects.update(phase=Phase.APPRAISE_2)
    assert "Thủ trưởng đơn vị đã xác nhận giải trình lúc" in text_of(client.get(url))
    Confirmation.objects.update(state="silent")
    assert (
        "Đơn vị không trả lời trong hạn. Ý kiến đã ghi, nếu có, chưa được thủ trưởng xác nhận."
        in text_of(client.get(url))
    )


def test_closing_points_to_readings_that_differ(campaign, people):
    Campaign.objects.update(phase=Phase.APPRAISE_1)
    for code, points in (("1.1", 1), ("1.2", 3), ("5", 4)):
        SecondReading.objects.create(
            answer=answer_to(campaign, code),
            round=Round.FIRST,
            outcome="scored",
            points=points,
            by=people["appraiser"],
        )
    SecondReading.objects.filter(points=4).update(
        settled_at=timezone.now(), settled_by=people["wg_head"]
    )
    assert "1 tiêu chí hai lượt đọc khác nhau, chưa thống nhất" in text_of(
        closing(client_of(people["wg_head"]))
    )
