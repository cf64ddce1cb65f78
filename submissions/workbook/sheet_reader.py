"""Reads the sheet of one group: which row is which criterion, what its cells say, and what is wrong
with sheet and cell.

Rows are known by their codes and columns by their headings, wherever they stand.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ictindex.lib.sheets import CellKind, Sheet, SheetCell, place
from submissions.dossier.queries.entries import AS_OF, SKIPPED, InvalidEntry, columns_of
from submissions.workbook.cells import Cells, entry_from, shown
from submissions.workbook.hidden_sheet import TAKE_A_NEW_ONE, Stamp
from submissions.workbook.layout import CODE, FIGURE, FILLED_IN, column_layout
from submissions.workbook.queries import SheetCriterion, SheetGroup
from submissions.workbook.values import read_value

_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """What is wrong, as a full sentence that names sheet and cell."""

    sheet: str
    cell: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FilledCriterion:
    """One criterion whose cells differ from what was downloaded.

    `places`: where each of its cells stands («F7»).
    """

    stamp: Stamp
    cells: Cells
    sheet: str
    places: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _FilledColumn:
    """A column that is filled in: what it holds, and of figures the how manieth, from 0."""

    column: int
    holds: str
    number: int

    def path_in(self, asked: SheetCriterion, stored: Cells) -> str | None:
        """Which cell of a criterion stands here;

        None for what the criterion does not ask for, unless it is stored.
        """
        if self.holds == AS_OF:
            return AS_OF if asked.rule.wants_as_of or AS_OF in stored else None
        if self.holds != FIGURE:
            return self.holds
        return asked.fields[self.number].path if self.number < len(asked.fields) else None


class SheetReader:
    """Reads one sheet once; `problems` holds what is wrong with it afterwards."""

    def __init__(
        self, title: str, group: SheetGroup, stamps: Sequence[Stamp], *, today: date
    ) -> None:
        self.problems: list[SheetProblem] = []
        self._title, self._group, self._today = title, group, today
        self._stamps = {stamp.key: stamp for stamp in stamps}
        self._asked = {asked.key: asked for asked in group.criteria if asked.key in self._stamps}
        self._code_column = 0
        self._places: tuple[_FilledColumn, ...] = ()

    def read(self, sheet: Sheet | None) -> list[FilledCriterion]:
        """The criteria that differ from what was downloaded."""
        if sheet is None:
            self._note(
                "",
                f"Tệp thiếu trang «{self._title}». Không xóa và không đổi tên trang. "
                f"{TAKE_A_NEW_ONE}",
            )
            return []
        self._check_whole(sheet)
        header = self._find_header(sheet)
        if header is None:
            return []
        rows = self._find_rows(sheet, header)
        read = (self._read_row(sheet, row, self._asked[key]) for key, row in rows.items())
        return [filled for filled in read if filled]

    def _check_whole(self, sheet: Sheet) -> None:
        """Formulas and merged areas are refused wherever they stand: what they hide cannot be
        known.
        """
        for (row, column), cell in sheet.cells.items():
            if cell.kind is CellKind.FORMULA:
                self._note(place(row, column), "ô có công thức. Nhập thẳng giá trị vào ô.")
        for area in sheet.merged:
            self._note(area, "các ô đã bị gộp. Bỏ gộp ô rồi nhập lại.")

    def _find_header(self, sheet: Sheet) -> int | None:
        """The row that holds every heading; it also says which column holds what."""
        layout = column_layout(self._group)
        for row, texts in _texts_by_row(sheet).items():
            if all(column.heading.casefold() in texts for column in layout):
                columns = [(texts[column.heading.casefold()], column.holds) for column in layout]
                self._keep_columns(columns)
                return row
        listed = ", ".join(f"«{column.heading}»" for column in layout)
        self._note(
            "",
            f"Trang «{self._title}» không còn đủ các cột {listed} trên cùng một dòng. "
            f"{TAKE_A_NEW_ONE}",
        )
        return None

    def _keep_columns(self, columns: Sequence[tuple[int, str]]) -> None:
        figures = [column for column, holds in columns if holds == FIGURE]
        self._code_column = next(column for column, holds in columns if holds == CODE)
        self._places = tuple(
            _FilledColumn(column, holds, figures.index(column) if holds == FIGURE else 0)
            for column, holds in columns
            if holds in FILLED_IN
        )

    def _find_rows(self, sheet: Sheet, header: int) -> dict[str, int]:
        """Where each criterion stands. Notes codes that are missing, double or unknown."""
        by_code = {asked.code.casefold(): key for key, asked in self._asked.items()}
        found: dict[str, int] = {}
        for row in sorted({row for row, _ in sheet.cells} - {header}):
            code = _code_in(sheet.cells.get((row, self._code_column)))
            key = by_code.get(code.casefold())
            if key is None:
                self._check_stray(sheet, row, code, is_below=row > header)
            elif key in found:
                other = place(found[key], self._code_column)
                self._note(
                    place(row, self._code_column),
                    f"mã «{code}» đã có ở ô {other}. Chỉ giữ lại một dòng.",
                )
            else:
                found[key] = row
        self._check_missing(found)
        return found

    def _check_stray(self, sheet: Sheet, row: int, code: str, *, is_below: bool) -> None:
        """A row of no criterion may hold nothing in the columns that are filled in: it would be
        lost without a word.
        """
        filled = [each.column for each in self._places if (row, each.column) in sheet.cells]
        if not (is_below and filled):
            return
        where = place(row, filled[0])
        if code:
            self._note(
                where,
                f"mã «{code[:_SHOWN]}» của dòng này không phải là tiêu chí được chấm của nhóm. "
                "Sửa lại mã.",
            )
        else:
            self._note(
                where, "dòng này không có mã tiêu chí. Chuyển nội dung về đúng dòng của tiêu chí."
            )

    def _check_missing(self, found: Mapping[str, int]) -> None:
        for key, asked in self._asked.items():
            if key not in found:
                sentence = (
                    f"Trang «{self._title}» thiếu dòng của tiêu chí {asked.code}. Xóa dòng không "
                    "phải là xóa số liệu."
                )
                self._note("", f"{sentence} {TAKE_A_NEW_ONE}")

    def _read_row(self, sheet: Sheet, row: int, asked: SheetCriterion) -> FilledCriterion | None:
        """None where nothing was changed, or where something is wrong."""
        stamp, before = self._stamps[asked.key], len(self.problems)
        places = [(each.path_in(asked, stamp.base), each.column) for each in self._places]
        cells = {
            path: self._read_cell(sheet.cells.get((row, column)), asked, path, place(row, column))
            for path, column in places
        }
        filled = {path: text for path, text in cells.items() if path and text}
        if len(self.problems) > before or filled == dict(stamp.base):
            return None
        found = FilledCriterion(
            stamp,
            filled,
            self._title,
            {path: place(row, column) for path, column in places if path},
        )
        self._check_entry(asked, found)
        return found

    def _read_cell(
        self, cell: SheetCell | None, asked: SheetCriterion, path: str | None, where: str
    ) -> str:
        stored = self._stamps[asked.key].base.get(path or "", "")
        try:
            return read_value(cell, asked, path)
        except ValueError as problem:
            # What is stored already stays, even where nobody could enter it today. Formulas have
            # been noted before.
            if cell and (
                cell.kind is CellKind.FORMULA
                or (path and stored and cell.text in (stored, shown(asked, path, stored)))
            ):
                return stored
            sentence = str(problem)
            self._note(where, f"tiêu chí {asked.code}: {sentence[:1].lower()}{sentence[1:]}")
            return ""

    def _check_entry(self, asked: SheetCriterion, filled: FilledCriterion) -> None:
        """Whether the cells together can be stored, as the service will ask."""
        try:
            columns_of(
                asked.answer.criterion, asked.rule, entry_from(filled.cells), today=self._today
            )
        except InvalidEntry as refusal:
            for path, sentence in refusal.problems.items():
                # A reason that the criterion does not allow stands in its own cell, not in that of
                # the figure.
                at = SKIPPED if SKIPPED in filled.cells and path not in filled.cells else path
                self._note(filled.places.get(at, ""), f"{sentence[:1].lower()}{sentence[1:]}")

    def _note(self, where: str, sentence: str) -> None:
        self.problems.append(SheetProblem(self._title, where, named(self._title, where, sentence)))


def named(title: str, where: str, sentence: str) -> str:
    """A sentence with the sheet and the cell that it is about; without a cell as it is."""
    return f"Trang «{title}», ô {where}: {sentence}" if where else sentence


def _texts_by_row(sheet: Sheet) -> Mapping[int, Mapping[str, int]]:
    """The column of each text in each row, case folded; of the same text twice, the first."""
    found: dict[int, dict[str, int]] = {}
    for row, column, text in _texts(sheet):
        found.setdefault(row, {}).setdefault(text, column)
    return found


def _texts(sheet: Sheet) -> Iterator[tuple[int, int, str]]:
    for (row, column), cell in sorted(sheet.cells.items()):
        if cell.kind is CellKind.TEXT:
            yield row, column, " ".join(cell.text.split()).casefold()


def _code_in(cell: SheetCell | None) -> str:
    """A code as text, also where an office program took it for a number."""
    return cell.text.strip() if cell and cell.kind in (CellKind.TEXT, CellKind.NUMBER) else ""
