"""The appraiser's desk as pages: what stands on them, what a decision leads to, what is told,
and how many queries it takes.
"""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from criteria.models import AnnexAssignment, CriterionGroup
from submissions.appraisal.pages.rows import ReplyOfUnit
from submissions.appraisal.services.notes import write_note
from submissions.campaigns.services.blank_answers import open_answers
from submissions.enums import OutcomeKind, Phase, Round
from submissions.models import (
    Answer,
    Appraisal,
    Campaign,
    GroupDeclaration,
    OnSiteCheck,
    RoundFinished,
)
from tests.scoring.factories import make_criterion
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
from tests.white_space import squeezed
from units.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return make_appraised()


def as_(person: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=person.pk))
    return client


def desk_url(campaign: Campaign, unit: str = "A", group: str = "TC") -> str:
    return reverse("appraisal_desk", args=[campaign.code, unit, group])


def post(
    stage, answer: Answer, who: str = "appraiser", *, as_script: bool = False, **typed: object
):
    campaign, people = stage
    sent = {"round": "1", "version": "0", "user": people[who].pk} | typed
    url = reverse("appraisal_decide", args=[campaign.code, "A", answer.pk])
    headers = {"Accept": "application/json"} if as_script else {}
    return as_(people[who]).post(url, sent, headers=headers)


def rows_on(response) -> dict[str, dict]:
    return {
        row.code: row
        for section in response.context["page"].sections
        for row in section.rows
        if not row.is_heading
    }


# --- what stands there ----------------------------------------------------------------------------
def test_everything_a_decision_needs_stands_beside_the_criterion(stage):
    campaign, people = stage
    answer = answer_to(campaign, "1.1")
    of_unit(campaign).filter(pk=answer.pk).update(
        declared={"points": "8"}, note="Xem trang 3", declared_as_of="2020-10-01"
    )
    prove(answer, people["unit_staff"], "quyet-dinh.pdf", is_supplementary=False)
    OnSiteCheck.objects.create(
        answer=answer,
        declared={"points": "6"},
        checked_on="2020-11-18",
        note="Chỉ thấy một",
        by=people["appraiser"],
        at=campaign.self_score_due_at,
    )
    write_note(
        submission=answer.submission, text="Hỏi lại Văn phòng", answer=answer, by=people["wg_head"]
    )
    write_note(submission=answer.submission, text="Hồ sơ còn sơ sài", by=people["wg_head"])
    html = as_(people["appraiser"]).get(desk_url(campaign)).content.decode()
    row = html[html.index(f'id="tc-{answer.pk}"') :].split("</tr>")[0]
    for text in (
        "Xem trang 3", "01/10/2020", "quyet-dinh.pdf", (
            "Kiểm tra thực tế 18/11/2020:"
        ), "Chỉ thấy một", "Tự chấm:", "8,00 điểm",
        "Giữ 8,00 điểm", "Tối đa 10 điểm", "data-preview",
    ):  # fmt: skip
        assert text in row, text
    assert "Hồ sơ còn sơ sài" not in row
    assert "Hồ sơ còn sơ sài" in html


def test_second_round_shows_the_first_with_its_reason_and_the_reply_with_what_is_new(stage):
    campaign, people = stage
    answer = answer_to(campaign, "1.1")
    decide(answer, refused("no_evidence", "Không có quyết định"), people["appraiser"])
    decide(answer_to(campaign, "1.2"), scored("5"), people["appraiser"])
    contest(answer, people["unit_head"], asked="8")
    prove(answer, people["unit_head"])
    move(campaign, Phase.APPRAISE_2)
    response = as_(people["appraiser"]).get(desk_url(campaign))
    row = rows_on(response)["1.1"]
    assert [(step.label, step.words, step.reason, step.who) for step in row.steps] == [
        ("Tự chấm", "8,00 điểm", "", ""),
        (
            "Thẩm định lần 1",
            "Không chấp nhận: Không có tài liệu kiểm chứng",
            "Không có quyết định",
            str(people["appraiser"]),
        ),
    ]
    assert row.reply == ReplyOfUnit(
        is_contested=True,
        stance="Không nhất trí",
        text="Đơn vị có quyết định kèm theo.",
        asked="8,00",
    )
    assert (row.is_open, row.is_questioned, row.deciding.keep) == (
        True,
        True,
        "refused||no_evidence",
    )
    assert row.deciding.keep_label == "Giữ nguyên: Không chấp nhận: Không có tài liệu kiểm chứng"
    page = response.context["page"]
    assert (page.count.contested, page.count.contested_left) == (1, 1)
    assert [row.code for row in page.keepable] == ["1.2", "2.1", "3", "5", "9", "10"]
    assert [row.code for row in page.questioned] == ["1.1"]
    assert "bổ sung</span>" in squeezed(response.content.decode())


def test_reply_is_not_on_the_desk_of_the_first_round(stage):
    campaign, people = stage
    contest(answer_to(campaign, "1.1"), people["unit_head"])
    for phase in (Phase.APPRAISE_1, Phase.EXPLAIN):
        move(campaign, phase)
        assert rows_on(as_(people["appraiser"]).get(desk_url(campaign)))["1.1"].reply is None


def test_desk_of_another_phase_can_only_be_read(stage):
    campaign, people = stage
    decide(answer_to(campaign, "1.1"), scored("7", "Thiếu"), people["appraiser"])
    move(campaign, Phase.EXPLAIN)
    response = as_(people["appraiser"]).get(desk_url(campaign))
    assert "data-decide" not in response.content.decode().replace("data-decided", "")
    row = rows_on(response)["1.1"]
    assert [(step.label, step.words) for step in row.steps] == [
        ("Tự chấm", "8,00 điểm"),
        ("Thẩm định lần 1", "7,00 điểm"),
    ]


def test_all_rounds_the_reply_and_the_council_stay_side_by_side_and_the_last_one_holds(stage):
    campaign, people = stage
    answer = answer_to(campaign, "1.1")
    decide(answer, scored("6", "Thiếu một"), people["appraiser"])
    contest(answer, people["unit_head"])
    move(campaign, Phase.APPRAISE_2)
    decide(answer, scored("7", "Đã bổ sung"), User.objects.get(pk=people["appraiser"].pk), round=2)
    Appraisal.objects.create(
        answer=answer,
        round=Round.COUNCIL,
        outcome=OutcomeKind.SCORED,
        points=8,
        reason="Kết luận 1",
    )
    for phase in (Phase.REVISION, Phase.ARCHIVED):
        move(campaign, phase)
        row = rows_on(as_(people["appraiser"]).get(desk_url(campaign)))["1.1"]
        assert [(step.label, step.words, step.reason) for step in row.steps] == [
            ("Tự chấm", "8,00 điểm", ""),
            ("Thẩm định lần 1", "6,00 điểm", "Thiếu một"),
            ("Thẩm định lần 2", "7,00 điểm", "Đã bổ sung"),
            ("Hội đồng", "8,00 điểm", "Kết luận 1"),
        ]
        assert (row.reply.stance, row.own.words, row.own.who) == (
            "Không nhất trí",
            "8,00 điểm",
            "Hội đồng",
        )
    move(campaign, Phase.APPRAISE_1)
    row = rows_on(as_(people["appraiser"]).get(desk_url(campaign)))["1.1"]
    assert ([step.label for step in row.steps], row.own.words) == (["Tự chấm"], "6,00 điểm")


@pytest.mark.parametrize(
    "who", ["unit_staff", "unit_head", "conflicted", "council_member", "publisher", "administrator"]
)
def test_nobody_else_opens_the_desk(stage, who):
    campaign, people = stage
    for name, args in (("appraisal_desk", ["A", "TC"]), ("appraisal_unit", ["A"])):
        assert as_(people[who]).get(reverse(name, args=[campaign.code, *args])).status_code in (
            403,
            404,
        )


def test_member_of_the_unit_does_not_even_see_that_there_is_a_desk(stage):
    campaign, people = stage
    assert as_(people["conflicted"]).get(desk_url(campaign)).status_code == 404
    assert as_(people["conflicted"]).get(desk_url(campaign, "B", "HT")).status_code == 200


def test_unknown_group_and_unit_are_nowhere(stage):
    campaign, people = stage
    client = as_(people["appraiser"])
    assert client.get(desk_url(campaign, group="KHONG")).status_code == 404
    assert client.get(desk_url(campaign, "KHONG")).status_code == 404


def test_numbers_are_typed_as_text_so_that_a_wheel_changes_nothing(stage):
    campaign, people = stage
    html = as_(people["appraiser"]).get(desk_url(campaign)).content.decode()
    assert 'type="number"' not in html
    assert html.count('name="points"') == len(
        rows_on(as_(people["appraiser"]).get(desk_url(campaign)))
    )


def test_hostile_reason_comes_out_as_text(stage):
    campaign, people = stage
    decide(
        answer_to(campaign, "1.1"), scored("7", "<script>alert(1)</script>"), people["appraiser"]
    )
    html = as_(people["appraiser"]).get(desk_url(campaign)).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


# --- deciding -------------------------------------------------------------------------------------
def test_keeping_is_one_press_and_leads_to_the_next_open_criterion(stage):
    campaign, _ = stage
    response = post(stage, answer_to(campaign, "1.1"), keep="scored|8|")
    assert Appraisal.objects.get().points == 8
    assert (
        response.headers["Location"] == f"{desk_url(campaign)}#tc-{answer_to(campaign, '1.2').pk}"
    )


def test_after_the_last_criterion_comes_the_first_open_one(stage):
    campaign, _ = stage
    last = of_unit(campaign).order_by("-criterion__order").first()
    response = post(stage, last, outcome="scored", points="2", reason="Đã xem")
    assert (
        response.headers["Location"] == f"{desk_url(campaign)}#tc-{answer_to(campaign, '1.1').pk}"
    )


def test_points_are_typed_with_a_comma(stage):
    campaign, _ = stage
    post(
        stage,
        answer_to(campaign, "1.1"),
        outcome="scored",
        points=" 7,5 ",
        reason="Thiếu một văn bản",
    )
    assert list(Appraisal.objects.values_list("points", "reason")) == [
        (Decimal("7.50"), "Thiếu một văn bản")
    ]


def test_what_belongs_to_another_outcome_is_left_out(stage):
    campaign, _ = stage
    post(
        stage,
        answer_to(campaign, "1.1"),
        outcome="refused",
        points="7",
        ground="late",
        reason="Gửi ngày 20/11",
    )
    assert list(Appraisal.objects.values_list("outcome", "points", "ground")) == [
        ("refused", None, "late")
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            {"outcome": "scored", "points": "bảy"},
            "Điểm «bảy» không phải là một số. Viết số như 12 hoặc 7,5.",
        ),
        (
            {"outcome": "scored", "points": "1.234"},
            "Điểm «1.234» có thể hiểu theo hai cách. Viết 1234 hoặc 1,234.",
        ),
        (
            {"outcome": "scored", "points": "12", "reason": "x"},
            "điểm 12 vượt mức tối đa 10. Nhập từ 0 đến 10.",
        ),
        (
            {"outcome": "scored", "points": "7"},
            "kết quả khác điểm tự chấm (8,00 điểm) nên phải nêu lý do.",
        ),
        ({"outcome": "refused", "reason": "x"}, "không chấp nhận thì chọn một trong bốn căn cứ"),
        ({"outcome": "", "reason": "x"}, "chọn một kết quả"),
        ({"outcome": "xoa", "reason": "x"}, "chọn một kết quả"),
        ({"keep": "scored|9|"}, "kết quả khác điểm tự chấm (8,00 điểm) nên phải nêu lý do."),
        ({"keep": "scored|x|"}, "không phải là một số"),
        ({"keep": "late"}, "chọn một kết quả"),
    ],
)
def test_what_cannot_be_stored_comes_back_as_it_was_typed(stage, typed, sentence):
    campaign, _ = stage
    answer = answer_to(campaign, "1.1")
    response = post(stage, answer, **typed)
    assert response.status_code == 422
    assert sentence in response.content.decode().replace("&#x27;", "'")
    row = rows_on(response)["1.1"]
    assert (row.deciding.typed.points, row.deciding.typed.reason) == (
        typed.get("points", ""),
        typed.get("reason", ""),
    )
    assert not Appraisal.objects.exists()
    told = post(stage, answer, as_script=True, **typed)
    assert (told.status_code, told.json()["state"]) == (422, "refused")


def test_another_decision_meanwhile_is_told_with_both_values(stage):
    campaign, people = stage
    answer = answer_to(campaign, "1.1")
    decide(answer, scored("6", "Thiếu"), people["wg_head"])
    typed = {"outcome": "scored", "points": "7", "reason": "Có một phần"}
    response = post(stage, answer, **typed)
    said = f"Tiêu chí 1.1: {people['wg_head']} đã chấm"
    assert response.status_code == 409
    row = rows_on(response)["1.1"]
    assert (row.deciding.typed.points, row.deciding.version) == ("7", 1)
    assert row.deciding.theirs.startswith(said)
    assert "6,00 điểm, lý do: Thiếu" in row.deciding.theirs
    told = post(stage, answer, as_script=True, **typed).json()
    assert (told["state"], told["version"], told["sentence"]) == (
        "conflict",
        1,
        row.deciding.theirs,
    )
    assert Appraisal.objects.get().points == 6
    post(stage, answer, version=row.deciding.version, **typed)
    assert Appraisal.objects.get().points == 7


def test_script_is_told_what_was_stored(stage):
    campaign, people = stage
    reply = post(
        stage,
        answer_to(campaign, "1.1"),
        as_script=True,
        outcome="scored",
        points="7",
        reason="Thiếu",
    ).json()
    reply.pop("when")
    assert reply == {
        "state": "saved",
        "version": 1,
        "words": "7,00 điểm",
        "reason": "Thiếu",
        "who": str(people["appraiser"]),
        "is_kept": False,
    }


def test_nothing_is_stored_in_the_name_of_who_signed_in_meanwhile(stage):
    campaign, people = stage
    response = post(
        stage,
        answer_to(campaign, "1.1"),
        as_script=True,
        keep="scored|8|",
        user=people["wg_head"].pk,
    )
    assert (response.status_code, response.json()["state"]) == (403, "closed")
    assert not Appraisal.objects.exists()


@pytest.mark.parametrize("round", ["", "0", "3", "x", "²"])
def test_round_that_is_none_is_nowhere(stage, round):
    campaign, _ = stage
    assert post(stage, answer_to(campaign, "1.1"), round=round, keep="scored|8|").status_code == 404


def test_page_of_a_round_that_is_over_stores_nothing(stage):
    campaign, _ = stage
    move(campaign, Phase.APPRAISE_2)
    assert post(stage, answer_to(campaign, "1.1"), keep="scored|8|").status_code == 403
    assert (
        post(stage, answer_to(campaign, "1.1"), as_script=True, keep="scored|8|").json()["state"]
        == "closed"
    )
    assert not Appraisal.objects.exists()


def test_finished_file_says_so_and_keeps_what_was_typed(stage):
    campaign, people = stage
    RoundFinished.objects.create(
        submission=submission_of(campaign),
        round=1,
        by=people["wg_head"],
        at=campaign.self_score_due_at,
    )
    response = post(stage, answer_to(campaign, "1.1"), outcome="scored", points="7", reason="Thiếu")
    assert response.status_code == 409
    assert "đã xác nhận thẩm định xong hồ sơ này" in response.content.decode()


# --- together -------------------------------------------------------------------------------------
def test_group_is_kept_together_only_after_saying_that_it_was_looked_at(stage):
    campaign, people = stage
    client, url = (
        as_(people["appraiser"]),
        reverse("appraisal_accept", args=[campaign.code, "A", "TC"]),
    )
    page = client.get(desk_url(campaign)).context["page"]
    seen = [f"{row.answer}:{row.deciding.version}" for row in page.keepable]
    refusal = client.post(url, {"round": "1", "seen": seen})
    assert refusal.status_code == 422
    assert not Appraisal.objects.exists()
    assert client.post(url, {"round": "1", "seen": seen, "looked": "1"}).status_code == 302
    assert Appraisal.objects.count() == len(seen) == 7


@pytest.mark.parametrize("seen", ["x", "1", "1:x", "0:0", "-1:0", "1:0:0"])
def test_mark_that_was_never_on_the_page_is_nowhere(stage, seen):
    campaign, people = stage
    url = reverse("appraisal_accept", args=[campaign.code, "A", "TC"])
    assert (
        as_(people["appraiser"])
        .post(url, {"round": "1", "seen": [seen], "looked": "1"})
        .status_code
        == 404
    )


# --- the whole file -------------------------------------------------------------------------------
def test_page_of_the_unit_counts_and_adds_up_by_group(stage):
    campaign, people = stage
    decide(answer_to(campaign, "1.1"), scored("6", "Thiếu"), people["appraiser"])
    decide(answer_to(campaign, "1.2"), refused("late"), people["appraiser"])
    page = (
        as_(people["appraiser"])
        .get(reverse("appraisal_unit", args=[campaign.code, "A"]))
        .context["page"]
    )
    line = next(line for line in page.lines if line.group.code == "TC")
    assert (line.asked, line.left, line.self_points, line.points, line.state) == (
        12,
        10,
        "20,50",
        "6,00",
        "đang chấm",
    )
    assert page.next_group == page.lines[0].group.code
    assert not page.may_be_finished


def test_file_is_finished_and_reopened_from_its_page(stage):
    campaign, people = stage
    client = as_(people["appraiser"])
    finish = reverse("appraisal_finish", args=[campaign.code, "A"])
    assert client.post(finish, {"round": "1"}).status_code == 422
    for answer in Answer.objects.filter(submission=submission_of(campaign)).select_related(
        "criterion"
    ):
        decide(answer, scored("0", "Đã xem"), people["appraiser"])
    assert (
        client.get(reverse("appraisal_unit", args=[campaign.code, "A"]))
        .context["page"]
        .may_be_finished
    )
    assert client.post(finish, {"round": "1"}).status_code == 302
    assert RoundFinished.objects.values_list("round", "by").get() == (1, people["appraiser"].pk)
    assert (
        client.post(
            reverse("appraisal_reopen", args=[campaign.code, "A"]), {"round": "1"}
        ).status_code
        == 302
    )
    assert not RoundFinished.objects.exists()


# --- cost -----------------------------------------------------------------------------------------
def grow(campaign: Campaign, number: int) -> str:
    """A group with so many criteria, answered by A."""
    group = CriterionGroup.objects.create(
        annex=campaign.framework.annexes.get(code="I"),
        code=f"N{number}",
        name="Nhóm lớn",
        maximum=number,
        order=9,
    )
    for order in range(number):
        make_criterion(group, str(order + 1), 1, rule_kind="manual", order=order)
    open_answers(campaign)
    return group.code


@pytest.mark.parametrize("number", [5, 51])
def test_desk_takes_the_same_queries_for_five_and_for_fifty_one_criteria(stage, number):
    campaign, people = stage
    code = grow(campaign, number)
    for answer in of_unit(campaign, group=code):
        decide(answer, scored("1", "Đã xem"), people["appraiser"])
        contest(answer, people["unit_head"])
        prove(answer, people["unit_head"], f"{answer.pk}.pdf")
    move(campaign, Phase.APPRAISE_2)
    client = as_(people["appraiser"])
    with CaptureQueriesContext(connection) as queries:
        response = client.get(desk_url(campaign, group=code))
    assert len(rows_on(response)) == number
    assert len(queries) == 13


def test_saving_takes_at_most_ten_queries(stage):
    campaign, people = stage
    client, answer = as_(people["appraiser"]), answer_to(campaign, "1.1")
    sent = {"round": "1", "version": "0", "user": people["appraiser"].pk, "keep": "scored|8|"}
    with CaptureQueriesContext(connection) as queries:
        reply = client.post(
            reverse("appraisal_decide", args=[campaign.code, "A", answer.pk]),
            sent,
            headers={"Accept": "application/json"},
        )
    assert reply.json()["state"] == "saved"
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) <= 10


# --- ratio against the best unit ------------------------------------------------------------------
def second_unit_answers(campaign: Campaign, numerator: str, denominator: str) -> Answer:
    """Unit B takes over the group TC, and declares its ratio for criterion 4."""
    other = submission_of(campaign, "B")
    AnnexAssignment.objects.create(
        annex=campaign.framework.annexes.get(code="I"),
        unit=other.unit,
        group_code="TC",
        period=campaign.code,
    )
    open_answers(campaign)
    answer = answer_to(campaign, "4", unit="B")
    Answer.objects.filter(pk=answer.pk).update(
        declared={"numerator": numerator, "denominator": denominator}
    )
    return answer


def declare(answer: Answer, numerator: str, denominator: str) -> None:
    Answer.objects.filter(pk=answer.pk).update(
        declared={"numerator": numerator, "denominator": denominator}
    )


def test_ratio_to_the_best_unit_is_reckoned_over_all_units_and_kept_without_a_reason(stage):
    campaign, people = stage
    own = answer_to(campaign, "4")
    declare(own, "3", "10")
    second_unit_answers(campaign, "6", "10")
    row = rows_on(as_(people["appraiser"]).get(desk_url(campaign)))["4"]
    assert (row.deciding.keep, row.steps[0].label, row.steps[0].words) == (
        "scored|3|",
        "Tính từ số liệu của mọi đơn vị",
        "3,00 điểm",
    )
    assert post(stage, own, keep=row.deciding.keep).status_code == 302
    assert Appraisal.objects.get().points == 3
    assert Answer.objects.get(pk=own.pk).self_outcome == OutcomeKind.MISSING


def test_best_unit_whose_figures_are_refused_no_longer_sets_the_best_and_it_is_said(stage):
    campaign, people = stage
    own = answer_to(campaign, "4")
    declare(own, "3", "10")
    best = second_unit_answers(campaign, "6", "10")
    post(stage, own, keep="scored|3|")
    decide(Answer.objects.get(pk=best.pk), refused("not_factual"), people["appraiser"])
    row = rows_on(as_(people["appraiser"]).get(desk_url(campaign)))["4"]
    assert (row.outdated, row.own.words, row.deciding.keep) == (
        "Tính lại từ số liệu của mọi đơn vị nay là 6,00 điểm.",
        "3,00 điểm",
        "scored|6|",
    )
    post(stage, own, keep="scored|6|", version=1)
    assert Appraisal.objects.get(answer=own).points == 6


def test_impossible_figures_of_one_unit_do_not_hold_up_the_others(stage):
    campaign, people = stage
    declare(answer_to(campaign, "4"), "3", "10")
    second_unit_answers(campaign, "6", "0")
    rows = rows_on(as_(people["appraiser"]).get(desk_url(campaign)))
    assert rows["4"].deciding.keep == "scored|6|"
    other = rows_on(as_(people["appraiser"]).get(desk_url(campaign, "B")))
    assert other["4"].deciding.keep == ""


def test_group_that_does_not_apply_does_not_set_the_best(stage):
    campaign, people = stage
    declare(answer_to(campaign, "4"), "3", "10")
    second_unit_answers(campaign, "6", "10")
    GroupDeclaration.objects.create(
        submission=submission_of(campaign, "B"), group_code="TC", reason="x", is_confirmed=True
    )
    assert (
        rows_on(as_(people["appraiser"]).get(desk_url(campaign)))["4"].deciding.keep == "scored|6|"
    )


def test_round_is_whole_after_keeping_a_ratio(stage):
    campaign, people = stage
    declare(answer_to(campaign, "4"), "3", "10")
    keys = list(of_unit(campaign).filter(criterion__code="4").values_list("pk", flat=True))
    url = reverse("appraisal_accept", args=[campaign.code, "A", "TC"])
    as_(people["appraiser"]).post(url, {"round": "1", "seen": [f"{keys[0]}:0"], "looked": "1"})
    assert list(Appraisal.objects.values_list("round", "points")) == [(Round.FIRST, Decimal(6))]


@pytest.mark.parametrize("number", [5, 51])
def test_page_of_the_unit_takes_the_same_queries_however_many_criteria(stage, number):
    campaign, people = stage
    grow(campaign, number)
    client = as_(people["appraiser"])
    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse("appraisal_unit", args=[campaign.code, "A"]))
    assert (
        next(
            line.asked for line in response.context["page"].lines if line.group.code == f"N{number}"
        )
        == number
    )
    assert len(queries) == 8


@pytest.mark.parametrize("unit", ["A", "B"])
def test_page_of_the_unit_opens_where_a_group_does_not_apply_or_asks_nothing(stage, unit):
    campaign, people = stage
    submission = submission_of(campaign, unit)
    empty = CriterionGroup.objects.create(
        annex=campaign.framework.annexes.get(code="I" if unit == "A" else "II"),
        code="KHONG", name="Không có tiêu chí", maximum=10, order=90,
    )  # fmt: skip
    GroupDeclaration.objects.create(
        submission=submission, group_code="HT", reason="Không có hạ tầng", is_confirmed=True
    )
    response = as_(people["appraiser"]).get(reverse("appraisal_unit", args=[campaign.code, unit]))
    lines = {line.group.code: line for line in response.context["page"].lines}
    assert {code: (lines[code].points, lines[code].state) for code in ("HT", empty.code)} == {
        "HT": ("–", "không áp dụng"),
        empty.code: ("–", "đã chấm đủ"),
    }
