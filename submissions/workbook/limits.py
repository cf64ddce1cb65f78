"""What office programs let a person type into each cell: drop-downs, bounds and dates, with a hint
at the cell. Only helps: the reader of the file checks everything again.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ictindex.lib.sheets import place, put_text
from ictindex.lib.text import legible
from scoring.core.amounts import plain
from scoring.core.fields import InputField
from submissions.workbook.cells import option_texts, skip_options
from submissions.workbook.layout import HIDDEN_TITLE, LISTS_COLUMN
from submissions.workbook.queries import SheetCriterion

_MOST: Final = Decimal(10**15)
_TITLE, _TEXT = 32, 255


class ChoiceLists:
    """The texts of drop-downs, side by side in the hidden sheet; the same texts are written
    once.
    """

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._ranges: dict[tuple[str, ...], str] = {}

    def range_of(self, texts: Iterable[str]) -> str:
        """Where these texts stand, as a formula."""
        listed = tuple(texts)
        if listed not in self._ranges:
            self._ranges[listed] = self._write(listed)
        return self._ranges[listed]

    def _write(self, texts: tuple[str, ...]) -> str:
        column = LISTS_COLUMN + len(self._ranges)
        for row, text in enumerate(texts, start=1):
            put_text(self._sheet.cell(row, column), text)
        letters = place(1, column)[:-1]
        return f"'{HIDDEN_TITLE}'!${letters}$1:${letters}${len(texts)}"


class SheetLimits:
    """The limits of one sheet; cells with the same limit share it."""

    def __init__(self, sheet: Worksheet, lists: ChoiceLists) -> None:
        self._sheet, self._lists = sheet, lists
        self._made: dict[tuple[str, ...], DataValidation] = {}

    def figure(self, where: str, field: InputField) -> None:
        """A figure, an answer or points."""
        if field.options:
            self._choice(where, field.label, option_texts(field.options).values())
            return
        most = _MOST if field.most is None else field.most
        self._add(
            where,
            f"{field.label}: nhập {_range_of(field)}.",
            type="whole" if field.is_whole else "decimal",
            operator="between",
            formula1="0",
            formula2=plain(most).replace(",", "."),
        )

    def as_of(self, where: str) -> None:
        sentence = "Ngày thống kê số liệu, ví dụ 31/12/2020; không sau hôm nay."
        self._add(
            where,
            sentence,
            type="date",
            operator="between",
            formula1="DATE(1990,1,1)",
            formula2="TODAY()",
        )

    def skipped(self, where: str, asked: SheetCriterion) -> None:
        self._choice(where, "Lý do để trống", option_texts(skip_options(asked)).values())

    def note(self, where: str) -> None:
        sentence = "Nhiều nhất 2000 ký tự."
        self._add(where, sentence, type="textLength", operator="lessThanOrEqual", formula1="2000")

    def _choice(self, where: str, label: str, texts: Iterable[str]) -> None:
        self._add(
            where,
            f"{label}: chọn trong danh sách.",
            type="list",
            formula1=self._lists.range_of(texts),
        )

    def _add(self, where: str, sentence: str, **rule: str) -> None:
        key = (sentence, *rule.values())
        if key not in self._made:
            self._made[key] = _validation(legible(sentence), rule)
            self._sheet.add_data_validation(self._made[key])
        self._made[key].add(where)


def _validation(sentence: str, rule: dict[str, str]) -> DataValidation:
    shown = {"promptTitle": "Nội dung cần nhập"[:_TITLE], "prompt": sentence[:_TEXT]}
    refused = {"errorTitle": "Chưa đúng"[:_TITLE], "error": sentence[:_TEXT], "errorStyle": "stop"}
    return DataValidation(
        allow_blank=True, showInputMessage=True, showErrorMessage=True, **shown, **refused, **rule
    )


def _range_of(field: InputField) -> str:
    if field.most is not None:
        return f"từ 0 đến {plain(field.most)}"
    return "số nguyên từ 0 trở lên" if field.is_whole else "số từ 0 trở lên"
