"""The letter of a unit about the first round, and that round's results on paper: what stands
there, and what never does.
"""

import io
from datetime import UTC, datetime

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from reports.document.printing.letter import letter_of
from submissions.enums import Phase
from submissions.models import Campaign, Confirmation
from submissions.reply.queries.reply import reply_page
from submissions.reply.statements import ReplyStatement
from tests.questions import client_of
from tests.submissions.handing_in.factories import prove
from tests.submissions.reply.factories import confirm, make_explaining, reply_to
from tests.submissions.workplace import answer_to, submission_of
from units.models import User

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


def letter(campaign: Campaign, person: User):
    submission = submission_of(campaign)
    return letter_of(
        submission, reply_page(submission, User.objects.get(pk=person.pk), now=timezone.now())
    )


def printed(person: User, name: str) -> str:
    """All that the PDF says, metadata included."""
    response = client_of(person).get(reverse(name, args=["2021", "A"]))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    document = pypdfium2.PdfDocument(io.BytesIO(response.content))
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join([str(document.get_metadata_dict()), *pages]).split())


def test_letter_of_a_confirmed_reply_is_dated_and_names_its_signer(campaign, people):
    confirm(campaign, people["unit_head"])
    Confirmation.objects.update(at=datetime(2021, 1, 5, 20, 30, tzinfo=UTC))
    said = letter(campaign, people["unit_head"])
    assert (said.place_and_day, said.signer, said.standing) == (
        "Hà Nội, ngày 06 tháng 01 năm 2021",
        str(people["unit_head"]),
        "",
    )
    assert said.notice == "Thủ trưởng xác nhận trong hệ thống lúc 03:30 ngày 06/01/2021"
    assert (
        said.agreement
        == f"Đơn vị nhất trí với kết quả của {submission_of(campaign).answers.count()} tiêu chí."
    )
    assert said.sha256 == Confirmation.objects.get().content_sha256


def test_letter_of_a_draft_says_so_and_leaves_day_and_signer_free(campaign, people):
    said = letter(campaign, people["unit_staff"])
    assert said.standing == "Dự thảo: thủ trưởng đơn vị chưa xác nhận trong hệ thống."
    assert (said.signer, said.notice, said.created) == ("", "", "")
    assert said.agreement.endswith(
        f"Còn {submission_of(campaign).answers.count()} tiêu chí chưa có ý kiến."
    )


def test_letter_of_a_silent_unit_says_so(campaign, people):
    Confirmation.objects.create(
        submission=submission_of(campaign),
        state="silent",
        by=people["wg_head"],
        at=timezone.now(),
        content_sha256="0" * 64,
    )
    said = letter(campaign, people["unit_head"])
    assert (
        said.standing
        == "Thủ trưởng đơn vị không xác nhận trong hạn; đơn vị được ghi nhận là không trả lời."
    )
    assert said.signer == ""


def test_letter_prints_each_contested_outcome_with_its_reasons_and_files(campaign, people):
    answer = answer_to(campaign, "1.1")
    reply_to(
        answer,
        people["unit_staff"],
        ReplyStatement("contests", "Đã có <b>Quyết định</b> số 12.", "8,5"),
    )
    prove(answer, is_supplementary=True)
    prove(answer_to(campaign, "1.1"), name="Cũ.pdf")
    text = printed(people["unit_head"], "reply_letter")
    assert "1. Mọi cách chấm, tiêu chí 1.1" in text
    assert "Tự chấm 2,00; lần 1 1,00; đề nghị 8,50 điểm." in text
    assert "Lý do: Đã có <b>Quyết định</b> số 12." in text
    assert "Tài liệu bổ sung: Quyết định 12.pdf, trang 3." in text
    assert "Cũ.pdf" not in text


def test_results_on_paper_hold_every_outcome_and_no_total(campaign, people):
    text = printed(people["unit_staff"], "first_round_pdf")
    assert "KẾT QUẢ THẨM ĐỊNH LẦN 1" in text
    assert "Mọi cách chấm: tự chấm 20,00, lần 1 10,00, tối đa 70,00" in text
    assert text.count("Thiếu minh chứng.") == submission_of(campaign).answers.count()


@pytest.mark.parametrize("name", ["reply_letter", "first_round_pdf"])
def test_paper_names_nobody_who_appraised(campaign, people, name):
    text = printed(people["unit_head"], name)
    assert people["appraiser"].full_name not in text
    assert people["appraiser"].username not in text


def test_paper_of_who_may_not_read_the_reply_holds_none(campaign, people):
    reply_to(answer_to(campaign, "1.1"), people["unit_staff"])
    assert "văn bản số 12" not in printed(people["appraiser"], "first_round_pdf")
    letter_url = reverse("reply_letter", args=["2021", "A"])
    assert client_of(people["appraiser"]).get(letter_url).status_code == 403
    Campaign.objects.update(phase=Phase.APPRAISE_2)
    assert "văn bản số 12" in printed(people["appraiser"], "reply_letter")


def test_same_letter_has_the_same_bytes(campaign, people):
    confirm(campaign, people["unit_head"])
    client, url = client_of(people["unit_head"]), reverse("reply_letter", args=["2021", "A"])
    assert client.get(url).content == client.get(url).content
