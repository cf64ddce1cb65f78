"""What the pages of the workbook show: the comparison as finished rows, and the choices that
come back from it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from submissions.workbook.cells import Cells, label_of, paths_of, shown
from submissions.workbook.merge import MergeSide
from submissions.workbook.services import CriterionComparison, ImportPlan, MergeChoices
from submissions.workbook.sheet_reader import SheetProblem
from submissions.workbook.upload import MOST_PROBLEMS
from units.clock import moment_in_words

BLANK = "(để trống)"
_NAME = re.compile(r"([1-9][0-9]{0,17})-(.{1,200})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CellRow:
    """One cell: where it stands in the file, which criterion and what of it, and its values as
    texts.
    """

    place: str
    criterion: str
    name: str
    label: str
    base: str
    now: str
    file: str
    clears: bool
    field: str
    choice: str


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """Everything that the comparison shows.

    `criteria`: how many the workbook holds; `seen`: what the form carries back.
    """

    downloaded: str
    criteria: int
    changes: tuple[CellRow, ...]
    conflicts: tuple[CellRow, ...]
    problems: tuple[SheetProblem, ...]
    has_more_problems: bool
    changed_criteria: int
    seen: str

    @property
    def has_something(self) -> bool:
        return bool(self.changes or self.conflicts)


def preview_page(plan: ImportPlan, *, side: MergeSide | None = None) -> PreviewPage:
    """`side`: what is marked for every cell in conflict that has no choice of its own."""
    changes = [row for each in plan.compared for row in _changes(each)]
    conflicts = [row for each in plan.compared for row in _conflicts(each, side)]
    return PreviewPage(
        downloaded=moment_in_words(plan.downloaded_at),
        criteria=plan.criteria,
        changes=tuple(changes),
        conflicts=tuple(conflicts),
        problems=plan.problems,
        has_more_problems=len(plan.problems) == MOST_PROBLEMS,
        changed_criteria=sum(
            1 for each in plan.compared if set(each.merge.changes) - set(each.merge.conflicts)
        ),
        seen=plan.seen,
    )


def choices_from(sent: Mapping[str, str]) -> MergeChoices:
    """The choices of a sent form; what is no choice is left out."""
    found: dict[tuple[int, str], MergeSide] = {}
    for name, text in sent.items():
        match = _NAME.fullmatch(name)
        if match and text in tuple(MergeSide):
            found[int(match[1]), match[2]] = MergeSide(text)
    return found


def side_from(text: str | None) -> MergeSide | None:
    """What «all» is chosen as, from the address."""
    return {"he-thong": MergeSide.SERVER, "tep": MergeSide.FILE}.get(text or "")


def _changes(compared: CriterionComparison) -> list[CellRow]:
    """What only the file has changed."""
    wanted = set(compared.merge.changes) - set(compared.merge.conflicts)
    return [_cell_row(compared, path, "") for path in _in_order(compared, wanted)]


def _conflicts(compared: CriterionComparison, side: MergeSide | None) -> list[CellRow]:
    unchosen = set(compared.merge.unchosen)
    rows = []
    for path in _in_order(compared, compared.merge.conflicts):
        chosen = (
            MergeSide.FILE
            if compared.merge.result.get(path, "") == compared.file.get(path, "")
            else MergeSide.SERVER
        )
        rows.append(_cell_row(compared, path, (side or "") if path in unchosen else chosen))
    return rows


def _in_order(compared: CriterionComparison, paths: Iterable[str]) -> list[str]:
    known = paths_of(compared.asked)
    return sorted(paths, key=lambda path: known.index(path) if path in known else len(known))


def _cell_row(compared: CriterionComparison, path: str, choice: str) -> CellRow:
    asked = compared.asked

    def text(cells: Cells) -> str:
        return shown(asked, path, cells.get(path, "")) or BLANK

    return CellRow(
        place=f"{compared.sheet}!{compared.places.get(path, '')}",
        criterion=asked.code,
        name=asked.answer.criterion.name,
        label=label_of(asked, path),
        base=text(compared.base),
        now=text(compared.now),
        file=text(compared.file),
        clears=not compared.file.get(path),
        field=f"{asked.answer.pk}-{path}",
        choice=choice,
    )
