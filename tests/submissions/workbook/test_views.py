"""The pages of the workbook: each works, and refuses strangers, who may not, the wrong state
and the wrong method.
"""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from submissions.answers.services.entries import Entry, save_answer
from submissions.enums import Phase
from submissions.models import Campaign, Submission, WorkbookImport
from tests.scoring.factories import make_submission
from tests.submissions.workbook.books import (
    FIRST,
    NOTE,
    Where,
    changed,
    loaded,
    opened,
    stored,
    workbook_of,
)
from tests.submissions.workplace import answer_to, make_work, make_workers, submission_of
from tests.white_space import squeezed
from units.models import User

pytestmark = pytest.mark.django_db

PAGE = "/dot/2021/ho-so/A/excel/"


@pytest.fixture
def campaign() -> Campaign:
    return make_work()


@pytest.fixture
def people(campaign) -> dict[str, User]:
    return make_workers(campaign)


@pytest.fixture
def submission(campaign) -> Submission:
    return loaded(submission_of(campaign))


@pytest.fixture
def staff(people) -> Client:
    return signed_in(people["unit_staff"])


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def send(client: Client, content: bytes, name: str = "tep.xlsx", page: str = PAGE):
    return client.post(f"{page}tai-len/", {"file": SimpleUploadedFile(name, content)})


def upload(
    client: Client,
    submission: Submission,
    values: dict[Where, object],
    content: bytes | None = None,
) -> str:
    """Gives the address of the preview."""
    response = send(client, changed(content or workbook_of(submission), values))
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def seen(client: Client, preview: str) -> str:
    return re.search(r'name="seen" value="([0-9a-f]{32})"', client.get(preview).content.decode())[1]


def press(client: Client, preview: str, **choices: str):
    return client.post(f"{preview}ghi/", {"seen": seen(client, preview), **choices})


def test_page_leads_through_the_three_steps(staff) -> None:
    page = staff.get(PAGE).content.decode()
    assert [
        text in page
        for text in ("Tải tệp Excel về", f'href="{PAGE}tai-ve/"', "Tải lên và xem trước", "hạn nộp")
    ] == [True] * 4


def test_download_is_this_units_workbook_under_an_ascii_name(staff, submission) -> None:
    response = staff.get(f"{PAGE}tai-ve/")
    assert response["Content-Disposition"] == 'attachment; filename="ke-khai-2021-a.xlsx"'
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert "no-store" in response["Cache-Control"]
    assert opened(response.content).sheetnames == ["Hướng dẫn", "HT", "DV", "TC", "ictindex"]


def test_unit_codes_of_any_letters_make_ascii_names(campaign, people) -> None:
    submission = make_submission(campaign, "VĂN-PHÒNG_1", order=3)
    Campaign.objects.filter(pk=campaign.pk).update(phase=Phase.ARCHIVED)
    response = signed_in(people["auditor"]).get(
        f"/dot/2021/ho-so/{submission.unit.code}/excel/tai-ve/"
    )
    assert response["Content-Disposition"] == 'attachment; filename="ke-khai-2021-van-phong-1.xlsx"'


def test_upload_leads_to_the_preview_and_stores_nothing(staff, submission) -> None:
    preview = upload(staff, submission, {("TC", "1.1", FIRST): 7.5})
    page = staff.get(preview).content.decode()
    assert [
        "TC!E7" in page,
        "(để trống)" in page,
        "<strong>7,5</strong>" in page,
        stored(submission),
    ] == [True, True, True, {}]


def test_confirming_stores_and_leads_home(staff, submission) -> None:
    preview = upload(staff, submission, {("TC", "1.1", FIRST): 7.5})
    response = press(staff, preview)
    assert (response.status_code, response["Location"], stored(submission)) == (
        302,
        "/dot/2021/ho-so/A/",
        {"TC:1.1": {"points": "7,5"}},
    )
    assert (
        "Đã ghi 1 ô của 1 tiêu chí từ tệp Excel vào hồ sơ."
        in staff.get(response["Location"]).content.decode()
    )
    assert staff.get(preview)["Location"] == PAGE


def conflicting(
    campaign: Campaign, submission: Submission, people: dict[str, User]
) -> tuple[bytes, str]:
    """A workbook that was downloaded with 5 before the head saved 6, and the name of the choice."""
    for version, (who, points) in enumerate((("unit_staff", "5"), ("unit_head", "6")), start=1):
        answer = answer_to(campaign, "1.1")
        content = workbook_of(submission)
        save_answer(answer=answer, version=version, entry=Entry({"points": points}), by=people[who])
    return content, f"{answer.pk}-points"


def test_conflict_shows_the_three_values_and_can_be_chosen_at_once(
    campaign, staff, submission, people
) -> None:
    content, name = conflicting(campaign, submission, people)
    preview = upload(staff, submission, {("TC", "1.1", FIRST): 7.5}, content)
    page = staff.get(preview).content.decode()
    assert [
        "1 ô được sửa ở cả hai nơi" in page,
        'data-label="Khi tải về">5<' in page,
        "checked" in page,
    ] == [True, True, False]
    for address, value in (("?chon=tep", "file"), ("?chon=he-thong", "now")):
        page = squeezed(staff.get(preview + address).content.decode())
        assert re.findall(rf'name="{name}" id="\S+" value="(\w+)" checked', page) == [value]


def test_conflict_without_a_choice_is_asked_again_and_nothing_is_stored(
    campaign, staff, submission, people
) -> None:
    content, name = conflicting(campaign, submission, people)
    preview = upload(staff, submission, {("TC", "1.1", FIRST): 7.5, ("TC", "5", FIRST): 2}, content)
    response = press(staff, preview)
    page = response.content.decode()
    assert (response.status_code, "Còn 1 ô chưa chọn giá trị" in page, stored(submission)) == (
        422,
        True,
        {"TC:1.1": {"points": "6"}},
    )
    press(staff, preview, **{name: "file"})
    assert stored(submission) == {"TC:1.1": {"points": "7,5"}, "TC:5": {"count": "2"}}


def test_change_meanwhile_is_409_with_the_new_conflict_and_nothing_stored(
    campaign, staff, submission, people
) -> None:
    preview = upload(staff, submission, {("TC", "1.1", FIRST): 7.5})
    before = seen(staff, preview)
    save_answer(
        answer=answer_to(campaign, "1.1"),
        version=1,
        entry=Entry({"points": "6"}),
        by=people["unit_head"],
    )
    response = staff.post(f"{preview}ghi/", {"seen": before})
    page = response.content.decode()
    assert (
        response.status_code,
        "1 ô được sửa ở cả hai nơi" in page,
        "Có người vừa sửa" in page,
    ) == (409, True, True)
    assert stored(submission) == {"TC:1.1": {"points": "6"}}


def test_second_press_is_409_and_changes_nothing(staff, submission) -> None:
    preview = upload(staff, submission, {("TC", "1.1", FIRST): 7.5})
    mark = seen(staff, preview)
    assert [staff.post(f"{preview}ghi/", {"seen": mark}).status_code for _ in range(2)] == [
        302,
        409,
    ]


def test_wrong_cells_are_named_and_there_is_no_button(staff, submission) -> None:
    preview = upload(staff, submission, {("TC", "1.1", FIRST): 99, ("TC", "5", FIRST): 2})
    page = staff.get(preview).content.decode()
    assert "Trang «TC», ô E7: tiêu chí 1.1: điểm 99 vượt mức tối đa 10. Nhập từ 0 đến 10." in page
    assert (f'action="{preview}ghi/"' in page, "Tải lên tệp đã sửa" in page) == (False, True)
    assert staff.post(f"{preview}ghi/", {"seen": "x"}).status_code == 422
    assert stored(submission) == {}


def test_file_without_changes_says_so(staff, submission) -> None:
    page = staff.get(upload(staff, submission, {})).content.decode()
    assert "không có gì để ghi" in page
    assert "workbook_apply" not in page


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 khong phai", b"PK\x03\x04hong"])
def test_file_that_is_no_workbook_is_refused_beside_the_field(staff, content) -> None:
    response = send(staff, content, "bao cao.pdf")
    page = response.content.decode()
    assert (
        response.status_code,
        page.count('id="tep-loi"'),
        'aria-describedby="tep-loi"' in page,
    ) == (422, 1, True)
    assert WorkbookImport.objects.count() == 0


def test_file_beyond_the_limit_is_stopped_on_its_way_in(staff) -> None:
    response = send(staff, b"PK\x03\x04" + b"\0" * (6 << 20))
    assert (response.status_code, "Tệp lớn hơn 5 MB." in response.content.decode()) == (422, True)


def test_upload_needs_the_token_of_the_form(people, submission) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["unit_staff"])
    assert send(client, workbook_of(submission)).status_code == 403
    token = re.search(
        r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(PAGE).content.decode()
    )[1]
    file = SimpleUploadedFile("tep.xlsx", workbook_of(submission))
    assert (
        client.post(f"{PAGE}tai-len/", {"file": file, "csrfmiddlewaretoken": token}).status_code
        == 302
    )


def test_no_file_is_refused_beside_the_field(staff) -> None:
    response = staff.post(f"{PAGE}tai-len/")
    assert (response.status_code, "Chưa chọn tệp." in response.content.decode()) == (422, True)


def test_hostile_text_is_shown_as_text(staff, submission) -> None:
    page = staff.get(
        upload(staff, submission, {("TC", "1.1", NOTE): "<script>alert(1)</script>"})
    ).content.decode()
    assert ("<script>alert" in page, "&lt;script&gt;alert(1)" in page) == (False, True)


def test_uploaded_workbook_is_seen_by_who_uploaded_it(staff, submission, people) -> None:
    preview = upload(staff, submission, {("TC", "1.1", FIRST): 7.5})
    head = signed_in(people["unit_head"])
    assert [
        head.get(preview).status_code,
        head.post(f"{preview}ghi/", {"seen": "x"}).status_code,
    ] == [404, 404]


def test_uploaded_workbook_is_not_applied_to_another_unit(
    staff, submission, campaign, people
) -> None:
    preview = upload(staff, submission, {("TC", "1.1", FIRST): 7.5})
    assert staff.get(preview.replace("/A/", "/B/")).status_code == 404


@pytest.mark.parametrize("address", ["", "tai-ve/"])
def test_strangers_are_asked_to_sign_in(campaign, address) -> None:
    assert Client().get(PAGE + address)["Location"].startswith("/tai-khoan/dang-nhap/")


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        ("unit_staff", [200, 200, 302]),
        ("unit_head", [200, 200, 302]),
        ("auditor", [200, 200, 403]),
        ("wg_head", [403, 403, 403]),
        ("appraiser", [404, 404, 404]),
        ("conflicted", [404, 404, 404]),
        ("council_member", [404, 404, 404]),
        ("administrator", [404, 404, 404]),
    ],
)
def test_who_may_open_fetch_and_send(submission, people, role, statuses) -> None:
    client = signed_in(people[role])
    content = workbook_of(submission)
    answers = [client.get(PAGE), client.get(f"{PAGE}tai-ve/"), send(client, content)]
    assert [each.status_code for each in answers] == statuses


def test_working_group_that_reads_the_file_later_does_not_fetch_the_units_workbook(
    campaign, people
) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(phase=Phase.APPRAISE_1)
    assert signed_in(people["appraiser"]).get(f"{PAGE}tai-ve/").status_code == 403


def test_after_handing_in_the_workbook_is_fetched_but_not_taken(staff, submission, people) -> None:
    content = workbook_of(submission)
    Submission.objects.filter(pk=submission.pk).update(
        submitted_at=timezone.now(), submitted_by=people["unit_head"], content_sha256="0" * 64
    )
    response = send(staff, content)
    assert (response.status_code, "Hồ sơ đã nộp lúc" in response.content.decode()) == (409, True)
    assert (
        "tai-len/" in staff.get(PAGE).content.decode(),
        staff.get(f"{PAGE}tai-ve/").status_code,
    ) == (False, 200)


def test_handing_in_between_keeps_the_comparison_on_screen(staff, submission, people) -> None:
    preview = upload(staff, submission, {("TC", "1.1", FIRST): 7.5})
    mark = seen(staff, preview)
    Submission.objects.filter(pk=submission.pk).update(
        submitted_at=timezone.now(), submitted_by=people["unit_head"], content_sha256="0" * 64
    )
    response = staff.post(f"{preview}ghi/", {"seen": mark})
    page = response.content.decode()
    assert (response.status_code, "Hồ sơ đã nộp lúc" in page, "<strong>7,5</strong>" in page) == (
        409,
        True,
        True,
    )


@pytest.mark.parametrize(
    ("method", "address"),
    [("post", ""), ("post", "tai-ve/"), ("get", "tai-len/"), ("post", "1/"), ("get", "1/ghi/")],
)
def test_wrong_method_is_refused(staff, method, address) -> None:
    assert getattr(staff, method)(PAGE + address).status_code == 405


def test_waiting_upload_is_offered_on_the_page(staff, submission) -> None:
    preview = upload(staff, submission, {("TC", "1.1", FIRST): 7.5})
    assert f'href="{preview}"' in staff.get(PAGE).content.decode()
    press(staff, preview)
    assert f'href="{preview}"' not in staff.get(PAGE).content.decode()


def test_queries_of_the_pages_do_not_depend_on_how_much_was_changed(staff, submission) -> None:
    counts = []
    for codes in (["1.1"], ["1.1", "5", "6", "9", "10", "2.2"]):
        preview = upload(staff, submission, {("TC", code, FIRST): 1 for code in codes})
        with CaptureQueriesContext(connection) as queries:
            staff.get(preview)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14
