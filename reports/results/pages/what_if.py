"""The page on which other outcomes of a unit are tried: what is changed, and total, rank and
band before and after.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import urlencode

from ictindex.lib.numbers import show
from reports.results.pages.insight import moved_in_words, signed
from reports.results.queries.cells import NOT_APPLICABLE, trimmed
from reports.results.queries.what_if import WhatIf, WhatIfOutcome, WhatIfState, leaves_of
from scoring.core.types import GroupSpec, NotApplicable, Outcome, Refused, Scored
from scoring.results.queries import InterimUnit

CHANGE = "doi"


@dataclass(frozen=True, slots=True)
class WhatIfChoice:
    """A criterion that can be changed, with its present outcome."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class GroupOfChoices:
    """The criteria of one group."""

    name: str
    choices: tuple[WhatIfChoice, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change. `text` is how it travels; `url` leads to the page without it."""

    criterion: str
    now: str
    then: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class WhatIfLine:
    """One thing before and after."""

    name: str
    before: str
    after: str
    moved: str


@dataclass(frozen=True, slots=True)
class WhatIfPage:
    """Everything the page shows."""

    unit: str
    changes: tuple[ChangeRow, ...]
    lines: tuple[WhatIfLine, ...]
    groups: tuple[GroupOfChoices, ...]
    note: str


def what_if_page(unit: InterimUnit, changes: Sequence[WhatIfOutcome], answer: WhatIf) -> WhatIfPage:
    """The whole page. No queries."""
    return WhatIfPage(
        unit=unit.rows.name,
        changes=tuple(_change(unit, change, changes) for change in changes),
        lines=tuple(_lines(unit, answer)),
        groups=tuple(
            _choices(unit, group)
            for group in unit.rows.spec.groups
            if group.code not in unit.rows.absent
        ),
        note=_note(answer),
    )


def _change(
    unit: InterimUnit, change: WhatIfOutcome, changes: Sequence[WhatIfOutcome]
) -> ChangeRow:
    leaf = leaves_of(unit)[change.key]
    rest = urlencode([(CHANGE, other.text) for other in changes if other is not change])
    return ChangeRow(
        criterion=f"{change.key} {leaf.name}",
        now=in_words(unit.latest.get(change.key)),
        then=in_words(change.outcome),
        text=change.text,
        url=f"?{rest}",
    )


def _lines(unit: InterimUnit, answer: WhatIf) -> Iterator[WhatIfLine]:
    """The groups that change, then total, rank and band."""
    names = {group.code: group.name for group in unit.rows.spec.groups}
    for before, after in zip(answer.before.score.groups, answer.after.score.groups, strict=True):
        if before != after:
            yield _line(names[before.code], before.points, after.points)
    yield _line("Tổng điểm", answer.before.score.total, answer.after.score.total)
    yield WhatIfLine(
        "Hạng", _rank(answer.before), _rank(answer.after), moved_in_words(_steps(answer))
    )
    yield WhatIfLine(
        "Xếp nhóm",
        _band(answer.before),
        _band(answer.after),
        "" if _same_band(answer) else "đổi nhóm",
    )


def _line(name: str, before: Fraction | None, after: Fraction | None) -> WhatIfLine:
    moved = "" if before is None or after is None else signed(after - before)
    return WhatIfLine(
        name, show(before, missing="chưa tính được"), show(after, missing="chưa tính được"), moved
    )


def _rank(state: WhatIfState) -> str:
    return "chưa xếp hạng" if state.rank is None else f"{state.rank} trong {state.ranked}"


def _steps(answer: WhatIf) -> int | None:
    before, after = answer.before.rank, answer.after.rank
    return None if before is None or after is None else after - before


def _band(state: WhatIfState) -> str:
    if state.band:
        return state.band.label
    return "chưa xếp nhóm" if state.value is None else "không thuộc nhóm nào"


def _same_band(answer: WhatIf) -> bool:
    return answer.before.band == answer.after.band


def _choices(unit: InterimUnit, group: GroupSpec) -> GroupOfChoices:
    return GroupOfChoices(
        group.name,
        tuple(
            WhatIfChoice(
                leaf.key,
                f"{leaf.key} {leaf.name} (tối đa {trimmed(leaf.maximum)}, nay "
                f"{in_words(unit.latest.get(leaf.key))})",
            )
            for leaf in group.leaves
        ),
    )


def in_words(outcome: Outcome | None) -> str:
    """The four outcomes, told apart."""
    match outcome:
        case Scored(points):
            return show(points)
        case Refused():
            return "không chấp nhận (0 điểm)"
        case NotApplicable():
            return NOT_APPLICABLE
    return "chưa có"


def _note(answer: WhatIf) -> str:
    missing = len(answer.after.score.missing)
    printed = (
        "Báo cáo in một tổng điểm khác với điểm tính theo quy tắc; ở đây cả hai bên đều tính theo "
        "quy tắc."
        if answer.is_printed_otherwise
        else ""
    )
    unfinished = f"Còn {missing} tiêu chí chưa có kết quả nên chưa có tổng điểm." if missing else ""
    return " ".join(part for part in (printed, unfinished) if part)
