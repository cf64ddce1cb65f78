"""One criterion on the desk as a finished row: what the unit says and proves, what was decided
before, and the form to decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from ictindex.lib.numbers import show
from scoring.core.amounts import ImpossibleInput, plain
from scoring.core.criterion import outcome
from scoring.core.types import Scored
from submissions.appraisal.forms.decisions import TypedDecision, kept_text, typed_of
from submissions.appraisal.pages.markup import DecisionControls, forms_html
from submissions.appraisal.queries.criteria import StoredOutcome, StoredOutcomes, decided_in
from submissions.appraisal.queries.notes import NoteRow
from submissions.dossier.queries.decisions import Claims, Decision
from submissions.dossier.queries.rows import CriterionAnswer, EntryRow, answer_in_words, entry_in
from submissions.dossier.queries.year_before import EarlierAnswer
from submissions.enums import OutcomeKind, Round, Stance
from submissions.frame.markup import asked_html, earlier_html, read_only_html
from units.clock import day_in_words, moment_in_words


@dataclass(frozen=True, slots=True)
class RoundResult:
    """What a round came to, as it stands beside the others."""

    label: str
    words: str
    reason: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class DecisionMessage:
    """What the page says about one row instead of what is stored: the typed texts, with the
    refusal or the other outcome.
    """

    typed: TypedDecision
    problems: Mapping[str, str] = field(default_factory=dict)
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class RowContext:
    """What the rows of a page are made of. `earlier` is by code and name of the criterion, the
    others by answer.

    `address` and `token` are for the forms, see `markup`.
    """

    round: Round
    can_decide: bool
    outcomes: StoredOutcomes
    claims: Claims
    proofs: Mapping[int, list[dict[str, Any]]]
    earlier: Mapping[tuple[str, str], EarlierAnswer]
    told: Mapping[int, DecisionMessage]
    notes: Mapping[int | None, tuple[NoteRow, ...]]
    shows_reply: bool
    address: str
    token: str


def row_of(asked: CriterionAnswer, material: RowContext) -> EntryRow:
    """For the template. A row without an answer is not asked of this unit and cannot be decided."""
    columns, answer = asked.columns, asked.columns["own__pk"]
    own = decided_in(material.outcomes, answer, material.round)
    base = _base(material, answer)
    reply = _reply(columns) if material.shows_reply else None
    proofs = material.proofs.get(answer, [])
    row = {
        "is_heading": False,
        "answer": answer,
        "pk": str(answer),
        "code": columns["code"],
        "asked": asked_html(
            columns["name"],
            asked.rule.how,
            columns["evidence_expected"],
            is_sample=columns["is_sample"],
        ),
        "maximum": plain(columns["maximum"]),
        "declared": _declared(asked),
        "evidence": proofs,
        "on_site": _on_site(asked),
        "earlier": _earlier(material.earlier.get((columns["code"], columns["name"])), asked),
        "steps": _steps(material, answer, asked),
        "reply": reply,
        "notes": material.notes.get(answer, ()),
        **_result(material, answer, own),
        "is_open": own.decision is None,
        "is_contested": bool(reply and reply["is_contested"]),
        "is_questioned": material.round == Round.SECOND
        and bool((reply and reply["is_contested"]) or _has_new(proofs)),
        "outdated": _outdated(own, base, material.round),
        "can_decide": bool(material.can_decide and answer),
    }
    row["deciding"] = deciding = (
        _deciding(row, asked, material, own, base) if row["can_decide"] else None
    )
    row["forms"] = forms_html(deciding, material.address, material.token) if deciding else ""
    return row


def _result(material: RowContext, answer: int, own: StoredOutcome) -> EntryRow:
    """What is decided in the round in hand; where nothing can be decided, what holds by now, with
    its round: the reason and who gave it stand among the rounds then.
    """
    if material.can_decide:
        reason = own.decision.reason if own.decision else ""
        who = (
            ", ".join(filter(None, [own.by, moment_in_words(own.at) if own.at else ""]))
            if own.decision
            else ""
        )
        return {
            "own_words": own.decision.in_words if own.decision else "",
            "own_reason": reason,
            "own_who": who,
        }
    latest = next(
        (
            step
            for which in reversed(_rounds_of(material))
            if (step := _step(material, answer, which))
        ),
        None,
    )
    return {
        "own_words": latest.words if latest else "",
        "own_reason": "",
        "own_who": latest.label if latest else "",
    }


def _base(material: RowContext, answer: int) -> Decision | None:
    """What round 1 is set against is the claim; round 2, what round 1 came to."""
    first = (
        decided_in(material.outcomes, answer, Round.FIRST).decision
        if material.round == Round.SECOND
        else None
    )
    return first or material.claims.get(answer)


def _declared(asked: CriterionAnswer) -> SafeString:
    """Points without figures are a claim too: not «Chưa trả lời»."""
    entry, columns = entry_in(asked), asked.columns
    is_bare = columns["own__self_outcome"] == OutcomeKind.SCORED and not columns["own__declared"]
    words = "Không kê khai số liệu" if is_bare else answer_in_words(asked.rule, columns)
    return read_only_html(words, day_in_words(entry.as_of), entry.note)


def _on_site(asked: CriterionAnswer) -> dict[str, str] | None:
    columns = asked.columns
    if columns["own__on_site_check__checked_on"] is None:
        return None
    counted = columns["own__on_site_check__declared"] or {}
    return {
        "words": asked.rule.in_words(counted),
        "points": _points_of(asked, counted),
        "day": day_in_words(columns["own__on_site_check__checked_on"]),
        "note": columns["own__on_site_check__note"],
    }


def _points_of(asked: CriterionAnswer, counted: Mapping[str, Any]) -> str:
    """What figures come to by the rule; empty where they do not come to anything, or only
    beside those of the other units.
    """
    try:
        came_to = outcome(asked.rule, counted)
    except ImpossibleInput:
        return ""
    return show(came_to.points) if isinstance(came_to, Scored) else ""


def _earlier(before: EarlierAnswer | None, asked: CriterionAnswer) -> dict[str, Any] | None:
    if before is None:
        return None
    shown = earlier_html(
        before.in_words(asked.rule), before.points, is_reconstructed=before.is_reconstructed
    )
    return {"shown": shown, "reason": before.reason}


def _steps(material: RowContext, answer: int, asked: CriterionAnswer) -> tuple[RoundResult, ...]:
    """The self-score and every decided round but the one that is being decided, in order.

    The reply stands by itself.
    """
    claim = material.claims.get(answer)
    is_reckoned = claim is not None and asked.columns["own__self_outcome"] == OutcomeKind.MISSING
    first = RoundResult(
        "Tính từ số liệu của mọi đơn vị" if is_reckoned else "Tự chấm",
        claim.in_words if claim else "chưa có điểm",
    )
    decided = (
        which
        for which in _rounds_of(material)
        if not (material.can_decide and which == material.round)
    )
    return (first, *(step for which in decided if (step := _step(material, answer, which))))


def _rounds_of(material: RowContext) -> list[Round]:
    """Those that have begun, in order: after a step back the later ones wait unseen.

    The Council's comes after round 2.
    """
    last = (
        Round.COUNCIL
        if material.round == Round.SECOND and not material.can_decide
        else material.round
    )
    return [which for which in Round if which <= last]


def _step(material: RowContext, answer: int, which: Round) -> RoundResult | None:
    decided = decided_in(material.outcomes, answer, which)
    if decided.decision is None:
        return None
    return RoundResult(
        str(which.label), decided.decision.in_words, decided.decision.reason, decided.by
    )


def _reply(columns: EntryRow) -> dict[str, Any] | None:
    stance = columns["own__reply__stance"]
    if stance is None:
        return None
    return {
        "is_contested": stance == Stance.CONTESTS,
        "stance": str(Stance(stance).label),
        "text": columns["own__reply__text"],
        "asked": show(columns["own__reply__asked_points"], missing=""),
    }


def _has_new(proofs: list[dict[str, Any]]) -> bool:
    return any(proof["is_new"] for proof in proofs)


def _outdated(own: StoredOutcome, base: Decision | None, which: Round) -> str:
    """A ratio that was accepted moves when the best unit's figures are refused later on: said,
    never changed by itself.
    """
    decision = own.decision
    if (
        which != Round.FIRST
        or decision is None
        or decision.reason
        or base is None
        or decision.keeps(base)
    ):
        return ""
    return f"Tính lại từ số liệu của mọi đơn vị nay là {base.in_words}."


def _deciding(
    row: EntryRow,
    asked: CriterionAnswer,
    material: RowContext,
    own: StoredOutcome,
    base: Decision | None,
) -> DecisionControls:
    told = material.told.get(row["answer"])
    return DecisionControls(
        pk=row["pk"],
        code=row["code"],
        maximum=row["maximum"],
        version=own.version,
        keep=kept_text(base) if base else "",
        keep_label=_keep_label(base) if base else "",
        is_kept=own.decision is not None and own.decision.keeps(base),
        is_open=own.decision is None,
        may_not_apply=asked.rule.may_not_apply,
        shows_form=bool(told) or (own.decision is None and base is None),
        typed=told.typed if told else typed_of(own.decision, material.round, own.version),
        problems=told.problems if told else {},
        theirs=told.theirs if told else "",
    )


def _keep_label(base: Decision) -> str:
    return (
        f"Giữ {base.in_words}"
        if base.outcome == OutcomeKind.SCORED
        else f"Giữ nguyên: {base.in_words}"
    )
