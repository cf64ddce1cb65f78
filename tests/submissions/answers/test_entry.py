"""Saving what a unit enters: every kind, every refusal, versions, rights, the record, and the
number of queries.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from criteria.questions import stored_rule
from ictindex.lib.errors import NotAllowed
from submissions.answers.services.entries import (
    EntriesRefused,
    Entry,
    InvalidEntry,
    StaleAnswer,
    SubmissionClosed,
    save_answer,
    save_answers,
    save_each,
)
from submissions.dossier.queries.entries import entry_of
from submissions.enums import OutcomeKind, Phase
from submissions.models import Answer
from tests.submissions.workplace import answer_to, make_work, make_workers, submission_of
from units.models import AuditEntry

pytestmark = pytest.mark.django_db

WHOLE = {
    "1.1": ({"points": "7,5"}, {"points": "7.5"}, "7.50"),
    "1.2": ({"answer": "yes"}, {"answer": "yes"}, "5.00"),
    "2.1": ({"choice": "b"}, {"choice": "b"}, "2.00"),
    "2.2": ({"number": "3"}, {"number": "3"}, "15.00"),
    "3": ({"numerator": "1", "denominator": "3"}, {"numerator": "1", "denominator": "3"}, "2.67"),
    "5": ({"count": "1"}, {"count": "1"}, "2.50"),
    "6": ({"points": "3"}, {"points": "3"}, "3.00"),
    "7": (
        {"parts.a.answer": "yes", "parts.b.numerator": "1 000", "parts.b.denominator": "2000"},
        {"parts": {"a": {"answer": "yes"}, "b": {"numerator": "1000", "denominator": "2000"}}},
        "4.00",
    ),
    "8": ({"parts.b.count": "2"}, {"parts": {"b": {"count": "2"}}}, "2.00"),
    "9": ({"count": "3"}, {"count": "3"}, "3.00"),
    "10": ({"count": "1"}, {"count": "1"}, "2.00"),
}


@pytest.fixture
def campaign():
    return make_work()


@pytest.fixture
def people(campaign):
    return make_workers(campaign)


def save(answer: Answer, by, *, version: int | None = None, now=None, **entry) -> Answer:
    return save_answer(
        answer=answer, version=version or answer.version, entry=Entry(**entry), by=by, now=now
    )


def stored(answer: Answer) -> tuple:
    answer.refresh_from_db()
    points = None if answer.self_points is None else str(answer.self_points)
    return answer.declared, answer.self_outcome, points, answer.version


@pytest.mark.parametrize("code", WHOLE)
def test_what_is_typed_is_kept_exactly_and_scored(campaign, people, code) -> None:
    typed, kept, points = WHOLE[code]
    answer = answer_to(campaign, code)
    save(answer, people["unit_staff"], declared=typed)
    assert stored(answer) == (kept, OutcomeKind.SCORED, points, 2)


def test_a_ratio_to_the_best_waits_for_the_other_units(campaign, people) -> None:
    answer = answer_to(campaign, "4")
    save(
        answer,
        people["unit_staff"],
        declared={"numerator": "9", "denominator": "10"},
        as_of=date(2021, 6, 30),
    )
    assert stored(answer) == ({"numerator": "9", "denominator": "10"}, OutcomeKind.MISSING, None, 2)
    assert answer.declared_as_of == date(2021, 6, 30)


@pytest.mark.parametrize("code", [*WHOLE, "4"])
def test_what_is_stored_reads_back_as_what_was_typed(campaign, people, code) -> None:
    typed = WHOLE.get(code, ({"numerator": "9,25", "denominator": "10"},))[0]
    answer = answer_to(campaign, code)
    entry = Entry(declared=typed, as_of=date(2021, 1, 2), note="Ghi chú\nhai dòng")
    save_answer(answer=answer, version=1, entry=entry, by=people["unit_staff"])
    answer.refresh_from_db()
    again = entry_of(answer, stored_rule(answer.criterion, answer.criterion.levels.all()))
    assert (again.as_of, again.note) == (entry.as_of, entry.note)
    assert save_answer(answer=answer, version=2, entry=again, by=people["unit_staff"]).version == 2


@pytest.mark.parametrize(
    ("code", "typed", "kept"),
    [
        ("3", {"numerator": "9"}, {"numerator": "9"}),
        ("7", {"parts.b.numerator": "1"}, {"parts": {"b": {"numerator": "1"}}}),
        ("8", {"parts.a.answer": ""}, {}),
    ],
)
def test_figures_filled_in_by_half_are_kept_without_points(
    campaign, people, code, typed, kept
) -> None:
    answer = answer_to(campaign, code)
    save(answer, people["unit_staff"], declared=typed, note="dở dang")
    assert stored(answer) == (kept, OutcomeKind.MISSING, None, 2)


@pytest.mark.parametrize(
    ("code", "entry", "problems"),
    [
        (
            "1.1",
            {"declared": {"points": "12"}},
            {"points": "điểm 12 vượt mức tối đa 10. Nhập từ 0 đến 10."},
        ),
        (
            "1.1",
            {"declared": {"points": "1e1"}},
            {"points": "điểm «1e1» không phải là một số. Viết số như 12 hoặc 7,5."},
        ),
        ("1.1", {"declared": {"points": "-1"}}, {"points": "điểm −1 là số âm. Nhập từ 0 trở lên."}),
        (
            "1.1",
            {"declared": {"points": "7,125"}},
            {"points": "điểm 7,125 có quá hai chữ số sau dấu phẩy."},
        ),
        (
            "5",
            {"declared": {"count": "1.234"}},
            {"count": "số lượng «1.234» có thể hiểu theo hai cách. Viết 1234 hoặc 1,234."},
        ),
        ("5", {"declared": {"count": "1,5"}}, {"count": "số lượng 1,5 phải là số nguyên."}),
        (
            "1.2",
            {"declared": {"answer": "maybe"}},
            {"answer": "trả lời: «maybe» không có trong các lựa chọn."},
        ),
        (
            "3",
            {"declared": {"numerator": "9", "denominator": "3"}},
            {"numerator": "tử số 9 lớn hơn mẫu số 3. Kiểm tra lại hai số."},
        ),
        (
            "3",
            {"declared": {"numerator": "9"}, "is_not_applicable": True},
            {"numerator": "đã chọn «Không áp dụng» thì không kê khai số liệu nữa."},
        ),
        (
            "1.1",
            {"is_not_applicable": True},
            {"points": "tiêu chí này bắt buộc với mọi đơn vị, không được chọn «Không áp dụng»."},
        ),
        (
            "1.1",
            {"declared": {"points": "1"}, "skipped": "later"},
            {
                "skipped": (
                    "đã có số liệu nên không còn để trống. Bỏ lý do để trống, hoặc xóa số liệu."
                )
            },
        ),
        ("1.1", {"skipped": "never"}, {"skipped": "chọn lý do để trống trong danh sách."}),
        (
            "1.1",
            {"declared": {"self_points": "9"}},
            {"self_points": "không có ô «self_points» trong tiêu chí này."},
        ),
        (
            "1.1",
            {"note": "x" * 2001},
            {"note": "ghi chú dài 2001 ký tự, vượt mức 2000. Viết ngắn lại."},
        ),
        (
            "3",
            {"as_of": date(2999, 1, 1)},
            {"as_of": "ngày số liệu 01/01/2999 ở sau hôm nay. Nhập ngày mà số liệu được thống kê."},
        ),
    ],
)
def test_what_cannot_be_is_refused_in_full_sentences(
    campaign, people, code, entry, problems
) -> None:
    answer = answer_to(campaign, code)
    with pytest.raises(InvalidEntry) as refusal:
        save(answer, people["unit_staff"], **entry)
    assert refusal.value.problems == {
        path: f"Tiêu chí {code}: {text}" for path, text in problems.items()
    }
    assert stored(answer) == ({}, OutcomeKind.MISSING, None, 1)


def test_not_applicable_is_an_outcome_and_a_skip_is_a_reason(campaign, people) -> None:
    answer, other = answer_to(campaign, "3"), answer_to(campaign, "1.1")
    save(answer, people["unit_staff"], is_not_applicable=True)
    save(other, people["unit_staff"], skipped="no_figures")
    assert stored(answer) == ({"not_applicable": True}, OutcomeKind.NOT_APPLICABLE, None, 2)
    assert (stored(other), other.skipped) == (({}, OutcomeKind.MISSING, None, 2), "no_figures")


def test_text_is_kept_composed_and_without_control_characters(campaign, people) -> None:
    answer = answer_to(campaign, "1.1")
    save(answer, people["unit_staff"], note="a\x00Tie\u0302\u0301ng\r\nViệt ")
    answer.refresh_from_db()
    assert answer.note == "aTiếng\nViệt"


def test_of_two_people_with_the_same_version_one_saves_and_one_is_told_both_values(
    campaign, people
) -> None:
    answer = answer_to(campaign, "1.1")
    save(answer, people["unit_staff"], declared={"points": "7"})
    with pytest.raises(StaleAnswer) as refusal:
        save(answer, people["unit_head"], version=1, declared={"points": "8"})
    assert (refusal.value.current.self_points, refusal.value.current.changed_by) == (
        Decimal(7),
        people["unit_staff"],
    )
    assert stored(answer) == ({"points": "7"}, OutcomeKind.SCORED, "7.00", 2)


def test_the_same_value_sent_again_is_no_conflict_and_no_second_entry(campaign, people) -> None:
    """The answer to the first request may have been lost on its way."""
    answer = answer_to(campaign, "1.1")
    save(answer, people["unit_staff"], declared={"points": "7"})
    entries = AuditEntry.objects.count()
    again = save(answer, people["unit_staff"], version=1, declared={"points": "7,0"})
    assert (again.version, AuditEntry.objects.count()) == (2, entries)


@pytest.mark.parametrize(
    "role", ["appraiser", "council_member", "administrator", "publisher", "conflicted"]
)
def test_strangers_do_not_even_learn_that_it_exists(campaign, people, role) -> None:
    with pytest.raises(Http404):
        save(answer_to(campaign, "1.1"), people[role], declared={"points": "1"})


def test_people_of_one_unit_do_not_write_for_another(campaign, people) -> None:
    with pytest.raises(Http404):
        save(
            answer_to(campaign, "1", unit="B", group="TT"),
            people["unit_head"],
            declared={"points": "1"},
        )


@pytest.mark.parametrize("role", ["auditor", "wg_head"])
def test_who_sees_the_file_does_not_write_in_it(campaign, people, role) -> None:
    with pytest.raises(NotAllowed):
        save(answer_to(campaign, "1.1"), people[role], declared={"points": "1"})


@pytest.mark.parametrize("phase", [Phase.LATE, Phase.APPRAISE_1, Phase.PUBLISHED])
def test_after_self_scoring_nothing_is_written(campaign, people, phase) -> None:
    campaign.phase = phase
    campaign.save()
    with pytest.raises(NotAllowed):
        save(answer_to(campaign, "1.1"), people["unit_staff"], declared={"points": "1"})


def test_from_the_instant_of_the_deadline_on_nothing_is_written(campaign, people) -> None:
    due, answer = campaign.self_score_due_at, answer_to(campaign, "1.1")
    save(
        answer, people["unit_staff"], declared={"points": "1"}, now=due - timedelta(microseconds=1)
    )
    with pytest.raises(SubmissionClosed, match="Đã hết hạn nộp hồ sơ"):
        save(answer, people["unit_staff"], version=2, declared={"points": "2"}, now=due)


def test_an_extension_moves_the_deadline_of_one_unit(campaign, people) -> None:
    due = campaign.self_score_due_at
    campaign.submissions.filter(unit__code="A").update(due_at=due + timedelta(days=1))
    save(answer_to(campaign, "1.1"), people["unit_staff"], declared={"points": "1"}, now=due)


def test_a_file_that_was_handed_in_is_closed(campaign, people) -> None:
    campaign.submissions.update(
        submitted_at=timezone.now(), submitted_by=people["unit_head"], content_sha256="a" * 64
    )
    with pytest.raises(SubmissionClosed, match="Hồ sơ đã nộp"):
        save(answer_to(campaign, "1.1"), people["unit_staff"], declared={"points": "1"})


def test_a_save_is_in_the_record(campaign, people) -> None:
    answer = answer_to(campaign, "1.1")
    save(answer, people["unit_staff"], declared={"points": "7"})
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.act, entry.actor, entry.unit.code, entry.facts, entry.subject) == (
        "self.answers_saved",
        people["unit_staff"],
        "A",
        '{"criteria":["TC:1.1"]}',
        f"submissions_answer:{answer.pk}",
    )


@pytest.mark.parametrize("code", ["1.1", "2.1", "7"])
def test_a_save_takes_at_most_seven_queries(campaign, people, code) -> None:
    answer = answer_to(campaign, code)
    with CaptureQueriesContext(connection) as queries:
        save(answer, people["unit_staff"], declared=WHOLE[code][0])
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= 7, asked


def entries_of(campaign, **typed) -> list:
    return [
        (answer_to(campaign, code.replace("_", ".")).pk, 1, Entry(declared={"points": text}))
        for code, text in ((name.removeprefix("c"), text) for name, text in typed.items())
    ]


def test_many_entries_are_saved_whole_or_not_at_all(campaign, people) -> None:
    entries = entries_of(campaign, c1_1="7", c6="99")
    with pytest.raises(EntriesRefused) as refusal:
        save_answers(submission=submission_of(campaign), entries=entries, by=people["unit_staff"])
    assert {key: str(each) for key, each in refusal.value.refusals.items()} == {
        entries[1][0]: "Tiêu chí 6: điểm 99 vượt mức tối đa 3. Nhập từ 0 đến 3."
    }
    assert stored(answer_to(campaign, "1.1")) == ({}, OutcomeKind.MISSING, None, 1)


def test_the_form_saves_what_can_be_saved(campaign, people) -> None:
    entries = entries_of(campaign, c1_1="7", c6="99")
    saved = save_each(submission=submission_of(campaign), entries=entries, by=people["unit_staff"])
    assert (list(saved.answers), list(saved.refusals)) == ([entries[0][0]], [entries[1][0]])
    assert stored(answer_to(campaign, "1.1")) == ({"points": "7"}, OutcomeKind.SCORED, "7.00", 2)


def test_an_answer_of_another_unit_among_the_entries_is_not_found(campaign, people) -> None:
    foreign = answer_to(campaign, "1", unit="B", group="TT")
    entries = [*entries_of(campaign, c1_1="7"), (foreign.pk, 1, Entry(declared={"points": "1"}))]
    with pytest.raises(Http404):
        save_each(submission=submission_of(campaign), entries=entries, by=people["unit_staff"])
    assert stored(answer_to(campaign, "1.1"))[3] == 1
