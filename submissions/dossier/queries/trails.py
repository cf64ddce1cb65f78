"""What became of each answer of a unit, round by round: every outcome with its reason, the unit's
reply, and the files behind it.

What a reader may not see is not read from the database at all: the caller says what may be.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from submissions.dossier.queries.evidence import EvidenceFile, files_of
from submissions.enums import Ground, OutcomeKind, Round, Stance
from submissions.models import Appraisal, Reply, Submission
from submissions.models.evidence import IN_FORCE


@dataclass(frozen=True, slots=True)
class Sight:
    """What of a unit's file a reader may see.

    `rounds`: the rounds of appraisal; `names`: who appraised.
    """

    claims: bool = False
    rounds: frozenset[Round] = frozenset()
    replies: bool = False
    names: bool = False
    evidence: bool = False


@dataclass(frozen=True, slots=True)
class TrailRound:
    """One outcome in one round.

    `by` is empty for who may not know it; `conclusion` is the Council's, in its own round.
    """

    round: Round
    outcome: OutcomeKind
    points: Decimal | None
    ground: Ground | None
    reason: str
    by: str
    conclusion: str
    is_reconstructed: bool


@dataclass(frozen=True, slots=True)
class TrailReply:
    """What the unit said to the first round."""

    stance: Stance
    text: str
    asked_points: Decimal | None


@dataclass(frozen=True, slots=True)
class ProvingFile:
    """A file that proves the answer, and on which page of it."""

    file: EvidenceFile
    page: str


@dataclass(slots=True)
class Trail:
    """All of it, of one answer; rounds in order."""

    rounds: list[TrailRound] = field(default_factory=list)
    reply: TrailReply | None = None
    files: list[ProvingFile] = field(default_factory=list)


def trails_of(submission: Submission, sight: Sight) -> Mapping[int, Trail]:
    """By the key of the answer; an answer without anything is left out. At most four queries.

    `submission` has its campaign and unit.
    """
    found: dict[int, Trail] = defaultdict(Trail)
    for row in _appraisals(submission, sight):
        found[row.answer_id].rounds.append(_taken(row, with_name=sight.names))
    for reply in _replies(submission, sight):
        found[reply.answer_id].reply = TrailReply(
            Stance(reply.stance), reply.text, reply.asked_points
        )
    for file in files_of(submission, only=IN_FORCE) if sight.evidence else ():
        for proof in file.proofs:
            found[proof.answer].files.append(ProvingFile(file, proof.page))
    return dict(found)


def _appraisals(submission: Submission, sight: Sight) -> Iterable[Appraisal]:
    if not sight.rounds:
        return ()
    chosen = Appraisal.objects.filter(answer__submission=submission, round__in=sight.rounds)
    return chosen.select_related("by", "conclusion__meeting").order_by("answer_id", "round")


def _replies(submission: Submission, sight: Sight) -> Iterable[Reply]:
    return Reply.objects.filter(answer__submission=submission) if sight.replies else ()


def _taken(row: Appraisal, *, with_name: bool) -> TrailRound:
    return TrailRound(
        round=Round(row.round),
        outcome=OutcomeKind(row.outcome),
        points=row.points,
        ground=Ground(row.ground) if row.ground else None,
        reason=row.reason,
        by=str(row.by) if with_name and row.by else "",
        conclusion=str(row.conclusion) if row.conclusion else "",
        is_reconstructed=row.is_reconstructed,
    )
