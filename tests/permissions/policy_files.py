"""The policy read a second time, straight from its files and by other means than the
application's.
"""

import csv
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent.parent / "submissions"
PHASES = [
    *("setup", "self_score", "late", "appraise_1", "explain", "appraise_2", "draft_report"),
    *("council_1", "revision", "council_2", "signing", "published", "archived"),
]
PUBLIC = ("published", "archived")


@cache
def cells() -> dict[tuple[str, str], str]:
    """(action, capacity) → the cell as it is written."""
    found = {}
    for name in ("permission_policy.csv", "permission_additions.csv"):
        lines = list(csv.reader((FOLDER / name).read_text(encoding="utf-8").splitlines()))
        head, rows = lines[0], lines[1:]
        for row in rows:
            for column in range(3, len(head) - 1):
                found[f"{row[0]}.{row[1]}", head[column]] = row[column]
    return found


@cache
def methods() -> dict[str, str]:
    """Action → GET or POST."""
    found = {}
    for name in ("permission_policy.csv", "permission_additions.csv"):
        for row in csv.reader((FOLDER / name).read_text(encoding="utf-8").splitlines()[1:]):
            found[f"{row[0]}.{row[1]}"] = row[2]
    return found


@cache
def allows(action: str, capacity: str, phase: str | None) -> bool:
    """By walking the cell's words; without a phase only what holds always."""
    cell = cells()[action, capacity]
    if cell in ("-", "ALL") or phase is None:
        return cell == "ALL"
    place = PHASES.index(phase)
    for word in cell.split():
        first, last = word.split("..") if ".." in word else (word, word)
        if PHASES.index(first) <= place <= PHASES.index(last):
            return True
    return False


def capacities() -> list[str]:
    return sorted({capacity for _, capacity in cells()})
