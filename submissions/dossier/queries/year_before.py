"""What the same unit came to in the campaign of the year before, criterion by criterion, to
stand read-only beside the inputs.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import FilteredRelation, Subquery

from criteria.phrases import declared_in_words
from ictindex.lib.numbers import show
from scoring.core.rule_kinds.rule import Rule
from submissions.enums import OutcomeKind
from submissions.models import Answer, Campaign, Submission
from submissions.models.appraisals import FINAL


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """What was declared and what it came to in the end, and why;

    `is_reconstructed`: the points are no official figure.
    """

    declared: Mapping[str, Any]
    points: str
    is_reconstructed: bool
    reason: str = ""

    def in_words(self, rule: Rule) -> str:
        """The declared figures; nothing where they do not fit this year's question."""
        return declared_in_words(self.declared, rule)


#: By the codes of group and criterion, and the name of the criterion.
EarlierAnswers = Mapping[tuple[str, str, str], EarlierAnswer]


def year_before(submission: Submission, groups: Collection[str]) -> EarlierAnswers:
    """Of the groups of these codes, from the latest published campaign of the year that this
    one compares with. One query.

    Another framework may give a code to another question: the name must be the same too.
    """
    campaign = submission.campaign
    if campaign.previous_year is None:
        return {}
    published = Campaign.objects.of_year_before(campaign)
    latest = Subquery(published.order_by("-pk").values("pk")[:1])
    rows = (
        Answer.objects.filter(submission__campaign=latest, submission__unit=submission.unit_id)
        .filter(criterion__group__code__in=groups)
        .annotate(decided=FilteredRelation("appraisals", condition=FINAL.where("appraisals__")))
        .order_by("decided__round")
        .values_list(
            *("criterion__group__code", "criterion__code", "criterion__name", "declared"),
            *(
                "decided__outcome",
                "decided__points",
                "decided__is_reconstructed",
                "decided__reason",
            ),
        )
    )
    return {(group, code, name): _before(*rest) for group, code, name, *rest in rows}


def _before(
    declared: Mapping[str, Any],
    outcome: str | None,
    points: Decimal | None,
    is_reconstructed: bool | None,
    reason: str | None,
) -> EarlierAnswer:
    match outcome:
        case OutcomeKind.NOT_APPLICABLE:
            shown = "không áp dụng"
        case OutcomeKind.REFUSED:
            shown = "0,00 (không chấp nhận)"
        case _:
            shown = show(points, missing="")
    return EarlierAnswer(declared, shown, bool(is_reconstructed), reason or "")
