"""One document from stored words and fresh figures: order, places of tables and charts,
numbers; what data have left behind.
"""

from dataclasses import replace

import pytest

from reports.document.printing.sections import draft_sections
from reports.document.queries.report import report_document
from reports.document.text.assembly import ended
from reports.document.text.comparison import (
    ChangeKind,
    DiffSegment,
    FigureChange,
    beside,
    changed_figures,
    changes,
)
from reports.document.text.drafts import DraftWriter, SectionDraft
from reports.document.text.passages import StoredPassage, StoredSection, StoredText
from reports.enums import DocumentPart
from reports.layout.blocks import (
    Appendix,
    FigureTable,
    Heading,
    Items,
    Paragraph,
    Picture,
    Seal,
    flattened,
)
from tests.reports.facts import DRAFT, FACTS, small_results, wide_results


def as_stored(drafts: tuple[SectionDraft, ...]) -> tuple[StoredSection, ...]:
    """What is stored when the drafts are taken over as they are."""
    return tuple(
        StoredSection(
            place,
            draft.part,
            draft.key,
            draft.level,
            draft.title,
            passages=tuple(
                StoredPassage(place * 100 + number, each.key, each.html, each.html, each.figures)
                for number, each in enumerate(draft.passages)
            ),
        )
        for place, draft in enumerate(drafts, start=1)
        if draft.level
    )


def document_with(sections, results=None, facts=FACTS):
    return report_document(
        results or small_results(), replace(facts, text=StoredText(tuple(sections)))
    )


def kinds(document) -> list[type]:
    return [type(block) for block in flattened(document.blocks)]


SEALED = replace(FACTS, data_sha256="0" * 64)


@pytest.mark.parametrize(
    "results", [small_results(), wide_results(5), wide_results(13)], ids=["small", "wide", "wider"]
)
def test_the_text_as_taken_over_makes_the_very_same_document(results):
    drafted = report_document(results, SEALED)
    stored = document_with(as_stored(draft_sections(results, SEALED)), results, SEALED)
    assert stored.blocks == drafted.blocks


def test_every_generated_passage_has_a_key_of_its_own_and_knows_all_its_figures():
    for draft in draft_sections(small_results(), SEALED):
        keys = [passage.key for passage in draft.passages]
        assert len(set(keys)) == len(keys)
        for passage in draft.passages:
            assert bool(passage.figures) == any(letter.isdigit() for letter in passage.html)


def test_keys_do_not_depend_on_the_figures():
    keys = [
        {
            (draft.key, each.key)
            for draft in draft_sections(results, SEALED)
            for each in draft.passages
        }
        for results in (small_results(), small_results(previous_year=None))
    ]
    assert keys[1] <= keys[0]


# --- places -----------------------------------------------------------------------------


def stored_2(*passages: StoredPassage, key: str = "ket-qua-chung") -> StoredSection:
    return StoredSection(1, DocumentPart.REPORT, key, 1, "Kết quả", passages=passages)


def test_tables_and_charts_stay_behind_the_passages_they_were_drafted_behind():
    draft = next(
        each for each in draft_sections(small_results(), FACTS) if each.key == "ket-qua-chung"
    )
    first, change = (
        StoredPassage(1, "diem", "<p>Điểm</p>"),
        StoredPassage(2, "thay-doi", "<p>Đổi</p>"),
    )
    assert [getattr(item, "key", "placed") for item in draft.items] == [
        "diem",
        "placed",
        "thay-doi",
        "placed",
    ]
    own = StoredPassage(3, "", "<p>Thêm</p>")
    blocks = [
        block
        for block in document_with([stored_2(change, own, first)]).blocks
        if isinstance(block, Paragraph | FigureTable | Picture)
    ]
    assert [getattr(block, "text", type(block)) for block in blocks][:5] == [
        "Đổi",
        Picture,
        "Thêm",
        "Điểm",
        FigureTable,
    ]


def test_no_table_or_chart_is_lost_whatever_is_stored():
    whole = document_with([])
    alone = document_with(
        [stored_2(StoredPassage(1, "", "<p>Chỉ một đoạn</p>"), key="")], facts=SEALED
    )
    assert alone.figure_tables == whole.figure_tables
    assert alone.pictures == whole.pictures
    assert [type(block) for block in alone.blocks[-2:]] == [Seal, Appendix]


def test_what_is_left_out_is_not_printed_but_its_figures_are():
    drafts = draft_sections(small_results(), FACTS)
    sections = [
        replace(each, is_left_out=each.key in ("yeu-cau", "ket-qua-chung"), passages=each.passages)
        for each in as_stored(drafts)
    ]
    document = document_with(sections)
    titles = [block.title for block in document.blocks if isinstance(block, Heading)]
    assert "Yêu cầu" not in titles
    assert "Kết quả chung" in titles
    assert len(document.figure_tables) == 3
    assert not any(
        "Cả 2 đơn vị đều có" in block.text
        for block in document.blocks
        if isinstance(block, Paragraph)
    )


def test_headings_are_numbered_by_where_they_stand():
    sections = [
        StoredSection(place, DocumentPart.REPORT, "", level, f"Mục {place}")
        for place, level in enumerate((1, 2, 2, 1), start=1)
    ]
    headings = [
        (block.label, block.title)
        for block in document_with(sections).blocks
        if isinstance(block, Heading)
    ]
    assert headings[-4:] == [("I.", "MỤC 1"), ("1.", "Mục 2"), ("2.", "Mục 3"), ("II.", "MỤC 4")]


def test_the_sign_that_closes_the_report_follows_the_last_words_wherever_they_are():
    assert [ended(text) for text in ("Hết.", "Hết;", "Hết./.", "Hết")] == ["Hết./."] * 4
    drafts = as_stored(draft_sections(small_results(), SEALED))
    own = StoredSection(
        99,
        DocumentPart.REPORT,
        "",
        1,
        "Lời kết",
        passages=(StoredPassage(1, "", "<ul><li><b>Xong</b>.</li></ul>"),),
    )
    blocks = document_with([*drafts, own], facts=SEALED).blocks
    closing = next(block for block in reversed(blocks) if isinstance(block, Items))
    assert closing.items == ("Xong./.",)
    assert "".join(run.text for run in closing.runs[0]) == "Xong./."
    assert (
        sum(
            text.endswith("./.")
            for block in blocks
            if isinstance(block, Items)
            for text in block.items
        )
        == 1
    )


def test_a_table_at_the_end_is_closed_on_a_line_of_its_own():
    section = stored_2(
        StoredPassage(1, "", "<table><tr><th>A</th></tr><tr><td>x</td></tr></table>"), key=""
    )
    drafts = as_stored(draft_sections(small_results(), DRAFT))
    blocks = list(document_with([*drafts, section], facts=replace(DRAFT, findings=())).blocks)
    assert blocks[-1] == Paragraph("./.")


# --- old and new ---------------------------------------------------------------------------------


def draft(*passages: tuple[str, str], key: str = "a") -> SectionDraft:
    to = DraftWriter()
    to.head(1, key, f"Mục {key}")
    for name, text in passages:
        to.say(name, text)
    return to.sections[0]


def told(found) -> list[tuple[str, str, str | None]]:
    return [
        (str(change.kind), change.heading, change.draft.key if change.draft else change.stored.key)
        for change in found
    ]


def test_nothing_has_changed_while_the_drafts_are_the_same():
    drafts = draft_sections(small_results(), FACTS)
    assert changes(drafts, as_stored(drafts)) == ()


def test_changed_gone_and_new_passages_are_told_in_reading_order():
    before = (draft(("x", "Có 1"), ("y", "Có 2")), draft(("z", "Có 3"), key="b"))
    now = (
        draft(("x", "Có 5"), ("w", "Thêm")),
        draft(("z", "Có 3"), key="b"),
        draft(("v", "Mới"), key="c"),
    )
    found = changes(now, as_stored(before))
    assert told(found) == [
        ("changed", "Mục a", "x"),
        ("gone", "Mục a", "y"),
        ("new", "Mục a", "w"),
        ("new", "Mục c", "v"),
    ]
    assert [change.figures for change in found][:2] == [
        (FigureChange("Có", "1", "5"),),
        (FigureChange("Có", "2", ""),),
    ]
    assert [change.section is None for change in found] == [False, False, False, True]


def test_what_was_edited_by_hand_is_compared_by_what_the_application_had_written():
    (section,) = as_stored((draft(("x", "Có 1")),))
    edited = replace(
        section, passages=(replace(section.passages[0], html="<p>Khác hẳn</p>", is_edited=True),)
    )
    assert changes((draft(("x", "Có 1")),), (edited,)) == ()
    assert told(changes((draft(("x", "Có 2")),), (edited,))) == [("changed", "Mục a", "x")]


def test_passages_written_by_hand_are_never_told():
    section = StoredSection(
        1, DocumentPart.REPORT, "a", 1, "Mục a", passages=(StoredPassage(1, "", "<p>Tự viết</p>"),)
    )
    assert told(changes((draft(),), (section,))) == []
    assert ChangeKind.GONE not in {change.kind for change in changes((), (section,))}


def test_two_texts_are_set_beside_each_other_word_by_word():
    assert beside("<p>Có 1 đơn vị</p>", "<p>Có 12 đơn vị</p>") == (
        DiffSegment("Có "),
        DiffSegment("1 ", is_old=True),
        DiffSegment("12 ", is_new=True),
        DiffSegment("đơn vị"),
    )
    assert beside("", "<p>Mới</p>") == (DiffSegment("Mới", is_new=True),)


def test_a_last_word_that_is_not_the_last_any_more_has_not_changed():
    assert beside("<p>Hạ tầng</p>", "<p>Hạ tầng 2</p>") == (
        DiffSegment("Hạ tầng "),
        DiffSegment("2", is_new=True),
    )


def test_texts_too_long_to_compare_word_by_word_stand_whole():
    old, new = (" ".join(f"{word}{place}" for place in range(2100)) for word in ("a", "b"))
    assert beside(f"<p>{old}</p>", f"<p>{new}</p>") == (
        DiffSegment(old, is_old=True),
        DiffSegment(new, is_new=True),
    )


def test_figures_are_compared_by_name():
    assert changed_figures({"a": "1", "b": "2"}, {"c": "3", "a": "1"}) == (
        FigureChange("c", "", "3"),
        FigureChange("b", "2", ""),
    )
