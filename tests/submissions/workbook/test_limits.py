"""What may be typed into the cells of each kind of rule: a drop-down, or numbers within bounds."""

import pytest
from openpyxl import Workbook

from scoring.core.rule_kinds.kinds import KINDS
from submissions.workbook.limits import ChoiceLists, SheetLimits
from tests.scoring.core.test_rule_kinds import example

WHOLE = ("whole", "0", "1000000000000000")
NUMBER = ("decimal", "0", "1000000000000000")
LIST = ("list", "'_'!$A$1:$A$2", None)


def limits_of(code: str) -> list[tuple[str, str, str | None]]:
    """The limit of each cell of a criterion of this kind."""
    book = Workbook()
    sheet = book.active
    limits = SheetLimits(sheet, ChoiceLists(book.create_sheet()))
    fields = example(code).fields()
    for row, field in enumerate(fields, start=1):
        limits.figure(f"A{row}", field)
    found = {
        f"A{row}": each
        for each in sheet.data_validations.dataValidation
        for row in range(1, len(fields) + 1)
        if f"A{row}" in each.sqref
    }
    return [(found[place].type, found[place].formula1, found[place].formula2) for place in found]


@pytest.mark.parametrize("code", KINDS)
def test_every_cell_of_each_kind_has_a_limit(code: str) -> None:
    assert len(limits_of(code)) == len(example(code).fields())


@pytest.mark.parametrize(
    ("code", "limits"),
    [
        ("manual", [("decimal", "0", "10")]),
        ("supplied", [("decimal", "0", "3")]),
        ("steps", [NUMBER]),
        ("ratio", [NUMBER, NUMBER]),
        ("count", [WHOLE]),
        ("bonus", [WHOLE]),
        ("deduction", [WHOLE]),
    ],
)
def test_a_number_has_the_bounds_of_its_kind(code: str, limits: list) -> None:
    assert limits_of(code) == limits


def test_a_part_has_the_limits_of_its_own_kind() -> None:
    (answer, *_), *_ = limits_of("best_of"), None
    assert (answer[0], limits_of("best_of")[1]) == ("list", WHOLE)
