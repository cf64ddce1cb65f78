"""The criteria behind a figure as rows: what was declared, every round with its reason, the
unit's reply, and the files.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ictindex.lib.numbers import show
from reports.results.queries.cells import DASH, NOT_APPLICABLE, trimmed
from scoring.core.types import Missing, NotApplicable, Outcome
from scoring.results.queries import CriterionBreakdown
from submissions.dossier.queries.trails import (
    NO_TRAIL,
    GivenOutcome,
    GivenReply,
    ProvingFile,
    Trail,
    Trails,
)
from submissions.enums import Ground, OutcomeKind, Round, Stance


@dataclass(frozen=True, slots=True)
class SourceRound:
    """One outcome: who gave it in words of the procedure, the points or what stands for them,
    and why.
    """

    label: str
    points: str
    reason: str
    by: str
    is_last: bool
    is_reconstructed: bool


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of evidence, with the sum that its octets must have."""

    name: str
    url: str
    about: str
    page: str
    sha256: str
    is_supplementary: bool


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One criterion.

    A main criterion with others under it is a heading: it has neither rounds nor files of its own.
    """

    code: str
    name: str
    maximum: str
    sum: str
    is_heading: bool
    is_below: bool
    is_sample: bool
    declared: str
    as_of: str
    rounds: tuple[SourceRound, ...]
    reply: str
    files: tuple[SourceFile, ...]


def source_rows(
    criteria: Sequence[CriterionBreakdown], trails: Trails, *, files_at: str
) -> tuple[SourceRow, ...]:
    """`trails` hold only what the reader may see; `files_at`: the address of the unit's files."""
    return tuple(
        _criterion_row(criterion, trails.get(criterion.answer_id or 0, NO_TRAIL), files_at)
        for criterion in criteria
    )


def _criterion_row(criterion: CriterionBreakdown, trail: Trail, files_at: str) -> SourceRow:
    as_of = criterion.declared_as_of
    return SourceRow(
        code=criterion.code,
        name=criterion.name,
        maximum=trimmed(criterion.maximum),
        sum="" if criterion.is_leaf else show(criterion.final_points),
        is_heading=not criterion.is_leaf,
        is_below=criterion.depth > 0,
        is_sample=criterion.is_sample,
        declared=criterion.declared,
        as_of=f"tính đến {as_of:%d/%m/%Y}" if as_of else "",
        rounds=tuple(_rounds(criterion, trail)) if criterion.is_leaf else (),
        reply=_reply(trail.reply) if trail.reply else "",
        files=tuple(_file(proving, files_at) for proving in trail.files),
    )


def _rounds(criterion: CriterionBreakdown, trail: Trail) -> Iterator[SourceRound]:
    """The claim first. Where no appraisal was made there is only that, and it is no final score."""
    last = max(trail.rounds, default=Round.FIRST)
    yield SourceRound("Tự chấm", _claimed(criterion.self_outcome), "", "", False, False)
    for which, given in trail.rounds.items():
        yield SourceRound(
            label=str(which.label),
            points=_decided(given),
            reason=" ".join(_reasons(given)),
            by=given.by,
            is_last=which == last != Round.FIRST,
            is_reconstructed=given.is_reconstructed,
        )


def _claimed(outcome: Outcome | None) -> str:
    match outcome:
        case NotApplicable():
            return NOT_APPLICABLE
        case None | Missing():
            return "chưa có"
        case _:
            return show(getattr(outcome, "points", Decimal(0)))


def _decided(given: GivenOutcome) -> str:
    match given.outcome:
        case OutcomeKind.SCORED:
            return show(given.points, missing=DASH)
        case OutcomeKind.REFUSED:
            return show(Decimal(0))
        case OutcomeKind.NOT_APPLICABLE:
            return NOT_APPLICABLE
    return "chưa có"


def _reasons(given: GivenOutcome) -> Iterator[str]:
    if given.ground:
        yield f"Không chấp nhận: {str(Ground(given.ground).label).lower()}."
    if given.conclusion:
        yield f"{given.conclusion}."
    if given.reason:
        yield given.reason


def _reply(reply: GivenReply) -> str:
    asked = f" Đề nghị {show(reply.asked_points)} điểm." if reply.asked_points is not None else ""
    text = f": {reply.text}" if reply.text else "."
    return f"{Stance(reply.stance).label}{text}{asked}"


def _file(file: ProvingFile, files_at: str) -> SourceFile:
    dated = f"ngày {file.issued_on:%d/%m/%Y}" if file.issued_on else ""
    return SourceFile(
        name=file.name,
        url=f"{files_at}{file.pk}/",
        about=" ".join(part for part in (file.number, dated) if part),
        page=file.page,
        sha256=file.sha256,
        is_supplementary=file.is_supplementary,
    )
