"""A decision as a form sends it: the texts that a person typed, read into a decision.

Stores nothing, knows no scoring.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404

from criteria.fields import typed_number
from ictindex.lib.numbers import parse_whole, read_amount
from submissions.dossier.queries.decisions import (
    GROUND,
    OUTCOME,
    POINTS,
    REASON,
    Decision,
    InvalidDecision,
)
from submissions.enums import Ground, OutcomeKind, Round

KEEP, VERSION, ROUND = "keep", "version", "round"
_ROUNDS = {str(which.value): which for which in (Round.FIRST, Round.SECOND)}
_SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class TypedDecision:
    """The texts of one form.

    `keep`: the value of the button that keeps what was shown, as `kept_text` wrote it.
    """

    round: Round
    version: int
    outcome: str = ""
    points: str = ""
    ground: str = ""
    reason: str = ""
    keep: str = ""


@dataclass(frozen=True, slots=True)
class RefusedDecision:
    """A form that was not saved: the texts as typed, and why."""

    typed: TypedDecision
    problems: tuple[str, ...]


def typed_from(sent: Mapping[str, str]) -> TypedDecision:
    """Raises Http404 for a round in which nobody decides by a form."""
    texts = {name: sent.get(name, "") for name in (OUTCOME, POINTS, GROUND, REASON, KEEP)}
    return TypedDecision(round=round_in(sent), version=whole_number(sent.get(VERSION, "")), **texts)


def round_in(sent: Mapping[str, str]) -> Round:
    """The round that the page was about, which may be over by now.

    Raises Http404 where it is none.
    """
    which = _ROUNDS.get(sent.get(ROUND, ""))
    if which is None:
        raise Http404
    return which


def looked_at_in(seen: Iterable[str]) -> dict[int, int]:
    """«37:0»: the answers that were on the page, with the version of the outcome that stood there.

    Raises Http404.
    """
    return dict(map(_pair, seen))


def typed_of(decision: Decision | None, which: Round, version: int) -> TypedDecision:
    """What the form shows for a stored decision."""
    if decision is None:
        return TypedDecision(which, version)
    points = typed_number(decision.points) if decision.points is not None else ""
    return TypedDecision(
        which, version, str(decision.outcome), points, str(decision.ground), decision.reason
    )


def decision_from(typed: TypedDecision) -> Decision:
    """What the texts say; what belongs to another outcome is left out.

    Raises InvalidDecision, which names no criterion yet.
    """
    if typed.keep:
        return _kept(typed)
    outcome = typed.outcome or (OutcomeKind.SCORED.value if typed.points.strip() else "")
    points = _points(typed.points) if outcome == OutcomeKind.SCORED else None
    ground = typed.ground if outcome == OutcomeKind.REFUSED else ""
    return Decision(outcome, points, ground, typed.reason)


def kept_text(decision: Decision) -> str:
    """A decision without its reason as the value of a button: «scored|7,5|»."""
    points = "" if decision.points is None else typed_number(decision.points)
    return _SEPARATOR.join((str(decision.outcome), points, str(decision.ground)))


def whole_number(text: str) -> int:
    """A version as it travels; 0 for anything else, which is that of nothing stored."""
    return parse_whole(text) or 0


def _pair(text: str) -> tuple[int, int]:
    key, version = (parse_whole(part) for part in (*text.split(":", 1), "")[:2])
    if key is None or version is None:
        raise Http404
    return key, version


def _kept(typed: TypedDecision) -> Decision:
    outcome, _, rest = typed.keep.partition(_SEPARATOR)
    points, _, ground = rest.partition(_SEPARATOR)
    if ground and ground not in Ground.values:
        ground = ""
    return Decision(outcome, _points(points) if points else None, ground)


def _points(text: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        return read_amount(text, called="Điểm")
    except ValueError as problem:
        raise InvalidDecision({POINTS: str(problem)}) from problem
