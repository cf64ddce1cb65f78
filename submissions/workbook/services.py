"""Taking an uploaded workbook in: read and kept until the person has looked at it, compared anew
each time it is looked at, and stored as a whole through the same service as the form. The only
writer of `WorkbookImport`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone

from ictindex.lib.chain import canonical
from ictindex.lib.errors import DomainError, StaleState
from submissions.answers.services.entries import (
    IMPORT,
    EntriesRefused,
    Entry,
    InvalidEntry,
    save_answers,
)
from submissions.frame.deadlines import hold_open, require_open
from submissions.models import Submission, WorkbookImport
from submissions.workbook.cells import Cells, cells_of, entry_from
from submissions.workbook.merge import Merge, MergeSide, merge
from submissions.workbook.queries import SheetCriterion, SheetGroup, all_asked, asked_of
from submissions.workbook.sheet_reader import FilledCriterion, SheetProblem, named
from submissions.workbook.upload import Upload, read_upload
from units import audit
from units.models import User

WORKBOOK_IMPORTED = audit.name_act("self.workbook_imported", "Ghi số liệu từ tệp Excel")

#: Choices by answer and path of the cell.
MergeChoices = Mapping[tuple[int, str], MergeSide]
_PIECE = 1 << 16


class StaleImport(StaleState):
    """Somebody has changed a criterion of the workbook since the person looked at the
    comparison; nothing was stored.
    """


class NothingChosen(DomainError):
    """A cell in conflict has no choice yet."""


class CellsRefused(DomainError):
    """What the choices make of some criteria cannot be stored; `problems` name sheet and cell."""

    def __init__(self, problems: Sequence[SheetProblem]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class CriterionComparison:
    """One criterion of the file beside what is stored now."""

    asked: SheetCriterion
    sheet: str
    places: Mapping[str, str]
    base: Cells
    now: Cells
    file: Cells
    merge: Merge


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What storing the workbook would do.

    `seen` is a mark of the versions that it was made from.
    """

    compared: tuple[CriterionComparison, ...]
    problems: tuple[SheetProblem, ...]
    criteria: int
    downloaded_at: datetime
    seen: str

    @property
    def entries(self) -> list[tuple[int, int, Entry]]:
        return [
            (each.asked.answer.pk, each.asked.answer.version, entry_from(each.merge.result))
            for each in self.compared
            if each.merge.changes
        ]

    @property
    def unchosen(self) -> int:
        """How many cells still wait for a choice."""
        return sum(len(each.merge.unchosen) for each in self.compared)

    @property
    def changed_cells(self) -> int:
        return sum(len(each.merge.changes) for each in self.compared)


@transaction.atomic
def keep_upload(
    *, submission: Submission, file: BinaryIO, by: User, now: datetime | None = None
) -> WorkbookImport:
    """Read a workbook and keep what it says until it is confirmed, in place of what the person had
    uploaded before.

    Raises WorkbookRefused for a file that cannot be this unit's workbook; Http404, NotAllowed or
    SubmissionClosed.
    """
    now = now or timezone.now()
    require_open(submission, action=IMPORT, by=by, now=now)
    upload = read_upload(file, submission, asked_of(submission), today=timezone.localdate(now))
    WorkbookImport.objects.waiting().filter(submission=submission, uploaded_by=by).delete()
    return WorkbookImport.objects.create(
        submission=submission,
        uploaded_by=by,
        uploaded_at=now,
        file_sha256=_sha256(file),
        cells=_as_plain(upload),
    )


def plan_of(
    kept: WorkbookImport, groups: Sequence[SheetGroup], choices: MergeChoices | None = None
) -> ImportPlan:
    """The kept workbook beside what is stored now. Asks the database nothing."""
    asked = {each.key: each for each in all_asked(groups)}
    rows = [row for row in kept.cells["filled_in"] if row["key"] in asked]
    compared = tuple(_compare(row, asked[row["key"]], choices or {}) for row in rows)
    return ImportPlan(
        compared=compared,
        problems=tuple(SheetProblem(**problem) for problem in kept.cells["problems"]),
        criteria=kept.cells["criteria"],
        downloaded_at=datetime.fromisoformat(kept.cells["downloaded_at"]),
        seen=_mark_of(compared),
    )


@transaction.atomic
def apply_upload(
    *, kept: WorkbookImport, choices: MergeChoices, seen: str, by: User, now: datetime | None = None
) -> ImportPlan:
    """Store the whole workbook with these choices, or nothing of it; `seen` is the mark of the
    comparison that the person saw.

    Raises StaleState when it was stored before, StaleImport, NothingChosen, CellsRefused,
    DomainError while cells of the file are wrong; Http404, NotAllowed or SubmissionClosed.
    """
    now = now or timezone.now()
    submission = hold_open(kept.submission_id, action=IMPORT, by=by, now=now)
    plan = plan_of(kept, asked_of(submission), choices)
    _take(kept, now)
    _require_ready(plan, seen)
    try:
        save_answers(submission=submission, entries=plan.entries, by=by, action=IMPORT, now=now)
    except EntriesRefused as refused:
        raise _refusal_of(plan, refused) from refused
    _record(kept, submission, plan, by)
    return plan


def _take(kept: WorkbookImport, now: datetime) -> None:
    """The conditional update that makes two presses one act."""
    if not WorkbookImport.objects.waiting().filter(pk=kept.pk).update(applied_at=now):
        raise StaleState("Nội dung của tệp này đã được ghi. Muốn ghi thêm thì tải tệp lên lại.")


def _require_ready(plan: ImportPlan, seen: str) -> None:
    if plan.problems:
        raise DomainError(
            "Tệp còn ô chưa đúng nên chưa ghi được. Sửa các ô được nêu rồi tải tệp lên lại."
        )
    if plan.seen != seen:
        raise StaleImport(
            "Có người vừa sửa một tiêu chí của tệp này trên hệ thống, nên chưa có gì được ghi. "
            "Xem lại phần so sánh rồi xác nhận."
        )
    if plan.unchosen:
        raise NothingChosen(
            f"Còn {plan.unchosen} ô chưa chọn giá trị nên chưa có gì được ghi. Chọn một giá trị "
            "cho mỗi ô."
        )


def _refusal_of(plan: ImportPlan, refused: EntriesRefused) -> DomainError:
    """In the words of sheet and cell.

    A version that went by between comparing and storing is a change meanwhile.
    """
    by_answer = {each.asked.answer.pk: each for each in plan.compared}
    problems = [
        _named(by_answer[answer], path, sentence)
        for answer, refusal in refused.refusals.items()
        if isinstance(refusal, InvalidEntry)
        for path, sentence in refusal.problems.items()
    ]
    return CellsRefused(problems) if problems else StaleImport(str(refused))


def _named(compared: CriterionComparison, path: str, sentence: str) -> SheetProblem:
    where = compared.places.get(path, "")
    return SheetProblem(
        compared.sheet, where, named(compared.sheet, where, f"{sentence[:1].lower()}{sentence[1:]}")
    )


def _record(kept: WorkbookImport, submission: Submission, plan: ImportPlan, by: User) -> None:
    """Which file the entries came from; what they changed is in the entry before this one."""
    facts = {"file_sha256": kept.file_sha256, "cells": plan.changed_cells}
    audit.record(
        act=WORKBOOK_IMPORTED,
        by=by,
        campaign=submission.campaign,
        unit=submission.unit,
        subject=submission,
        facts=facts,
    )


def _compare(
    row: Mapping[str, Any], asked: SheetCriterion, choices: MergeChoices
) -> CriterionComparison:
    base, file, now = row["base"], row["file"], cells_of(asked)
    own = {path: side for (answer, path), side in choices.items() if answer == asked.answer.pk}
    return CriterionComparison(
        asked, row["sheet"], row["places"], base, now, file, merge(base, now, file, own)
    )


def _mark_of(compared: Sequence[CriterionComparison]) -> str:
    versions = [[each.asked.answer.pk, each.asked.answer.version] for each in compared]
    return hashlib.sha256(canonical(versions).encode()).hexdigest()[:32]


def _as_plain(upload: Upload) -> dict[str, Any]:
    return {
        "downloaded_at": upload.downloaded_at.isoformat(),
        "criteria": upload.criteria,
        "filled_in": [_row_of(filled) for filled in upload.filled_in],
        "problems": [
            {"sheet": each.sheet, "cell": each.cell, "sentence": each.sentence}
            for each in upload.problems
        ],
    }


def _row_of(filled: FilledCriterion) -> dict[str, Any]:
    return {
        "key": filled.stamp.key,
        "base": dict(filled.stamp.base),
        "file": dict(filled.cells),
        "sheet": filled.sheet,
        "places": dict(filled.places),
    }


def _sha256(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()
