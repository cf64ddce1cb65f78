"""What a unit claims for an answer: its self-score, or, for a ratio set against the best unit, what all units' figures come to.

A claim is what round 1 is set against. Nothing is stored here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import OuterRef, Subquery

from criteria.enums import RuleKind
from scoring.core.criterion import ImpossibleInput, Rule, WrongRule, best_ratio, outcome, rule_from, with_best
from scoring.core.types import NotApplicable, Scored
from submissions.dossier.queries.decisions import Decision
from submissions.enums import OutcomeKind, Round
from submissions.models import Answer, Appraisal, GroupDeclaration

#: By answer; none where nothing can be made of what the unit entered.
Claims = Mapping[int, Decision]
#: The kinds that may compare units; a supplied figure does where the rule inside does.
_COMPARING = frozenset({RuleKind.RATIO_TO_BEST, RuleKind.SUPPLIED})


@dataclass(frozen=True, slots=True)
class Stated:
    """What a unit entered for one answer, with the rule of the criterion."""

    answer: int
    criterion: int
    rule_kind: str
    rule: Mapping[str, Any]
    maximum: Decimal
    declared: Mapping[str, Any]
    self_outcome: str
    self_points: Decimal | None


def claims_of(answers: Iterable[Answer], *, round: int) -> Claims:
    """Of answers of one campaign that come with criterion and submission. No query, or one as below."""
    listed = list(answers)
    campaign = listed[0].submission.campaign_id if listed else 0
    return claims_in([_stated(answer) for answer in listed], campaign, round=round)


def claims_in(stated: Iterable[Stated], campaign_id: int, *, round: int) -> Claims:
    """No query for self-scores; one for all ratios set against the best unit of the campaign."""
    listed = list(stated)
    rules = {each.answer: rule for each in listed if (rule := _waiting_rule(each))}
    compared = {each.criterion: rules[each.answer] for each in listed if each.answer in rules}
    bests = best_ratios(campaign_id, compared, round=round)
    claims = {each.answer: _claim(each, rules.get(each.answer), bests.get(each.criterion)) for each in listed}
    return {key: claim for key, claim in claims.items() if claim}


def best_ratios(campaign_id: int, rules: Mapping[int, Rule], *, round: int) -> dict[int, Fraction | None]:
    """The best ratio by criterion, over the figures of all units that were not refused by that round. At most one query.

    A group that was confirmed not to apply does not count, nor do figures that cannot be.
    """
    stated: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for criterion, declared in _figures(campaign_id, list(rules), round) if rules else ():
        if _is_possible(rules[criterion], declared):
            stated[criterion].append(declared)
    return {criterion: best_ratio(rule, stated[criterion]) for criterion, rule in rules.items()}


def _stated(answer: Answer) -> Stated:
    criterion = answer.criterion
    return Stated(
        answer=answer.pk,
        criterion=criterion.pk,
        rule_kind=criterion.rule_kind,
        rule=criterion.rule,
        maximum=criterion.maximum,
        declared=answer.declared,
        self_outcome=answer.self_outcome,
        self_points=answer.self_points,
    )


def _waiting_rule(stated: Stated) -> Rule | None:
    """The rule of a criterion whose points wait for all units' figures; None for the others, and where points are stored."""
    if stated.self_outcome != OutcomeKind.MISSING or stated.rule_kind not in _COMPARING:
        return None
    try:
        rule = rule_from(stated.rule_kind, stated.rule, stated.maximum)
    except WrongRule:
        return None
    return rule if rule.needs_best else None


def _claim(stated: Stated, rule: Rule | None, best: Fraction | None) -> Decision | None:
    if rule:
        return _suggested(rule, stated.declared, best)
    if stated.self_outcome == OutcomeKind.MISSING:
        return None
    return Decision(stated.self_outcome, stated.self_points)


def _suggested(rule: Rule, declared: Mapping[str, Any], best: Fraction | None) -> Decision | None:
    """What the figures come to once the best ratio is known; None while they do not come to anything.

    Figures that were refused do not set the best, and may be better than it: then they come to nothing either.
    """
    with suppress(ImpossibleInput):
        came_to = outcome(with_best(rule, best), declared)
        if isinstance(came_to, Scored):
            return Decision(OutcomeKind.SCORED, came_to.points)
        if isinstance(came_to, NotApplicable):
            return Decision(OutcomeKind.NOT_APPLICABLE)
    return None


def _figures(campaign_id: int, criteria: Sequence[int], round: int) -> list[tuple[int, Mapping[str, Any]]]:
    absent = GroupDeclaration.objects.filter(
        submission=OuterRef("submission"), group_code=OuterRef("criterion__group__code"), is_confirmed=True
    )
    decided = Appraisal.objects.filter(answer=OuterRef("pk"), round__lte=min(round, Round.SECOND))
    latest = Subquery(decided.exclude(outcome=OutcomeKind.MISSING).order_by("-round").values("outcome")[:1])
    rows = (
        Answer.objects.filter(submission__campaign=campaign_id, criterion__in=criteria)
        .annotate(is_absent=Subquery(absent.values("is_confirmed")[:1]), decided=latest)
        .order_by("pk")
    )
    listed = rows.values_list("criterion_id", "declared", "is_absent", "decided")
    return [(key, declared) for key, declared, gone, how in listed if not gone and how != OutcomeKind.REFUSED]


def _is_possible(rule: Rule, declared: Mapping[str, Any]) -> bool:
    if rule.compared is None or not declared or declared.get("not_applicable") is True:
        return False
    try:
        rule.compared.ratio(declared)
    except ImpossibleInput:
        return False
    return True
