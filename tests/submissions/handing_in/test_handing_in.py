"""Handing in, taking back and giving more time: what is needed, who may, until which instant,
and what is recorded.
"""

import json
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from criteria.models import Criterion
from ictindex.lib.chain import canonical, check_receipt_alone
from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.answers.services.entries import Entry, save_answer
from submissions.answers.services.groups import mark_group_done
from submissions.enums import OutcomeKind, Phase
from submissions.frame.deadlines import SubmissionClosed, deadline_of
from submissions.handing_in.queries.content import content_of, counts_of, digest_of
from submissions.handing_in.queries.extensions import extensions_of
from submissions.handing_in.queries.receipts import hand_ins_of, history_of, receipt_of
from submissions.handing_in.services.submission import (
    IncompleteSubmission,
    deadline_version,
    extend_deadline,
    hand_in,
    take_back,
)
from submissions.home.queries import Task, tasks_of
from submissions.models import Answer, Campaign, GroupDone, Submission
from tests.scoring.factories import make_submission
from tests.submissions.factories import appoint, lacks, make_user
from tests.submissions.handing_in.factories import (
    declare,
    file_to_hand_in,
    finish,
    prove,
    seen,
    submit,
)
from tests.submissions.workplace import answer_to, make_work, make_workers
from tests.units.record.tampering import record_everything
from units.enums import Role
from units.models import AuditEntry, Notification, User
from units.record.queries.receipts import entry_receipt
from units.record.queries.verification import verify_record

MICROSECOND = timedelta(microseconds=1)
DAY = timedelta(days=1)


@pytest.fixture
def campaign(db) -> Campaign:
    return make_work()


@pytest.fixture
def people(campaign):
    return make_workers(campaign)


@pytest.fixture
def submission(campaign, people) -> Submission:
    """Of unit A, with nothing left to do."""
    submission = file_to_hand_in(campaign)
    finish(submission, people["unit_staff"])
    return submission


def stored(submission: Submission) -> Submission:
    return file_to_hand_in(submission.campaign, submission.unit.code)


def extend(
    submission: Submission, by, due_at, *, reason: str = "Mất điện hai ngày", now=None
) -> Submission:
    return extend_deadline(
        submission=submission,
        due_at=due_at,
        reason=reason,
        by=by,
        version=deadline_version(stored(submission)),
        now=now,
    )


# --- what is handed in, and what the record holds of it -----------------------


def test_handing_in_keeps_who_when_and_what(submission, people):
    now = deadline_of(submission) - timedelta(days=1)
    expected = seen(submission)
    entry = submit(submission, people["unit_head"], now=now)
    after = stored(submission)
    assert (after.submitted_at, after.submitted_by, after.content_sha256) == (
        now,
        people["unit_head"],
        expected,
    )
    assert (entry.act, entry.unit, entry.actor, entry.reason) == (
        "self.handed_in",
        after.unit,
        people["unit_head"],
        "",
    )
    assert (after.is_late, after.due_at) == (False, None)


def test_record_follows_handing_in_and_taking_back(submission, people):
    record_everything()
    submit(submission, people["unit_head"])
    take_back(submission=submission, by=people["unit_head"])
    submit(submission, people["unit_head"])
    assert verify_record() == []


def test_receipt_alone_gives_the_hash_of_the_content_again(submission, people):
    prove(answer_to(submission.campaign, "1.1"))
    receipt = entry_receipt(submit(submission, people["unit_head"]))
    facts = json.loads(receipt["facts"])
    assert (
        facts["content_sha256"] == stored(submission).content_sha256 == digest_of(facts["content"])
    )
    assert check_receipt_alone(receipt) is None


def test_receipt_whose_content_was_changed_with_its_hash_is_found_out(submission, people):
    receipt = entry_receipt(submit(submission, people["unit_head"]))
    facts = json.loads(receipt["facts"])
    facts["content"]["answers"][0]["points"] = "99.00"
    assert "đã bị sửa" in str(check_receipt_alone({**receipt, "facts": canonical(facts)}))


def test_receipt_that_names_another_content_is_found_out(submission, people, monkeypatch):
    """Even where the server itself had put another hash on it."""
    monkeypatch.setattr(
        "submissions.handing_in.services.submission.digest_of", lambda _content: "0" * 64
    )
    entry = hand_in(
        submission=submission, seen_sha256="0" * 64, has_no_secrets=True, by=people["unit_head"]
    )
    assert "không cho ra mã SHA-256" in str(check_receipt_alone(entry_receipt(entry)))


def test_content_names_every_answer_file_and_absent_group(campaign, people):
    submission = file_to_hand_in(campaign)
    finish(submission, people["unit_staff"])
    GroupDone.objects.filter(submission=submission, group_code="DV").delete()
    declare(submission, "DV")
    prove(answer_to(campaign, "1.1", group="HT"), name="Quyết định.pdf", page="4–5")
    content = content_of(submission)
    assert [f"{each['group']}:{each['criterion']}" for each in content["answers"]][:4] == [
        "HT:1.1",
        "HT:1.2",
        "HT:2",
        "TC:1.1",
    ]
    assert content["answers"][0] == {
        "annex": "I",
        "group": "HT",
        "criterion": "1.1",
        "outcome": "scored",
        "points": "40.00",
        "declared": {},
        "as_of": None,
        "skipped": "",
        "note": "",
    }
    assert content["absent_groups"] == [{"group": "DV", "reason": "Đơn vị không có dịch vụ công."}]
    assert content["groups_done"] == ["HT", "TC"]
    assert content["evidence"] == [
        {
            "sha256": "ab" * 32,
            "size": 12345,
            "name": "Quyết định.pdf",
            "number": "12/QĐ-VP",
            "issued_on": None,
            "issuer": "Văn phòng",
            "summary": "Ban hành quy chế",
            "proves": [{"group": "HT", "criterion": "1.1", "page": "4–5"}],
        }
    ]
    assert {name: content[name] for name in ("format", "campaign", "unit", "framework")} == {
        "format": "ictindex.submission.1",
        "campaign": "2021",
        "unit": "A",
        "framework": "khung-2021",
    }


def test_counts_are_of_the_content(campaign, people):
    submission = file_to_hand_in(campaign)
    finish(submission, people["unit_staff"])
    first, second, third = submission.answers.filter(criterion__group__code="HT")
    Answer.objects.filter(pk=first.pk).update(
        self_outcome=OutcomeKind.NOT_APPLICABLE, self_points=None
    )
    Answer.objects.filter(pk=second.pk).update(
        self_outcome=OutcomeKind.MISSING, self_points=None, skipped="no_figures"
    )
    prove(third)
    prove(third, name="Bản hai.pdf", is_withdrawn=True)
    assert counts_of(content_of(submission)).as_plain() == {
        "asked": 16,
        "scored": 14,
        "not_applicable": 1,
        "no_figures": 1,
        "other": 0,
        "proved": 1,
        "files": 1,
        "absent_groups": 0,
    }


@pytest.mark.parametrize(
    "change",
    [
        {"self_points": "1.00"}, {"note": "thêm"}, {"declared": {"points": "2"}},
        {"declared_as_of": "2020-12-31"},
        {"self_outcome": OutcomeKind.NOT_APPLICABLE, "self_points": None},
    ],
)  # fmt: skip
def test_any_change_of_an_answer_changes_the_hash(submission, change):
    before = seen(submission)
    Answer.objects.filter(pk=submission.answers.first().pk).update(**change)
    assert seen(submission) != before


# --- what must be there ---------------------------------------------------------


def refusal_of(submission: Submission, by) -> IncompleteSubmission:
    with pytest.raises(IncompleteSubmission) as refused:
        submit(submission, by)
    assert stored(submission).submitted_at is None
    assert not hand_ins_of(submission).exists()
    return refused.value


def blank(answer: Answer, **values) -> None:
    Answer.objects.filter(pk=answer.pk).update(
        **{"self_outcome": OutcomeKind.MISSING, "self_points": None} | values
    )


def test_criterion_without_answer_holds_it_up(submission, people):
    answer = answer_to(submission.campaign, "2.1")
    blank(answer)
    lacks = refusal_of(submission, people["unit_head"]).lacks
    sentence = (
        "Tiêu chí 2.1: chưa có câu trả lời. Trả lời, hoặc chọn «Chưa có số liệu» nếu đơn vị không "
        "có số liệu."
    )
    assert [(lack.group, lack.sentence, lack.answer) for lack in lacks] == [
        ("TC", sentence, answer.pk)
    ]


def test_criterion_put_off_holds_it_up(submission, people):
    blank(answer_to(submission.campaign, "2.1"), skipped="later")
    assert "còn để «Làm sau»" in refusal_of(submission, people["unit_head"]).lacks[0].sentence


def test_figures_filled_in_by_half_hold_it_up(submission, people):
    blank(answer_to(submission.campaign, "3"), declared={"numerator": "4"})
    assert (
        "số liệu chưa đủ để tính điểm"
        in refusal_of(submission, people["unit_head"]).lacks[0].sentence
    )


def test_criterion_without_figures_is_handed_in_as_such(submission, people):
    blank(answer_to(submission.campaign, "2.1"), skipped="no_figures")
    assert json.loads(submit(submission, people["unit_head"]).facts)["counts"]["no_figures"] == 1


def test_figure_that_another_body_supplies_is_not_waited_for(submission, people):
    blank(answer_to(submission.campaign, "6"))
    assert json.loads(submit(submission, people["unit_head"]).facts)["counts"]["other"] == 1


def test_ratio_that_waits_for_other_units_is_an_answer(submission, people):
    blank(answer_to(submission.campaign, "4"), declared={"numerator": "1", "denominator": "2"})
    submit(submission, people["unit_head"])


def test_group_that_nobody_called_done_holds_it_up(submission, people):
    GroupDone.objects.filter(submission=submission, group_code="HT").delete()
    lacks = refusal_of(submission, people["unit_head"]).lacks
    assert [(lack.group, lack.answer) for lack in lacks] == [("HT", None)]
    assert lacks[0].sentence.startswith("Nhóm «Nhóm HT»: chưa được xác nhận đã xong.")


def test_group_declared_absent_needs_no_answers(submission, people):
    for answer in submission.answers.filter(criterion__group__code="DV"):
        blank(answer)
    GroupDone.objects.filter(submission=submission, group_code="DV").delete()
    declare(submission, "DV")
    assert json.loads(submit(submission, people["unit_head"]).facts)["counts"]["absent_groups"] == 1


def test_missing_files_do_not_hold_it_up(submission, people):
    assert counts_of(content_of(submission)).files == 0
    submit(submission, people["unit_head"])


def test_it_is_confirmed_that_there_are_no_secrets(submission, people):
    with pytest.raises(DomainError, match="bí mật nhà nước"):
        hand_in(
            submission=submission,
            seen_sha256=seen(submission),
            has_no_secrets=False,
            by=people["unit_head"],
        )
    assert stored(submission).submitted_at is None


def test_only_what_the_head_has_seen_is_handed_in(submission, people):
    before = seen(submission)
    save_answer(
        answer=answer_to(submission.campaign, "1.1"),
        version=1,
        entry=Entry(declared={"points": "7,5"}),
        by=people["unit_staff"],
    )
    with pytest.raises(StaleState, match="đã được sửa sau khi"):
        hand_in(
            submission=submission, seen_sha256=before, has_no_secrets=True, by=people["unit_head"]
        )
    assert stored(submission).submitted_at is None


# --- who may ---------------------------------------------------------------------


@pytest.mark.parametrize("role", [role for role in Role if role != Role.UNIT_HEAD])
def test_only_the_head_hands_in(submission, people, role):
    with pytest.raises((NotAllowed, Http404)):
        submit(submission, people[role])
    assert stored(submission).submitted_at is None


def test_head_of_another_unit_does_not_hand_in(submission, people):
    other = make_user("truong-b")
    appoint(
        other, Role.UNIT_HEAD, submission.campaign, file_to_hand_in(submission.campaign, "B").unit
    )
    with pytest.raises(Http404):
        submit(submission, other)


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase != Phase.SELF_SCORE])
def test_it_is_handed_in_only_while_units_fill_in(submission, people, phase):
    Campaign.objects.update(phase=phase)
    with pytest.raises((NotAllowed, Http404)):
        submit(stored(submission), people["unit_head"])
    assert stored(submission).submitted_at is None


# --- until when ------------------------------------------------------------------


def test_the_last_microsecond_is_in_time(submission, people):
    due = deadline_of(submission)
    submit(submission, people["unit_head"], now=due - MICROSECOND)
    assert stored(submission).submitted_at == due - MICROSECOND


@pytest.mark.parametrize("after", [timedelta(0), MICROSECOND, timedelta(days=3)])
def test_from_the_instant_of_the_deadline_on_it_is_too_late(submission, people, after):
    with pytest.raises(SubmissionClosed, match="Đã hết hạn nộp hồ sơ"):
        submit(submission, people["unit_head"], now=deadline_of(submission) + after)
    assert stored(submission).submitted_at is None


@pytest.mark.parametrize("after", [timedelta(0), MICROSECOND])
def test_from_the_instant_of_the_deadline_on_nothing_is_taken_back(submission, people, after):
    due = deadline_of(submission)
    submit(submission, people["unit_head"], now=due - MICROSECOND)
    with pytest.raises(SubmissionClosed):
        take_back(submission=submission, by=people["unit_head"], now=due + after)
    assert stored(submission).submitted_at == due - MICROSECOND


def test_one_that_waited_past_the_deadline_for_its_turn_is_in_time(submission, people):
    """The clock is read when the request arrives."""
    due = deadline_of(submission)
    Campaign.objects.update(self_score_due_at=due - timedelta(days=20))
    arrived = due - timedelta(days=20) - MICROSECOND
    submit(stored(submission), people["unit_head"], now=arrived)
    assert stored(submission).submitted_at == arrived


# --- once handed in --------------------------------------------------------------


def test_pressed_twice_it_is_handed_in_once(submission, people):
    expected = seen(submission)
    entries = [
        hand_in(
            submission=submission, seen_sha256=expected, has_no_secrets=True, by=people["unit_head"]
        ).pk
        for _ in range(2)
    ]
    assert entries[0] == entries[1]
    assert hand_ins_of(submission).count() == 1


def test_pressed_again_after_the_deadline_it_still_answers_with_the_receipt(submission, people):
    due = deadline_of(submission)
    first = submit(submission, people["unit_head"], now=due - MICROSECOND)
    assert submit(submission, people["unit_head"], now=due + timedelta(hours=1)) == first


def test_nothing_is_changed_once_it_is_handed_in(submission, people):
    submit(submission, people["unit_head"])
    with pytest.raises(SubmissionClosed, match="Hồ sơ đã nộp"):
        save_answer(
            answer=answer_to(submission.campaign, "1.1"),
            version=1,
            entry=Entry(declared={"points": "7"}),
            by=people["unit_staff"],
        )
    with pytest.raises(SubmissionClosed, match="Hồ sơ đã nộp"):
        mark_group_done(submission=submission, group_code="HT", by=people["unit_staff"])


def test_taken_back_it_can_be_changed_and_handed_in_again(submission, people):
    first = submit(submission, people["unit_head"])
    take_back(submission=submission, by=people["unit_head"])
    after = stored(submission)
    assert (after.submitted_at, after.submitted_by, after.content_sha256) == (None, None, "")
    save_answer(
        answer=answer_to(submission.campaign, "1.1"),
        version=1,
        entry=Entry(declared={"points": "7,5"}),
        by=people["unit_staff"],
    )
    second = submit(submission, people["unit_head"])
    receipts = [receipt_of(stored(submission), entry) for entry in (first, second)]
    assert [receipt.is_current for receipt in receipts] == [False, True]
    assert receipts[0].content_sha256 != receipts[1].content_sha256
    assert [each.sequence for each in history_of(submission)] == [second.pk, None, first.pk]


def test_what_was_not_handed_in_is_not_taken_back(submission, people):
    with pytest.raises(StaleState, match="chưa nộp"):
        take_back(submission=submission, by=people["unit_head"])


def test_staff_does_not_take_back(submission, people):
    submit(submission, people["unit_head"])
    with pytest.raises(NotAllowed):
        take_back(submission=submission, by=people["unit_staff"])


def test_receipt_tells_what_the_entry_holds(submission, people):
    now = deadline_of(submission) - timedelta(hours=3)
    entry = submit(submission, people["unit_head"], now=now)
    Submission.objects.filter(pk=submission.pk).update(name="Tên mới")
    receipt = receipt_of(stored(submission), entry)
    assert (receipt.at, receipt.by, receipt.unit_name, receipt.mark) == (
        now,
        str(people["unit_head"]),
        "Đơn vị A",
        f"{entry.sequence}:{entry.entry_hash}",
    )
    assert (receipt.due_at, receipt.counts.asked, receipt.head) == (
        deadline_of(submission),
        16,
        receipt.mark,
    )


def test_people_of_the_unit_get_the_hashes_and_nobody_else(submission, people):
    second = file_to_hand_in(submission.campaign, "B")
    appoint(make_user("truong-b"), Role.UNIT_HEAD, submission.campaign, second.unit)
    entry = submit(submission, people["unit_head"])
    told = Notification.objects.all()
    assert {notification.user for notification in told} == {
        people["unit_staff"],
        people["unit_head"],
    }
    body = told[0].body
    assert stored(submission).content_sha256 in body
    assert f"{entry.sequence}:{entry.entry_hash}" in body


# --- more time for one unit --------------------------------------------------------


def test_more_time_is_recorded_with_its_reason_and_told_to_every_unit(submission, people):
    record_everything()
    other = make_user("truong-b")
    appoint(
        other, Role.UNIT_HEAD, submission.campaign, file_to_hand_in(submission.campaign, "B").unit
    )
    record_everything()
    due = deadline_of(submission) + timedelta(days=2)
    extend(submission, people["wg_head"], due, reason="  Mất điện\n hai ngày ")
    extension = extensions_of(submission.campaign)[0]
    assert (extension.unit, extension.due_at, extension.reason, extension.by) == (
        "Đơn vị A",
        due,
        "Mất điện hai ngày",
        str(people["wg_head"]),
    )
    told = {notification.user: notification.body for notification in Notification.objects.all()}
    assert told.keys() == {people["unit_staff"], people["unit_head"], other, people["wg_head"]}
    assert "Lý do: Mất điện hai ngày" in told[other]
    assert verify_record() == []


def test_more_time_before_the_deadline_makes_nobody_late(submission, people):
    extend(submission, people["wg_head"], deadline_of(submission) + timedelta(days=2))
    assert stored(submission).is_late is False


def test_unit_that_let_its_time_pass_counts_as_late(submission, people):
    due = deadline_of(submission)
    extend(submission, people["wg_head"], due + timedelta(days=2), now=due)
    assert stored(submission).is_late is True


def test_unit_that_handed_in_and_gets_more_time_is_not_late(submission, people):
    due = deadline_of(submission)
    submit(submission, people["unit_head"], now=due - MICROSECOND)
    extend(submission, people["wg_head"], due + timedelta(days=2), now=due)
    assert stored(submission).is_late is False
    take_back(submission=submission, by=people["unit_head"], now=due + timedelta(days=1))
    assert stored(submission).submitted_at is None


@pytest.mark.parametrize("phase", [Phase.SELF_SCORE, Phase.LATE])
def test_unit_with_more_time_goes_on_until_that_instant(submission, people, phase):
    due = deadline_of(submission)
    extend(submission, people["wg_head"], due + timedelta(days=2), now=due)
    Campaign.objects.update(phase=phase)
    save_answer(
        answer=answer_to(submission.campaign, "1.1"),
        version=1,
        entry=Entry(declared={"points": "9"}),
        by=people["unit_staff"],
        now=due + timedelta(days=1),
    )
    with pytest.raises(SubmissionClosed):
        submit(stored(submission), people["unit_head"], now=due + timedelta(days=2))
    submit(stored(submission), people["unit_head"], now=due + timedelta(days=2) - MICROSECOND)


def test_other_units_do_not_go_on(submission, people):
    due = deadline_of(submission)
    other = make_user("truong-b")
    second = file_to_hand_in(submission.campaign, "B")
    appoint(other, Role.UNIT_HEAD, submission.campaign, second.unit)
    finish(second, other)
    extend(submission, people["wg_head"], due + timedelta(days=2), now=due)
    with pytest.raises(SubmissionClosed):
        submit(second, other, now=due + MICROSECOND)
    Campaign.objects.update(phase=Phase.LATE)
    with pytest.raises(NotAllowed):
        submit(stored(second), other, now=due + MICROSECOND)


def test_common_deadline_that_is_put_off_later_counts(submission, people):
    due = deadline_of(submission)
    extend(submission, people["wg_head"], due + timedelta(days=2))
    Campaign.objects.update(self_score_due_at=due + timedelta(days=5))
    assert deadline_of(stored(submission)) == due + timedelta(days=5)


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 501])
def test_more_time_needs_a_reason_of_a_sensible_length(submission, people, reason):
    with pytest.raises(DomainError, match=r"Lý do|lý do"):
        extend(
            submission,
            people["wg_head"],
            deadline_of(submission) + timedelta(days=2),
            reason=reason,
        )
    assert stored(submission).due_at is None


@pytest.mark.parametrize("shift", [timedelta(0), -MICROSECOND, timedelta(days=-30)])
def test_more_time_is_later_than_the_deadline_and_the_clock(submission, people, shift):
    with pytest.raises(DomainError, match="Hạn mới phải muộn hơn"):
        extend(submission, people["wg_head"], deadline_of(submission) + shift)


def test_more_time_from_a_page_that_is_out_of_date_is_refused(submission, people):
    due, version = deadline_of(submission), deadline_version(submission)
    extend(submission, people["wg_head"], due + timedelta(days=2))
    with pytest.raises(StaleState):
        extend_deadline(
            submission=submission,
            due_at=due + timedelta(days=9),
            reason="Khác",
            by=people["wg_head"],
            version=version,
        )
    assert stored(submission).due_at == due + timedelta(days=2)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.WG_HEAD])
def test_only_the_head_of_the_working_group_gives_more_time(submission, people, role):
    with pytest.raises((NotAllowed, Http404)):
        extend(submission, people[role], deadline_of(submission) + timedelta(days=2))


def test_nobody_gives_more_time_to_the_own_unit(submission):
    both = make_user("ca-hai")
    appoint(both, Role.WG_HEAD, submission.campaign, submission.unit)
    with pytest.raises(NotAllowed, match="công tác tại đơn vị này"):
        extend(submission, both, deadline_of(submission) + timedelta(days=2))


@pytest.mark.parametrize(
    "phase", [phase for phase in Phase if phase not in (Phase.SELF_SCORE, Phase.LATE)]
)
def test_more_time_is_given_only_until_the_appraisal(submission, people, phase):
    Campaign.objects.update(phase=phase)
    with pytest.raises(NotAllowed):
        extend(stored(submission), people["wg_head"], deadline_of(submission) + timedelta(days=2))


# --- many at once ------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_twenty_three_units_hand_in_at_once_and_none_is_refused():
    campaign = make_work()
    heads = make_heads(campaign, 23)
    record_everything()
    answers = at_once([lambda each=each, head=head: submit(each, head).act for each, head in heads])
    assert answers == ["self.handed_in"] * 23
    assert campaign.submissions.filter(submitted_at__isnull=False).count() == 23
    assert AuditEntry.objects.filter(act="self.handed_in").count() == 23
    assert verify_record() == []


@pytest.mark.django_db(transaction=True)
def test_twenty_presses_at_once_are_one_hand_in():
    campaign = make_work()
    [(submission, head)] = make_heads(campaign, 1)
    expected = seen(submission)
    presses = [
        lambda: (
            hand_in(submission=submission, seen_sha256=expected, has_no_secrets=True, by=head).pk
        )
        for _ in range(20)
    ]
    assert len(set(at_once(presses))) == 1
    assert hand_ins_of(submission).count() == 1


@pytest.mark.django_db(transaction=True)
def test_no_edit_slips_in_while_it_is_handed_in():
    """Whoever comes first, what was handed in is what stands in the file."""
    campaign = make_work()
    people = make_workers(campaign)
    submission = file_to_hand_in(campaign)
    finish(submission, people["unit_head"])
    expected, answer = seen(submission), answer_to(campaign, "1.1")

    def edit() -> str:
        save_answer(
            answer=answer, version=1, entry=Entry(declared={"points": "1"}), by=people["unit_staff"]
        )
        return "saved"

    def press() -> str:
        hand_in(
            submission=submission, seen_sha256=expected, has_no_secrets=True, by=people["unit_head"]
        )
        return "handed in"

    answers = at_once([edit, press] * 5)
    after = stored(submission)
    assert (after.submitted_at is None) == ("saved" in answers)
    assert after.content_sha256 == ("" if "saved" in answers else seen(after))


def make_heads(campaign: Campaign, number: int) -> list:
    """So many units with everything done, each with its head."""
    for order in range(2, number):
        make_submission(campaign, f"U{order}", annex="II", kind="truc_thuoc", order=order + 1)
    second = Criterion.objects.filter(group__annex__code="II", is_leaf=True)
    for submission in campaign.submissions.filter(unit__code__startswith="U"):
        Answer.objects.bulk_create(
            Answer(submission=submission, criterion=criterion) for criterion in second
        )
    found = []
    for submission in campaign.submissions.select_related("unit", "campaign__framework").order_by(
        "order"
    )[:number]:
        head = make_user(f"truong-{submission.unit.code}")
        appoint(head, Role.UNIT_HEAD, campaign, submission.unit)
        finish(submission, head)
        found.append((submission, head))
    return found


def at_once(acts: list) -> list[str]:
    """What each act answered, or the kind of its refusal; all begin together."""
    barrier, answers = Barrier(len(acts)), []

    def run(act) -> None:
        barrier.wait()
        try:
            answers.append(act())
        except Exception as refusal:
            answers.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


# --- the campaign waits -------------------------------------------------------------


def test_appraisal_waits_for_a_unit_with_more_time(submission, people):
    due = deadline_of(submission)
    extend(submission, people["wg_head"], due + timedelta(days=2), now=due)
    Campaign.objects.update(phase=Phase.LATE)
    campaign = stored(submission).campaign
    waits = "Có đơn vị được gia hạn, chưa nộp và chưa hết hạn."
    assert [
        (need.sentence, need.rows) for need in lacks(campaign, now=due + timedelta(days=1))
    ] == [(waits, ("Đơn vị A",))]
    assert lacks(campaign, now=due + timedelta(days=2)) == []
    submit(stored(submission), people["unit_head"], now=due + timedelta(days=1))
    assert lacks(campaign, now=due + timedelta(days=1)) == []


def test_file_waits_for_its_people_until_it_is_handed_in(submission, people):
    due = deadline_of(submission)
    assert tasks_of(people["unit_head"], now=due - DAY) == (
        Task("Đợt 2021: kiểm tra và nộp hồ sơ A", "/dot/2021/ho-so/A/", due),
    )
    assert tasks_of(people["unit_staff"], now=due - DAY) == (
        Task("Đợt 2021: kê khai hồ sơ A", "/dot/2021/ho-so/A/", due),
    )
    assert tasks_of(people["unit_staff"], now=due) == ()
    submit(submission, people["unit_head"], now=due - DAY)
    assert tasks_of(people["unit_head"], now=due - DAY) == ()


def test_file_of_a_unit_with_more_time_still_waits_for_its_people_in_the_phase_late(
    submission, people
):
    due = deadline_of(submission)
    other = make_user("truong-b")
    appoint(
        other, Role.UNIT_HEAD, submission.campaign, file_to_hand_in(submission.campaign, "B").unit
    )
    extend(submission, people["wg_head"], due + 2 * DAY, now=due)
    Campaign.objects.update(phase=Phase.LATE)
    assert [task.due for task in tasks_of(people["unit_head"], now=due + DAY)] == [due + 2 * DAY]
    assert tasks_of(other, now=due + DAY) == ()


@pytest.mark.parametrize("extra", [0, 60])
def test_handing_in_costs_a_fixed_number_of_queries(submission, people, extra):
    group = answer_to(submission.campaign, "1.1").criterion.group
    for number in range(extra):
        criterion = group.criteria.create(
            code=f"x{number}", name="Thêm", maximum=1, order=900 + number
        )
        Answer.objects.create(
            submission=submission,
            criterion=criterion,
            self_outcome=OutcomeKind.SCORED,
            self_points=1,
        )
    expected, head = seen(submission), User.objects.get(pk=people["unit_head"].pk)
    with CaptureQueriesContext(connection) as queries:
        hand_in(submission=submission, seen_sha256=expected, has_no_secrets=True, by=head)
    assert len(queries) == 16, [query["sql"][:120] for query in queries]
