"""The pages of a unit at work, and saving by form and by cell, as a browser asks for them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from criteria.models import CriterionGroup
from submissions.answers.services.entries import Entry, save_answer
from submissions.campaigns.services.blank_answers import open_answers
from submissions.enums import OutcomeKind, Phase
from submissions.models import Answer, GroupDeclaration, GroupDone
from tests.scoring.factories import make_criteria
from tests.submissions.workplace import ALL, answer_to, make_work, make_workers, submission_of

pytestmark = pytest.mark.django_db
GROUP = "/dot/2021/ho-so/A/nhom/TC/"
HOME = "/dot/2021/ho-so/A/"


@pytest.fixture
def campaign(settings):
    settings.REQUIRE_TOTP = False
    return make_work()


@pytest.fixture
def people(campaign):
    return make_workers(campaign)


@pytest.fixture
def staff(client, people):
    client.force_login(people["unit_staff"])
    return client


def sent(
    answer: Answer, *, version: int | None = None, seen: str = "", **texts: str
) -> dict[str, str]:
    """A row as a browser sends it; a double underscore stands for the point in «v.points»."""
    named = {f"{answer.pk}-{name.replace('__', '.')}": text for name, text in texts.items()}
    return {
        f"{answer.pk}-version": str(version or answer.version),
        f"{answer.pk}-seen": seen,
        **named,
    }


def post_cell(client, answer: Answer, user, **texts):
    data = sent(answer, **texts) | {"user": str(user.pk)}
    return client.post(f"{HOME}tieu-chi/{answer.pk}/", data, headers={"Accept": "application/json"})


def as_form(response) -> dict[str, str]:
    """Everything a browser would send of the page it was given, untouched."""
    rows = [
        row
        for section in response.context["page"].sections
        for row in section.rows
        if not row.is_heading
    ]
    found = {}
    for row in rows:
        found |= dict(re.findall(r'name="([^"]+)" value="([^"]*)"', row.entry.split("<div")[0]))
        found |= {control.name: control.value.replace("\n", "\r\n") for control in row.controls}
    return found


# --- reading ----------------------------------------------------------------


def test_home_counts_what_is_missing_and_says_until_when(staff, people, campaign) -> None:
    save_answer(
        answer=answer_to(campaign, "1.1"),
        version=1,
        entry=Entry(declared={"points": "7"}),
        by=people["unit_staff"],
    )
    save_answer(
        answer=answer_to(campaign, "1.2"),
        version=1,
        entry=Entry(skipped="later"),
        by=people["unit_staff"],
    )
    page = staff.get(HOME).context["page"]
    assert [
        (
            task.group.code,
            task.kind,
            task.asked,
            task.without_answer,
            task.put_off,
            task.without_evidence,
        )
        for task in page.tasks
    ] == [
        ("HT", "untouched", 3, 3, 0, 0),
        ("DV", "untouched", 1, 1, 0, 0),
        (ALL, "begun", 12, 10, 1, 11),
    ]
    assert page.desk.left in ("còn 9 ngày 23 giờ", "còn 10 ngày")


def test_a_person_of_one_unit_is_led_to_its_home(staff) -> None:
    response = staff.get("/dot/2021/ho-so/")
    assert (response.status_code, response["Location"]) == (302, HOME)


def test_the_auditor_is_shown_all_files_and_no_inputs(client, people) -> None:
    client.force_login(people["auditor"])
    assert [row.unit for row in client.get("/dot/2021/ho-so/").context["rows"]] == ["A", "B"]
    page = client.get(GROUP)
    assert page.status_code == 200
    assert b"<select" not in page.content


@pytest.mark.parametrize(
    "role", ["appraiser", "council_member", "publisher", "conflicted", "administrator"]
)
@pytest.mark.parametrize("path", [HOME, GROUP, f"{GROUP}tong/"])
def test_before_the_deadline_nobody_else_finds_the_file(client, people, role, path) -> None:
    client.force_login(people[role])
    assert client.get(path).status_code == 404


def test_another_units_file_is_not_found(staff) -> None:
    assert staff.get("/dot/2021/ho-so/B/").status_code == 404


def test_a_group_that_the_unit_is_not_asked_is_not_found(staff) -> None:
    assert staff.get("/dot/2021/ho-so/A/nhom/TT/").status_code == 404


def test_each_kind_has_its_inputs_and_says_how_it_is_scored(staff) -> None:
    page = staff.get(GROUP).context["page"]
    rows = {row.code: row for section in page.sections for row in section.rows}
    assert {
        code: [control.label for control in row.controls[:-2]] for code, row in rows.items()
    } == {
        "1.1": ["Điểm"],
        "1.2": ["Trả lời"],
        "2.1": ["Mức"],
        "2.2": ["Số lượng", "Tính đến ngày"],
        "3": ["Tử số", "Mẫu số", "Tính đến ngày"],
        "4": ["Tử số", "Mẫu số", "Tính đến ngày"],
        "5": ["Số lượng", "Tính đến ngày"],
        "6": ["Điểm"],
        "7": ["Mạng nội bộ – trả lời", "Máy chủ – tử số", "Máy chủ – mẫu số", "Tính đến ngày"],
        "8": ["Tập huấn – trả lời", "Lớp học – số lượng", "Tính đến ngày"],
        "9": ["Số lượng", "Tính đến ngày"],
        "10": ["Số lượng", "Tính đến ngày"],
    }
    assert "<small>Chọn một mức. Đủ: 4 điểm; Thiếu: 2 điểm.</small>" in rows["2.1"].asked
    assert [label for _, label in rows["3"].controls[-2].options] == [
        "–",
        "Chưa có số liệu",
        "Làm sau",
        "Không áp dụng",
    ]
    assert [label for _, label in rows["1.1"].controls[-2].options] == [
        "–",
        "Chưa có số liệu",
        "Làm sau",
    ]


def test_main_criteria_are_headings_of_their_own(staff) -> None:
    sections = staff.get(GROUP).context["page"].sections
    heads = [
        (section.heading.code if section.heading else "", [row.code for row in section.rows])
        for section in sections
    ]
    assert heads[:3] == [("1", ["1.1", "1.2"]), ("2", ["2.1", "2.2"]), ("", ["3"])]


def test_the_total_is_that_of_the_final_arithmetic(staff, people, campaign) -> None:
    for code, typed in {"1.1": {"points": "7"}, "9": {"count": "4"}, "10": {"count": "1"}}.items():
        save_answer(
            answer=answer_to(campaign, code),
            version=1,
            entry=Entry(declared=typed),
            by=people["unit_staff"],
        )
    assert staff.get(f"{GROUP}tong/").json() == {
        "points": "9,00",
        "maximum": "70,00",
        "sentence": "Còn 8 trên 12 tiêu chí chưa trả lời.",
    }


def test_last_year_stands_beside_this_year(staff, people, campaign) -> None:
    before = make_work(2020, phase=Phase.PUBLISHED)
    source = answer_to(before, "3")
    Answer.objects.filter(pk=source.pk).update(declared={"numerator": "9", "denominator": "10"})
    source.appraisals.create(round=2, outcome=OutcomeKind.SCORED, points="7.20")
    rows = {
        row.code: row
        for section in staff.get(GROUP).context["page"].sections
        for row in section.rows
    }
    assert (rows["3"].earlier, rows["1.1"].earlier) == ("9/10<small>7,20</small>", "")


def queries_of(client, path: str) -> list[str]:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]


def test_a_group_of_five_and_one_of_fifty_one_criteria_take_the_same_twelve_queries_or_fewer(
    client, settings
) -> None:
    settings.REQUIRE_TOTP = True
    counts = {}
    for year, size in ((2021, 5), (2022, 51)):
        campaign = make_work(year)
        annex = campaign.framework.annexes.get(code="I")
        group = CriterionGroup.objects.create(
            annex=annex, code="LON", name="Nhóm lớn", maximum=size, order=9
        )
        make_criteria(group, {f"{number // 10 + 1}.{number}": 1 for number in range(size)})
        open_answers(campaign)
        client.force_login(make_workers(campaign)["unit_staff"])
        counts[size] = len(queries_of(client, f"/dot/{year}/ho-so/A/nhom/LON/"))
    assert counts[5] == counts[51] <= 12


def test_home_takes_twelve_queries_or_fewer(staff) -> None:
    assert len(queries_of(staff, HOME)) <= 12


# --- saving cell by cell ----------------------------------------------------


def test_the_script_is_told_what_was_committed(staff, people, campaign) -> None:
    answer = answer_to(campaign, "3")
    reply = post_cell(
        staff,
        answer,
        people["unit_staff"],
        v__numerator="9",
        v__denominator="10",
        as_of="1/2/2021",
        note="x",
    )
    answer.refresh_from_db()
    assert reply.json() == {
        "state": "saved",
        "version": 2,
        "saved_at": timezone.localtime(answer.changed_at).strftime("%H:%M"),
        "points": "7,20",
    }
    assert (answer.declared, str(answer.declared_as_of), answer.note) == (
        {"numerator": "9", "denominator": "10"},
        "2021-02-01",
        "x",
    )


def test_a_refusal_names_the_field_in_the_words_of_the_page(staff, people, campaign) -> None:
    answer = answer_to(campaign, "1.1")
    reply = post_cell(staff, answer, people["unit_staff"], v__points="12")
    said = "Tiêu chí 1.1: điểm 12 vượt mức tối đa 10. Nhập từ 0 đến 10."
    assert (reply.status_code, reply.json()) == (
        422,
        {"state": "refused", "sentence": said, "problems": {"v.points": said}},
    )


def test_a_day_that_is_none_is_refused_beside_its_field(staff, people, campaign) -> None:
    reply = post_cell(staff, answer_to(campaign, "3"), people["unit_staff"], as_of="31/02/2021")
    said = (
        "Tiêu chí 3: ngày số liệu «31/02/2021» không phải là một ngày. Nhập theo dạng "
        "ngày/tháng/năm, ví dụ 21/12/2020."
    )
    assert (reply.status_code, reply.json()["problems"]) == (422, {"as_of": said})


def test_the_slower_of_two_is_told_both_values(staff, people, campaign) -> None:
    answer = answer_to(campaign, "3")
    save_answer(
        answer=answer,
        version=1,
        entry=Entry(declared={"numerator": "9", "denominator": "10"}),
        by=people["unit_head"],
    )
    reply = post_cell(
        staff, answer, people["unit_staff"], version=1, v__numerator="8", v__denominator="10"
    )
    said = reply.json()
    assert (reply.status_code, said["state"], said["version"], said["points"]) == (
        409,
        "conflict",
        2,
        "7,20",
    )
    assert said["texts"] == {"v.numerator": "9", "v.denominator": "10"}
    assert said["sentence"].startswith("Tiêu chí 3: Người unit_head-2021 đã lưu giá trị khác lúc ")
    assert ": 9/10. " in said["sentence"]


def test_after_the_deadline_the_script_is_told_why(staff, people, campaign) -> None:
    campaign.self_score_due_at = timezone.now() - timedelta(minutes=1)
    campaign.save()
    reply = post_cell(staff, answer_to(campaign, "1.1"), people["unit_staff"], v__points="1")
    assert (reply.status_code, reply.json()["state"]) == (409, "closed")
    assert reply.json()["sentence"].startswith("Đã hết hạn nộp hồ sơ lúc ")


def test_what_one_person_typed_is_not_saved_in_the_name_of_the_next(
    staff, people, campaign
) -> None:
    answer = answer_to(campaign, "1.1")
    reply = post_cell(staff, answer, people["unit_head"], v__points="1")
    answer.refresh_from_db()
    assert (reply.status_code, reply.json()["state"], answer.version) == (403, "closed", 1)


def test_without_a_session_the_script_is_sent_to_sign_in(client, people, campaign) -> None:
    reply = post_cell(client, answer_to(campaign, "1.1"), people["unit_staff"], v__points="1")
    assert (reply.status_code, reply["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_a_cell_under_the_address_of_another_file_is_not_found(staff, people, campaign) -> None:
    answer = answer_to(campaign, "1", unit="B", group="TT")
    reply = post_cell(staff, answer, people["unit_staff"], v__points="1")
    answer.refresh_from_db()
    assert (reply.status_code, answer.version) == (404, 1)


def test_fields_that_no_form_has_are_refused_or_ignored(staff, people, campaign) -> None:
    answer = answer_to(campaign, "1.1")
    reply = post_cell(
        staff,
        answer,
        people["unit_staff"],
        v__points="1",
        v__maximum="100",
        self_points="9",
        submitted_at="2021-01-01",
    )
    answer.refresh_from_db()
    assert (reply.status_code, answer.version, submission_of(campaign).submitted_at) == (
        422,
        1,
        None,
    )


def test_a_saved_cell_takes_ten_queries_or_fewer_from_door_to_door(staff, people, campaign) -> None:
    staff.get(HOME)
    for code, texts in {"1.1": {"v__points": "1"}, "2.1": {"v__choice": "a"}}.items():
        with CaptureQueriesContext(connection) as queries:
            assert (
                post_cell(
                    staff, answer_to_quietly(campaign, code), people["unit_staff"], **texts
                ).status_code
                == 200
            )
        asked = [
            query["sql"]
            for query in queries
            if "SAVEPOINT" not in query["sql"] and "quietly" not in query["sql"]
        ]
        assert len(asked) <= 10 + 1, asked  # one of them is this test's own


def answer_to_quietly(campaign, code: str) -> Answer:
    return answer_to(campaign, code)


# --- saving the form without JavaScript ---------------------------------------


def test_an_untouched_form_changes_nothing(staff, people, campaign) -> None:
    for code, entry in {
        "1.1": Entry(declared={"points": "7,5"}, note="hai\ndòng"),
        "3": Entry(is_not_applicable=True),
        "7": Entry(declared={"parts.a.answer": "yes"}, skipped="later"),
    }.items():
        save_answer(
            answer=answer_to(campaign, code), version=1, entry=entry, by=people["unit_staff"]
        )
    response = staff.post(GROUP, as_form(staff.get(GROUP)), follow=True)
    assert (response.status_code, [str(each) for each in response.context["messages"]]) == (200, [])
    assert set(Answer.objects.values_list("version", flat=True)) == {1, 2}


def test_the_form_saves_the_valid_rows_and_shows_the_others_as_typed(staff, campaign) -> None:
    first, second = answer_to(campaign, "1.1"), answer_to(campaign, "6")
    form = as_form(staff.get(GROUP)) | {f"{first.pk}-v.points": "7", f"{second.pk}-v.points": "99"}
    response = staff.post(GROUP, form)
    said = "Tiêu chí 6: điểm 99 vượt mức tối đa 3. Nhập từ 0 đến 3."
    assert (response.status_code, response.context["page"].problems) == (
        422,
        ((f"o-{second.pk}-0", said),),
    )
    text = response.content.decode()
    assert text.count(said) == 2
    assert 'value="99"' in text
    first.refresh_from_db()
    assert (str(first.self_points), first.version) == ("7.00", 2)


def test_a_colleagues_change_of_a_row_nobody_touched_is_no_conflict(
    staff, people, campaign
) -> None:
    form = as_form(staff.get(GROUP))
    mine, other = answer_to(campaign, "1.1"), answer_to(campaign, "6")
    save_answer(
        answer=other, version=1, entry=Entry(declared={"points": "2"}), by=people["unit_head"]
    )
    response = staff.post(GROUP, form | {f"{mine.pk}-v.points": "7"})
    other.refresh_from_db()
    assert (response.status_code, str(other.self_points), other.version) == (302, "2.00", 2)


def test_a_stale_row_is_shown_with_both_values_and_saved_by_a_second_press(
    staff, people, campaign
) -> None:
    form = as_form(staff.get(GROUP))
    answer = answer_to(campaign, "1.1")
    save_answer(
        answer=answer, version=1, entry=Entry(declared={"points": "5"}), by=people["unit_head"]
    )
    response = staff.post(GROUP, form | {f"{answer.pk}-v.points": "7"})
    row = next(
        row
        for section in response.context["page"].sections
        for row in section.rows
        if not row.is_heading and row.pk == str(answer.pk)
    )
    assert (
        response.status_code,
        row.controls[0].value,
        as_form(response)[f"{answer.pk}-version"],
    ) == (422, "7", "2")
    assert "Người unit_head-2021 đã lưu giá trị khác" in row.theirs
    assert staff.post(GROUP, as_form(response)).status_code == 302
    answer.refresh_from_db()
    assert (str(answer.self_points), answer.version, answer.changed_by) == (
        "7.00",
        3,
        people["unit_staff"],
    )


def test_after_the_deadline_the_form_is_refused_and_what_was_typed_stays(staff, campaign) -> None:
    answer = answer_to(campaign, "1.1")
    form = as_form(staff.get(GROUP)) | {f"{answer.pk}-v.points": "7,25"}
    campaign.self_score_due_at = timezone.now() - timedelta(seconds=1)
    campaign.save()
    response = staff.post(GROUP, form)
    text = response.content.decode()
    assert (response.status_code, 'value="7,25"' in text, "Đã hết hạn nộp hồ sơ" in text) == (
        409,
        True,
        True,
    )


def test_a_row_of_another_file_in_the_form_is_not_found(staff, campaign) -> None:
    foreign = answer_to(campaign, "1", unit="B", group="TT")
    assert staff.post(GROUP, sent(foreign, v__points="1")).status_code == 404


def test_the_address_of_a_cell_takes_a_plain_form_too(staff, campaign) -> None:
    answer = answer_to(campaign, "1.1")
    response = staff.post(f"{HOME}tieu-chi/{answer.pk}/", sent(answer, v__points="7"))
    answer.refresh_from_db()
    assert (response.status_code, response["Location"], str(answer.self_points)) == (
        302,
        GROUP,
        "7.00",
    )


# --- what is said about a whole group ------------------------------------------


def test_a_group_is_done_when_the_unit_says_so(staff, people, campaign) -> None:
    for answer in Answer.objects.filter(submission__unit__code="A", criterion__group__code="HT"):
        save_answer(
            answer=answer, version=1, entry=Entry(declared={"points": "1"}), by=people["unit_staff"]
        )
    assert not GroupDone.objects.exists()
    assert staff.post(f"{HOME}nhom/HT/xong/").status_code == 302
    task = staff.get(HOME).context["page"].tasks[0]
    assert (task.kind, task.state, task.note.startswith("Người unit_staff-2021 xác nhận lúc ")) == (
        "done",
        "đơn vị xác nhận đã xong",
        True,
    )
    staff.post(f"{HOME}nhom/HT/mo-lai/")
    assert staff.get(HOME).context["page"].tasks[0].kind == "begun"


def test_a_group_with_blanks_is_not_done(staff, campaign) -> None:
    response = staff.post(f"{HOME}nhom/HT/xong/")
    assert (response.status_code, response.context["refusal"]) == (
        422,
        (
            "Còn 3 tiêu chí chưa có câu trả lời hoặc còn để làm sau: 1.1, 1.2, 2. "
            "Trả lời, hoặc chọn lý do để trống, rồi xác nhận nhóm đã xong."
        ),
    )


def test_a_change_after_the_group_was_said_to_be_done_is_told(staff, people, campaign) -> None:
    answers = list(Answer.objects.filter(submission__unit__code="A", criterion__group__code="HT"))
    for answer in answers:
        save_answer(
            answer=answer, version=1, entry=Entry(skipped="no_figures"), by=people["unit_staff"]
        )
    staff.post(f"{HOME}nhom/HT/xong/")
    save_answer(
        answer=answers[0], version=2, entry=Entry(declared={"points": "1"}), by=people["unit_staff"]
    )
    assert staff.get(HOME).context["page"].tasks[0].note.endswith("Sau đó có tiêu chí được sửa.")


def test_a_group_may_be_declared_absent_with_a_reason_and_confirmed(
    staff, client, people, campaign
) -> None:
    assert (
        staff.post(f"{HOME}nhom/DV/khong-ap-dung/", {"reason": " "})
        .context["refusal"]
        .startswith("Nêu lý do")
    )
    assert (
        staff.post(
            f"{HOME}nhom/DV/khong-ap-dung/", {"reason": "Không có dịch vụ công."}
        ).status_code
        == 302
    )
    task = staff.get(HOME).context["page"].tasks[1]
    assert (task.kind, task.without_answer) == ("absent", 0)
    campaign.phase = Phase.APPRAISE_1
    campaign.save()
    client.force_login(people["wg_head"])
    assert "Không có dịch vụ công." in client.get("/dot/2021/nhom-khong-ap-dung/").content.decode()
    declaration = GroupDeclaration.objects.get()
    client.post(f"/dot/2021/nhom-khong-ap-dung/{declaration.pk}/xac-nhan/")
    declaration.refresh_from_db()
    assert declaration.is_confirmed
    client.post(f"/dot/2021/nhom-khong-ap-dung/{declaration.pk}/bo-xac-nhan/")
    declaration.refresh_from_db()
    assert not declaration.is_confirmed


def test_a_group_that_everybody_answers_is_not_declared_absent(staff) -> None:
    response = staff.post(f"{HOME}nhom/HT/khong-ap-dung/", {"reason": "Không muốn."})
    assert (response.status_code, GroupDeclaration.objects.exists()) == (422, False)


def test_a_declaration_is_taken_back_while_nobody_has_confirmed_it(staff, campaign) -> None:
    staff.post(f"{HOME}nhom/DV/khong-ap-dung/", {"reason": "Không có."})
    assert staff.post(f"{HOME}nhom/DV/rut-khai/").status_code == 302
    assert staff.post(f"{HOME}nhom/DV/rut-khai/").status_code == 409


def test_units_do_not_confirm_their_own_declarations(staff, campaign) -> None:
    staff.post(f"{HOME}nhom/DV/khong-ap-dung/", {"reason": "Không có."})
    declaration = GroupDeclaration.objects.get()
    campaign.phase = Phase.APPRAISE_1
    campaign.save()
    assert staff.post(f"/dot/2021/nhom-khong-ap-dung/{declaration.pk}/xac-nhan/").status_code == 403
    assert staff.get("/dot/2021/nhom-khong-ap-dung/").status_code == 403


# --- what changed since the last visit -------------------------------------------


def test_others_changes_since_the_last_visit_are_listed(client, staff, people, campaign) -> None:
    assert staff.get(HOME).context["page"].changes.shown == ()
    save_answer(
        answer=answer_to(campaign, "1.1"),
        version=1,
        entry=Entry(declared={"points": "5"}),
        by=people["unit_head"],
    )
    save_answer(
        answer=answer_to(campaign, "1.2"),
        version=1,
        entry=Entry(declared={"answer": "no"}),
        by=people["unit_staff"],
    )
    changes = staff.get(HOME).context["page"].changes
    assert [(change.who, change.what) for change in changes.shown] == [
        ("Người unit_head-2021", "Kê khai, tự chấm: nhóm TC tiêu chí 1.1")
    ]
    assert staff.get(HOME).context["page"].changes == changes  # the same visit
    later = Client()
    later.force_login(people["unit_staff"])
    assert later.get(HOME).context["page"].changes.shown == ()


def test_appraisers_acts_are_not_listed_to_the_unit(client, staff, people, campaign) -> None:
    staff.get(HOME)
    staff.post(f"{HOME}nhom/DV/khong-ap-dung/", {"reason": "Không có."})
    campaign.phase = Phase.APPRAISE_1
    campaign.save()
    client.force_login(people["wg_head"])
    client.post(f"/dot/2021/nhom-khong-ap-dung/{GroupDeclaration.objects.get().pk}/xac-nhan/")
    client.force_login(people["unit_staff"])
    assert client.get(HOME).context["page"].changes.shown == ()


@pytest.mark.parametrize("group", ["KHONG-CO", "9" * 60])
def test_group_that_the_unit_is_not_asked_about_cannot_be_done(staff, group):
    assert staff.post(f"{HOME}nhom/{group}/xong/").status_code == 404
    assert not GroupDone.objects.exists()
