"""One criterion on the desk as a finished row: what the unit says and proves, what was decided
before, and the form to decide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.safestring import SafeString

from ictindex.lib.numbers import show
from ictindex.lib.template_rows import TemplateRow
from scoring.core.amounts import ImpossibleInput, plain
from scoring.core.criterion import outcome
from scoring.core.types import Scored
from submissions.appraisal.forms.decisions import TypedDecision, kept_text, typed_of
from submissions.appraisal.pages.markup import DecisionControls, forms_html
from submissions.dossier.queries.decisions import Claims, Decision, base_of
from submissions.dossier.queries.lines import AskedCriterion, DossierLine
from submissions.dossier.queries.trails import NoteRow, ProvingFile
from submissions.enums import OutcomeKind, Round, Stance
from submissions.frame.markup import asked_html, earlier_html, read_only_html
from submissions.models.files import NOT_CLAIMED
from units.clock import day_in_words, moment_in_words


@dataclass(frozen=True, slots=True)
class RoundResult(TemplateRow):
    """What a round came to, as it stands beside the others."""

    label: str
    words: str
    reason: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class CountedOnSite:
    """What was counted on the spot. `points`: what it comes to by the criterion's rule."""

    words: str
    points: str
    day: str
    note: str


@dataclass(frozen=True, slots=True)
class EarlierResult:
    """Figures and score of the year before, and why."""

    shown: SafeString
    reason: str


@dataclass(frozen=True, slots=True)
class ReplyOfUnit:
    """What the unit said to the first round. `asked`: the points that it asks for."""

    is_contested: bool
    stance: str
    text: str
    asked: str


@dataclass(frozen=True, slots=True)
class DeskRow(TemplateRow):
    """One scored criterion for the template. `own`: what holds by now.

    `answer`: 0 where the criterion is not asked of this unit; then it cannot be decided.
    `is_questioned`: the unit contests it or has proved it anew. `deciding`: what `forms` are made
    from, where something can be decided.
    """

    is_heading: ClassVar[bool] = False
    answer: int
    pk: str
    code: str
    asked: SafeString
    maximum: str
    declared: SafeString
    evidence: Sequence[ProvingFile]
    on_site: CountedOnSite | None
    earlier: EarlierResult | None
    steps: tuple[RoundResult, ...]
    reply: ReplyOfUnit | None
    notes: Sequence[NoteRow]
    own: RoundResult
    is_open: bool
    is_contested: bool
    is_questioned: bool
    outdated: str
    deciding: DecisionControls | None
    forms: str

    @property
    def can_decide(self) -> bool:
        return self.deciding is not None


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
    """What the rows of a page are made of beside their lines. `told` and `claims` are by answer.

    `address` and `token` are for the forms, see `markup`.
    """

    round: Round
    can_decide: bool
    claims: Claims
    told: Mapping[int, DecisionMessage]
    address: str
    token: str


def row_of(line: DossierLine, context: RowContext) -> DeskRow:
    criterion, answer, trail = line.criterion, line.answer, line.trail
    own, claim = trail.decision(context.round), context.claims.get(answer.pk)
    base = base_of(context.round, trail.decision, claim)
    beside = _decided_beside(line, context)
    is_decided_here = context.can_decide and line.is_asked
    deciding = _deciding(line, context, own, base) if is_decided_here else None
    return DeskRow(
        answer=answer.pk,
        pk=str(answer.pk),
        code=criterion.code,
        asked=asked_html(
            criterion.name,
            criterion.rule.how,
            criterion.evidence_expected,
            is_sample=criterion.is_sample,
        ),
        maximum=plain(criterion.maximum),
        declared=_declared(line),
        evidence=trail.files,
        on_site=_on_site(line),
        earlier=_earlier(line),
        steps=(_claim(line, context), *beside),
        reply=_reply(line),
        notes=line.notes,
        own=_own(line, context, own) if context.can_decide else _latest(beside),
        is_open=own is None,
        is_contested=trail.is_contested,
        is_questioned=context.round == Round.SECOND and trail.is_questioned,
        outdated=_outdated(own, base, context.round),
        deciding=deciding,
        forms=forms_html(deciding, context.address, context.token) if deciding else "",
    )


def _own(line: DossierLine, context: RowContext, own: Decision | None) -> RoundResult:
    """What is decided in the round in hand."""
    if own is None:
        return RoundResult("", "")
    given = line.trail.rounds[context.round]
    at = moment_in_words(given.changed_at) if given.changed_at else ""
    who = ", ".join(filter(None, [given.by, at]))
    return RoundResult("", own.in_words, own.reason, who)


def _latest(beside: Sequence[RoundResult]) -> RoundResult:
    """Where nothing can be decided, what holds by now, with its round: the reason and who gave it
    stand among the rounds then.
    """
    return (
        RoundResult("", beside[-1].words, who=beside[-1].label) if beside else RoundResult("", "")
    )


def _declared(line: DossierLine) -> SafeString:
    """Points without figures are a claim too: not «Chưa trả lời»."""
    answer = line.answer
    is_bare = answer.self_outcome == OutcomeKind.SCORED and not answer.declared
    words = "Không kê khai số liệu" if is_bare else line.declared_in_words
    return read_only_html(words, day_in_words(answer.declared_as_of), answer.note)


def _on_site(line: DossierLine) -> CountedOnSite | None:
    counted = line.trail.counted
    if counted is None:
        return None
    return CountedOnSite(
        words=line.criterion.rule.in_words(counted.declared),
        points=_points_of(line.criterion, counted.declared),
        day=day_in_words(counted.checked_on),
        note=counted.note,
    )


def _points_of(criterion: AskedCriterion, counted: Mapping[str, Any]) -> str:
    """What figures come to by the rule; empty where they do not come to anything, or only
    beside those of the other units.
    """
    try:
        came_to = outcome(criterion.rule, counted)
    except ImpossibleInput:
        return ""
    return show(came_to.points) if isinstance(came_to, Scored) else ""


def _earlier(line: DossierLine) -> EarlierResult | None:
    before = line.earlier
    if before is None:
        return None
    shown = earlier_html(
        before.in_words(line.criterion.rule),
        before.points,
        is_reconstructed=before.is_reconstructed,
    )
    return EarlierResult(shown, before.reason)


def _claim(line: DossierLine, context: RowContext) -> RoundResult:
    claim = context.claims.get(line.answer.pk)
    is_reckoned = claim is not None and NOT_CLAIMED.holds(line.answer)
    return RoundResult(
        "Tính từ số liệu của mọi đơn vị" if is_reckoned else "Tự chấm",
        claim.in_words if claim else "chưa có điểm",
    )


def _decided_beside(line: DossierLine, context: RowContext) -> list[RoundResult]:
    """Every decided round but the one that is being decided, in order.

    The reply stands by itself.
    """
    return [
        RoundResult(str(which.label), decision.in_words, decision.reason, given.by)
        for which, given in line.trail.rounds.items()
        if not (context.can_decide and which == context.round)
        if (decision := given.decision)
    ]


def _reply(line: DossierLine) -> ReplyOfUnit | None:
    reply = line.trail.reply
    if reply is None:
        return None
    return ReplyOfUnit(
        is_contested=reply.is_contesting,
        stance=str(Stance(reply.stance).label),
        text=reply.text,
        asked=show(reply.asked_points, missing=""),
    )


def _outdated(own: Decision | None, base: Decision | None, which: Round) -> str:
    """A ratio that was accepted moves when the best unit's figures are refused later on: said,
    never changed by itself.
    """
    if which != Round.FIRST or own is None or own.reason or base is None or own.keeps(base):
        return ""
    return f"Tính lại từ số liệu của mọi đơn vị nay là {base.in_words}."


def _deciding(
    line: DossierLine, context: RowContext, own: Decision | None, base: Decision | None
) -> DecisionControls:
    version, told = line.trail.version(context.round), context.told.get(line.answer.pk)
    return DecisionControls(
        pk=str(line.answer.pk),
        code=line.criterion.code,
        maximum=plain(line.criterion.maximum),
        version=version,
        keep=kept_text(base) if base else "",
        keep_label=_keep_label(base) if base else "",
        is_kept=own is not None and own.keeps(base),
        is_open=own is None,
        may_not_apply=line.criterion.may_not_apply,
        shows_form=bool(told) or (own is None and base is None),
        typed=told.typed if told else typed_of(own, context.round, version),
        problems=told.problems if told else {},
        theirs=told.theirs if told else "",
    )


def _keep_label(base: Decision) -> str:
    return (
        f"Giữ {base.in_words}"
        if base.outcome == OutcomeKind.SCORED
        else f"Giữ nguyên: {base.in_words}"
    )
