"""The timeline as it is typed: rows that are added, taken out and checked together, without
JavaScript and without loss.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import zip_longest

from django.http import QueryDict

from ictindex.lib.numbers import parse_whole
from submissions.campaigns.forms.campaign import TimelineRowForm
from submissions.campaigns.services.setup import TimelineEntry, timeline_version
from submissions.models import TimelineStep

FIELDS = ("number", "happened_on", "document", "what")
#: More rows than any procedure has; a request with more is cut off here.
MOST_ROWS = 60


@dataclass(slots=True)
class TimelineCell:
    """One input: its name, what is typed in it, and what is wrong with it."""

    name: str
    label: str
    value: str
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True)
class TimelineRow:
    """One step as typed. `place` counts from 1, as on the screen."""

    place: int
    cells: list[TimelineCell]

    @property
    def is_blank(self) -> bool:
        return not any(cell.value for cell in self.cells)


class TimelineForm:
    """All rows, and the version of the stored steps they were made from."""

    def __init__(self, typed: Iterable[dict[str, str]], version: str) -> None:
        self.version = version
        self.rows = [_timeline_row(place, values) for place, values in enumerate(typed, start=1)]
        self.steps: list[TimelineEntry] = []

    @classmethod
    def of_stored(cls, steps: list[TimelineStep]) -> "TimelineForm":
        return cls(
            [TimelineRowForm.initial_of(step) for step in steps] or [_numbered(1)],
            timeline_version(steps),
        )

    @classmethod
    def of_request(cls, typed: QueryDict) -> "TimelineForm":
        columns = [typed.getlist(name)[:MOST_ROWS] for name in FIELDS]
        rows = [
            dict(zip(FIELDS, values, strict=True)) for values in zip_longest(*columns, fillvalue="")
        ]
        return cls(rows, typed.get("version", ""))

    def add_row(self) -> None:
        """Below the others, with the number that comes next."""
        numbers = [parse_whole(row.cells[0].value) or 0 for row in self.rows]
        if len(self.rows) < MOST_ROWS:
            self.rows.append(
                _timeline_row(len(self.rows) + 1, _numbered(max(numbers, default=0) + 1))
            )

    def remove_row(self, place: int) -> None:
        """A place that is not there changes nothing: the button was pressed twice."""
        kept = [row for row in self.rows if row.place != place]
        self.rows = [TimelineRow(number, row.cells) for number, row in enumerate(kept, start=1)]

    def is_valid(self) -> bool:
        """Checks every row that is not blank, keeps the `steps`, and writes what is wrong
        beside the cells.
        """
        filled = [row for row in self.rows if not row.is_blank]
        self.steps = [step for row in filled if (step := _checked(row))]
        repeated = {
            number
            for number, count in Counter(step.number for step in self.steps).items()
            if count > 1
        }
        for row in filled:
            _note_repetition(row.cells[0], repeated)
        return not self.problems

    @property
    def problems(self) -> list[tuple[str, str]]:
        """For the summary: the address of the input, and the sentence with its row."""
        return [
            (f"{cell.name}-{row.place}", f"Dòng {row.place}: {problem}")
            for row in self.rows
            for cell in row.cells
            for problem in cell.problems
        ]


def _timeline_row(place: int, values: dict[str, str]) -> TimelineRow:
    fields = TimelineRowForm.base_fields
    return TimelineRow(
        place,
        [TimelineCell(name, str(fields[name].label), values[name].strip()) for name in FIELDS],
    )


def _numbered(number: int) -> dict[str, str]:
    return dict.fromkeys(FIELDS, "") | {"number": str(number)}


def _checked(row: TimelineRow) -> TimelineEntry | None:
    form = TimelineRowForm({cell.name: cell.value for cell in row.cells})
    if form.is_valid():
        return form.step()
    for cell in row.cells:
        cell.problems = [str(problem) for problem in form.errors.get(cell.name, ())]
    return None


def _note_repetition(cell: TimelineCell, repeated: set[int]) -> None:
    if parse_whole(cell.value) in repeated:
        cell.problems = [f"Số {cell.value} được dùng cho nhiều bước. Mỗi bước có một số riêng."]
