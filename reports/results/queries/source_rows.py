"""The criteria behind a figure as rows: what was declared, every round with its reason, the
unit's reply, and the files.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ictindex.lib.numbers import show
from reports.results.queries.cells import DASH, NOT_APPLICABLE, trimmed
from scoring.core.types import Missing, NotApplicable, Outcome
from scoring.results.queries import CriterionBreakdown
from submissions.dossier.queries.trails import Trail, TrailReply, TrailRound
from submissions.enums import OutcomeKind, Round

_NOTHING = Trail()


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
    criteria: Sequence[CriterionBreakdown], trails: Mapping[int, Trail]
) -> tuple[SourceRow, ...]:
    """`trails` hold only what the reader may see."""
    return tuple(
        _row(criterion, trails.get(criterion.answer_id or 0, _NOTHING)) for criterion in criteria
    )


def _row(criterion: CriterionBreakdown, trail: Trail) -> SourceRow:
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
        files=tuple(_files(trail)),
    )


def _rounds(criterion: CriterionBreakdown, trail: Trail) -> Iterator[SourceRound]:
    """The claim first. Where no appraisal was made there is only that, and it is no final score."""
    last = trail.rounds[-1] if trail.rounds and trail.rounds[-1].round is not Round.FIRST else None
    yield SourceRound("Tự chấm", _claimed(criterion.self_outcome), "", "", False, False)
    for taken in trail.rounds:
        yield SourceRound(
            label=str(taken.round.label),
            points=_decided(taken),
            reason=" ".join(_reasons(taken)),
            by=taken.by,
            is_last=taken is last,
            is_reconstructed=taken.is_reconstructed,
        )


def _claimed(outcome: Outcome | None) -> str:
    match outcome:
        case NotApplicable():
            return NOT_APPLICABLE
        case None | Missing():
            return "chưa có"
        case _:
            return show(getattr(outcome, "points", Decimal(0)))


def _decided(taken: TrailRound) -> str:
    match taken.outcome:
        case OutcomeKind.SCORED:
            return show(taken.points, missing=DASH)
        case OutcomeKind.REFUSED:
            return show(Decimal(0))
        case OutcomeKind.NOT_APPLICABLE:
            return NOT_APPLICABLE
    return "chưa có"


def _reasons(taken: TrailRound) -> Iterator[str]:
    if taken.ground:
        yield f"Không chấp nhận: {str(taken.ground.label).lower()}."
    if taken.conclusion:
        yield f"{taken.conclusion}."
    if taken.reason:
        yield taken.reason


def _reply(reply: TrailReply) -> str:
    asked = f" Đề nghị {show(reply.asked_points)} điểm." if reply.asked_points is not None else ""
    text = f": {reply.text}" if reply.text else "."
    return f"{reply.stance.label}{text}{asked}"


def _files(trail: Trail) -> Iterator[SourceFile]:
    for proving in trail.files:
        file = proving.file
        dated = f"ngày {file.issued_on:%d/%m/%Y}" if file.issued_on else ""
        yield SourceFile(
            name=file.name,
            url=file.url,
            about=" ".join(part for part in (file.number, dated) if part),
            page=proving.page,
            sha256=file.sha256,
            is_supplementary=file.is_supplementary,
        )
