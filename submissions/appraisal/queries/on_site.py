"""Figures counted on the spot as they stand beside the declared ones: in words, and what they
would come to by the same rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from criteria.models import Criterion
from criteria.questions import stored_rule
from ictindex.lib.numbers import show
from scoring.core.amounts import ImpossibleInput
from scoring.core.criterion import outcome
from scoring.core.rule_kinds.rule import Rule
from scoring.core.types import Scored
from submissions.models import Answer, OnSiteCheck


@dataclass(frozen=True, slots=True)
class OnSiteFinding:
    """What was found on the spot.

    `points`: what the figures come to by the criterion's rule, empty where they do not.
    """

    figures: str
    points: str
    note: str
    checked_on: date
    by: str
    version: int


def found_in(check: OnSiteCheck, criterion: Criterion) -> OnSiteFinding:
    """The levels of the criterion are read with it."""
    rule = asked_of(criterion)
    return OnSiteFinding(
        figures=rule.in_words(check.declared),
        points=_points(rule, check),
        note=check.note,
        checked_on=check.checked_on,
        by=str(check.by),
        version=check.version,
    )


def asked_of(criterion: Criterion) -> Rule:
    return stored_rule(criterion, criterion.levels.all())


def typed_of(check: OnSiteCheck | None, rule: Rule) -> Mapping[str, str]:
    """The figures as somebody would have typed them."""
    return rule.typed(check.declared) if check else {}


def check_of(answer: Answer) -> OnSiteCheck | None:
    return OnSiteCheck.objects.select_related("by").filter(answer=answer).first()


def _points(rule: Rule, check: OnSiteCheck) -> str:
    if not check.declared or not rule.is_complete(check.declared):
        return ""
    try:
        came_to = outcome(rule, check.declared)
    except ImpossibleInput:
        return ""
    return show(came_to.points) if isinstance(came_to, Scored) else ""
