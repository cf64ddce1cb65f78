"""The receipt on paper: one page that says the hashes whole, whatever the names, and never
without the right to read it.
"""

import io

import pikepdf
import pypdfium2
import pytest
from django.test import Client

from reports.layout import pdf
from submissions.handing_in.services.submission import take_back
from submissions.models import Campaign, Submission
from tests.submissions.handing_in.factories import file_to_hand_in, finish, submit
from tests.submissions.workplace import make_work, make_workers
from units.models import AuditEntry, User

pytestmark = pytest.mark.django_db

LONG = (
    "Viện Nghiên cứu, Đào tạo, Bồi dưỡng và Ứng dụng công nghệ thông tin trong tổ chức nhà nước "
    "và cải cách hành chính "
)
HOSTILE = '<img src="file:///etc/passwd"><script>alert(1)</script>'


@pytest.fixture
def campaign() -> Campaign:
    return make_work()


@pytest.fixture
def people(campaign) -> dict[str, User]:
    return make_workers(campaign)


def handed_in(campaign: Campaign, people: dict[str, User], **named: str) -> AuditEntry:
    Submission.objects.filter(unit__code="A").update(**named)
    submission = file_to_hand_in(campaign)
    finish(submission, people["unit_head"])
    return submit(submission, people["unit_head"])


def receipt(entry: AuditEntry, person: User):
    client = Client()
    client.force_login(person)
    return client.get(f"/dot/2021/ho-so/A/bien-nhan/{entry.pk}.pdf")


def pages_of(content: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)]


def test_receipt_is_one_page_with_both_hashes(campaign, people):
    entry = handed_in(campaign, people)
    response = receipt(entry, people["unit_staff"])
    [page] = pages_of(response.content)
    joined = "".join(page.split())
    assert response.headers["Content-Type"] == "application/pdf"
    assert (
        response.headers["Content-Disposition"]
        == f'attachment; filename="bien-nhan-2021-A-{entry.pk}.pdf"'
    )
    assert file_to_hand_in(campaign).content_sha256 in joined
    assert f"{entry.sequence}:{entry.entry_hash}" in joined
    assert "BIÊN NHẬN NỘP HỒ SƠ" in page


def test_receipt_is_tagged_and_embeds_its_own_fonts(campaign, people):
    content = receipt(handed_in(campaign, people), people["unit_head"]).content
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "vi"
        fonts = {
            str(font.BaseFont) for page in document.pages for font in page.Resources.Font.values()
        }
    assert fonts
    assert [font for font in fonts if "Liberation" not in font and "ICT" not in font] == []


def test_long_names_stay_on_the_page(campaign, people):
    Campaign.objects.update(title=(LONG * 2)[:290], ministry=LONG)
    [page] = pages_of(
        receipt(handed_in(campaign, people, name=(LONG * 2)[:200]), people["unit_head"]).content
    )
    assert "cải cách hành chính" in " ".join(page.split())


def test_hostile_names_are_printed_as_text(campaign, people):
    Campaign.objects.update(title=HOSTILE, ministry=HOSTILE)
    [page] = pages_of(
        receipt(handed_in(campaign, people, name=HOSTILE), people["unit_head"]).content
    )
    assert "<script>alert(1)</script>" in " ".join(page.split())


def test_receipt_of_what_was_taken_back_says_so(campaign, people):
    entry = handed_in(campaign, people)
    take_back(submission=file_to_hand_in(campaign), by=people["unit_head"])
    [page] = pages_of(receipt(entry, people["unit_head"]).content)
    assert "đã được đơn vị rút lại sau đó" in " ".join(page.split())


def test_without_pango_the_page_says_what_still_works(campaign, people, monkeypatch):
    entry = handed_in(campaign, people)

    def missing():
        raise pdf.PdfUnavailable

    monkeypatch.setattr(pdf, "require_weasyprint", missing)
    response = receipt(entry, people["unit_head"])
    assert response.status_code == 503
    assert "tệp JSON vẫn tải được" in response.content.decode()


def test_receipt_of_another_unit_is_not_there(campaign, people):
    entry = handed_in(campaign, people)
    client = Client()
    client.force_login(people["unit_head"])
    assert client.get(f"/dot/2021/ho-so/B/bien-nhan/{entry.pk}.pdf").status_code == 404
