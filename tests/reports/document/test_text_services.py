"""Writing the report's text: what is stored, what is recorded, what is refused; two people at
once; data that change.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.http import Http404

from ictindex.lib.errors import NotAllowed, StaleState
from reports.document.queries.campaign_document import campaign_document
from reports.document.queries.doubts import bases_out_of_force, undecided_passages
from reports.document.queries.draft import drafts_of
from reports.document.queries.text import stored_text
from reports.document.services import bases, headings
from reports.document.services.bases import BasisEntry
from reports.document.services.changes import WordingChoice, decide, mark_of, take_unedited
from reports.document.services.passages import (
    add_passages,
    begin_text,
    edit_passage,
    move_passage,
    print_passage,
    remove_passage,
    restore_passage,
)
from reports.document.services.rows import MOST_LETTERS, InvalidText, StaleText
from reports.document.text.comparison import ChangeKind
from reports.enums import DocumentPart
from reports.layout.blocks import Grid, Items, Paragraph
from reports.models import ChosenBasis, LegalBasis, Passage, Section
from submissions.enums import Phase
from submissions.models import Campaign
from tests.reports.document.factories import make_written, passage_of, score, section_of
from units.models import AuditEntry
from units.record.queries.verification import verify_record

pytestmark = pytest.mark.django_db
SECRETARY, HEAD, MEMBER, PUBLISHER = "council_secretary", "wg_head", "council_member", "publisher"


@pytest.fixture
def written():
    return make_written()


def words(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text) for text in texts)


def acts() -> list[str]:
    return [
        entry.act
        for entry in AuditEntry.objects.order_by("sequence")
        if entry.act.startswith("report.")
    ]


def texts_in(section: Section) -> list[str]:
    return [passage.text for passage in section.passages.all()]


def decided_about(campaign: Campaign, section: str) -> str:
    return next(
        mark_of(change)
        for change in drafts_of(campaign).changes
        if change.section and change.section.key == section
    )


# --- taking over --------------------------------------------------------------------------


def test_taking_over_changes_nothing_that_is_printed_and_is_recorded_whole():
    campaign, people = make_written(is_begun=False)
    before = campaign_document(campaign)
    count = begin_text(campaign=campaign, by=people[SECRETARY])
    assert campaign_document(campaign) == before
    assert count == Passage.objects.count() > 20
    entry = AuditEntry.objects.get(act="report.text_begun")
    assert entry.changes.count('"before":null') == sum(
        model.objects.count() for model in (Section, Passage, LegalBasis, ChosenBasis)
    )


def test_the_text_is_taken_over_once(written):
    campaign, people = written
    with pytest.raises(StaleState):
        begin_text(campaign=campaign, by=people[HEAD])


@pytest.mark.parametrize(
    ("phase", "person"),
    [(Phase.COUNCIL_1, HEAD), (Phase.DRAFT_REPORT, MEMBER), (Phase.PUBLISHED, SECRETARY)],
)
def test_who_may_not_edit_takes_nothing_over(phase, person):
    campaign, people = make_written(phase, is_begun=False)
    with pytest.raises(NotAllowed):
        begin_text(campaign=campaign, by=people[person])
    assert not Section.objects.exists()


def test_the_stored_text_is_read_in_three_queries_however_long_it_is(
    written, django_assert_num_queries
):
    campaign, _ = written
    section = section_of(campaign, "cach-tinh")
    Passage.objects.bulk_create(
        Passage(section=section, text="<p>Thêm</p>", order=place) for place in range(200)
    )
    with django_assert_num_queries(3):
        text = stored_text(campaign)
    assert sum(len(each.passages) for each in text.sections) == Passage.objects.count()


# --- passages ----------------------------------------------------------------------------------


def test_an_edited_passage_is_printed_and_recorded(written):
    campaign, people = written
    passage = passage_of(campaign, "gui-bao-cao", "gui-bao-cao")
    edit_passage(
        passage=passage, version=1, blocks=words("Mọi đơn vị gửi đúng hạn."), by=people[SECRETARY]
    )
    stored = Passage.objects.get(pk=passage.pk)
    assert (stored.text, stored.is_edited, stored.version) == (
        "<p>Mọi đơn vị gửi đúng hạn.</p>",
        True,
        2,
    )
    assert stored.generated == passage.generated
    assert Paragraph("Mọi đơn vị gửi đúng hạn.") in campaign_document(campaign).blocks
    assert acts()[-1] == "report.passage_edited"


def test_what_is_pasted_besides_becomes_passages_behind_it(written):
    campaign, people = written
    section = section_of(campaign, "cach-tinh")
    passage = section.passages.all()[1]
    blocks = (Paragraph("Một"), Items(("a", "b")), Grid("", ("A",), (), (("x",),)))
    edit_passage(passage=passage, version=1, blocks=blocks, by=people[SECRETARY])
    assert [row.form for row in section.passages.all()] == [
        "paragraph",
        "paragraph",
        "list",
        "table",
        "paragraph",
        "paragraph",
    ]
    assert [row.key for row in section.passages.all()] == [
        "cach-tinh-1",
        "cach-tinh-2",
        "",
        "",
        "cach-tinh-3",
        "cach-tinh-4",
    ]
    assert [row.order for row in section.passages.all()] == [10, 20, 30, 40, 50, 60]


def test_of_two_people_the_second_is_told_what_the_first_wrote(written):
    campaign, people = written
    passage = passage_of(campaign, "gui-bao-cao", "gui-bao-cao")
    edit_passage(passage=passage, version=1, blocks=words("Của thư ký"), by=people[SECRETARY])
    with pytest.raises(StaleText) as refusal:
        edit_passage(passage=passage, version=1, blocks=words("Của tổ trưởng"), by=people[HEAD])
    assert refusal.value.current.text == "<p>Của thư ký</p>"
    assert Passage.objects.get(pk=passage.pk).text == "<p>Của thư ký</p>"


@pytest.mark.parametrize(
    "blocks",
    [
        (),
        words(" "),
        words("x" * (MOST_LETTERS + 1)),
        words(*["x"] * 201),
        (Grid("", ("A",) * 13, (), ()),),
    ],
    ids=["nothing", "blank", "too long", "too many", "too wide"],
)
def test_what_no_report_can_hold_is_refused(written, blocks):
    campaign, people = written
    passage = passage_of(campaign, "gui-bao-cao", "gui-bao-cao")
    with pytest.raises(InvalidText):
        edit_passage(passage=passage, version=1, blocks=blocks, by=people[SECRETARY])
    assert Passage.objects.get(pk=passage.pk).version == 1


def test_nobody_edits_after_the_draft_went_to_the_council(written):
    campaign, people = written
    Campaign.objects.update(phase=Phase.COUNCIL_1)
    passage = passage_of(campaign, "gui-bao-cao", "gui-bao-cao")
    for person in (SECRETARY, HEAD):
        with pytest.raises(NotAllowed):
            edit_passage(passage=passage, version=1, blocks=words("x"), by=people[person])


def test_only_the_decision_is_edited_between_the_draft_and_the_signature(written):
    campaign, people = written
    Campaign.objects.update(phase=Phase.SIGNING)
    article = passage_of(campaign, "dieu:2", "noi-dung")
    edit_passage(
        passage=article,
        version=1,
        blocks=words("Các đơn vị khắc phục hạn chế."),
        by=people[SECRETARY],
    )
    assert campaign_document(campaign).decision.articles[1] == (
        "Điều 2.",
        "Các đơn vị khắc phục hạn chế.",
    )
    with pytest.raises(NotAllowed):
        edit_passage(passage=article, version=2, blocks=words("x"), by=people[HEAD])


def test_a_passage_is_left_out_and_printed_again(written):
    campaign, people = written
    passage = passage_of(campaign, "gui-bao-cao", "gui-bao-cao")
    whole = campaign_document(campaign).blocks
    print_passage(passage=passage, version=1, is_left_out=True, by=people[SECRETARY])
    assert len(campaign_document(campaign).blocks) == len(whole) - 1
    print_passage(passage=passage, version=2, is_left_out=False, by=people[SECRETARY])
    assert campaign_document(campaign).blocks == whole


def test_passages_change_places(written):
    campaign, people = written
    section = section_of(campaign, "cach-tinh")
    first, second, *others = texts_in(section)
    move_passage(passage=section.passages.first(), version=1, by_places=1, by=people[SECRETARY])
    assert texts_in(section) == [second, first, *others]
    count = AuditEntry.objects.count()
    move_passage(passage=section.passages.first(), version=1, by_places=-1, by=people[SECRETARY])
    assert (texts_in(section), AuditEntry.objects.count()) == ([second, first, *others], count)


def test_only_what_was_added_by_hand_is_removed(written):
    campaign, people = written
    section = section_of(campaign, "cach-tinh")
    (own,) = add_passages(section=section, after=None, blocks=words("Thêm"), by=people[SECRETARY])
    assert texts_in(section)[0] == "<p>Thêm</p>"
    with pytest.raises(InvalidText):
        remove_passage(passage=section.passages.last(), version=1, by=people[SECRETARY])
    remove_passage(passage=own, version=1, by=people[SECRETARY])
    assert texts_in(section)[0] != "<p>Thêm</p>"


def test_a_passage_of_another_section_is_no_place_to_add_behind(written):
    campaign, people = written
    elsewhere = passage_of(campaign, "gui-bao-cao", "gui-bao-cao")
    with pytest.raises(Http404):
        add_passages(
            section=section_of(campaign, "cach-tinh"),
            after=elsewhere,
            blocks=words("x"),
            by=people[SECRETARY],
        )


def test_the_applications_own_words_are_put_back(written):
    campaign, people = written
    passage = passage_of(campaign, "gui-bao-cao", "gui-bao-cao")
    edit_passage(passage=passage, version=1, blocks=words("Khác"), by=people[SECRETARY])
    restore_passage(passage=passage, version=2, by=people[SECRETARY])
    stored = Passage.objects.get(pk=passage.pk)
    assert (stored.text, stored.is_edited) == (passage.generated, False)


# --- headings -------------------------------------------------------------------------------------


def test_a_new_heading_comes_behind_all_that_is_below_the_other(written):
    campaign, people = written
    headings.add_section(
        after=section_of(campaign, "muc-dich-yeu-cau"),
        title=" Lời  mở đầu ",
        level=1,
        by=people[SECRETARY],
    )
    titles = [section.title for section in campaign.sections.filter(part=DocumentPart.REPORT)][:5]
    assert titles == [
        "Mục đích, yêu cầu",
        "Mục đích",
        "Yêu cầu",
        "Lời mở đầu",
        "Phạm vi và phương pháp đánh giá",
    ]
    shown = [
        heading.title
        for heading in campaign_document(campaign).sections
        if getattr(heading, "level", 0) == 1
    ]
    assert shown[1] == "LỜI MỞ ĐẦU"


def test_a_section_is_left_out_with_those_below_it(written):
    campaign, people = written
    section, whole = section_of(campaign, "qua-trinh"), campaign_document(campaign).blocks
    headings.leave_out_section(
        section=section, version=1, reason="  Đã có ở  tờ trình ", by=people[SECRETARY]
    )
    left_out = [
        section.key
        for section in Section.objects.filter(is_left_out=True, left_out_reason="Đã có ở tờ trình")
    ]
    assert left_out == ["qua-trinh", "cac-buoc", "hoi-dong", "to-giup-viec", "gui-bao-cao"]
    assert "QUÁ TRÌNH THỰC HIỆN" not in [
        heading.title for heading in campaign_document(campaign).sections
    ]
    assert AuditEntry.objects.get(act="report.section_left_out").reason == "Đã có ở tờ trình"
    headings.print_section(section=section, version=2, by=people[SECRETARY])
    assert campaign_document(campaign).blocks == whole
    assert not Section.objects.exclude(left_out_reason="").exists()


@pytest.mark.parametrize("reason", ["", " \n", "x" * 301])
def test_what_the_application_wrote_is_not_hidden_without_a_reason(written, reason):
    campaign, people = written
    with pytest.raises(InvalidText):
        headings.leave_out_section(
            section=section_of(campaign, "qua-trinh"),
            version=1,
            reason=reason,
            by=people[SECRETARY],
        )
    assert not Section.objects.filter(is_left_out=True).exists()


def test_a_section_with_figures_is_always_printed(written):
    campaign, people = written
    with pytest.raises(InvalidText):
        headings.leave_out_section(
            section=section_of(campaign, "ket-qua"), version=1, reason="x", by=people[SECRETARY]
        )
    assert not Section.objects.filter(is_left_out=True).exists()


@pytest.mark.parametrize(("title", "level"), [("", 1), ("x" * 301, 1), ("Mục", 4), ("Mục", 0)])
def test_a_heading_has_words_and_one_of_three_levels(written, title, level):
    campaign, people = written
    with pytest.raises(InvalidText):
        headings.edit_section(
            section=section_of(campaign, "yeu-cau"),
            version=1,
            title=title,
            level=level,
            by=people[SECRETARY],
        )


def test_a_heading_is_edited_in_its_version_only(written):
    campaign, people = written
    section = section_of(campaign, "yeu-cau")
    headings.edit_section(
        section=section, version=1, title="Yêu cầu chung", level=2, by=people[SECRETARY]
    )
    with pytest.raises(StaleText):
        headings.edit_section(section=section, version=1, title="Khác", level=2, by=people[HEAD])
    assert section_of(campaign, "yeu-cau").title == "Yêu cầu chung"


def test_only_headings_added_by_hand_are_removed(written):
    campaign, people = written
    own = headings.add_section(
        after=section_of(campaign, "yeu-cau"), title="Thêm", level=2, by=people[SECRETARY]
    )
    with pytest.raises(InvalidText):
        headings.remove_section(
            section=section_of(campaign, "yeu-cau"), version=1, by=people[SECRETARY]
        )
    headings.remove_section(section=own, version=1, by=people[SECRETARY])
    assert not Section.objects.filter(title="Thêm").exists()


def test_a_new_article_is_numbered_and_the_recipients_follow_it(written):
    campaign, people = written
    article = headings.add_section(
        after=section_of(campaign, "dieu:1"), title="", level=1, by=people[SECRETARY]
    )
    add_passages(
        section=article,
        after=None,
        blocks=words("Giao Tổ giúp việc lưu hồ sơ."),
        by=people[SECRETARY],
    )
    decision = campaign_document(campaign).decision
    assert [label for label, _ in decision.articles] == [
        f"Điều {number}." for number in range(1, 6)
    ]
    assert decision.articles[-1] == ("Điều 5.", "Giao Tổ giúp việc lưu hồ sơ./.")
    assert decision.recipients[0] == "- Như Điều 5;"
    assert (
        headings.add_section(after=article, title="", level=1, by=people[SECRETARY]).key
        == "dieu:them-2"
    )


def test_headings_of_the_decision_are_not_edited(written):
    campaign, people = written
    with pytest.raises(InvalidText):
        headings.edit_section(
            section=section_of(campaign, "dieu:1"),
            version=1,
            title="Mục",
            level=1,
            by=people[SECRETARY],
        )


# --- when data change -----------------------------------------------------------------------------


def test_a_change_of_data_changes_no_words_by_itself(written):
    campaign, _ = written
    before = Passage.objects.values_list("pk", "text").order_by("pk")
    stored = list(before)
    score(campaign, "A", 40)
    assert campaign_document(campaign).figure_tables[0].rows[0].cells[-1].text == "21,50"
    assert Paragraph("A đạt 2,00 điểm.") in campaign_document(campaign).blocks
    assert list(before) == stored
    assert {change.kind for change in drafts_of(campaign).changes} == {ChangeKind.CHANGED}


def test_taking_the_new_words_prints_them(written):
    campaign, people = written
    score(campaign, "A", 40)
    decide(
        campaign=campaign,
        mark=decided_about(campaign, "ket-qua:thuoc:tong-diem"),
        choice=WordingChoice.TAKE,
        by=people[SECRETARY],
    )
    passage = passage_of(campaign, "ket-qua:thuoc:tong-diem", "diem")
    assert (passage.text, passage.figures, passage.is_edited) == (
        "<p>A đạt 21,50 điểm.</p>",
        {"A đạt": "21,50"},
        False,
    )
    assert "ket-qua:thuoc:tong-diem" not in {
        change.section.key for change in drafts_of(campaign).changes
    }


def test_an_edited_passage_is_kept_by_choice_and_asked_about_again_only_when_data_change_again(
    written,
):
    campaign, people = written
    passage = passage_of(campaign, "ket-qua:thuoc:tong-diem", "diem")
    edit_passage(
        passage=passage, version=1, blocks=words("Đơn vị A đạt hai điểm."), by=people[SECRETARY]
    )
    score(campaign, "A", 40)
    decide(
        campaign=campaign,
        mark=decided_about(campaign, "ket-qua:thuoc:tong-diem"),
        choice=WordingChoice.KEEP,
        by=people[SECRETARY],
    )
    kept = Passage.objects.get(pk=passage.pk)
    assert (kept.text, kept.generated, kept.is_edited) == (
        "<p>Đơn vị A đạt hai điểm.</p>",
        "<p>A đạt 21,50 điểm.</p>",
        True,
    )
    keys = {change.section.key for change in drafts_of(campaign).changes}
    assert "ket-qua:thuoc:tong-diem" not in keys
    score(campaign, "A", 20)
    assert "ket-qua:thuoc:tong-diem" in {
        change.section.key for change in drafts_of(campaign).changes
    }


def test_taking_all_leaves_what_was_edited_by_hand(written):
    campaign, people = written
    passage = passage_of(campaign, "ket-qua:thuoc:tong-diem", "diem")
    edit_passage(passage=passage, version=1, blocks=words("Tự viết"), by=people[SECRETARY])
    score(campaign, "A", 40)
    found = drafts_of(campaign).changes
    with pytest.raises(StaleState):
        take_unedited(
            campaign=campaign, marks=[mark_of(change) for change in found], by=people[SECRETARY]
        )
    unedited = [mark_of(change) for change in found if change.stored.pk != passage.pk]
    assert (
        take_unedited(campaign=campaign, marks=unedited, by=people[SECRETARY]) == len(unedited) > 1
    )
    assert [change.stored.pk for change in drafts_of(campaign).changes] == [passage.pk]
    assert Passage.objects.get(pk=passage.pk).text == "<p>Tự viết</p>"


def test_a_decision_about_data_that_changed_once_more_is_refused(written):
    campaign, people = written
    score(campaign, "A", 40)
    mark = decided_about(campaign, "ket-qua:thuoc:tong-diem")
    score(campaign, "A", 30)
    with pytest.raises(StaleState):
        decide(campaign=campaign, mark=mark, choice=WordingChoice.TAKE, by=people[SECRETARY])


def test_a_mark_tells_two_changes_apart_by_what_would_be_written(written):
    campaign, _ = written
    score(campaign, "A", 40)
    change = next(each for each in drafts_of(campaign).changes if each.draft)
    moved = replace(change, draft=replace(change.draft, key="khac"))
    assert mark_of(moved) != mark_of(change)
    assert mark_of(replace(change)) == mark_of(change)


def test_a_passage_that_data_no_longer_give_is_left_out_or_kept(written):
    campaign, people = written
    campaign.timeline.create(number=1, what="Họp")
    gone = next(change for change in drafts_of(campaign).changes if change.kind is ChangeKind.GONE)
    assert gone.stored.key == "chua-ghi"
    decide(campaign=campaign, mark=mark_of(gone), choice=WordingChoice.TAKE, by=people[SECRETARY])
    assert Passage.objects.get(pk=gone.stored.pk).is_left_out
    assert ChangeKind.GONE not in {change.kind for change in drafts_of(campaign).changes}


@pytest.mark.parametrize(
    ("choice", "is_left_out"), [(WordingChoice.TAKE, False), (WordingChoice.KEEP, True)]
)
def test_a_new_passage_is_taken_in_its_place_or_not_offered_again(written, choice, is_left_out):
    campaign, people = written
    campaign.timeline.create(number=1, what="Họp")
    new = next(change for change in drafts_of(campaign).changes if change.kind is ChangeKind.NEW)
    decide(campaign=campaign, mark=mark_of(new), choice=choice, by=people[SECRETARY])
    passage = passage_of(campaign, "cac-buoc", "cac-buoc")
    assert (passage.is_left_out, passage.form) == (is_left_out, "table")
    assert ChangeKind.NEW not in {change.kind for change in drafts_of(campaign).changes}


def test_a_new_section_comes_behind_the_one_it_is_written_behind(written):
    campaign, people = written
    score(campaign, "A", 0)
    new = [change for change in drafts_of(campaign).changes if change.section is None]
    assert {change.heading for change in new} == {
        "Nhóm tiêu chí HT",
        "Tỷ lệ tiêu chí chưa đạt của từng đơn vị",
    }
    for change in new:
        decide(
            campaign=campaign, mark=mark_of(change), choice=WordingChoice.TAKE, by=people[SECRETARY]
        )
    titles = [section.title for section in campaign.sections.filter(part=DocumentPart.REPORT)]
    assert titles[-5:] == [
        "Hạn chế",
        "Các tiêu chí chưa đạt",
        "Nhóm tiêu chí HT",
        "Tỷ lệ tiêu chí chưa đạt của từng đơn vị",
        "Kiến nghị",
    ]


def test_the_record_bears_out_everything_that_was_written(written):
    campaign, people = written
    section = section_of(campaign, "cach-tinh")
    add_passages(
        section=section, after=section.passages.first(), blocks=words("Thêm"), by=people[SECRETARY]
    )
    headings.add_section(after=section, title="Mới", level=2, by=people[HEAD])
    bases.add_basis(
        campaign=campaign, entry=BasisEntry("Luật Công nghệ thông tin"), by=people[SECRETARY]
    )
    own = {model._meta.db_table for model in (Section, Passage, LegalBasis, ChosenBasis)}
    assert [
        problem for problem in verify_record() if any(table in str(problem) for table in own)
    ] == []
    Passage.objects.filter(section=section).update(text="<p>Sửa sau lưng ứng dụng</p>")
    assert [problem for problem in verify_record() if Passage._meta.db_table in str(problem)] != []


# --- legal bases ----------------------------------------------------------------------------------


def basis(text: str = "Luật Công nghệ thông tin", **days: date | None) -> BasisEntry:
    return BasisEntry(text, **days)


def test_a_basis_is_added_chosen_printed_and_dropped(written):
    campaign, people = written
    row = bases.add_basis(
        campaign=campaign, entry=basis("  Luật  Công nghệ thông tin; "), by=people[SECRETARY]
    )
    assert campaign_document(campaign).decision.bases[0] == "Căn cứ Luật Công nghệ thông tin;"
    bases.drop_basis(campaign=campaign, basis=row, by=people[SECRETARY])
    assert campaign_document(campaign).decision.bases == ("Theo đề nghị của Hội đồng đánh giá.",)
    bases.choose_basis(campaign=campaign, basis=row, by=people[SECRETARY])
    with pytest.raises(StaleState):
        bases.choose_basis(campaign=campaign, basis=row, by=people[SECRETARY])
    assert acts()[-3:] == ["report.basis_added", "report.basis_dropped", "report.basis_chosen"]


def test_bases_change_places(written):
    campaign, people = written
    rows = [
        bases.add_basis(campaign=campaign, entry=basis(text), by=people[SECRETARY])
        for text in ("Luật A", "Luật B")
    ]
    bases.move_basis(campaign=campaign, basis=rows[1], by_places=-1, by=people[SECRETARY])
    assert campaign_document(campaign).decision.bases[:2] == ("Căn cứ Luật B;", "Căn cứ Luật A;")


def test_a_basis_out_of_force_on_the_day_of_the_decision_is_not_chosen(written):
    campaign, people = written
    day = date(2020, 12, 21)
    Campaign.objects.update(decided_on=day)
    ended = LegalBasis.objects.create(
        text="Nghị định cũ", valid_to=day - timedelta(days=1), order=1
    )
    begun = LegalBasis.objects.create(text="Nghị định mới", valid_from=day, valid_to=day, order=2)
    with pytest.raises(InvalidText):
        bases.choose_basis(campaign=campaign, basis=ended, by=people[SECRETARY])
    bases.choose_basis(campaign=campaign, basis=begun, by=people[SECRETARY])


def test_days_of_a_basis_are_in_order(written):
    campaign, people = written
    with pytest.raises(InvalidText):
        bases.add_basis(
            campaign=campaign,
            entry=basis(valid_from=date(2020, 2, 1), valid_to=date(2020, 1, 1)),
            by=people[SECRETARY],
        )


def test_the_words_of_a_basis_that_a_published_decision_rests_on_stay(written):
    campaign, people = written
    row = LegalBasis.objects.create(text="Nghị định 64", order=1)
    earlier = Campaign.objects.create(
        code="2019",
        year=2019,
        title="Đợt 2019",
        ministry="Bộ",
        framework=campaign.framework,
        phase=Phase.PUBLISHED,
    )
    ChosenBasis.objects.create(campaign=earlier, basis=row, order=1)
    with pytest.raises(InvalidText):
        bases.edit_basis(
            campaign=campaign,
            basis=row,
            version=1,
            entry=basis("Nghị định 65"),
            by=people[SECRETARY],
        )
    ended = basis("Nghị định 64", valid_to=date(2020, 5, 22))
    bases.edit_basis(campaign=campaign, basis=row, version=1, entry=ended, by=people[SECRETARY])
    assert LegalBasis.objects.get(pk=row.pk).valid_to == date(2020, 5, 22)
    with pytest.raises(StaleState):
        bases.edit_basis(campaign=campaign, basis=row, version=1, entry=ended, by=people[SECRETARY])


def test_what_speaks_against_publishing_the_text_is_said(written):
    campaign, _ = written
    day = date(2020, 12, 21)
    assert (undecided_passages(campaign), bases_out_of_force(campaign, today=day)) == ((), ())
    score(campaign, "A", 40)
    row = LegalBasis.objects.create(text="Nghị định 64", valid_to=day - timedelta(days=1), order=1)
    ChosenBasis.objects.create(campaign=campaign, basis=row, order=1)
    assert "Mục «Tổng điểm và thứ hạng»: số liệu của đoạn đã đổi" in undecided_passages(campaign)
    assert bases_out_of_force(campaign, today=day) == (
        "«Nghị định 64» không có hiệu lực vào ngày 21/12/2020",
    )
    campaign.decided_on = day - timedelta(days=1)
    assert bases_out_of_force(campaign, today=day) == ()


@pytest.mark.parametrize("person", [MEMBER, PUBLISHER, "appraiser", "unit_head", "administrator"])
def test_others_do_not_touch_bases(written, person):
    campaign, people = written
    with pytest.raises((NotAllowed, Http404)):
        bases.add_basis(campaign=campaign, entry=basis(), by=people[person])
    assert not LegalBasis.objects.exists()
