"""What is wrong with a file, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from ictindex.lib.errors import DomainError

#: Nobody reads more at once; `WrongFiles.problems` holds all of them.
MOST_SAID = 300


@dataclass(frozen=True, slots=True)
class WrongPlace:
    """One wrong place.

    `line` counts from 1; `column` is a heading of the table, or the path of an entry in a JSON
    file.
    """

    file: str
    message: str
    line: int | None = None
    column: str = ""

    def __str__(self) -> str:
        kind = "mục" if self.file.endswith(".json") else "cột"
        line = [f"dòng {self.line}"] if self.line else []
        column = [f"{kind} «{self.column}»"] if self.column else []
        return f"{', '.join([self.file, *line, *column])}: {self.message}"


class WrongFiles(DomainError):
    """A folder is not loaded;

    `problems` holds everything that was found wrong, file by file, from top to bottom.
    """

    def __init__(self, problems: Iterable[WrongPlace]) -> None:
        self.problems = tuple(
            sorted(problems, key=lambda problem: (problem.file, problem.line or 0))
        )
        count = f"Có {len(self.problems)} chỗ sai nên không nạp gì cả. Sửa các chỗ sau rồi nạp lại."
        more = len(self.problems) - MOST_SAID
        rest = [f"Còn {more} chỗ sai nữa không nêu hết ở đây."] if more > 0 else []
        super().__init__("\n".join([count, *map(str, self.problems[:MOST_SAID]), *rest]))
