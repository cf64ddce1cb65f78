"""The criteria of a file with the outcomes of the rounds and what the unit says to them, as
finished rows for templates.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import FilteredRelation, Q

from criteria.models import Criterion
from criteria.specs import leaf_key
from ictindex.lib.numbers import show
from scoring.core.aggregate import group_score
from scoring.core.types import Effect, Outcome
from submissions.dossier.queries.files import GroupState
from submissions.dossier.queries.outcomes import group_spec, outcome_value
from submissions.dossier.queries.rows import (
    COLUMNS,
    CriterionAnswer,
    answer_in_words,
    asked_in,
    entry_in,
    points_of,
)
from submissions.enums import OutcomeKind, Round
from submissions.models import Appraisal, EvidenceUse, Reply, Submission
from submissions.reply.statements import outcome_in_words, reply_in_words, texts_of
from units.clock import day_in_words

ReplyRow = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RoundOutcome:
    """One round's outcome of one answer; who gave it is not here."""

    outcome: str
    points: Decimal | None
    ground: str
    reason: str
    changed_at: Any

    @property
    def words(self) -> str:
        return outcome_in_words(self.outcome, self.points, self.ground)

    @property
    def value(self) -> Outcome:
        return outcome_value(self.outcome, self.points, self.ground)


@dataclass(frozen=True, slots=True)
class ReplyFile:
    """A file that proves an answer; `is_added`: to explain."""

    pk: int
    name: str
    page: str
    is_added: bool


@dataclass(frozen=True, slots=True)
class ReplyContext:
    """What is stored beside the answers, by answer: outcomes by round, replies (where they may
    be read), and files.
    """

    decided: Mapping[int, Mapping[int, RoundOutcome]]
    replies: Mapping[int, Reply]
    files: Mapping[int, list[ReplyFile]]


NO_OUTCOME = RoundOutcome(OutcomeKind.MISSING, None, "", "", None)


def criteria_of(
    submission: Submission, groups: Iterable[GroupState]
) -> dict[int, tuple[ReplyRow, ...]]:
    """All criteria of the groups in order, each with the answer of this file, by group.

    One query.
    """
    own = FilteredRelation("answers", condition=Q(answers__submission=submission.pk))
    wanted = (
        Criterion.objects.filter(group__in=[group.pk for group in groups])
        .annotate(own=own)
        .order_by("order", "pk")
    )
    found: dict[int, list[ReplyRow]] = defaultdict(list)
    for row in wanted.values("group_id", *COLUMNS):
        found[row["group_id"]].append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def asked_of(
    criteria: Iterable[ReplyRow], groups: Iterable[GroupState]
) -> dict[int, CriterionAnswer]:
    """The scored criteria that the file has an answer to, by criterion. One query."""
    return asked_in((row for row in criteria if row["own__pk"]), (group.pk for group in groups))


def stored_of(
    submission: Submission,
    *,
    rounds: Iterable[Round],
    with_replies: bool,
    groups: Iterable[GroupState],
) -> ReplyContext:
    """Three queries, two without replies."""
    within = {
        "answer__submission": submission,
        "answer__criterion__group__in": [group.pk for group in groups],
    }
    return ReplyContext(
        _decided(within, rounds), _replies(within) if with_replies else {}, _files(within)
    )


def _decided(
    within: Mapping[str, Any], rounds: Iterable[Round]
) -> dict[int, dict[int, RoundOutcome]]:
    found: dict[int, dict[int, RoundOutcome]] = defaultdict(dict)
    rows = Appraisal.objects.filter(**within, round__in=list(rounds)).order_by("round")
    for answer, number, outcome, points, ground, reason, changed_at in rows.values_list(
        *("answer_id", "round", "outcome", "points", "ground", "reason", "changed_at")
    ):
        found[answer][number] = RoundOutcome(outcome, points, ground, reason, changed_at)
    return found


def _replies(within: Mapping[str, Any]) -> dict[int, Reply]:
    return {
        reply.answer_id: reply
        for reply in Reply.objects.filter(**within).select_related("changed_by")
    }


def _files(within: Mapping[str, Any]) -> dict[int, list[ReplyFile]]:
    in_force = EvidenceUse.objects.in_force().filter(**within)
    found: dict[int, list[ReplyFile]] = defaultdict(list)
    columns = ("answer_id", "evidence_id", "evidence__name", "page", "evidence__is_supplementary")
    for answer, *about in in_force.order_by("evidence_id").values_list(*columns):
        found[answer].append(ReplyFile(*about))
    return found


def row_of(asked: CriterionAnswer, stored: ReplyContext) -> ReplyRow:
    """One scored criterion to read.

    `differs`: round 1 came to something else than the unit claimed.
    """
    columns, key = asked.columns, asked.columns["own__pk"]
    decided, reply = stored.decided.get(key, {}), stored.replies.get(key)
    first = decided.get(Round.FIRST, NO_OUTCOME)
    return {
        "is_heading": False,
        "pk": str(key),
        "code": columns["code"],
        "name": columns["name"],
        "maximum": show(columns["maximum"]),
        "declared": answer_in_words(asked.rule, columns),
        "as_of": day_in_words(entry_in(asked).as_of),
        "note": columns["own__note"] or "",
        "self": points_of(columns) or "chưa có",
        "first": first.words,
        "reason": first.reason,
        "is_decided": first.outcome != OutcomeKind.MISSING,
        "is_refused": first.outcome == OutcomeKind.REFUSED,
        "differs": differs(columns, first),
        "second": _later(decided, Round.SECOND),
        "council": _later(decided, Round.COUNCIL),
        "reply": reply_in_words(reply) if reply else "",
        "asked": show(reply.asked_points, missing="") if reply else "",
        "is_contested": reply is not None and reply.is_contesting,
        "text": reply.text if reply else "",
        "is_outdated": is_outdated(reply, first),
        "files": tuple(stored.files.get(key, ())),
    }


def texts_in(asked: CriterionAnswer, stored: ReplyContext) -> dict[str, str]:
    """What the form shows of the stored reply."""
    return texts_of(stored.replies.get(asked.columns["own__pk"]))


def differs(columns: ReplyRow, first: RoundOutcome) -> bool:
    """An outcome that nobody gave yet differs from nothing."""
    if first.outcome == OutcomeKind.MISSING:
        return False
    return (columns["own__self_outcome"], columns["own__self_points"]) != (
        first.outcome,
        first.points,
    )


def is_outdated(reply: Reply | None, first: RoundOutcome) -> bool:
    """The outcome was changed after the unit replied to it."""
    return (
        reply is not None and first.changed_at is not None and first.changed_at > reply.changed_at
    )


def points_in(
    group: GroupState, asked: Iterable[CriterionAnswer], stored: ReplyContext, which: Round | None
) -> str:
    """What the group comes to in a round, None: by the unit's own scores.

    «–» where an outcome is missing.
    """
    listed = list(asked)
    if all(each.rule.effect is not Effect.POINTS for each in listed):
        return show(None)
    rows = [each.columns for each in listed]
    outcomes = {leaf_key(group.code, row["code"]): _outcome(row, stored, which) for row in rows}
    return show(group_score(group_spec(group, rows), outcomes).points)


def _outcome(columns: ReplyRow, stored: ReplyContext, which: Round | None) -> Outcome:
    if which is None:
        return outcome_value(columns["own__self_outcome"], columns["own__self_points"])
    return stored.decided.get(columns["own__pk"], {}).get(which, NO_OUTCOME).value


def _later(decided: Mapping[int, RoundOutcome], which: Round) -> RoundOutcome | None:
    found = decided.get(which)
    return found if found and found.outcome != OutcomeKind.MISSING else None
