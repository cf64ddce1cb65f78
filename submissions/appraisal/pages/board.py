"""The dashboard of the working group: who has how much left and what is contested, unit by unit
and appraiser by appraiser.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from submissions.appraisal.pages.inbox import SEE
from submissions.appraisal.queries.overview import GroupProgress, Overview
from submissions.models import Submission
from units.access import may


@dataclass(frozen=True, slots=True)
class BoardUnitRow:
    """One unit. Of the reader's own unit nothing is shown but its name (`is_own`)."""

    unit: str
    name: str
    kind: str
    order: int
    is_own: bool = False
    people: tuple[str, ...] = ()
    second_people: tuple[str, ...] = ()
    criteria: int = 0
    decided: int = 0
    contested: int = 0
    contested_left: int = 0
    differing: int = 0
    unassigned: int = 0
    is_finished: bool = False

    @property
    def left(self) -> int:
        return self.criteria - self.decided

    @property
    def state(self) -> str:
        if self.is_finished:
            return "đã xong"
        if not self.left:
            return "đủ kết quả, chưa xác nhận xong"
        return "đang thẩm định" if self.decided else "chưa bắt đầu"


@dataclass(frozen=True, slots=True)
class AppraiserRow:
    """One appraiser: files, criteria to decide, and how many of them are left."""

    name: str
    files: int
    criteria: int
    left: int


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the page; the sums leave out the reader's own unit."""

    units: tuple[BoardUnitRow, ...]
    people: tuple[AppraiserRow, ...]
    criteria: int
    decided: int
    contested_left: int
    differing: int
    unassigned: int

    @property
    def left(self) -> int:
        return self.criteria - self.decided


def board_of(overview: Overview, user: Any, *, order: str = "") -> Board:
    """No query beside the overview's. An unknown order is the official one."""
    open_files = [file for file in overview.files if may(user, SEE, file)]
    seen = {file.pk for file in open_files}
    rows = [
        _unit_row(overview, file) if file.pk in seen else _own_row(file) for file in overview.files
    ]
    key = ORDERS.get(order, ORDERS[OFFICIAL]).key
    return Board(
        units=tuple(sorted(rows, key=key) if key else rows),
        people=_people(overview, open_files),
        criteria=sum(row.criteria for row in rows),
        decided=sum(row.decided for row in rows),
        contested_left=sum(row.contested_left for row in rows),
        differing=sum(row.differing for row in rows),
        unassigned=sum(bool(row.unassigned) for row in rows),
    )


def _own_row(file: Submission) -> BoardUnitRow:
    return BoardUnitRow(file.unit.code, file.name, file.kind.name, file.order, is_own=True)


def _unit_row(overview: Overview, file: Submission) -> BoardUnitRow:
    groups = overview.groups.get(file.pk, ())
    shares = overview.shares
    return BoardUnitRow(
        unit=file.unit.code,
        name=file.name,
        kind=file.kind.name,
        order=file.order,
        people=_names(row.name for group in groups for row in shares.of(file.pk, group.code)),
        second_people=_names(
            row.name for group in groups for row in shares.of(file.pk, group.code, is_second=True)
        ),
        criteria=_sum(groups, "criteria"),
        decided=_sum(groups, "decided"),
        contested=_sum(groups, "contested"),
        contested_left=_sum(groups, "contested_left"),
        differing=_sum(groups, "differing"),
        unassigned=sum(group.criteria for group in groups if not shares.of(file.pk, group.code)),
        is_finished=file.pk in overview.finished,
    )


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _sum(groups: Iterable[GroupProgress], name: str) -> int:
    return sum(getattr(group, name) for group in groups)


def _people(overview: Overview, files: Iterable[Submission]) -> tuple[AppraiserRow, ...]:
    """Who has most left comes first. What two people share counts for both."""
    names: dict[int, str] = {}
    own: dict[int, list[tuple[int, GroupProgress]]] = {}
    for file in files:
        for group in overview.groups.get(file.pk, ()):
            for row in overview.shares.of(file.pk, group.code):
                names[row.person] = row.name
                own.setdefault(row.person, []).append((file.pk, group))
    rows = [
        AppraiserRow(
            names[person],
            len({file for file, _ in groups}),
            sum(group.criteria for _, group in groups),
            sum(group.left for _, group in groups),
        )
        for person, groups in own.items()
    ]
    return tuple(sorted(rows, key=lambda row: -row.left))


@dataclass(frozen=True, slots=True)
class BoardOrder:
    """A way to sort the units; None: as they come."""

    label: str
    key: Callable[[BoardUnitRow], Any] | None = None


OFFICIAL = "thu-tu"
ORDERS: Mapping[str, BoardOrder] = {
    OFFICIAL: BoardOrder("Thứ tự chính thức"),
    "con-lai": BoardOrder("Còn nhiều việc trước", lambda row: -row.left),
    "giai-trinh": BoardOrder(
        "Nhiều ý kiến trước", lambda row: (-row.contested_left, -row.contested)
    ),
    "chua-giao": BoardOrder("Chưa có người trước", lambda row: -row.unassigned),
}
