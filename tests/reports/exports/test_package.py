"""The whole file of a campaign with what was said in it: decisions with reasons, replies,
minutes; and none of it to others.
"""

import csv
import hashlib
import io
import zipfile
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from reports.exports.services.packages import PACKAGE_DOWNLOADED, take_package
from submissions.enums import MeetingState, Phase, Round
from submissions.models import Answer, Appraisal, Campaign, Meeting, Reply
from tests.submissions.reply.factories import make_explaining, reply_to
from units.models import AuditEntry, Membership

pytestmark = pytest.mark.django_db
TO_READ = "Ho so/A/Tham dinh va giai trinh.docx"
HOSTILE = "=1+1 <b>&amp;</b> {{ 7*7 }}"


@pytest.fixture
def told():
    """Unit A has contested one outcome; the second round kept the first; the Council has met
    once.
    """
    campaign, people = make_explaining()
    answer = Answer.objects.filter(submission__unit__code="A").order_by("criterion__order").first()
    reply_to(answer, people["unit_staff"])
    Reply.objects.filter(answer=answer).update(text=HOSTILE)
    given = Appraisal.objects.filter(round=Round.FIRST)
    Appraisal.objects.bulk_create(
        Appraisal(
            answer=row.answer,
            round=Round.SECOND,
            outcome=row.outcome,
            points=row.points,
            reason=row.reason,
            by=row.by,
        )
        for row in given
    )
    Meeting.objects.create(
        campaign=campaign,
        number=1,
        held_on=date(2021, 12, 1),
        purpose="Nghiệm thu",
        proceedings="Đã bàn kỹ.",
        state=MeetingState.OPEN,
    )
    Campaign.objects.filter(pk=campaign.pk).update(phase=Phase.COUNCIL_1)
    campaign.refresh_from_db()
    return campaign, people


def zip_for(campaign, user) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(take_package(campaign=campaign, by=user))))


def rows_of(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig")), delimiter=";"))


def text_of(archive: zipfile.ZipFile, name: str) -> str:
    file = Document(io.BytesIO(archive.read(name)))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in file.paragraphs), *cells])


def test_every_decision_and_every_reply_is_in_it_word_by_word(told):
    campaign, people = told
    archive = zip_for(campaign, people["council_secretary"])
    decided = rows_of(archive, "Du lieu/tham-dinh.csv")
    assert len(decided) == Appraisal.objects.filter(answer__submission__campaign=campaign).count()
    assert {(row["Lần"], row["Điểm"], row["Lý do"]) for row in decided} == {
        ("Thẩm định lần 1", "1,00", "Thiếu minh chứng."),
        ("Thẩm định lần 2", "1,00", "Thiếu minh chứng."),
    }
    (reply,) = rows_of(archive, "Du lieu/giai-trinh.csv")
    assert (reply["Mã đơn vị"], reply["Ý kiến"], reply["Giải trình"]) == (
        "A",
        "Không nhất trí",
        f"'{HOSTILE}",
    )
    assert reply["Điểm đề nghị"] == "8,50"
    assert f"Không nhất trí: {HOSTILE} Đề nghị 8,50 điểm." in text_of(archive, TO_READ)
    assert "Thiếu minh chứng." in text_of(archive, "Ho so/B/Tham dinh va giai trinh.docx")


def test_minutes_of_each_meeting_are_in_it(told):
    campaign, people = told
    archive = zip_for(campaign, people["council_secretary"])
    assert "Đã bàn kỹ." in text_of(archive, "Hoi dong/bien-ban-hop-1.docx")


def test_every_file_is_listed_with_its_sum(told):
    campaign, people = told
    archive = zip_for(campaign, people["auditor"])
    names = [name for name in archive.namelist() if name != "SHA256SUMS"]
    sums = dict(
        reversed(line.split("  ", 1)) for line in archive.read("SHA256SUMS").decode().splitlines()
    )
    assert sums == {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names}
    listed = {row["Tệp trong gói"]: row["SHA-256"] for row in rows_of(archive, "Danh muc.csv")}
    assert listed == {
        name: sums[name] for name in names if name not in ("DOC TRUOC.txt", "Danh muc.csv")
    }


def test_who_appraised_is_told_nowhere(told):
    """The secretary may know it; the ZIP may be handed on."""
    campaign, people = told
    archive = zip_for(campaign, people["council_secretary"])
    contents = b"".join(
        archive.read(name) for name in archive.namelist() if not name.endswith(("docx", "xlsx"))
    ).decode()
    texts = [
        contents,
        *(text_of(archive, name) for name in archive.namelist() if name.startswith("Ho so/")),
    ]
    names = [str(people["appraiser"]), people["appraiser"].username]
    assert [name for name in names for text in texts if name in text] == []


def test_of_the_own_unit_nothing_is_in_it_that_was_said(told):
    campaign, people = told
    own = campaign.submissions.get(unit__code="A")
    Membership.objects.create(user=people["wg_head"], unit=own.unit)
    archive = zip_for(campaign, people["wg_head"])
    assert TO_READ not in archive.namelist()
    decided = rows_of(archive, "Du lieu/tham-dinh.csv")
    assert {row["Mã đơn vị"] for row in decided} == {"B"}
    assert rows_of(archive, "Du lieu/giai-trinh.csv") == []
    assert f"không có quyền xem: {own.short_name}" in archive.read("DOC TRUOC.txt").decode()


def test_minutes_are_left_out_and_named_where_meetings_may_not_be_read(told):
    campaign, people = told
    Campaign.objects.filter(pk=campaign.pk).update(phase=Phase.DRAFT_REPORT)
    campaign.refresh_from_db()
    archive = zip_for(campaign, people["wg_head"])
    assert [name for name in archive.namelist() if name.startswith("Hoi dong/")] == []
    assert (
        "Biên bản của 1 phiên họp Hội đồng không kèm theo" in archive.read("DOC TRUOC.txt").decode()
    )


def test_download_is_recorded_of_the_campaign_with_the_files_of_each_unit(told):
    campaign, people = told
    zip_for(campaign, people["council_secretary"])
    entry = AuditEntry.objects.get(act=PACKAGE_DOWNLOADED)
    assert (entry.actor, entry.campaign_code, entry.subject) == (
        people["council_secretary"],
        campaign.code,
        f"submissions_campaign:{campaign.pk}",
    )


def test_the_first_block_is_sent_before_anything_is_read(told):
    campaign, people = told
    blocks = take_package(campaign=campaign, by=people["council_secretary"])
    with CaptureQueriesContext(connection) as asked:
        assert next(blocks).startswith(b"PK")
    assert len(asked) == 0
