"""A second reading is independent: only by who was assigned, unseen until the group is read
whole, and settled by the head.
"""

from decimal import Decimal

import pytest

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.appraisal.assignment.services import assign_appraiser, end_assignment
from submissions.appraisal.queries.overview import overview_of
from submissions.appraisal.second_reading.pages import differences_of, reading_page
from submissions.appraisal.second_reading.services import (
    StaleReading,
    record_second_reading,
    settle_reading,
)
from submissions.appraisal.services.decisions import StaleAppraisal, finish_round, record_appraisal
from submissions.dossier.queries.decisions import Decision, InvalidDecision
from submissions.models import Answer, Appraisal, Assignment, RoundFinished, SecondReading
from tests.submissions.appraisal.campaigns import (
    ROOT,
    answer_of,
    file_of,
    make_appraisal,
    make_group,
    signed_in,
)
from tests.submissions.factories import NOW, appoint, lacks, make_user
from tests.white_space import squeezed
from units.enums import Role
from units.models import AuditEntry

pytestmark = pytest.mark.django_db
#: The groups of the file.
GROUPS = ("HT", "DV")


@pytest.fixture
def campaign():
    return make_appraisal()


@pytest.fixture
def people(campaign):
    """«one» reads A first, «two» again."""
    people = make_group(campaign)
    assign_appraiser(submission=file_of(campaign), person=people["one"], by=people["wg_head"])
    assign_appraiser(
        submission=file_of(campaign), person=people["two"], is_second=True, by=people["wg_head"]
    )
    return people


def scored(points, reason: str = "Đã đối chiếu tài liệu") -> Decision:
    return Decision("scored", Decimal(points), reason=reason)


def of_group(campaign, group: str = "HT") -> list[Answer]:
    return list(
        Answer.objects.select_related("criterion")
        .filter(submission__unit__code="A", criterion__group__code=group)
        .order_by("criterion__order")
    )


def decide(campaign, people, points: str = "10") -> None:
    for answer in of_group(campaign):
        record_appraisal(
            answer=answer, round=1, version=0, decision=scored(points), by=people["one"]
        )


def read(campaign, people, points: str = "12", *, group: str = "HT") -> list[SecondReading]:
    return [
        record_second_reading(
            answer=answer, round=1, version=0, decision=scored(points), by=people["two"]
        )
        for answer in of_group(campaign, group)
    ]


def test_who_was_not_assigned_does_not_read_again(campaign, people):
    for name in ("one", "appraiser", "wg_head"):
        with pytest.raises(NotAllowed):
            record_second_reading(
                answer=answer_of(campaign), round=1, version=0, decision=scored(1), by=people[name]
            )
    assert not SecondReading.objects.exists()


def test_who_was_assigned_one_group_does_not_read_another_again(campaign, people):
    other = make_user("three")
    appoint(other, Role.APPRAISER, campaign)
    Assignment.objects.filter(user=people["two"]).update(ended_at=NOW)
    assign_appraiser(
        submission=file_of(campaign), person=other, group="DV", is_second=True, by=people["wg_head"]
    )
    reading = {"round": 1, "version": 0, "decision": scored("12"), "by": other}
    with pytest.raises(NotAllowed):
        record_second_reading(answer=answer_of(campaign), **reading)
    of_dv = answer_of(campaign, group="DV", code="1")
    assert record_second_reading(answer=of_dv, **reading).points == 12


def test_second_reading_changes_nothing_of_the_first(campaign, people):
    decide(campaign, people)
    before = list(Appraisal.objects.order_by("pk").values())
    read(campaign, people)
    assert list(Appraisal.objects.order_by("pk").values()) == before
    assert AuditEntry.objects.filter(act="appraise.read_second_time").count() == 3


def test_reason_is_needed_where_a_first_outcome_would_need_one(campaign, people):
    answer = answer_of(campaign)
    kept = record_second_reading(
        answer=answer,
        round=1,
        version=0,
        decision=Decision("scored", Decimal(40)),
        by=people["two"],
    )
    with pytest.raises(InvalidDecision) as refusal:
        record_second_reading(
            answer=answer, round=1, version=1, decision=scored(10, ""), by=people["two"]
        )
    assert (kept.points, list(refusal.value.problems)) == (Decimal(40), ["reason"])


def test_second_saver_of_the_same_version_is_told(campaign, people):
    read(campaign, people)
    with pytest.raises(StaleReading) as refusal:
        record_second_reading(
            answer=answer_of(campaign), round=1, version=0, decision=scored(5), by=people["two"]
        )
    assert refusal.value.current.points == Decimal(12)


def test_first_outcomes_are_not_shown_before_the_whole_group_is_read(campaign, people):
    decide(campaign, people, "11")
    file, answers = file_of(campaign), of_group(campaign)
    for number, answer in enumerate(answers):
        shown = {row.first for row in reading_page(file, "HT", people["two"]).rows}
        assert shown == {""}, number
        assert (
            "11,00"
            not in signed_in(people["two"]).get(f"{ROOT}/A/doc-lan-hai/HT/").content.decode()
        )
        record_second_reading(
            answer=answer, round=1, version=0, decision=scored("12"), by=people["two"]
        )
    assert {row.first for row in reading_page(file, "HT", people["two"]).rows} == {"11,00 điểm"}


def test_second_outcomes_are_not_shown_before_the_whole_group_is_read(campaign, people):
    decide(campaign, people)
    file = file_of(campaign)
    record_second_reading(
        answer=of_group(campaign)[0], round=1, version=0, decision=scored("12"), by=people["two"]
    )
    with pytest.raises(NotAllowed):
        reading_page(file, "HT", people["one"])
    assert differences_of(file) == ()
    assert sum(group.differing for group in overview_of(campaign).groups[file.pk]) == 0


def test_only_what_differs_is_a_difference(campaign, people):
    decide(campaign, people, "10")
    same, *others = of_group(campaign)
    record_second_reading(
        answer=same, round=1, version=0, decision=scored("10.00", "Cùng điểm"), by=people["two"]
    )
    for answer in others:
        record_second_reading(
            answer=answer, round=1, version=0, decision=scored("12"), by=people["two"]
        )
    file = file_of(campaign)
    assert [(each.code, each.first, each.second) for each in differences_of(file)] == [
        (answer.criterion.code, "10,00 điểm", "12,00 điểm") for answer in others
    ]
    assert sum(group.differing for group in overview_of(campaign).groups[file.pk]) == 2


def test_head_leaves_the_first_outcome(campaign, people):
    decide(campaign, people)
    reading, *_ = read(campaign, people)
    settle_reading(
        reading=reading, version=1, appraisal_version=1, decision=None, by=people["wg_head"]
    )
    appraisal = Appraisal.objects.get(answer=reading.answer)
    assert (appraisal.points, appraisal.version, appraisal.by) == (Decimal(10), 1, people["one"])
    reading.refresh_from_db()
    assert (reading.settled_by, reading.points) == (people["wg_head"], Decimal(12))


def test_head_takes_the_second_or_another(campaign, people):
    decide(campaign, people)
    first, second, _ = read(campaign, people)
    settle_reading(
        reading=first, version=1, appraisal_version=1, decision=scored(12), by=people["wg_head"]
    )
    settle_reading(
        reading=second, version=1, appraisal_version=1, decision=scored(11), by=people["wg_head"]
    )
    points = dict(Appraisal.objects.values_list("answer", "points"))
    assert (points[first.answer_id], points[second.answer_id]) == (Decimal(12), Decimal(11))


def test_what_was_settled_is_not_settled_or_read_again(campaign, people):
    decide(campaign, people)
    reading, *_ = read(campaign, people)
    settle_reading(
        reading=reading, version=1, appraisal_version=1, decision=None, by=people["wg_head"]
    )
    with pytest.raises(StaleState):
        settle_reading(
            reading=reading, version=1, appraisal_version=1, decision=None, by=people["wg_head"]
        )
    with pytest.raises(StaleState):
        record_second_reading(
            answer=reading.answer, round=1, version=1, decision=scored(3), by=people["two"]
        )


def test_nothing_is_settled_over_an_outcome_that_changed_meanwhile(campaign, people):
    decide(campaign, people)
    reading, *_ = read(campaign, people)
    record_appraisal(
        answer=reading.answer, round=1, version=1, decision=scored(9), by=people["one"]
    )
    for decision in (None, scored(12)):
        with pytest.raises(StaleAppraisal):
            settle_reading(
                reading=reading,
                version=1,
                appraisal_version=1,
                decision=decision,
                by=people["wg_head"],
            )
    reading.refresh_from_db()
    assert reading.settled_at is None


@pytest.mark.parametrize("name", ["one", "two", "auditor"])
def test_only_the_head_settles(campaign, people, name):
    decide(campaign, people)
    reading, *_ = read(campaign, people)
    with pytest.raises(NotAllowed):
        settle_reading(
            reading=reading, version=1, appraisal_version=1, decision=None, by=people[name]
        )


def decide_all(campaign, people) -> None:
    for answer in Answer.objects.filter(submission__unit__code="A").select_related("criterion"):
        record_appraisal(answer=answer, round=1, version=0, decision=scored(10), by=people["one"])


def withdraw(campaign, people) -> None:
    order = Assignment.objects.get(is_second=True, ended_at=None)
    end_assignment(assignment=order, reason="Không cần đọc lại", by=people["wg_head"])


def second_needs(campaign) -> dict[str, tuple[str, ...]]:
    return {
        need.sentence: need.rows
        for need in lacks(campaign, now=NOW)
        if "lượt đọc" in need.sentence.lower()
    }


def test_file_is_not_finished_before_its_readings_are_settled(campaign, people):
    decide_all(campaign, people)
    readings = [reading for group in GROUPS for reading in read(campaign, people, group=group)]
    with pytest.raises(DomainError, match="hai lượt đọc khác nhau"):
        finish_round(submission=file_of(campaign), round=1, by=people["one"])
    for reading in readings:
        settle_reading(
            reading=reading, version=1, appraisal_version=1, decision=None, by=people["wg_head"]
        )
    finish_round(submission=file_of(campaign), round=1, by=people["one"])
    assert RoundFinished.objects.count() == 1


def test_outcome_decided_anew_opens_what_was_settled(campaign, people):
    decide_all(campaign, people)
    reading, *others = [
        reading for group in GROUPS for reading in read(campaign, people, group=group)
    ]
    for each in (reading, *others):
        settle_reading(
            reading=each, version=1, appraisal_version=1, decision=None, by=people["wg_head"]
        )
    record_appraisal(
        answer=reading.answer, round=1, version=1, decision=scored(9), by=people["one"]
    )
    file = file_of(campaign)
    shown = differences_of(file)
    assert (shown[0].reading, shown[0].settled, "Cần thống nhất lại." in shown[0].reopened) == (
        reading.pk,
        "",
        True,
    )
    assert [each.reopened for each in shown[1:]] == [""] * len(others)
    assert sum(group.differing for group in overview_of(campaign).groups[file.pk]) == 1
    with pytest.raises(DomainError, match="Còn 1 tiêu chí có hai lượt đọc khác nhau"):
        finish_round(submission=file, round=1, by=people["one"])
    settle_reading(
        reading=reading, version=1, appraisal_version=2, decision=None, by=people["wg_head"]
    )
    assert {each.reopened for each in differences_of(file)} == {""}
    finish_round(submission=file, round=1, by=people["one"])


def test_outcome_that_comes_to_agree_opens_nothing(campaign, people):
    decide(campaign, people)
    reading, *_ = read(campaign, people)
    settle_reading(
        reading=reading, version=1, appraisal_version=1, decision=None, by=people["wg_head"]
    )
    record_appraisal(
        answer=reading.answer, round=1, version=1, decision=scored(12), by=people["one"]
    )
    withdraw(campaign, people)
    shown = {
        each.reading: (bool(each.settled), each.reopened)
        for each in differences_of(file_of(campaign))
    }
    assert shown[reading.pk] == (True, "")


def test_round_waits_for_second_readings_that_were_ordered(campaign, people):
    decide_all(campaign, people)
    first, *_ = GROUPS
    read(campaign, people, group=first)
    waiting = tuple(
        f"A: nhóm {group} còn {len(of_group(campaign, group))}/{len(of_group(campaign, group))} "
        "tiêu chí"
        for group in GROUPS[1:]
    )
    differing = tuple(
        f"A: nhóm {first}, tiêu chí {answer.criterion.code}" for answer in of_group(campaign, first)
    )
    assert second_needs(campaign) == {
        "Lượt đọc thứ hai đã yêu cầu chưa xong.": waiting,
        "Hai lượt đọc khác nhau chưa được thống nhất.": differing,
    }
    with pytest.raises(DomainError, match="Lượt đọc thứ hai đã yêu cầu chưa xong: nhóm"):
        finish_round(submission=file_of(campaign), round=1, by=people["one"])


def test_withdrawn_order_holds_nothing_up_and_leaves_what_was_read_to_be_settled(campaign, people):
    decide_all(campaign, people)
    answer = of_group(campaign)[0]
    record_second_reading(
        answer=answer, round=1, version=0, decision=scored("12"), by=people["two"]
    )
    assert differences_of(file_of(campaign)) == ()
    withdraw(campaign, people)
    (left,) = differences_of(file_of(campaign))
    assert second_needs(campaign) == {
        "Hai lượt đọc khác nhau chưa được thống nhất.": (
            f"A: nhóm HT, tiêu chí {answer.criterion.code}",
        )
    }
    reading = SecondReading.objects.get(pk=left.reading)
    settle_reading(
        reading=reading, version=1, appraisal_version=1, decision=None, by=people["wg_head"]
    )
    assert second_needs(campaign) == {}
    finish_round(submission=file_of(campaign), round=1, by=people["one"])


def test_order_is_withdrawn_with_a_reason_only(campaign, people):
    head, order = signed_in(people["wg_head"]), Assignment.objects.get(is_second=True)
    address = f"{ROOT}/phan-cong/{order.pk}/thoi/"
    refused = head.post(address, {"reason": " "})
    assert (
        refused.status_code,
        "Hãy ghi lý do rút yêu cầu đọc lần hai." in refused.content.decode(),
    ) == (422, True)
    assert Assignment.objects.filter(is_second=True, ended_at=None).exists()
    assert head.post(address, {"reason": "Đủ người đọc"}).status_code == 302
    entry = AuditEntry.objects.get(act="appraise.second_reading_withdrawn")
    assert (entry.reason, Assignment.objects.filter(is_second=True, ended_at=None).exists()) == (
        "Đủ người đọc",
        False,
    )


def test_closing_page_leads_to_what_the_second_reading_lacks(campaign, people):
    decide_all(campaign, people)
    page = (
        signed_in(people["wg_head"])
        .get(f"{ROOT.rsplit('/', 1)[0]}/khoa-lan-tham-dinh/")
        .content.decode()
    )
    assert "Đọc lần hai chưa xong: nhóm" in page
    assert f'href="{ROOT}/phan-cong/#ho-so-A"' in page


def test_pages_read_and_settle(campaign, people):
    decide(campaign, people)
    two, head = signed_in(people["two"]), signed_in(people["wg_head"])
    for answer in of_group(campaign):
        sent = {
            "round": "1",
            "version": "0",
            "outcome": "scored",
            "points": "12",
            "reason": "Đủ căn cứ",
        }
        assert two.post(f"{ROOT}/A/doc-lan-hai/tieu-chi/{answer.pk}/", sent).status_code == 302
    reading = SecondReading.objects.order_by("pk").first()
    address = f"{ROOT}/A/thong-nhat/{reading.pk}/"
    place = {"round": "1", "version": "1", "reading_version": "1"}
    assert head.post(address, place).status_code == 422
    assert (
        head.post(
            address,
            place | {"choice": "cham-lai", "outcome": "scored", "points": "99", "reason": "x"},
        ).status_code
        == 422
    )
    assert head.post(address, place | {"choice": "giu", "version": "7"}).status_code == 409
    assert head.post(address, place | {"choice": "theo-lan-hai"}).status_code == 302
    assert Appraisal.objects.get(answer=reading.answer).points == Decimal(12)
    assert "Người wg_head-2021 đã thống nhất" in head.get(f"{ROOT}/A/thong-nhat/").content.decode()


def test_claim_is_kept_by_one_press_and_leads_to_the_next(campaign, people):
    two, (first, second, *_) = signed_in(people["two"]), of_group(campaign)
    sent = {"round": "1", "version": "0", "keep": "scored|40|"}
    page = squeezed(two.get(f"{ROOT}/A/doc-lan-hai/HT/").content.decode())
    assert 'name="keep" value="scored|40|"' in page
    response = two.post(f"{ROOT}/A/doc-lan-hai/tieu-chi/{first.pk}/", sent)
    assert response.url == f"{ROOT}/A/doc-lan-hai/HT/#doc-{second.pk}"
    reading = SecondReading.objects.get()
    assert (reading.answer_id, reading.points, reading.reason) == (first.pk, Decimal(40), "")


def test_refused_reading_stays_typed(campaign, people):
    answer = answer_of(campaign)
    sent = {"round": "1", "version": "0", "outcome": "scored", "points": "41", "reason": "Vượt"}
    response = signed_in(people["two"]).post(f"{ROOT}/A/doc-lan-hai/tieu-chi/{answer.pk}/", sent)
    assert response.status_code == 422
    page = response.content.decode()
    assert "vượt mức tối đa 40" in page
    assert 'value="41"' in page
