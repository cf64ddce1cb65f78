"""Figures counted on the spot as they stand beside the declared ones: in words, and what they
would come to by the same rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from criteria.inputs import Input, input_of
from criteria.models import Criterion
from criteria.questions import terms_of
from ictindex.lib.numbers import show
from scoring.core.criterion import ImpossibleInput, outcome, rule_from
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
    asked = asked_of(criterion)
    return OnSiteFinding(
        figures=asked.in_words(check.declared),
        points=_points(asked, check),
        note=check.note,
        checked_on=check.checked_on,
        by=str(check.by),
        version=check.version,
    )


def asked_of(criterion: Criterion) -> Input:
    return input_of(terms_of(criterion, criterion.levels.all()))


def typed_of(check: OnSiteCheck | None, asked: Input) -> Mapping[str, str]:
    """The figures as somebody would have typed them."""
    return asked.typed(check.declared) if check else {}


def check_of(answer: Answer) -> OnSiteCheck | None:
    return OnSiteCheck.objects.select_related("by").filter(answer=answer).first()


def _points(asked: Input, check: OnSiteCheck) -> str:
    if not check.declared or not asked.is_complete(check.declared):
        return ""
    terms = asked.terms
    try:
        came_to = outcome(
            rule_from(terms.kind, terms.params, terms.maximum, terms.levels), check.declared
        )
    except ImpossibleInput:
        return ""
    return show(came_to.points) if isinstance(came_to, Scored) else ""
