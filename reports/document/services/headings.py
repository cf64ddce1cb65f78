"""Headings of the report and articles of the decision: their words, level and place, whether they
are printed. Taking back what was done to them is in `undo`.
"""

from collections.abc import Iterable

from django.db import transaction

from ictindex.lib.text import clean_line
from reports.document.printing.decision import ARTICLE, RECIPIENTS, is_article
from reports.document.queries.draft import drafts_of
from reports.document.queries.history import SECTION_REMOVED
from reports.document.services.rows import (
    InvalidText,
    arrange,
    change_row,
    hold_section,
    record,
    require_version,
)
from reports.enums import DocumentPart
from reports.models import Section
from units import audit
from units.models import User

SECTION_EDITED = audit.name_act("report.section_edited", "Sửa đề mục của báo cáo")
SECTION_ADDED = audit.name_act("report.section_added", "Thêm mục vào báo cáo")
SECTION_LEFT_OUT = audit.name_act("report.section_left_out", "Bỏ in một mục của báo cáo")
SECTION_PRINTED = audit.name_act("report.section_printed", "In lại một mục của báo cáo")
SECTION_MOVED = audit.name_act("report.section_moved", "Đổi thứ tự mục của báo cáo")

LONGEST_TITLE, LONGEST_REASON = 300, 300


@transaction.atomic
def edit_section(*, section: Section, version: int, title: str, level: int, by: User) -> Section:
    """Another heading, or another level of it.

    In the decision only the words of an article are edited, never its label.
    """
    held = hold_section(section.pk, by)
    require_version(held, version)
    if held.part == DocumentPart.DECISION:
        raise InvalidText("Đề mục của Quyết định theo thể thức văn bản, không sửa được.")
    change = change_row(held, title=_title(title), level=_level(level))
    record(SECTION_EDITED, held.campaign, by, [change], subject=held)
    return held


@transaction.atomic
def add_section(*, after: Section, title: str, level: int, by: User) -> Section:
    """A heading behind the whole of another one of the report; in the decision a new article
    before the recipients.
    """
    held = hold_section(after.pk, by)
    if held.part == DocumentPart.DECISION:
        return _add_article(held, by)
    section = Section(
        campaign=held.campaign, part=held.part, level=_level(level), title=_title(title)
    )
    changes = _insert_section(held, section, _end_of(held, section.level))
    record(SECTION_ADDED, held.campaign, by, changes, subject=section)
    return section


@transaction.atomic
def leave_out_section(*, section: Section, version: int, reason: str, by: User) -> Section:
    """Leave a section and those below it out of the document; the reason is shown beside them.

    Raises InvalidText without a reason, or where a table or chart of the figures stands in one of
    them: these are always printed.
    """
    held = hold_section(section.pk, by)
    require_version(held, version)
    why, below = _reason(reason), [held, *_below(held)]
    _require_without_figures(held, below)
    changes = [
        change_row(each, is_left_out=True, left_out_reason=why)
        for each in below
        if not each.is_left_out
    ]
    if changes:
        record(SECTION_LEFT_OUT, held.campaign, by, changes, subject=held, reason=why)
    return held


@transaction.atomic
def print_section(*, section: Section, version: int, by: User) -> Section:
    """Print a section and those below it again."""
    held = hold_section(section.pk, by)
    require_version(held, version)
    hidden = [each for each in (held, *_below(held)) if each.is_left_out]
    changes = [change_row(each, is_left_out=False, left_out_reason="") for each in hidden]
    if changes:
        record(SECTION_PRINTED, held.campaign, by, changes, subject=held)
    return held


@transaction.atomic
def move_section(*, section: Section, by_places: int, by: User) -> bool:
    """Up (-1) or down (1) with all that is below it, past the next heading of its level or into the
    next chapter.

    False: it stands at the end already. An article stays among articles; what else a decision has
    keeps its place.
    """
    held = hold_section(section.pk, by)
    if held.part == DocumentPart.DECISION and not is_article(held.key):
        raise InvalidText("Phần này của Quyết định có chỗ cố định theo thể thức văn bản.")
    rows = list(held.campaign.sections.filter(part=held.part))
    start, end = _span_to_move_in(rows)
    moved = _moved(rows[start:end], [row.pk for row in rows].index(held.pk) - start, by_places)
    if moved is None:
        return False
    rows[start:end] = moved
    record(SECTION_MOVED, held.campaign, by, arrange(rows), subject=held)
    return True


@transaction.atomic
def remove_section(*, section: Section, version: int, by: User) -> None:
    """Take out a heading that was added by hand, with its passages; sections below it stay."""
    held = hold_section(section.pk, by)
    require_version(held, version)
    if not is_own(held.key):
        raise InvalidText(
            "Chỉ xóa được mục tự thêm. Mục do ứng dụng đặt thì chọn «Không in» và ghi lý do."
        )
    rows = [*held.passages.all(), held]
    changes, campaign = (
        [audit.deleted(audit.row_of(row), type(row), row.pk) for row in rows],
        held.campaign,
    )
    for row in rows:
        row.delete()
    record(SECTION_REMOVED, campaign, by, changes)


def is_own(key: str) -> bool:
    """Whether the section with this key was added by hand."""
    return not key or key.startswith(f"{ARTICLE}:them-")


def _add_article(held: Section, by: User) -> Section:
    """Articles keep a key that says what they are; the recipients stay the last."""
    sections = list(held.campaign.sections.filter(part=DocumentPart.DECISION))
    own = [section.key for section in sections if section.key.startswith(f"{ARTICLE}:them-")]
    number = max((int(key.rpartition("-")[2]) for key in own), default=0) + 1
    section = Section(
        campaign=held.campaign,
        part=DocumentPart.DECISION,
        key=f"{ARTICLE}:them-{number}",
        level=1,
        title="Điều",
    )
    last = [row for row in sections if row.key != RECIPIENTS][-1]
    changes = _insert_section(last, section, last)
    record(SECTION_ADDED, held.campaign, by, changes, subject=section)
    return section


def _insert_section(held: Section, section: Section, after: Section) -> list[audit.Change]:
    rows = list(held.campaign.sections.filter(part=held.part))
    place = [row.pk for row in rows].index(after.pk) + 1
    return arrange([*rows[:place], section, *rows[place:]])


def _end_of(held: Section, level: int) -> Section:
    """The last section below the given one, so that a new one of the same or a higher level
    does not part them.
    """
    below = _below(held) if level <= held.level else []
    return below[-1] if below else held


def _below(held: Section) -> list[Section]:
    """Sections of deeper levels that follow."""
    rows = list(held.campaign.sections.filter(part=held.part))
    place = [row.pk for row in rows].index(held.pk)
    return rows[place + 1 : _end_of_block(rows, place)]


def _span_to_move_in(rows: list[Section]) -> tuple[int, int]:
    """The articles of a decision; all of a report."""
    articles = [
        place
        for place, row in enumerate(rows)
        if row.part == DocumentPart.DECISION and is_article(row.key)
    ]
    return (articles[0], articles[-1] + 1) if articles else (0, len(rows))


def _moved(rows: list[Section], place: int, by_places: int) -> list[Section] | None:
    """The rows with the block at `place` moved by one; None where there is nowhere to go."""
    end = _end_of_block(rows, place)
    target = (
        _place_above(rows, place) if by_places < 0 else _place_below(rows, end, rows[place].level)
    )
    if target is None:
        return None
    target -= end - place if target > place else 0
    others = [*rows[:place], *rows[end:]]
    return [*others[:target], *rows[place:end], *others[target:]]


def _place_above(rows: list[Section], place: int) -> int | None:
    """Before the heading of its level before, or before the one that it stands under, with
    which a report must begin.
    """
    level = rows[place].level
    target = next((at for at in range(place - 1, -1, -1) if rows[at].level <= level), None)
    return None if target == 0 and rows[0].level < level else target


def _place_below(rows: list[Section], end: int, level: int) -> int | None:
    """Behind the whole of the next one of its level, or first under the next of a higher one."""
    if end == len(rows):
        return None
    return _end_of_block(rows, end) if rows[end].level == level else end + 1


def _end_of_block(rows: list[Section], place: int) -> int:
    """Where the sections below the one at `place` end."""
    return next(
        (at for at in range(place + 1, len(rows)) if rows[at].level <= rows[place].level), len(rows)
    )


def _require_without_figures(held: Section, sections: Iterable[Section]) -> None:
    drafts = drafts_of(held.campaign)
    for section in sections:
        draft = drafts.section(section.key)
        if draft and draft.placed:
            raise InvalidText(
                f"Mục «{section.title}» có bảng hoặc biểu đồ số liệu nên luôn được in. Có thể bỏ "
                "in từng đoạn chữ."
            )


def _title(title: str) -> str:
    text = clean_line(title)
    if not text:
        raise InvalidText("Ghi đề mục.")
    if len(text) > LONGEST_TITLE:
        raise InvalidText(f"Đề mục dài {len(text)} chữ, vượt {LONGEST_TITLE}. Rút ngắn đề mục.")
    return text


def _reason(reason: str) -> str:
    text = clean_line(reason)
    if not text:
        raise InvalidText("Ghi lý do không in mục này. Lý do được nêu cạnh mục trong danh sách.")
    if len(text) > LONGEST_REASON:
        raise InvalidText(f"Lý do dài {len(text)} chữ, vượt {LONGEST_REASON}. Rút ngắn lý do.")
    return text


def _level(level: int) -> int:
    if level not in (1, 2, 3):
        raise InvalidText("Cấp của đề mục là 1, 2 hoặc 3.")
    return level
