"""Who assessed and when: members of the Council and the working group, and the steps of the
procedure.
"""

from collections.abc import Iterable

from criteria.nodes import quoted
from scoring.published.rows import CsvRow
from scoring.published.units import Units
from scoring.published.values import PublishedMember, PublishedStep

COUNCIL, WORKING_GROUP = "council", "working_group"
BODIES = {COUNCIL: COUNCIL, WORKING_GROUP: WORKING_GROUP}


def check_members(rows: Iterable[CsvRow], units: Units) -> tuple[PublishedMember, ...]:
    """The members of both bodies; an order number stands once in each."""
    members: list[PublishedMember] = []
    lines: dict[tuple[str | None, int], int] = {}
    for row in rows:
        body, order = (
            row.known("body", BODIES, what="tổ chức"),
            row.whole("order", what="số thứ tự"),
        )
        if (body, order) in lines and order:
            row.note(
                "order",
                f"Số thứ tự {order} của tổ chức này đã có ở dòng {lines[body, order]}. Đánh lại "
                "số thứ tự.",
            )
        lines[body, order] = row.line
        if not row.is_blank("unit"):
            row.known("unit", units, what="đơn vị")
        members.append(_member(row, body or "", order))
    return tuple(members)


def check_steps(rows: Iterable[CsvRow]) -> tuple[PublishedStep, ...]:
    """The steps; their dates need not be in order and may be missing."""
    steps: list[PublishedStep] = []
    lines: dict[int, int] = {}
    for row in rows:
        number = row.whole("step", what="số bước")
        if number in lines and number:
            row.note(
                "step", f"Bước {quoted(number)} đã có ở dòng {lines[number]}. Đánh lại số bước."
            )
        lines[number] = row.line
        steps.append(
            PublishedStep(
                number=number,
                day=row.day("date"),
                document="" if row.is_blank("document") else row.text("document", at_most=60),
                what=row.text("what", at_most=300),
            )
        )
    return tuple(steps)


def _member(row: CsvRow, body: str, order: int) -> PublishedMember:
    return PublishedMember(
        body=body,
        order=order,
        name=row.text("name", at_most=150),
        position=row.text("position", at_most=300, may_be_empty=True),
        role=row.text("role", at_most=100),
        unit="" if row.is_blank("unit") else row.text("unit", at_most=20),
    )
