"""What somebody decides about an answer, and whether that can be: by the criterion, and by the
value that it is set against.

Knows no rights and writes nothing. A decision that keeps that value needs no reason, any other
needs one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol, Self

from django.db.models import OuterRef, Subquery

from criteria.models import Criterion
from criteria.phrases import sentence_about
from ictindex.lib.errors import DomainError
from ictindex.lib.numbers import half_up, show
from ictindex.lib.text import clean_text
from scoring.core.amounts import ImpossibleInput, plain
from scoring.core.criterion import best_ratio, outcome
from scoring.core.rule_kinds.kinds import KINDS, rule_of
from scoring.core.rule_kinds.rule import Rule
from scoring.core.rule_terms import Terms, WrongRule
from scoring.core.types import NotApplicable, Scored
from submissions.enums import Ground, OutcomeKind, Round
from submissions.models import Answer, Appraisal
from submissions.models.appraisals import DECIDED, Decided
from submissions.models.files import NOT_CLAIMED

LONGEST_REASON = 4000
OUTCOME, POINTS, GROUND, REASON = "outcome", "points", "ground", "reason"
_AGAINST = {
    Round.FIRST: "điểm tự chấm",
    Round.SECOND: "kết quả lần 1",
    Round.COUNCIL: "kết quả lần 2",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome with its points where it is scored, and its ground where it is refused."""

    outcome: str
    points: Decimal | None = None
    ground: str = ""
    reason: str = ""

    def keeps(self, base: "Decision | None") -> bool:
        """It comes to the same as the other; the reasons may differ."""
        return base is not None and self.value == base.value

    @property
    def value(self) -> tuple[str, Decimal | None, str]:
        return (str(self.outcome), self.points, str(self.ground))

    @property
    def in_words(self) -> str:
        """«7,50 điểm», «Không áp dụng», «Không chấp nhận: Số liệu không đúng thực tế»."""
        if self.outcome == OutcomeKind.SCORED:
            return f"{show(self.points)} điểm"
        label = str(OutcomeKind(self.outcome).label)
        return f"{label}: {Ground(self.ground).label}" if self.ground else label


class InvalidDecision(DomainError):
    """A decision that cannot be;

    `problems` are full sentences by field: outcome, points, ground, reason.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(problems.values())))
        self.problems = dict(problems)

    def about(self, code: str) -> Self:
        """The same refusal with the criterion named in each sentence."""
        return type(self)(
            {field: sentence_about(code, text) for field, text in self.problems.items()}
        )


@dataclass(frozen=True, slots=True)
class EnteredAnswer:
    """What a unit entered for one answer. `rule`: the criterion's, where it may compare units."""

    answer: int
    criterion: int
    rule: Rule | None
    declared: Mapping[str, Any]
    self_outcome: str
    self_points: Decimal | None


class ClaimColumns(Protocol):
    """An answer as a row, or as it was read."""

    @property
    def self_outcome(self) -> str: ...
    @property
    def self_points(self) -> Decimal | None: ...


def checked(
    decision: Decision, criterion: Criterion, *, base: Decision | None, round: Round
) -> Decision:
    """The decision as it is stored. `base`: what it is set against in that round; None where nobody
    stated anything.

    What is kept without a reason of its own keeps the reason that it had. Raises InvalidDecision.
    """
    decision = replace(decision, reason=clean_text(decision.reason))
    problems = dict(_problems_of(decision, criterion, base))
    if not problems:
        problems |= _lacking_reason(decision, base, round)
    if problems:
        raise InvalidDecision(problems).about(criterion.code)
    if decision.keeps(base) and base and not decision.reason:
        return replace(decision, reason=base.reason)
    return decision


def decision_in(stored: Decided | None) -> Decision | None:
    """What is stored as a decision; None where nobody has decided."""
    if stored is None or not stored.is_decided:
        return None
    return Decision(stored.outcome, stored.points, stored.ground, stored.reason)


def claimed_in(answer: ClaimColumns) -> Decision | None:
    """What the unit claims as a decision; None where it claims nothing."""
    if NOT_CLAIMED.holds(answer):
        return None
    return Decision(answer.self_outcome, answer.self_points)


def may_not_apply(criterion: Criterion) -> bool:
    """The criterion can be left out for a unit; others are asked of every unit. The same as its
    rule says, for which its levels would have to be read.
    """
    with suppress(WrongRule):
        return Terms(criterion.rule_kind, criterion.rule, criterion.maximum).may_not_apply
    return False


def _problems_of(
    decision: Decision, criterion: Criterion, base: Decision | None
) -> Mapping[str, str]:
    if not DECIDED.holds(decision):
        return {OUTCOME: "Chọn một kết quả: chấm điểm, không chấp nhận hoặc không áp dụng."}
    problems = {}
    if len(decision.reason) > LONGEST_REASON:
        problems[REASON] = (
            f"Lý do dài {len(decision.reason)} ký tự, vượt mức {LONGEST_REASON}. Viết ngắn lại."
        )
    wrong_points = _wrong_points(decision, criterion.maximum)
    if wrong_points:
        problems[POINTS] = wrong_points
    if (decision.outcome == OutcomeKind.REFUSED) != (decision.ground in Ground.values):
        problems[GROUND] = (
            "Không chấp nhận thì chọn một trong bốn căn cứ; kết quả khác thì không nêu căn cứ."
        )
    if decision.outcome == OutcomeKind.NOT_APPLICABLE and not (
        may_not_apply(criterion) or decision.keeps(base)
    ):
        problems[OUTCOME] = "Tiêu chí này bắt buộc với mọi đơn vị, không được chọn «Không áp dụng»."
    return problems


def _wrong_points(decision: Decision, maximum: Decimal) -> str:
    points = decision.points
    if decision.outcome != OutcomeKind.SCORED:
        return "" if points is None else "Chỉ kết quả «Có điểm» mới ghi điểm."
    if points is None:
        return f"Chưa nhập điểm. Nhập từ 0 đến {plain(maximum)}."
    if points < 0:
        return f"Điểm {plain(points)} là số âm. Nhập từ 0 đến {plain(maximum)}."
    if points > maximum:
        return (
            f"Điểm {plain(points)} vượt mức tối đa {plain(maximum)}. Nhập từ 0 đến "
            f"{plain(maximum)}."
        )
    return (
        "" if half_up(points) == points else f"Điểm {plain(points)} có quá hai chữ số sau dấu phẩy."
    )


def _lacking_reason(decision: Decision, base: Decision | None, round: Round) -> Mapping[str, str]:
    if decision.reason or decision.keeps(base):
        return {}
    against = _AGAINST[round]
    if base is None:
        return {REASON: f"Chưa có {against} để so sánh nên phải nêu lý do của kết quả này."}
    return {REASON: f"Kết quả khác {against} ({base.in_words}) nên phải nêu lý do."}


def base_of(
    which: Round, decided: Callable[[Round], Decision | None], claim: Decision | None = None
) -> Decision | None:
    """What an outcome of that round is set against: in the first what the unit claims; in the
    second the first outcome, or the claim where there is none; the Council's, the second outcome.

    `decided`: what came of a round, as far as it is known.
    """
    match which:
        case Round.COUNCIL:
            return decided(Round.SECOND)
        case Round.SECOND:
            return decided(Round.FIRST) or claim
        case _:
            return claim


#: By answer; none where nothing can be made of what the unit entered.
Claims = Mapping[int, Decision]


def claims_of(answers: Iterable[Answer], *, round: int) -> Claims:
    """Of answers of one campaign that come with criterion and submission.

    No query, or one as below.
    """
    listed = list(answers)
    campaign = listed[0].submission.campaign_id if listed else 0
    return claims_in([_stated(answer) for answer in listed], campaign, round=round)


def claims_in(stated: Iterable[EnteredAnswer], campaign_id: int, *, round: int) -> Claims:
    """No query for self-scores; one for all ratios set against the best unit of the campaign."""
    listed = list(stated)
    rules = {each.answer: rule for each in listed if (rule := _waiting_rule(each))}
    compared = {each.criterion: rules[each.answer] for each in listed if each.answer in rules}
    bests = best_ratios(campaign_id, compared, round=round)
    claims = {
        each.answer: _claim(each, rules.get(each.answer), bests.get(each.criterion))
        for each in listed
    }
    return {key: claim for key, claim in claims.items() if claim}


def best_ratios(
    campaign_id: int, rules: Mapping[int, Rule], *, round: int
) -> dict[int, Fraction | None]:
    """The best ratio by criterion, over the figures of all units that were not refused by that
    round. At most one query.

    A group that was confirmed not to apply does not count, nor do figures that cannot be.
    """
    stated: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for criterion, declared in _figures(campaign_id, list(rules), round) if rules else ():
        if _is_possible(rules[criterion], declared):
            stated[criterion].append(declared)
    return {criterion: best_ratio(rule, stated[criterion]) for criterion, rule in rules.items()}


def _stated(answer: Answer) -> EnteredAnswer:
    return EnteredAnswer(
        answer=answer.pk,
        criterion=answer.criterion.pk,
        rule=_comparing(answer.criterion),
        declared=answer.declared,
        self_outcome=answer.self_outcome,
        self_points=answer.self_points,
    )


def _comparing(criterion: Criterion) -> Rule | None:
    if not KINDS[criterion.rule_kind].may_compare:
        return None
    try:
        return rule_of(Terms(criterion.rule_kind, criterion.rule, criterion.maximum))
    except WrongRule:
        return None


def _waiting_rule(stated: EnteredAnswer) -> Rule | None:
    """The rule of a criterion whose points wait for all units' figures;

    None for the others, and where points are stored.
    """
    if stated.rule is None or not NOT_CLAIMED.holds(stated):
        return None
    return stated.rule if stated.rule.needs_best else None


def _claim(stated: EnteredAnswer, rule: Rule | None, best: Fraction | None) -> Decision | None:
    if rule:
        return _suggested(rule, stated.declared, best)
    return claimed_in(stated)


def _suggested(rule: Rule, declared: Mapping[str, Any], best: Fraction | None) -> Decision | None:
    """What the figures come to once the best ratio is known; None while they do not come to
    anything.

    Figures that were refused do not set the best, and may be better than it: then they come to
    nothing either.
    """
    with suppress(ImpossibleInput):
        came_to = outcome(rule.with_best(best), declared)
        if isinstance(came_to, Scored):
            return Decision(OutcomeKind.SCORED, came_to.points)
        if isinstance(came_to, NotApplicable):
            return Decision(OutcomeKind.NOT_APPLICABLE)
    return None


def _figures(
    campaign_id: int, criteria: Sequence[int], round: int
) -> list[tuple[int, Mapping[str, Any]]]:
    decided = Appraisal.objects.decided().filter(
        answer=OuterRef("pk"), round__lte=min(round, Round.SECOND)
    )
    rows = (
        Answer.objects.applicable()
        .filter(submission__campaign=campaign_id, criterion__in=criteria)
        .annotate(decided=Subquery(decided.order_by("-round").values("outcome")[:1]))
        .order_by("pk")
    )
    return [
        (key, declared)
        for key, declared, how in rows.values_list("criterion_id", "declared", "decided")
        if how != OutcomeKind.REFUSED
    ]


def _is_possible(rule: Rule, declared: Mapping[str, Any]) -> bool:
    if rule.compared is None or not declared or declared.get("not_applicable") is True:
        return False
    try:
        rule.compared.ratio(declared)
    except ImpossibleInput:
        return False
    return True
