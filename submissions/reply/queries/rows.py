"""The criteria of a file with the outcomes of the rounds and what the unit says to them, as
finished rows for templates.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from ictindex.lib.numbers import show
from ictindex.lib.template_rows import TemplateRow
from scoring.core.types import Outcome
from submissions.dossier.queries.files import GroupState
from submissions.dossier.queries.lines import DossierLine
from submissions.dossier.queries.outcomes import outcome_value, score_of
from submissions.dossier.queries.trails import GivenOutcome, ProvingFile
from submissions.enums import OutcomeKind, Round
from submissions.models.replies import is_outdated
from submissions.reply.statements import outcome_in_words, reply_in_words
from units.clock import day_in_words


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """What a later round came to."""

    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReplyRow(TemplateRow):
    """One scored criterion to read. `first`: what round 1 came to, and `reason`: why.

    `differs`: it is something else than the unit claimed; `is_outdated`: it was changed after the
    unit replied to it. `form`: where the unit can reply now, with the `problems` of what was typed.
    """

    is_heading: ClassVar[bool] = False
    pk: str
    code: str
    name: str
    maximum: str
    declared: str
    as_of: str
    note: str
    claimed: str
    first: str
    reason: str
    is_decided: bool
    differs: bool
    second: OutcomeWords | None
    council: OutcomeWords | None
    reply: str
    asked: str
    is_contested: bool
    text: str
    is_outdated: bool
    files: Sequence[ProvingFile]
    form: str = ""
    problems: tuple[tuple[str, str], ...] = ()


def row_of(line: DossierLine) -> ReplyRow:
    criterion, answer, reply = line.criterion, line.answer, line.trail.reply
    first = line.trail.rounds.get(Round.FIRST)
    return ReplyRow(
        pk=str(answer.pk),
        code=criterion.code,
        name=criterion.name,
        maximum=show(criterion.maximum),
        declared=line.declared_in_words,
        as_of=day_in_words(answer.declared_as_of),
        note=answer.note,
        claimed=line.points_in_words or "chưa có",
        first=_in_words(first),
        reason=first.reason if first else "",
        is_decided=line.trail.decision(Round.FIRST) is not None,
        differs=_differs(line),
        second=_later(line, Round.SECOND),
        council=_later(line, Round.COUNCIL),
        reply=reply_in_words(reply) if reply else "",
        asked=show(reply.asked_points, missing="") if reply else "",
        is_contested=bool(reply and reply.is_contesting),
        text=reply.text if reply else "",
        is_outdated=_is_outdated(line),
        files=line.trail.files,
    )


def points_in(group: GroupState, asked: Iterable[DossierLine], which: Round | None) -> str:
    """What the group comes to in a round, None: by the unit's own scores.

    «–» where an outcome is missing.
    """
    return show(score_of(group, [(line.criterion, _value(line, which)) for line in asked]).points)


def _value(line: DossierLine, which: Round | None) -> Outcome:
    if which is None:
        return line.answer.value
    given = line.trail.rounds.get(which)
    return given.value if given else outcome_value(None, None)


def _in_words(given: GivenOutcome | None) -> str:
    if given is None:
        return outcome_in_words(OutcomeKind.MISSING, None, "")
    return outcome_in_words(given.outcome, given.points, given.ground)


def _differs(line: DossierLine) -> bool:
    """An outcome that nobody gave yet differs from nothing."""
    first = line.trail.decision(Round.FIRST)
    claimed = (line.answer.self_outcome, line.answer.self_points)
    return first is not None and claimed != (first.outcome, first.points)


def _is_outdated(line: DossierLine) -> bool:
    reply, first = line.trail.reply, line.trail.rounds.get(Round.FIRST)
    if reply is None or first is None:
        return False
    return is_outdated(replied_at=reply.changed_at, decided_at=first.changed_at)


def _later(line: DossierLine, which: Round) -> OutcomeWords | None:
    given = line.trail.rounds.get(which)
    if given is None or given.decision is None:
        return None
    return OutcomeWords(_in_words(given), given.reason)
