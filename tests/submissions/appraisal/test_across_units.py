"""What the working group sees across units: own work, the board, one criterion, gaps, identical
files; never the own unit.
"""

from decimal import Decimal

import pytest
from django.utils import timezone

from submissions.appraisal.assignment.services import assign_appraiser, claim_file
from submissions.appraisal.pages.board import board_of
from submissions.appraisal.pages.criteria import by_number, criteria_index
from submissions.appraisal.pages.criterion import criterion_page
from submissions.appraisal.pages.duplicates import identical_files
from submissions.appraisal.pages.gaps import gaps_page
from submissions.appraisal.pages.inbox import inbox_of
from submissions.appraisal.queries.overview import overview_of
from submissions.appraisal.services.decisions import finish_round, record_appraisal
from submissions.dossier.queries.decisions import Decision
from submissions.enums import Phase, Round
from submissions.models import Answer, Appraisal, Evidence, EvidenceUse, GroupDeclaration, Reply
from tests.submissions.appraisal.campaigns import (
    ROOT,
    answer_of,
    claim,
    file_of,
    make_appraisal,
    make_group,
    signed_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return make_appraisal()


@pytest.fixture
def people(campaign):
    return make_group(campaign)


def decide(
    answer: Answer, points, by, *, round: int = 1, reason: str = "Theo tài liệu"
) -> Appraisal:
    return record_appraisal(
        answer=answer,
        round=round,
        version=0,
        decision=Decision("scored", Decimal(points), reason=reason),
        by=by,
    )


def decide_all(campaign, which: Round, points: int = 1) -> None:
    Appraisal.objects.bulk_create(
        Appraisal(answer=answer, round=which, outcome="scored", points=points, reason="x")
        for answer in Answer.objects.filter(submission__campaign=campaign)
    )


def reply(answer: Answer, stance: str, by) -> None:
    Reply.objects.create(
        answer=answer, stance=stance, text="Đã gửi đủ", changed_by=by, changed_at=timezone.now()
    )


def prove(campaign, unit: str, sha256: str, **fields) -> Evidence:
    """A file of the unit, proving criterion 2 of the group HT."""
    evidence = Evidence.objects.create(
        submission=file_of(campaign, unit),
        name=f"tep-{unit}.pdf",
        stored_as=f"{unit}{Evidence.objects.count():047}",
        sha256=sha256,
        size=10,
        media_type="application/pdf",
        uploaded_at=timezone.now(),
        **fields,
    )
    EvidenceUse.objects.create(evidence=evidence, answer=answer_of(campaign, unit))
    return evidence


# --- own work ----------------------------------------------------------------------


def test_inbox_counts_what_is_left_of_own_files_and_groups(campaign, people):
    assign_appraiser(submission=file_of(campaign), person=people["one"], by=people["wg_head"])
    assign_appraiser(
        submission=file_of(campaign, "B"), person=people["one"], group="HT", by=people["wg_head"]
    )
    decide(answer_of(campaign), 30, people["one"])
    inbox = inbox_of(overview_of(campaign), people["one"])
    assert [
        (file.unit, file.left, file.criteria, [group.progress.code for group in file.groups])
        for file in inbox.files
    ] == [("A", 3, 4, ["HT", "DV"]), ("B", 2, 2, ["HT"])]
    assert [(each.code, each.left, each.criteria) for each in inbox.by_group] == [
        ("HT", 4, 5),
        ("DV", 1, 1),
    ]
    assert inbox.files[0].next_url == f"{ROOT}/A/nhom/HT/"
    assert (inbox.left, inbox.criteria) == (5, 6)


def test_inbox_offers_what_nobody_has_and_not_the_own_unit(campaign, people):
    claim_file(submission=file_of(campaign, "B"), by=people["one"])
    offered = {
        name: [each.unit for each in inbox_of(overview_of(campaign), people[name]).claimable]
        for name in ("two", "conflicted")
    }
    assert offered == {"two": ["A", "C", "D"], "conflicted": ["C", "D"]}


def test_group_that_does_not_apply_is_no_work(campaign, people):
    GroupDeclaration.objects.create(
        submission=file_of(campaign), group_code="DV", reason="x", is_confirmed=True
    )
    assign_appraiser(submission=file_of(campaign), person=people["one"], by=people["wg_head"])
    assert inbox_of(overview_of(campaign), people["one"]).criteria == 3


# --- board -------------------------------------------------------------------------


def test_board_says_who_has_how_much_left(campaign, people):
    assign_appraiser(submission=file_of(campaign), person=people["one"], by=people["wg_head"])
    assign_appraiser(
        submission=file_of(campaign), person=people["two"], group="DV", by=people["wg_head"]
    )
    decide(answer_of(campaign), 30, people["one"])
    board = board_of(overview_of(campaign), people["one"])
    row = board.units[0]
    assert (
        row.unit,
        row.people,
        row.criteria,
        row.decided,
        row.left,
        row.unassigned,
        row.state,
    ) == ("A", (str(people["one"]), str(people["two"])), 4, 1, 3, 0, "đang thẩm định")
    assert [(each.name, each.files, each.criteria, each.left) for each in board.people] == [
        (str(people["one"]), 1, 3, 2),
        (str(people["two"]), 1, 1, 1),
    ]
    assert (board.criteria, board.decided, board.unassigned) == (16, 1, 3)


def test_board_shows_what_is_contested_from_the_second_round_on(people, campaign):
    decide_all(campaign, Round.FIRST)
    reply(answer_of(campaign), "contests", people["unit_head"])
    reply(answer_of(campaign, code="1.1"), "contests", people["unit_head"])
    reply(answer_of(campaign, code="1.2"), "agrees", people["unit_head"])
    for phase, expected in (
        (Phase.APPRAISE_1, (0, 0)),
        (Phase.EXPLAIN, (0, 0)),
        (Phase.APPRAISE_2, (2, 2)),
    ):
        campaign.phase = phase
        row = board_of(overview_of(campaign), people["one"]).units[0]
        assert (row.contested, row.contested_left) == expected, phase
    campaign.save(update_fields=["phase"])
    decide(answer_of(campaign), 1, people["one"], round=2)
    row = board_of(overview_of(campaign), people["one"]).units[0]
    assert (row.contested, row.contested_left, row.decided) == (2, 1, 1)


def test_nothing_but_the_name_is_shown_of_the_own_unit(campaign, people):
    assign_appraiser(submission=file_of(campaign), person=people["one"], by=people["wg_head"])
    board = board_of(overview_of(campaign), people["conflicted"])
    own = board.units[0]
    assert (own.is_own, own.people, own.criteria, own.decided) == (True, (), 0, 0)
    assert board.people == ()
    page = signed_in(people["conflicted"]).get(f"{ROOT}/bang-theo-doi/").content.decode()
    assert str(people["one"]) not in page
    assert "Đơn vị Ông/Bà công tác" in page


def test_finished_file_is_called_so(campaign, people):
    for answer in Answer.objects.filter(submission__unit__code="A").select_related("criterion"):
        decide(answer, 1, people["one"])
    states = [board_of(overview_of(campaign), people["one"]).units[0].state]
    finish_round(submission=file_of(campaign), round=1, by=people["one"])
    states.append(board_of(overview_of(campaign), people["one"]).units[0].state)
    assert states == ["đủ kết quả, chưa xác nhận xong", "đã xong"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("thu-tu", "ACBD"),
        ("con-lai", "BDCA"),
        ("giai-trinh", "ACBD"),
        ("chua-giao", "CBDA"),
        ("khong-co", "ACBD"),
    ],
)
def test_board_is_sorted_by_what_is_asked(campaign, people, order, expected):
    assign_appraiser(submission=file_of(campaign), person=people["one"], by=people["wg_head"])
    for unit, codes in {"A": ("1.1", "1.2", "2"), "C": ("1.1",)}.items():
        for code in codes:
            decide(answer_of(campaign, unit, code=code), 1, people["one"])
    board = board_of(overview_of(campaign), people["two"], order=order)
    assert "".join(row.unit for row in board.units) == expected


# --- one criterion -----------------------------------------------------------------


def test_units_of_another_annex_stand_apart_under_the_same_code(campaign, people):
    page = criterion_page(campaign, people["one"], "HT", "2")
    assert [(each.annex, [row.unit for row in each.rows]) for each in page.sections] == [
        ("Phụ lục I", ["A", "C"]),
        ("Phụ lục II", ["B", "D"]),
    ]
    assert (page.before, page.after) == ("1.2", "")


def test_own_unit_is_not_among_the_rows(campaign, people):
    page = criterion_page(campaign, people["conflicted"], "HT", "2")
    assert [row.unit for row in page.sections[0].rows] == ["C"]
    assert (
        "Đơn vị A"
        not in signed_in(people["conflicted"]).get(f"{ROOT}/tieu-chi/HT/2/").content.decode()
    )


def test_row_is_decided_and_the_page_comes_back_to_it(campaign, people):
    answer, client = answer_of(campaign), signed_in(people["one"])
    sent = {
        "round": "1",
        "version": "0",
        "outcome": "scored",
        "points": "7,5",
        "reason": "Thiếu văn bản",
    }
    response = client.post(f"{ROOT}/A/theo-tieu-chi/{answer.pk}/", sent)
    assert response.headers["Location"] == f"{ROOT}/tieu-chi/HT/2/#don-vi-{answer.pk}"
    row = criterion_page(campaign, people["one"], "HT", "2").sections[0].rows[0]
    assert (row.current, row.typed.points, row.typed.reason, row.keep) == (
        "7,50 điểm",
        "7,5",
        "Thiếu văn bản",
        "",
    )


def test_kept_row_is_decided_by_one_press(campaign, people):
    row = criterion_page(campaign, people["one"], "HT", "2").sections[0].rows[0]
    sent = {"round": "1", "version": "0", "keep": row.keep}
    assert (
        signed_in(people["one"]).post(f"{ROOT}/A/theo-tieu-chi/{row.answer}/", sent).status_code
        == 302
    )
    assert Appraisal.objects.get().points == Decimal(40)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"outcome": "scored", "points": "41"}, "vượt mức tối đa 40"),
        ({"outcome": "scored", "points": "7"}, "phải nêu lý do"),
        ({"outcome": "refused", "reason": "x"}, "một trong bốn căn cứ"),
        ({"outcome": "scored", "points": "1.234"}, "có thể hiểu theo hai cách"),
        ({}, "chọn một kết quả"),
    ],
)
def test_refused_row_says_why_and_keeps_what_was_typed(campaign, people, sent, said):
    answer = answer_of(campaign)
    place = {"round": "1", "version": "0"}
    response = signed_in(people["one"]).post(f"{ROOT}/A/theo-tieu-chi/{answer.pk}/", place | sent)
    page = response.content.decode()
    assert (response.status_code, said in page) == (422, True)
    assert f'value="{sent.get("points", "")}"' in page
    assert not Appraisal.objects.exists()


def test_stale_row_shows_both_values_and_can_be_saved_again(campaign, people):
    answer = answer_of(campaign)
    decide(answer, 5, people["two"], reason="Đã xem trước")
    sent = {"round": "1", "version": "0", "outcome": "scored", "points": "6", "reason": "Của tôi"}
    response = signed_in(people["one"]).post(f"{ROOT}/A/theo-tieu-chi/{answer.pk}/", sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Kết quả đang lưu: 5,00 điểm. Đã xem trước" in page
    assert 'name="version" value="1"' in page
    assert 'value="6"' in page
    assert Appraisal.objects.get().points == Decimal(5)


def test_second_round_shows_the_first_and_the_reply(campaign, people):
    decide_all(campaign, Round.FIRST, points=3)
    reply(answer_of(campaign), "contests", people["unit_head"])
    campaign.phase = Phase.APPRAISE_2
    campaign.save(update_fields=["phase"])
    row = criterion_page(campaign, people["one"], "HT", "2").sections[0].rows[0]
    assert (row.first, row.first_reason, row.reply, row.is_contested, row.keep_in_words) == (
        "3,00 điểm",
        "x",
        "Không nhất trí. Đã gửi đủ",
        True,
        "3,00 điểm",
    )


def test_finished_file_and_absent_group_are_closed(campaign, people):
    GroupDeclaration.objects.create(
        submission=file_of(campaign, "C"), group_code="HT", reason="x", is_confirmed=True
    )
    for answer in Answer.objects.filter(submission__unit__code="A").select_related("criterion"):
        decide(answer, 1, people["one"])
    finish_round(submission=file_of(campaign), round=1, by=people["one"])
    rows = criterion_page(campaign, people["one"], "HT", "2").sections[0].rows
    assert [(row.can_decide, row.closed) for row in rows] == [
        (False, "Hồ sơ đã được xác nhận thẩm định xong."),
        (False, "Nhóm không áp dụng với đơn vị."),
    ]


def test_unknown_criterion_does_not_exist(campaign, people):
    client = signed_in(people["one"])
    assert [
        client.get(f"{ROOT}/tieu-chi/{place}/").status_code for place in ("HT/9", "XX/1", "DV/1.1")
    ] == [404, 404, 404]


def test_codes_are_ordered_by_number():
    assert sorted(["10", "2", "1.10", "1.2", "1", "a"], key=by_number) == [
        "1",
        "1.2",
        "1.10",
        "2",
        "10",
        "a",
    ]


def test_index_counts_units_by_criterion(campaign, people):
    decide(answer_of(campaign), 5, people["one"])
    GroupDeclaration.objects.create(
        submission=file_of(campaign, "C"), group_code="HT", reason="x", is_confirmed=True
    )
    groups = criteria_index(campaign, people["one"])
    assert [
        (group.code, [(each.code, each.decided, each.units) for each in group.criteria])
        for group in groups
    ] == [
        ("HT", [("1", 0, 2), ("1.1", 0, 1), ("1.2", 0, 1), ("2", 1, 3)]),
        ("DV", [("1", 0, 4)]),
        ("TT", [("1", 0, 2)]),
    ]


# --- gaps --------------------------------------------------------------------------


def test_gaps_are_ordered_by_their_share_of_the_maximum(campaign, people):
    decide(answer_of(campaign), 24, people["one"])  # 16 of 40 less
    decide(answer_of(campaign, code="1.2"), 5, people["one"])  # 15 of 20 less
    decide(answer_of(campaign, "C", code="1.2"), 20, people["one"], reason="")  # the same
    claim(answer_of(campaign, "B"), 10)
    decide(answer_of(campaign, "B"), 40, people["one"])  # 30 of 40 more
    refusal = Decision("refused", ground="no_evidence", reason="Không có tài liệu")
    record_appraisal(
        answer=answer_of(campaign, "D"), round=1, version=0, decision=refusal, by=people["one"]
    )
    shown = [
        (gap.unit, gap.code, gap.difference_in_words, gap.share_in_words)
        for gap in gaps_page(campaign, people["one"]).gaps
    ]
    assert shown == [
        ("D", "2", "−40,00", "100,00 %"),
        ("B", "2", "+30,00", "75,00 %"),
        ("A", "1.2", "−15,00", "75,00 %"),
        ("A", "2", "−16,00", "40,00 %"),
    ]


def test_what_is_not_decided_or_not_applicable_has_no_gap(campaign, people):
    Appraisal.objects.create(answer=answer_of(campaign), round=1, outcome="not_applicable")
    Appraisal.objects.create(answer=answer_of(campaign, "B"), round=1, outcome="missing")
    assert list(gaps_page(campaign, people["one"]).gaps) == []


def test_gaps_of_the_own_unit_are_not_shown(campaign, people):
    decide_all(campaign, Round.FIRST)
    units = {gap.unit for gap in gaps_page(campaign, people["conflicted"]).gaps}
    assert units == {"B", "C", "D"}


def test_gaps_are_narrowed_to_a_group_or_a_unit(campaign, people):
    decide_all(campaign, Round.FIRST)
    assert {gap.group for gap in gaps_page(campaign, people["one"], group="TT").gaps} == {"TT"}
    assert {gap.unit for gap in gaps_page(campaign, people["one"], unit="C").gaps} == {"C"}
    page = (
        signed_in(people["one"])
        .get(f"{ROOT}/chenh-lech/?nhom=TT&don-vi=%22%3E%3Cb%3E&trang=x")
        .content.decode()
    )
    assert '"><b>' not in page


# --- identical files ---------------------------------------------------------------


def test_same_bytes_of_two_units_are_found(campaign, people):
    prove(campaign, "A", "a" * 64)
    prove(campaign, "B", "a" * 64)
    prove(campaign, "C", "c" * 64)
    same = identical_files(campaign, people["one"])
    assert [(each.sha256, [(copy.unit, copy.proves) for copy in each.copies]) for each in same] == [
        ("a" * 64, [("A", (("HT", "2"),)), ("B", (("HT", "2"),))])
    ]


def test_same_bytes_within_one_unit_or_withdrawn_do_not_count(campaign, people):
    prove(campaign, "A", "a" * 64)
    prove(campaign, "A", "a" * 64)
    prove(campaign, "B", "a" * 64, is_withdrawn=True)
    assert identical_files(campaign, people["one"]) == ()


def test_appraiser_of_one_of_the_units_does_not_see_it(campaign, people):
    for unit in "AB":
        prove(campaign, unit, "a" * 64)
    assert identical_files(campaign, people["conflicted"]) == ()
    assert (
        "tep-A"
        not in signed_in(people["conflicted"]).get(f"{ROOT}/tai-lieu-trung/").content.decode()
    )


@pytest.mark.parametrize(
    "name", ["unit_head", "council_member", "council_secretary", "publisher", "administrator"]
)
def test_nobody_else_opens_the_pages_across_units(campaign, people, name):
    prove(campaign, "A", "a" * 64)
    client = signed_in(people[name])
    pages = (
        "",
        "bang-theo-doi/",
        "tieu-chi/",
        "tieu-chi/HT/2/",
        "chenh-lech/",
        "tai-lieu-trung/",
        "phan-cong/",
    )
    assert {client.get(f"{ROOT}/{page}").status_code for page in pages} <= {403, 404}
