"""What the working group decides: which outcomes can be, when a reason is needed, who may, and
what happens when two decide.
"""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.appraisal.services import decisions
from submissions.appraisal.services.decisions import (
    InvalidDecision,
    StaleAppraisal,
    accept_unchanged,
    finish_round,
    record_appraisal_at,
    reopen_round,
)
from submissions.dossier.queries.decisions import Decision
from submissions.enums import Ground, OutcomeKind, Phase, Round
from submissions.models import Answer, Appraisal, GroupDeclaration, RoundFinished, SecondReading
from tests.submissions.appraisal.factories import (
    contest,
    decide,
    make_appraised,
    move,
    of_unit,
    prove,
    refused,
    scored,
)
from tests.submissions.workplace import answer_to, submission_of
from units.access import require
from units.models import AuditEntry, User
from units.record.queries.verification import verify_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return make_appraised()


def again(person: User) -> User:
    """As a new request has the person."""
    return User.objects.get(pk=person.pk)


def test_self_score_is_accepted_without_a_reason(stage):
    campaign, people = stage
    stored = decide(answer_to(campaign, "1.1"), scored("8"), people["appraiser"])
    row = Appraisal.objects.get(pk=stored.pk)
    assert (
        row.round,
        row.outcome,
        row.points,
        row.ground,
        row.reason,
        row.by,
        row.version,
        row.conclusion,
    ) == (1, "scored", Decimal("8.00"), "", "", people["appraiser"], 1, None)
    entry = AuditEntry.objects.get(act="appraise.decided")
    assert (entry.actor, entry.unit.code, entry.campaign_code) == (
        people["appraiser"],
        "A",
        campaign.code,
    )
    assert entry.facts == '{"criteria":["TC:1.1"],"round":1}'
    assert [
        problem for problem in verify_record() if problem.table == "submissions_appraisal"
    ] == []


@pytest.mark.parametrize(
    ("code", "decision", "problems"),
    [
        (
            "1.1",
            scored("7.5"),
            {"reason": "Tiêu chí 1.1: kết quả khác điểm tự chấm (8,00 điểm) nên phải nêu lý do."},
        ),
        (
            "1.1",
            scored("7.5", "  \n "),
            {"reason": "Tiêu chí 1.1: kết quả khác điểm tự chấm (8,00 điểm) nên phải nêu lý do."},
        ),
        (
            "2.2",
            scored("15"),
            {
                "reason": (
                    "Tiêu chí 2.2: chưa có điểm tự chấm để so sánh nên phải nêu lý do của kết quả "
                    "này."
                )
            },
        ),
        (
            "1.1",
            scored("12", "x"),
            {"points": "Tiêu chí 1.1: điểm 12 vượt mức tối đa 10. Nhập từ 0 đến 10."},
        ),
        ("1.1", scored("-1", "x"), {"points": "Tiêu chí 1.1: điểm −1 là số âm. Nhập từ 0 đến 10."}),
        (
            "1.1",
            scored("1.005", "x"),
            {"points": "Tiêu chí 1.1: điểm 1,005 có quá hai chữ số sau dấu phẩy."},
        ),
        (
            "1.1",
            Decision("scored", reason="x"),
            {"points": "Tiêu chí 1.1: chưa nhập điểm. Nhập từ 0 đến 10."},
        ),
        (
            "1.1",
            Decision("refused", reason="x"),
            {
                "ground": (
                    "Tiêu chí 1.1: không chấp nhận thì chọn một trong bốn căn cứ; kết quả khác "
                    "thì không nêu căn cứ."
                )
            },
        ),
        (
            "1.1",
            replace(scored("8"), ground="late"),
            {
                "ground": (
                    "Tiêu chí 1.1: không chấp nhận thì chọn một trong bốn căn cứ; kết quả khác "
                    "thì không nêu căn cứ."
                )
            },
        ),
        (
            "1.1",
            Decision("refused", Decimal(0), "late", "x"),
            {"points": "Tiêu chí 1.1: chỉ kết quả «Có điểm» mới ghi điểm."},
        ),
        (
            "1.1",
            Decision("not_applicable", reason="x"),
            {
                "outcome": (
                    "Tiêu chí 1.1: tiêu chí này bắt buộc với mọi đơn vị, không được chọn «Không "
                    "áp dụng»."
                )
            },
        ),
        (
            "1.1",
            Decision("missing", reason="x"),
            {
                "outcome": (
                    "Tiêu chí 1.1: chọn một kết quả: chấm điểm, không chấp nhận hoặc không áp dụng."
                )
            },
        ),
        (
            "1.1",
            scored("7", "x" * 4001),
            {"reason": "Tiêu chí 1.1: lý do dài 4001 ký tự, vượt mức 4000. Viết ngắn lại."},
        ),
        (
            "1.1",
            refused("late", ""),
            {"reason": "Tiêu chí 1.1: kết quả khác điểm tự chấm (8,00 điểm) nên phải nêu lý do."},
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_changes_nothing(
    stage, code, decision, problems
):
    campaign, people = stage
    with pytest.raises(InvalidDecision) as refusal:
        decide(answer_to(campaign, code), decision, people["appraiser"])
    assert refusal.value.problems == problems
    assert not Appraisal.objects.exists()
    assert not AuditEntry.objects.filter(act="appraise.decided").exists()


@pytest.mark.parametrize("ground", Ground.values)
def test_score_is_refused_on_each_ground(stage, ground):
    campaign, people = stage
    decide(answer_to(campaign, "1.1"), refused(ground), people["appraiser"])
    assert list(Appraisal.objects.values_list("outcome", "points", "ground", "reason")) == [
        ("refused", None, ground, "Không thấy tài liệu")
    ]


def test_zero_is_a_score_and_not_a_refusal(stage):
    campaign, people = stage
    decide(answer_to(campaign, "1.1"), scored("0", "Chưa có mạng"), people["appraiser"])
    assert list(Appraisal.objects.values_list("outcome", "points", "ground")) == [
        ("scored", Decimal(0), "")
    ]


def test_criterion_that_may_not_apply_can_be_left_out(stage):
    campaign, people = stage
    decide(
        answer_to(campaign, "3"),
        Decision("not_applicable", reason="Không có đơn vị con"),
        people["appraiser"],
    )
    assert list(Appraisal.objects.values_list("outcome", "points")) == [("not_applicable", None)]


def test_reason_is_kept_composed_and_trimmed(stage):
    campaign, people = stage
    decide(
        answer_to(campaign, "1.1"),
        scored("7", "  Thie\u0302\u0301u so\u0302\u0301 lie\u0323\u0302u\r\n"),
        people["appraiser"],
    )
    assert Appraisal.objects.get().reason == "Thiếu số liệu"


def test_same_outcome_again_is_not_stored_again(stage):
    campaign, people = stage
    answer = answer_to(campaign, "1.1")
    first = decide(answer, scored("7", "Thiếu"), people["appraiser"])
    second = decide(answer, scored("7.00", "Thiếu"), people["wg_head"])
    assert (second.pk, second.version, second.by) == (first.pk, 1, people["appraiser"])
    assert AuditEntry.objects.filter(act="appraise.decided").count() == 1


def test_outcome_is_changed_from_the_version_that_was_seen(stage):
    campaign, people = stage
    answer = answer_to(campaign, "1.1")
    decide(answer, scored("7", "Thiếu"), people["appraiser"])
    changed = decide(answer, refused("no_evidence"), people["wg_head"], version=1)
    assert (changed.version, changed.outcome, changed.points, changed.by) == (
        2,
        "refused",
        None,
        people["wg_head"],
    )
    assert [
        problem for problem in verify_record() if problem.table == "submissions_appraisal"
    ] == []


@pytest.mark.parametrize("version", [0, 2])
def test_outcome_of_another_version_is_not_overwritten_and_both_are_told(stage, version):
    campaign, people = stage
    answer = answer_to(campaign, "1.1")
    decide(answer, scored("7", "Thiếu"), people["appraiser"])
    with pytest.raises(StaleAppraisal) as refusal:
        decide(answer, scored("6", "Thiếu nhiều"), people["wg_head"], version=version)
    assert (
        refusal.value.current.points,
        refusal.value.current.by,
        refusal.value.current.version,
    ) == (Decimal(7), people["appraiser"], 1)
    assert Appraisal.objects.get().points == 7


def test_version_of_an_outcome_that_is_gone_is_stale(stage):
    campaign, people = stage
    with pytest.raises(StaleAppraisal) as refusal:
        decide(answer_to(campaign, "1.1"), scored("8"), people["appraiser"], version=3)
    assert (
        refusal.value.current.pk,
        refusal.value.current.version,
        refusal.value.current.outcome,
    ) == (None, 0, "missing")


@pytest.mark.parametrize(
    ("phase", "round", "who"),
    [
        *((phase, 1, "appraiser") for phase in Phase if phase != Phase.APPRAISE_1),
        *((phase, 2, "wg_head") for phase in Phase if phase != Phase.APPRAISE_2),
    ],
)
def test_round_is_closed_in_every_other_phase(stage, phase, round, who):
    campaign, people = stage
    move(campaign, phase)
    with pytest.raises((NotAllowed, Http404)):
        decide(answer_to(campaign, "1.1"), scored("8"), people[who], round=round)
    assert not Appraisal.objects.exists()


@pytest.mark.parametrize(
    "who",
    [
        "conflicted",
        "unit_staff",
        "unit_head",
        "council_member",
        "council_secretary",
        "publisher",
        "administrator",
        "auditor",
    ],
)
def test_others_decide_nothing(stage, who):
    campaign, people = stage
    with pytest.raises((NotAllowed, Http404)):
        decide(answer_to(campaign, "1.1"), scored("8"), people[who])
    assert not Appraisal.objects.exists()


def test_council_decides_by_conclusions_only(stage):
    campaign, people = stage
    with pytest.raises(KeyError):
        decide(answer_to(campaign, "1.1"), scored("8"), people["wg_head"], round=Round.COUNCIL)


def test_address_of_another_unit_is_nowhere(stage):
    campaign, people = stage
    answer = answer_to(campaign, "1.1")
    with pytest.raises(Http404):
        record_appraisal_at(
            campaign=campaign.code,
            unit="B",
            key=answer.pk,
            round=1,
            version=0,
            decision=scored("8"),
            by=people["appraiser"],
        )


# --- round 2 --------------------------------------------------------------------------------------
def second_round(stage, **outcomes: Decision):
    """Round 1 as given by criterion («c11» is 1.1), then the second round is open."""
    campaign, people = stage
    for name, decision in outcomes.items():
        decide(
            answer_to(campaign, {"c11": "1.1", "c12": "1.2", "c21": "2.1"}[name]),
            decision,
            people["appraiser"],
        )
    move(campaign, Phase.APPRAISE_2)
    return campaign, {name: again(person) for name, person in people.items()}


def test_round_two_is_set_against_round_one_and_not_against_the_self_score(stage):
    campaign, people = second_round(stage, c11=scored("6", "Thiếu văn bản"))
    answer = answer_to(campaign, "1.1")
    with pytest.raises(InvalidDecision) as refusal:
        decide(answer, scored("8"), people["appraiser"], round=2)
    assert refusal.value.problems == {
        "reason": "Tiêu chí 1.1: kết quả khác kết quả lần 1 (6,00 điểm) nên phải nêu lý do."
    }
    decide(answer, scored("8", "Đã có văn bản bổ sung"), people["appraiser"], round=2)
    assert list(Appraisal.objects.values_list("round", "points", "reason")) == [
        (1, Decimal(6), "Thiếu văn bản"),
        (2, Decimal(8), "Đã có văn bản bổ sung"),
    ]


def test_kept_outcome_keeps_its_reason_in_a_row_of_its_own(stage):
    campaign, people = second_round(stage, c11=refused("no_evidence", "Không có quyết định"))
    decide(answer_to(campaign, "1.1"), refused("no_evidence", ""), people["wg_head"], round=2)
    assert list(Appraisal.objects.values_list("round", "outcome", "ground", "reason", "by")) == [
        (1, "refused", "no_evidence", "Không có quyết định", people["appraiser"].pk),
        (2, "refused", "no_evidence", "Không có quyết định", people["wg_head"].pk),
    ]


def test_another_ground_is_a_change(stage):
    campaign, people = second_round(stage, c11=refused("no_evidence"))
    with pytest.raises(InvalidDecision) as refusal:
        decide(answer_to(campaign, "1.1"), refused("not_factual", ""), people["wg_head"], round=2)
    assert refusal.value.problems == {
        "reason": (
            "Tiêu chí 1.1: kết quả khác kết quả lần 1 (Không chấp nhận: Không có tài liệu kiểm "
            "chứng) nên phải nêu lý do."
        )
    }


def test_refusing_takes_a_right_of_its_own(stage, monkeypatch):
    """The policy names it apart, though today the same people have both."""
    campaign, people = stage

    def all_but_refusing(user, name, subject):
        if name == "appraise.refuse_score_with_reason_of_U":
            raise NotAllowed("Không được.")
        require(user, name, subject)

    monkeypatch.setattr(decisions, "require", all_but_refusing)
    answer = answer_to(campaign, "1.1")
    with pytest.raises(NotAllowed):
        decide(answer, refused("no_evidence"), people["appraiser"])
    assert decide(answer, scored("8"), people["appraiser"]).points == 8


# --- together -------------------------------------------------------------------------------------
def accept(campaign, by, versions, *, group="TC", round=1, unit="A"):
    return accept_unchanged(
        submission=submission_of(campaign, unit), group=group, round=round, versions=versions, by=by
    )


def test_group_is_accepted_as_it_was_claimed_but_for_what_is_decided_or_claims_nothing(stage):
    campaign, people = stage
    decide(answer_to(campaign, "1.1"), scored("7", "Thiếu"), people["wg_head"])
    looked_at = dict.fromkeys(of_unit(campaign).values_list("pk", flat=True), 0)
    stored = accept(campaign, people["appraiser"], looked_at)
    assert {row.answer.criterion.code: (row.points, row.reason, row.by) for row in stored} == {
        code: (Decimal(points), "", people["appraiser"])
        for code, points in {
            "1.2": "5",
            "2.1": "2",
            "3": "4",
            "5": "2.5",
            "9": "1",
            "10": "2",
        }.items()
    }
    assert Appraisal.objects.get(answer__criterion__code="1.1").points == 7
    entry = AuditEntry.objects.get(act="appraise.accepted_together")
    assert entry.facts == '{"criteria":["TC:1.2","TC:2.1","TC:3","TC:5","TC:9","TC:10"],"round":1}'
    assert [
        problem for problem in verify_record() if problem.table == "submissions_appraisal"
    ] == []


def test_only_what_was_looked_at_is_accepted(stage):
    campaign, people = stage
    answer = answer_to(campaign, "1.2")
    accept(campaign, people["appraiser"], {answer.pk: 0})
    assert list(Appraisal.objects.values_list("answer__criterion__code", flat=True)) == ["1.2"]


def test_second_round_together_leaves_what_is_contested_or_proved_anew(stage):
    campaign, people = second_round(
        stage, c11=scored("6", "Thiếu"), c12=scored("5"), c21=scored("1", "Mới có một")
    )
    contest(answer_to(campaign, "1.1"), people["unit_head"])
    prove(answer_to(campaign, "2.1"), people["unit_head"])
    keys = (
        of_unit(campaign)
        .filter(criterion__code__in=["1.1", "1.2", "2.1"])
        .values_list("pk", flat=True)
    )
    accept(campaign, people["appraiser"], dict.fromkeys(keys, 0), round=2)
    assert list(
        Appraisal.objects.filter(round=2).values_list("answer__criterion__code", "points")
    ) == [("1.2", Decimal(5))]


def test_nothing_left_to_accept_stores_and_records_nothing(stage):
    campaign, people = stage
    answer = answer_to(campaign, "2.2")
    assert accept(campaign, people["appraiser"], {answer.pk: 0}) == []
    assert not AuditEntry.objects.filter(act="appraise.accepted_together").exists()


def test_answer_of_another_group_or_unit_is_not_accepted_here(stage):
    campaign, people = stage
    own = of_unit(campaign, group="HT").first()
    others = (
        Answer.objects.select_related("criterion__group").filter(submission__unit__code="B").first()
    )
    for answer, group in ((own, "TC"), (others, "TC"), (others, others.criterion.group.code)):
        with pytest.raises(Http404):
            accept(campaign, people["appraiser"], {answer.pk: 0}, group=group)
    assert not Appraisal.objects.exists()


def test_member_of_the_unit_accepts_nothing(stage):
    campaign, people = stage
    with pytest.raises((NotAllowed, Http404)):
        accept(campaign, people["conflicted"], {answer_to(campaign, "1.1").pk: 0})


@pytest.mark.parametrize("codes", [["1.1"], ["1.1", "1.2", "2.1", "3", "5"]])
def test_accepting_together_costs_the_same_for_one_and_for_many(
    stage, codes, django_assert_max_num_queries
):
    campaign, people = stage
    keys = of_unit(campaign).filter(criterion__code__in=codes).values_list("pk", flat=True)
    looked_at, submission, by = (
        dict.fromkeys(keys, 0),
        submission_of(campaign),
        again(people["appraiser"]),
    )
    with CaptureQueriesContext(connection) as queries:
        accept_unchanged(submission=submission, group="TC", round=1, versions=looked_at, by=by)
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 8


def test_saving_costs_seven_queries(stage):
    campaign, people = stage
    answer, by = answer_to(campaign, "1.1"), again(people["appraiser"])
    with CaptureQueriesContext(connection) as queries:
        decide(answer, scored("7", "Thiếu"), by)
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 7


# --- groups and files that are closed -------------------------------------------------------------
def test_group_that_does_not_apply_is_not_appraised(stage):
    campaign, people = stage
    GroupDeclaration.objects.create(
        submission=submission_of(campaign), group_code="TC", reason="Không có", is_confirmed=True
    )
    with pytest.raises(StaleState, match="không áp dụng"):
        decide(answer_to(campaign, "1.1"), scored("8"), people["appraiser"])
    with pytest.raises(StaleState, match="không áp dụng"):
        accept(campaign, people["appraiser"], {answer_to(campaign, "1.1").pk: 0})


def decide_all(campaign, by):
    for answer in Answer.objects.filter(submission=submission_of(campaign)).select_related(
        "criterion"
    ):
        decide(answer, scored("1", "Đã xem"), by)


def test_file_is_finished_once_everything_is_decided_and_then_nothing_of_it_changes(stage):
    campaign, people = stage
    decide_all(campaign, people["appraiser"])
    done = finish_round(submission=submission_of(campaign), round=1, by=people["appraiser"])
    assert (
        finish_round(submission=submission_of(campaign), round=1, by=people["wg_head"]).pk
        == done.pk
    )
    answer = answer_to(campaign, "1.1")
    with pytest.raises(StaleState, match="thẩm định xong"):
        decide(answer, scored("2", "Khác"), people["wg_head"], version=1)
    with pytest.raises(StaleState, match="thẩm định xong"):
        accept(campaign, people["wg_head"], {answer.pk: 1})
    reopen_round(submission=submission_of(campaign), round=1, by=people["wg_head"])
    assert decide(answer, scored("2", "Khác"), people["wg_head"], version=1).points == 2
    acts = AuditEntry.objects.filter(act__startswith="appraise.round").values_list("act", "actor")
    assert list(acts.order_by("sequence")) == [
        ("appraise.round_finished", people["appraiser"].pk),
        ("appraise.round_reopened", people["wg_head"].pk),
    ]
    assert [
        problem for problem in verify_record() if problem.table == "submissions_roundfinished"
    ] == []


def test_file_with_something_open_is_not_finished(stage):
    campaign, people = stage
    decide_all(campaign, people["appraiser"])
    Appraisal.objects.filter(answer=answer_to(campaign, "2.1")).delete()
    with pytest.raises(
        DomainError, match=r"^Còn 1 tiêu chí chưa có kết quả: TC 2\.1\. Chấm xong rồi xác nhận\.$"
    ):
        finish_round(submission=submission_of(campaign), round=1, by=people["appraiser"])
    assert not RoundFinished.objects.exists()


@pytest.mark.parametrize(
    ("reading", "is_same"),
    [
        ({"outcome": OutcomeKind.SCORED, "points": 1}, True),
        ({"outcome": OutcomeKind.SCORED, "points": 2}, False),
        ({"outcome": OutcomeKind.REFUSED, "ground": Ground.LATE}, False),
        ({"outcome": OutcomeKind.MISSING}, True),
    ],
)
def test_two_readings_that_differ_are_settled_before_the_file_is_finished(stage, reading, is_same):
    campaign, people = stage
    decide_all(campaign, people["appraiser"])
    SecondReading.objects.create(
        answer=answer_to(campaign, "1.1"), round=1, by=people["wg_head"], **reading
    )
    if not is_same:
        with pytest.raises(
            DomainError, match=r"hai lượt đọc khác nhau chưa thống nhất: TC 1\.1\.$"
        ):
            finish_round(submission=submission_of(campaign), round=1, by=people["appraiser"])
        return
    assert (
        finish_round(submission=submission_of(campaign), round=1, by=people["appraiser"]).round == 1
    )


def test_file_that_was_not_finished_is_not_reopened(stage):
    campaign, people = stage
    with pytest.raises(StaleState):
        reopen_round(submission=submission_of(campaign), round=1, by=people["appraiser"])
