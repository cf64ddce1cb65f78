"""The pages on which the report's text is edited: what they show, what they take, what they
answer when somebody was faster.
"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.document.queries.campaign_document import campaign_document
from reports.document.queries.draft import drafts_of
from reports.document.services.changes import mark_of
from reports.document.services.passages import edit_passage
from reports.layout.blocks import Paragraph
from reports.models import LegalBasis, Passage, Section
from submissions.enums import Phase
from submissions.models import Campaign
from tests.reports.document.factories import make_written, passage_of, score, section_of
from tests.white_space import squeezed

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>{{ 7|add:1 }}{% now 'Y' %}</textarea><b>đậm</b>=1+1"


@pytest.fixture
def written():
    return make_written()


@pytest.fixture
def secretary(written) -> Client:
    return signed_in(written[1]["council_secretary"])


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def at(name: str, *keys: int) -> str:
    return reverse(name, args=["2020", *keys])


def text_of(response) -> str:
    return squeezed(response.content.decode())


# --- the list -----------------------------------------------------------------------------


def test_before_anything_is_taken_over_the_page_offers_to_begin():
    campaign, people = make_written(is_begun=False)
    client = signed_in(people["council_secretary"])
    assert "Bắt đầu soạn" in text_of(client.get(at("report_text")))
    assert client.post(at("report_text_begin")).status_code == 302
    page = text_of(client.get(at("report_text")))
    assert "Bắt đầu soạn" not in page
    assert "I. Mục đích, yêu cầu" in page
    assert [f"Điều {number}</a>" in page for number in (1, 4, 5)] == [True, True, False]
    assert campaign.sections.count() > 20


def test_the_list_counts_what_was_edited_left_out_and_left_behind(written, secretary):
    campaign, people = written
    passage = passage_of(campaign, "gui-bao-cao", "gui-bao-cao")
    edit_passage(passage=passage, version=1, blocks=(Paragraph("Khác"),), by=people["wg_head"])
    Passage.objects.filter(section__key="pham-vi").update(is_left_out=True)
    score(campaign, "A", 40)
    page = text_of(secretary.get(at("report_text")))
    assert page.count("1 đoạn sửa tay") == 1
    assert page.count("1 đoạn không in") == 1
    assert f"Số liệu đã đổi ở {len(drafts_of(campaign).changes)} chỗ" in page


@pytest.mark.parametrize("name", ["report_text", "report_changes", "decision_text"])
def test_pages_take_the_same_number_of_queries_whatever_there_is(written, secretary, name):
    campaign, _ = written
    score(campaign, "A", 40)
    with CaptureQueriesContext(connection) as few:
        secretary.get(at(name))
    section = section_of(campaign, "cach-tinh")
    Passage.objects.bulk_create(
        Passage(section=section, text="<p>Thêm</p>", order=place) for place in range(60)
    )
    LegalBasis.objects.bulk_create(
        LegalBasis(text=f"Luật {place}", order=place) for place in range(20)
    )
    with CaptureQueriesContext(connection) as many:
        secretary.get(at(name))
    assert len(many) == len(few)


def test_a_section_takes_the_same_number_of_queries_however_long_it_is(written, secretary):
    campaign, _ = written
    section = section_of(campaign, "cach-tinh")
    with CaptureQueriesContext(connection) as few:
        secretary.get(at("report_section", section.pk))
    Passage.objects.bulk_create(
        Passage(section=section, text="<p>Thêm</p>", order=place) for place in range(60)
    )
    with CaptureQueriesContext(connection) as many:
        assert (
            text_of(secretary.get(at("report_section", section.pk))).count('class="passage"') == 64
        )
    assert len(many) == len(few)


# --- one section --------------------------------------------------------------------------------


def test_a_section_shows_its_tables_and_charts_where_they_are_printed(written, secretary):
    page = text_of(secretary.get(at("report_section", section_of(written[0], "ket-qua-chung").pk)))
    table, chart = page.index("Bảng 1. "), page.index("Biểu đồ 1. ")
    assert page.index("Điểm trung bình của các đơn vị") < table < chart


def test_numbers_that_the_data_do_not_have_are_pointed_out(written, secretary):
    campaign, people = written
    passage = passage_of(campaign, "ket-qua:thuoc:tong-diem", "diem")
    edit_passage(
        passage=passage,
        version=1,
        blocks=(Paragraph("A đạt 2,00 điểm, hơn 17 đơn vị."),),
        by=people["wg_head"],
    )
    page = text_of(secretary.get(at("report_section", passage.section_id)))
    assert "Số không có trong đoạn ứng dụng soạn: 17." in page


def test_a_heading_is_edited_and_a_stale_one_shows_both(written, secretary):
    section = section_of(written[0], "yeu-cau")
    url = at("report_section", section.pk)
    assert (
        secretary.post(url, {"version": "1", "title": "Yêu cầu chung", "level": "2"}).status_code
        == 302
    )
    late = secretary.post(url, {"version": "1", "title": "Của tôi", "level": "2"})
    assert late.status_code == 409
    assert "Của tôi" in text_of(late)
    assert "Yêu cầu chung" in text_of(late)
    assert secretary.post(url, {"version": "2", "title": "", "level": "9"}).status_code == 422
    assert section_of(written[0], "yeu-cau").title == "Yêu cầu chung"


def test_headings_are_added_left_out_and_removed(written, secretary):
    section = section_of(written[0], "yeu-cau")
    assert secretary.get(at("section_add", section.pk)).status_code == 200
    assert (
        secretary.post(at("section_add", section.pk), {"title": "", "level": "2"}).status_code
        == 422
    )
    secretary.post(at("section_add", section.pk), {"title": "Thêm", "level": "2"})
    own = Section.objects.get(title="Thêm")
    secretary.post(
        at("section_print", own.pk), {"version": "1", "leave_out": "yes", "reason": "Thừa"}
    )
    assert Section.objects.get(pk=own.pk).is_left_out
    secretary.post(at("section_remove", own.pk), {"version": "2"})
    assert not Section.objects.filter(pk=own.pk).exists()
    assert secretary.post(at("section_remove", section.pk), {"version": "1"}).status_code == 422


# --- the editor -----------------------------------------------------------------------------------


def test_words_are_typed_without_a_script(written, secretary):
    passage = passage_of(written[0], "gui-bao-cao", "gui-bao-cao")
    url = at("passage_edit", passage.pk)
    assert "Không có đơn vị nào được ghi nhận gửi báo cáo chậm." in text_of(secretary.get(url))
    response = secretary.post(url, {"version": "1", "typed": "Câu ==đậm==\n- một\n- hai"})
    assert response.headers["Location"].endswith(f"#doan-{passage.pk}")
    texts = [row.text for row in passage.section.passages.all()]
    assert texts == ["<p>Câu <b>đậm</b></p>", "<ul><li>một</li><li>hai</li></ul>"]


def test_words_from_the_editor_are_cleaned(written, secretary):
    passage = passage_of(written[0], "gui-bao-cao", "gui-bao-cao")
    html = "<div>Câu <span style='font-weight:700'>đậm</span><img src=x onerror=alert(1)></div>"
    secretary.post(
        at("passage_edit", passage.pk), {"version": "1", "html": html, "typed": "bỏ qua"}
    )
    assert Passage.objects.get(pk=passage.pk).text == "<p>Câu <b>đậm</b></p>"


@pytest.mark.parametrize("field", ["typed", "html"])
def test_hostile_words_are_letters_on_every_page_and_in_the_document(written, secretary, field):
    campaign, _ = written
    passage = passage_of(campaign, "gui-bao-cao", "gui-bao-cao")
    typed = HOSTILE if field == "typed" else HOSTILE.replace("<", "&lt;")
    secretary.post(at("passage_edit", passage.pk), {"version": "1", field: typed})
    Section.objects.filter(pk=passage.section_id).update(title=HOSTILE)
    LegalBasis.objects.create(text=HOSTILE, order=1)
    assert Paragraph(HOSTILE) in campaign_document(campaign).blocks
    for url in (
        at("report_text"), at("report_section", passage.section_id), at("passage_edit", passage.pk),
        at("decision_text"),
        at("section_add", passage.section_id),
    ):  # fmt: skip
        page = text_of(secretary.get(url))
        assert "<script>alert" not in page
        assert "</textarea><b>" not in page
        assert "alert(1)" in page


def test_who_comes_second_sees_both_texts_and_keeps_what_was_typed(written, secretary):
    campaign, people = written
    passage = passage_of(campaign, "gui-bao-cao", "gui-bao-cao")
    edit_passage(
        passage=passage, version=1, blocks=(Paragraph("Của tổ trưởng"),), by=people["wg_head"]
    )
    response = secretary.post(
        at("passage_edit", passage.pk), {"version": "1", "typed": "Của thư ký"}
    )
    page = text_of(response)
    assert response.status_code == 409
    assert "Của tổ trưởng" in page
    assert "Của thư ký" in page
    assert 'name="version" value="2"' in page


@pytest.mark.parametrize(
    "posted", [{"typed": ""}, {"typed": "x" * 60_001}, {"html": "<b>" * 20_001 + "x"}]
)
def test_what_cannot_be_stored_is_said_and_shown_again(written, secretary, posted):
    passage = passage_of(written[0], "gui-bao-cao", "gui-bao-cao")
    response = secretary.post(at("passage_edit", passage.pk), {"version": "1"} | posted)
    assert response.status_code == 422
    assert Passage.objects.get(pk=passage.pk).version == 1


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "²"])
def test_a_version_that_is_none_is_stale(written, secretary, version):
    passage = passage_of(written[0], "gui-bao-cao", "gui-bao-cao")
    assert (
        secretary.post(
            at("passage_edit", passage.pk), {"version": version, "typed": "x"}
        ).status_code
        == 409
    )


def test_passages_are_added_moved_left_out_and_removed(written, secretary):
    section = section_of(written[0], "cach-tinh")
    first = section.passages.first()
    url = at("passage_add", section.pk)
    assert secretary.get(url).status_code == 200
    secretary.post(f"{url}?sau={first.pk}", {"typed": "Thêm"})
    own = section.passages.get(key="")
    assert [row.pk for row in section.passages.all()][1] == own.pk
    secretary.post(at("passage_move", own.pk), {"version": "1", "way": "up"})
    assert section.passages.first() == own
    secretary.post(at("passage_print", own.pk), {"version": "1", "leave_out": "yes"})
    assert Passage.objects.get(pk=own.pk).is_left_out
    secretary.post(at("passage_remove", own.pk), {"version": "2"})
    assert not Passage.objects.filter(pk=own.pk).exists()
    secretary.post(at("passage_edit", first.pk), {"version": "1", "typed": "Khác"})
    secretary.post(at("passage_restore", first.pk), {"version": "2"})
    assert Passage.objects.get(pk=first.pk).text == first.generated


@pytest.mark.parametrize("sau", ["0", "x", "²", "9" * 40])
def test_there_is_nothing_behind_a_passage_that_is_not_there(written, secretary, sau):
    assert (
        secretary.get(
            f"{at('passage_add', section_of(written[0], 'cach-tinh').pk)}?sau={sau}"
        ).status_code
        == 404
    )


def test_passages_of_another_campaign_are_not_there(written, secretary):
    campaign, _ = written
    other = Campaign.objects.create(
        code="2019",
        year=2019,
        title="Đợt 2019",
        ministry="Bộ",
        framework=campaign.framework,
        phase=Phase.DRAFT_REPORT,
    )
    section = Section.objects.create(campaign=other, title="Mục", order=1)
    passage = Passage.objects.create(section=section, text="<p>x</p>", order=1)
    assert secretary.get(at("report_section", section.pk)).status_code == 404
    assert (
        secretary.post(at("passage_edit", passage.pk), {"version": "1", "typed": "y"}).status_code
        == 404
    )
    assert Passage.objects.get(pk=passage.pk).text == "<p>x</p>"


# --- old and new ----------------------------------------------------------------------------------


def test_old_and_new_stand_side_by_side_with_the_figures_that_moved(written, secretary):
    campaign, people = written
    passage = passage_of(campaign, "ket-qua:thuoc:tong-diem", "diem")
    edit_passage(
        passage=passage,
        version=1,
        blocks=(Paragraph("Đơn vị A đạt hai điểm."),),
        by=people["wg_head"],
    )
    score(campaign, "A", 40)
    page = text_of(secretary.get(at("report_changes")))
    assert "A đạt <del>2,00 </del>điểm." in page
    assert "A đạt <ins>21,50 </ins>điểm." in page
    assert "Đơn vị A đạt hai điểm." in page
    assert '<td data-label="Lúc soạn">2,00</td><td data-label="Hiện nay">21,50</td>' in page


def test_one_or_all_are_decided(written, secretary):
    campaign, _ = written
    score(campaign, "A", 40)
    first, *others = drafts_of(campaign).changes
    assert (
        secretary.post(at("report_decide"), {"mark": mark_of(first), "choice": "keep"}).status_code
        == 302
    )
    assert [mark_of(change) for change in drafts_of(campaign).changes] == [
        mark_of(change) for change in others
    ]
    assert (
        secretary.post(
            at("report_take_all"), {"mark": [mark_of(change) for change in others]}
        ).status_code
        == 302
    )
    assert drafts_of(campaign).changes == ()
    assert "Mọi đoạn và đề mục đều khớp" in text_of(secretary.get(at("report_changes")))


def test_a_decision_that_came_too_late_shows_the_page_as_it_is_now(written, secretary):
    score(written[0], "A", 40)
    late = secretary.post(at("report_decide"), {"mark": "0" * 32, "choice": "take"})
    assert late.status_code == 409
    assert "21,50" in text_of(late)
    assert secretary.post(at("report_take_all"), {"mark": ["x"]}).status_code == 409


# --- the decision ---------------------------------------------------------------------------------


def test_bases_are_entered_with_their_days(written, secretary):
    sent = {
        "text": "Luật Công nghệ thông tin",
        "issued_on": "29/06/2006",
        "valid_from": "01/01/2007",
        "valid_to": "31/12/2019",
    }
    assert secretary.post(at("basis_add"), sent).status_code == 302
    basis = LegalBasis.objects.get()
    page = text_of(secretary.get(at("decision_text")))
    assert "có hiệu lực từ 01/01/2007 đến 31/12/2019" in page
    assert "Không có hiệu lực vào ngày" in page
    assert "Căn cứ Luật Công nghệ thông tin;" in page
    assert (
        secretary.post(
            at("basis_edit", basis.pk), sent | {"version": "1", "valid_to": ""}
        ).status_code
        == 302
    )
    assert "Không có hiệu lực" not in text_of(secretary.get(at("decision_text")))
    late = secretary.post(at("basis_edit", basis.pk), sent | {"version": "1"})
    assert (late.status_code, "Đang lưu hiện nay" in text_of(late)) == (409, True)
    assert (
        secretary.post(at("basis_add"), {"text": "", "issued_on": "31/31/2020"}).status_code == 422
    )


def test_bases_are_chosen_moved_and_dropped(written, secretary):
    for text in ("Luật A", "Luật B"):
        secretary.post(at("basis_add"), {"text": text})
    first, second = LegalBasis.objects.order_by("pk")
    secretary.post(at("basis_move", second.pk), {"way": "up"})
    secretary.post(at("basis_drop", first.pk))
    assert campaign_document(written[0]).decision.bases[0] == "Căn cứ Luật B;"
    assert secretary.post(at("basis_drop", first.pk)).status_code == 409
    assert secretary.post(at("basis_choose", first.pk)).status_code == 302
    assert secretary.post(at("basis_choose", 999)).status_code == 404


@pytest.mark.parametrize("name", ["report_text", "report_changes", "decision_text", "basis_add"])
def test_others_are_told_that_they_may_not(written, name):
    client = signed_in(written[1]["council_member"])
    assert client.get(at(name)).status_code == 403
    assert Client().get(at(name)).status_code == 302
