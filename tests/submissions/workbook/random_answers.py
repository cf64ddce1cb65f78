"""Random answers to any framework, made only from what its inputs ask: for round trips."""

import random
from datetime import date, timedelta
from decimal import Decimal

from scoring.core.amounts import plain
from submissions.dossier.queries.entries import columns_of
from submissions.enums import SkipReason
from submissions.models import Answer, Submission
from submissions.workbook.cells import entry_from
from submissions.workbook.queries import SheetCriterion, all_asked, asked_of
from tests.submissions.workbook.books import loaded

NOTES = [
    "=1+1",
    "+84",
    "-",
    "@a",
    "Đ₫ «ghi chú»\nhai dòng",
    "_x0041_ _x000D_",
    "  giữa  ",
    "123",
    "01/02/2020",
    "<b>&amp;</b>",
    "x" * 1999,
]
DAY = date(2020, 12, 31)


def store_random(submission: Submission, seed: int) -> int:
    """Random answers, without the record, which the round trip does not read; gives how many
    cells were filled.
    """
    chance = random.Random(seed)
    filled, count = [], 0
    for asked in all_asked(asked_of(loaded(submission))):
        cells = random_cells(asked, chance)
        columns_of(
            asked.answer.criterion, asked.rule, entry_from(cells), today=DAY + timedelta(days=1)
        ).put(asked.answer)
        filled.append(asked.answer)
        count += len(cells)
    names = ["declared", "declared_as_of", "self_outcome", "self_points", "skipped", "note"]
    Answer.objects.bulk_update(filled, names)
    return count


def random_cells(asked: SheetCriterion, chance: random.Random) -> dict[str, str]:
    """One of the things that may be said of a criterion."""
    cells: dict[str, str] = {}
    match chance.choice(
        ["figures", "figures", "figures", "half", "skipped", "not applicable", "blank"]
    ):
        case "figures":
            cells |= random_figures(asked, chance)
        case "half":
            cells |= dict(list(random_figures(asked, chance).items())[: len(asked.fields) - 1])
        case "skipped":
            cells["skipped"] = chance.choice(SkipReason.values)
        case "not applicable" if asked.may_not_apply:
            cells["skipped"] = "not_applicable"
    if asked.rule.wants_as_of and chance.random() < 0.6:
        cells["as_of"] = (DAY - timedelta(days=chance.randrange(700))).isoformat()
    if chance.random() < 0.4:
        cells["note"] = chance.choice(NOTES).strip()
    if cells.get("note") == "-":
        del cells["note"]
    return cells


def random_figures(asked: SheetCriterion, chance: random.Random) -> dict[str, str]:
    """Possible figures for each field; of a ratio the second is the larger."""
    figures: dict[str, str] = {}
    for field in asked.fields:
        last = field.path.rpartition(".")[2]
        if field.options:
            figures[field.path] = chance.choice(field.options)[0]
        elif last == "points":
            figures[field.path] = plain(
                (asked.rule.maximum * chance.randrange(101) / 100).quantize(Decimal("0.01"))
            )
        elif last == "count":
            figures[field.path] = str(chance.randrange(100))
        elif last == "denominator":
            figures[field.path] = chance.choice(
                ["1000", "123456789012345", "123456789012345,123456"]
            )
        else:
            figures[field.path] = plain(Decimal(chance.randrange(10**9)) / 10**6)
    return figures
