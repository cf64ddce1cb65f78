"""Headings of the report and articles of the decision: their words, their level, whether they are printed."""

from collections.abc import Iterable

from django.db import transaction

from ictindex.lib.text import one_line
from reports.enums import Part
from reports.models import Section
from reports.printing.decision import ARTICLE, RECIPIENTS
from reports.services.text_rows import InvalidText, arrange, change_row, hold_section, record, require_version
from reports.text.drafting import drafts_of
from reports.text.reader import tidy
from units import audit
from units.models import User

LONGEST_TITLE = 300


@transaction.atomic
def edit_section(*, section: Section, version: int, title: str, level: int, by: User) -> Section:
    """Another heading, or another level of it. In the decision only the words of an article are edited, never its label."""
    held = hold_section(section.pk, by)
    require_version(held, version)
    if held.part == Part.DECISION:
        raise InvalidText("Đề mục của Quyết định theo thể thức văn bản, không sửa được.")
    change = change_row(held, title=_title(title), level=_level(level))
    record("report.section_edited", held.campaign, by, [change], subject=held)
    return held


@transaction.atomic
def add_section(*, after: Section, title: str, level: int, by: User) -> Section:
    """A heading behind the whole of another one of the report; in the decision a new article before the recipients."""
    held = hold_section(after.pk, by)
    if held.part == Part.DECISION:
        return _add_article(held, by)
    section = Section(campaign=held.campaign, part=held.part, level=_level(level), title=_title(title))
    changes = _insert_section(held, section, _end_of(held, section.level))
    record("report.section_added", held.campaign, by, changes, subject=section)
    return section


@transaction.atomic
def print_section(*, section: Section, version: int, is_left_out: bool, by: User) -> Section:
    """Leave a section and those below it out of the document, or print them again.

    Raises InvalidText where a table or chart of the figures stands in one of them: these are never left out.
    """
    held = hold_section(section.pk, by)
    require_version(held, version)
    below = [held, *_below(held)]
    if is_left_out:
        _require_without_figures(held, below)
    changes = [change_row(each, is_left_out=is_left_out) for each in below if each.is_left_out != is_left_out]
    if changes:
        act = "report.section_left_out" if is_left_out else "report.section_printed"
        record(act, held.campaign, by, changes, subject=held)
    return held


@transaction.atomic
def remove_section(*, section: Section, version: int, by: User) -> None:
    """Take out a heading that was added by hand and has no passages."""
    held = hold_section(section.pk, by)
    require_version(held, version)
    is_own_article = held.key.startswith(f"{ARTICLE}:them-")
    if (held.key and not is_own_article) or held.passages.exists():
        raise InvalidText("Chỉ xóa được mục tự thêm và không còn đoạn nào. Mục do ứng dụng đặt thì chọn «Không in».")
    change, campaign = audit.deleted(audit.row_of(held), Section, held.pk), held.campaign
    held.delete()
    record("report.section_removed", campaign, by, [change])


def _add_article(held: Section, by: User) -> Section:
    """Articles keep a key that says what they are; the recipients stay the last."""
    sections = list(held.campaign.sections.filter(part=Part.DECISION))
    own = [section.key for section in sections if section.key.startswith(f"{ARTICLE}:them-")]
    number = max((int(key.rpartition("-")[2]) for key in own), default=0) + 1
    section = Section(campaign=held.campaign, part=Part.DECISION, key=f"{ARTICLE}:them-{number}", level=1, title="Điều")
    last = [row for row in sections if row.key != RECIPIENTS][-1]
    changes = _insert_section(last, section, last)
    record("report.section_added", held.campaign, by, changes, subject=section)
    return section


def _insert_section(held: Section, section: Section, after: Section) -> list[audit.Change]:
    rows = list(held.campaign.sections.filter(part=held.part))
    place = [row.pk for row in rows].index(after.pk) + 1
    return arrange([*rows[:place], section, *rows[place:]])


def _end_of(held: Section, level: int) -> Section:
    """The last section below the given one, so that a new one of the same or a higher level does not part them."""
    below = _below(held) if level <= held.level else []
    return below[-1] if below else held


def _below(held: Section) -> list[Section]:
    """Sections of deeper levels that follow."""
    rows = list(held.campaign.sections.filter(part=held.part))
    start = [row.pk for row in rows].index(held.pk) + 1
    end = next((place for place in range(start, len(rows)) if rows[place].level <= held.level), len(rows))
    return rows[start:end]


def _require_without_figures(held: Section, sections: Iterable[Section]) -> None:
    drafts = drafts_of(held.campaign)
    for section in sections:
        draft = drafts.section(section.key)
        if draft and draft.placed:
            raise InvalidText(f"Mục «{section.title}» có bảng hoặc biểu đồ số liệu nên luôn được in. Có thể bỏ in từng đoạn chữ.")


def _title(title: str) -> str:
    text = one_line(tidy(title))
    if not text:
        raise InvalidText("Ghi đề mục.")
    if len(text) > LONGEST_TITLE:
        raise InvalidText(f"Đề mục dài {len(text)} chữ, vượt {LONGEST_TITLE}. Rút ngắn đề mục.")
    return text


def _level(level: int) -> int:
    if level not in (1, 2, 3):
        raise InvalidText("Cấp của đề mục là 1, 2 hoặc 3.")
    return level
