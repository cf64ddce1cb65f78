"""Headings that the data have left behind, sections that change places, and taking back
whatever was done to the text.
"""

import re
from io import BytesIO

import pytest
from django.http import Http404
from django.urls import reverse
from docx import Document

from criteria.models import CriterionGroup
from ictindex.lib.errors import NotAllowed, StaleState
from reports.document.queries.campaign_document import campaign_document
from reports.document.queries.doubts import undecided_passages
from reports.document.queries.draft import drafts_of
from reports.document.queries.history import removed_from, wordings_of
from reports.document.services import headings
from reports.document.services.changes import (
    NOT_GIVEN,
    WordingChoice,
    decide,
    mark_of,
    take_unedited,
)
from reports.document.services.docx import make_docx
from reports.document.services.passages import (
    add_passages,
    begin_text,
    edit_passage,
    remove_passage,
)
from reports.document.services.restoration import bring_back, restore_title, restore_wording
from reports.document.services.rows import InvalidText, StaleText
from reports.document.text.comparison import ChangeKind, FigureChange
from reports.editions.content import page_of
from reports.editions.members import EditionSource
from reports.enums import DocumentPart
from reports.layout.blocks import Heading, Paragraph, roman
from reports.models import Passage, Section
from submissions.enums import Phase
from submissions.models import Campaign
from tests.reports.document.factories import make_written, passage_of, score, section_of
from tests.submissions.factories import NOW
from units.record.queries.verification import verify_record

pytestmark = pytest.mark.django_db
SECRETARY, HEAD, MEMBER = "council_secretary", "wg_head", "council_member"
GROUP = "ket-qua:thuoc:nhom:HT"


@pytest.fixture
def written():
    return make_written()


def words(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text) for text in texts)


def keys(campaign: Campaign, part: DocumentPart = DocumentPart.REPORT) -> list[str]:
    return [section.key or section.title for section in campaign.sections.filter(part=part)]


def move(campaign: Campaign, people, key: str, by_places: int) -> bool:
    return headings.move_section(
        section=section_of(campaign, key), by_places=by_places, by=people[SECRETARY]
    )


def heading_change(campaign: Campaign):
    return next(
        change
        for change in drafts_of(campaign).changes
        if change.is_heading and change.section.key == GROUP
    )


def own_problems() -> list[str]:
    tables = {model._meta.db_table for model in (Section, Passage)}
    return [
        str(problem)
        for problem in verify_record()
        if any(table in str(problem) for table in tables)
    ]


# --- headings that the data have left behind ------------------------------------------------


def rename_group(name: str) -> None:
    CriterionGroup.objects.filter(code="HT").update(name=name)


def test_a_heading_that_the_data_changed_is_offered_with_both_texts_and_printed_as_stored(written):
    campaign, _ = written
    before = section_of(campaign, GROUP).title
    rename_group("Hạ tầng 2")
    change = heading_change(campaign)
    assert (change.kind, change.before, change.after) == (
        ChangeKind.CHANGED,
        f"<p>{before}</p>",
        "<p>Nhóm tiêu chí Hạ tầng 2</p>",
    )
    assert change.figures == (FigureChange("Nhóm tiêu chí Hạ tầng", "", "2"),)
    assert before in [
        block.title for block in campaign_document(campaign).blocks if isinstance(block, Heading)
    ]
    assert f"Mục «{before}»: đề mục đã đổi theo số liệu" in undecided_passages(campaign)


@pytest.mark.parametrize(
    ("choice", "title"),
    [(WordingChoice.TAKE, "Nhóm tiêu chí Hạ tầng"), (WordingChoice.KEEP, "Nhóm tiêu chí HT")],
)
def test_a_changed_heading_is_taken_or_kept_and_asked_about_again_only_when_it_changes_again(
    written, choice, title
):
    campaign, people = written
    rename_group("Hạ tầng")
    decide(
        campaign=campaign,
        mark=mark_of(heading_change(campaign)),
        choice=choice,
        by=people[SECRETARY],
    )
    section = section_of(campaign, GROUP)
    assert (section.title, section.generated_title, section.version) == (
        title,
        "Nhóm tiêu chí Hạ tầng",
        2,
    )
    assert GROUP not in [
        change.section.key for change in drafts_of(campaign).changes if change.is_heading
    ]
    rename_group("Hạ tầng kỹ thuật")
    assert heading_change(campaign).after == "<p>Nhóm tiêu chí Hạ tầng kỹ thuật</p>"
    assert own_problems() == []


def test_a_heading_edited_by_hand_is_not_taken_with_all_the_others(written):
    campaign, people = written
    headings.edit_section(
        section=section_of(campaign, GROUP),
        version=1,
        title="Hạ tầng của Bộ",
        level=3,
        by=people[SECRETARY],
    )
    rename_group("Hạ tầng")
    found = drafts_of(campaign).changes
    assert {change.section.key for change in found if change.is_heading and change.is_by_hand} == {
        GROUP
    }
    with pytest.raises(StaleState):
        take_unedited(
            campaign=campaign, marks=[mark_of(change) for change in found], by=people[SECRETARY]
        )
    assert section_of(campaign, GROUP).title == "Hạ tầng của Bộ"


def test_a_decision_about_a_heading_that_was_edited_meanwhile_is_refused(written):
    campaign, people = written
    rename_group("Hạ tầng")
    mark = mark_of(heading_change(campaign))
    headings.edit_section(
        section=section_of(campaign, GROUP), version=1, title="Khác", level=3, by=people[HEAD]
    )
    with pytest.raises(StaleState):
        decide(campaign=campaign, mark=mark, choice=WordingChoice.TAKE, by=people[SECRETARY])


@pytest.mark.parametrize(
    ("choice", "is_left_out", "reason"),
    [(WordingChoice.TAKE, True, NOT_GIVEN), (WordingChoice.KEEP, False, "")],
    ids=["hidden", "kept"],
)
def test_a_heading_that_the_data_no_longer_give_is_hidden_or_kept(choice, is_left_out, reason):
    campaign, people = make_written(is_begun=False)
    score(campaign, "A", 0)
    begin_text(campaign=campaign, by=people[SECRETARY], now=NOW)
    score(campaign, "A", 1)
    gone = [change for change in drafts_of(campaign).changes if change.is_heading]
    assert {(change.kind, change.section.key) for change in gone} == {
        (ChangeKind.GONE, key) for key in ("chua-dat", "chua-dat:HT", "ty-le-chua-dat")
    }
    for change in gone:
        decide(campaign=campaign, mark=mark_of(change), choice=choice, by=people[SECRETARY])
    hidden = Section.objects.filter(
        is_left_out=is_left_out, left_out_reason=reason, key__contains="chua-dat"
    )
    assert hidden.count() == 3
    assert not any(change.is_heading for change in drafts_of(campaign).changes)


def test_words_that_the_data_give_again_are_printed_once_they_are_taken(written):
    campaign, people = written
    campaign.timeline.create(number=1, what="Họp")
    gone = next(change for change in drafts_of(campaign).changes if change.kind is ChangeKind.GONE)
    decide(campaign=campaign, mark=mark_of(gone), choice=WordingChoice.TAKE, by=people[SECRETARY])
    campaign.timeline.all().delete()
    back = next(
        change
        for change in drafts_of(campaign).changes
        if change.stored and change.stored.key == "chua-ghi"
    )
    decide(campaign=campaign, mark=mark_of(back), choice=WordingChoice.TAKE, by=people[SECRETARY])
    assert not passage_of(campaign, "cac-buoc", "chua-ghi").is_left_out


# --- places ----------------------------------------------------------------------------------


def test_a_section_changes_places_with_its_neighbour_and_takes_along_what_is_below(written):
    campaign, people = written
    before = keys(campaign)
    assert before[:4] == ["muc-dich-yeu-cau", "muc-dich", "yeu-cau", "pham-vi-phuong-phap"]
    assert move(campaign, people, "muc-dich-yeu-cau", 1)
    second = before[3 : before.index("qua-trinh")]
    assert keys(campaign) == [
        *second,
        "muc-dich-yeu-cau",
        "muc-dich",
        "yeu-cau",
        *before[before.index("qua-trinh") :],
    ]
    assert move(campaign, people, "muc-dich-yeu-cau", -1)
    assert keys(campaign) == before
    assert own_problems() == []


def test_at_the_end_of_a_chapter_a_section_goes_on_into_the_next(written):
    campaign, people = written
    assert move(campaign, people, "yeu-cau", 1)
    assert keys(campaign)[:4] == ["muc-dich-yeu-cau", "muc-dich", "pham-vi-phuong-phap", "yeu-cau"]
    assert move(campaign, people, "yeu-cau", -1)
    assert keys(campaign)[:4] == ["muc-dich-yeu-cau", "muc-dich", "yeu-cau", "pham-vi-phuong-phap"]


@pytest.mark.parametrize(
    ("key", "way"), [("muc-dich-yeu-cau", -1), ("muc-dich", -1), ("kien-nghi", 1)]
)
def test_beyond_the_ends_nothing_moves(written, key, way):
    campaign, people = written
    before = keys(campaign)
    assert not move(campaign, people, key, way)
    assert keys(campaign) == before


def test_articles_move_among_articles_and_the_rest_of_a_decision_stays(written):
    campaign, people = written
    before = keys(campaign, DocumentPart.DECISION)
    assert not move(campaign, people, "dieu:1", -1)
    assert move(campaign, people, "dieu:1", 1)
    assert keys(campaign, DocumentPart.DECISION) == [*before[:2], "dieu:2", "dieu:1", *before[4:]]
    assert not move(campaign, people, "dieu:4", 1)
    with pytest.raises(InvalidText):
        move(campaign, people, "noi-nhan", -1)


def test_the_order_is_that_of_the_document_its_contents_and_the_page_that_is_frozen(written):
    campaign, people = written
    own = headings.add_section(
        after=section_of(campaign, "kien-nghi"), title="Phần riêng", level=1, by=people[SECRETARY]
    )
    headings.move_section(section=own, by_places=-1, by=people[SECRETARY])
    move(campaign, people, "muc-dich-yeu-cau", 1)
    document = campaign_document(campaign)
    expected = [
        "PHẠM VI VÀ PHƯƠNG PHÁP ĐÁNH GIÁ",
        "MỤC ĐÍCH, YÊU CẦU",
        "QUÁ TRÌNH THỰC HIỆN",
        "KẾT QUẢ ĐÁNH GIÁ",
        "ĐÁNH GIÁ CHUNG",
        "PHẦN RIÊNG",
        "KIẾN NGHỊ",
    ]
    assert [
        heading.title for heading in document.sections if getattr(heading, "level", 0) == 1
    ] == expected
    page = page_of(
        EditionSource(results=None, open_data={}, document=document, findings=(), book=None)
    )
    assert re.findall("|".join(expected), page) == [*expected, *expected]
    words_file = Document(BytesIO(make_docx(document)))
    assert [each.text for each in words_file.paragraphs if each.text.partition(" ")[2] in expected][
        -7:
    ] == [f"{roman(place)}. {title}" for place, title in enumerate(expected, start=1)]


def test_others_move_nothing(written):
    campaign, people = written
    with pytest.raises(NotAllowed):
        headings.move_section(
            section=section_of(campaign, "yeu-cau"), by_places=1, by=people[MEMBER]
        )


# --- taking back --------------------------------------------------------------------------------


def test_every_wording_can_be_read_and_put_back(written):
    campaign, people = written
    passage = passage_of(campaign, "gui-bao-cao", "gui-bao-cao")
    first = passage.text
    edit_passage(passage=passage, version=1, blocks=words("Hai"), by=people[SECRETARY])
    edit_passage(passage=passage, version=2, blocks=words("Ba"), by=people[HEAD])
    passage.refresh_from_db()
    found = wordings_of(passage, campaign)
    assert [(each.words, each.by) for each in found] == [
        ("<p>Hai</p>", str(people[SECRETARY])),
        (first, str(people[SECRETARY])),
    ]
    restore_wording(passage=passage, version=3, sequence=found[1].sequence, by=people[SECRETARY])
    passage.refresh_from_db()
    assert (passage.text, passage.is_edited, passage.version) == (first, False, 4)
    assert [each.words for each in wordings_of(passage, campaign)] == ["<p>Ba</p>", "<p>Hai</p>"]
    with pytest.raises(StaleText):
        restore_wording(
            passage=passage, version=3, sequence=found[0].sequence, by=people[SECRETARY]
        )
    with pytest.raises(Http404):
        restore_wording(passage=passage, version=4, sequence=1, by=people[SECRETARY])


def test_words_that_new_ones_replaced_can_be_put_back(written):
    campaign, people = written
    passage = passage_of(campaign, "ket-qua:thuoc:tong-diem", "diem")
    edit_passage(passage=passage, version=1, blocks=words("Lời của thư ký"), by=people[SECRETARY])
    score(campaign, "A", 40)
    change = next(
        change
        for change in drafts_of(campaign).changes
        if change.stored and change.stored.pk == passage.pk
    )
    decide(campaign=campaign, mark=mark_of(change), choice=WordingChoice.TAKE, by=people[SECRETARY])
    passage.refresh_from_db()
    assert next(each.words for each in wordings_of(passage, campaign)) == "<p>Lời của thư ký</p>"


def test_a_heading_that_was_there_before_is_put_back(written):
    campaign, people = written
    section = section_of(campaign, "yeu-cau")
    headings.edit_section(
        section=section, version=1, title="Yêu cầu chung", level=2, by=people[SECRETARY]
    )
    section.refresh_from_db()
    (before,) = wordings_of(section, campaign)
    restore_title(section=section, version=2, sequence=before.sequence, by=people[SECRETARY])
    assert section_of(campaign, "yeu-cau").title == "Yêu cầu"


def test_a_removed_section_comes_back_with_its_passages_where_it_stood(written):
    campaign, people = written
    own = headings.add_section(
        after=section_of(campaign, "yeu-cau"), title="Thêm", level=2, by=people[SECRETARY]
    )
    add_passages(section=own, after=None, blocks=words("Một", "Hai"), by=people[SECRETARY])
    document, before = campaign_document(campaign), keys(campaign)
    headings.remove_section(section=own, version=1, by=people[SECRETARY])
    assert keys(campaign) == [key for key in before if key != "Thêm"]
    (removed,) = removed_from(campaign)
    assert (removed.title, removed.words) == ("Thêm", ("<p>Một</p>", "<p>Hai</p>"))
    bring_back(campaign=campaign, sequence=removed.sequence, by=people[SECRETARY])
    assert (keys(campaign), campaign_document(campaign), removed_from(campaign)) == (
        before,
        document,
        (),
    )
    with pytest.raises(StaleState):
        bring_back(campaign=campaign, sequence=removed.sequence, by=people[SECRETARY])
    assert own_problems() == []


def test_a_removed_passage_comes_back_once_its_section_is_there(written):
    campaign, people = written
    own = headings.add_section(
        after=section_of(campaign, "yeu-cau"), title="Thêm", level=2, by=people[SECRETARY]
    )
    one, _ = add_passages(section=own, after=None, blocks=words("Một", "Hai"), by=people[SECRETARY])
    remove_passage(passage=one, version=1, by=people[SECRETARY])
    headings.remove_section(section=own, version=1, by=people[SECRETARY])
    section, passage = removed_from(campaign)
    with pytest.raises(InvalidText):
        bring_back(campaign=campaign, sequence=passage.sequence, by=people[SECRETARY])
    bring_back(campaign=campaign, sequence=section.sequence, by=people[SECRETARY])
    bring_back(campaign=campaign, sequence=passage.sequence, by=people[HEAD])
    texts = [each.text for each in Section.objects.get(title="Thêm").passages.all()]
    assert texts == ["<p>Một</p>", "<p>Hai</p>"]


def test_who_may_not_write_brings_nothing_back(written):
    campaign, people = written
    own = headings.add_section(
        after=section_of(campaign, "yeu-cau"), title="Thêm", level=2, by=people[SECRETARY]
    )
    headings.remove_section(section=own, version=1, by=people[SECRETARY])
    (removed,) = removed_from(campaign)
    Campaign.objects.update(phase=Phase.COUNCIL_1)
    for person in (SECRETARY, MEMBER):
        with pytest.raises(NotAllowed):
            bring_back(campaign=campaign, sequence=removed.sequence, by=people[person])


# --- on the pages ---------------------------------------------------------------------------------


def test_moving_removing_and_bringing_back_work_by_plain_forms(written, client):
    campaign, people = written
    client.force_login(people[SECRETARY])
    own = headings.add_section(
        after=section_of(campaign, "yeu-cau"), title="Thêm", level=2, by=people[SECRETARY]
    )

    def post(name: str, *more: object, **posted: str):
        return client.post(reverse(name, args=[campaign.code, *more]), posted, follow=True)

    page = post("section_move", own.pk, way="up")
    assert page.redirect_chain[-1][0].endswith(f"#muc-{own.pk}")
    assert keys(campaign)[:3] == ["muc-dich-yeu-cau", "muc-dich", "Thêm"]
    assert (
        "đã ở đầu"
        in post(
            "section_move", section_of(campaign, "muc-dich-yeu-cau").pk, way="up"
        ).content.decode()
    )
    assert "Đã xóa mục «Thêm»" in post("section_remove", own.pk, version="1").content.decode()
    (removed,) = removed_from(campaign)
    assert "Đã lấy lại phần đã xóa" in post("removal_undo", removed.sequence).content.decode()
    assert keys(campaign)[2] == "Thêm"


def test_earlier_words_stand_on_the_page_where_a_passage_is_edited(written, client):
    campaign, people = written
    client.force_login(people[SECRETARY])
    passage = passage_of(campaign, "gui-bao-cao", "gui-bao-cao")
    edit_passage(passage=passage, version=1, blocks=words("Hai"), by=people[SECRETARY])
    edit_passage(passage=passage, version=2, blocks=words("Ba"), by=people[SECRETARY])
    page = client.get(reverse("passage_edit", args=[campaign.code, passage.pk])).content.decode()
    assert (len(re.findall(r"<p>\s*Hai\s*</p>", page)), page.count("Lấy lại lời này")) == (1, 2)
    sequence = next(
        each.sequence
        for each in wordings_of(Passage.objects.get(pk=passage.pk), campaign)
        if "Hai" in each.words
    )
    client.post(
        reverse("wording_restore", args=[campaign.code, passage.pk]),
        {"version": "3", "sequence": str(sequence)},
    )
    assert Passage.objects.get(pk=passage.pk).text == "<p>Hai</p>"
