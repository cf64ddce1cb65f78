"""Opening a campaign: one blank answer for every scored criterion that a unit is asked, so that
nothing can be missing unseen.
"""

from collections import defaultdict

from criteria.models import LEAF, AnnexAssignment
from submissions.models import Answer, Campaign
from units import audit


def open_answers(campaign: Campaign) -> list[audit.Change]:
    """Create the answers that are not there yet and freeze the framework.

    Five queries, whatever the number of units.
    """
    asked = _asked(campaign)
    present = set(
        Answer.objects.filter(submission__campaign=campaign).values_list(
            "submission_id", "criterion_id"
        )
    )
    blanks = [
        Answer(submission=submission, criterion_id=criterion)
        for submission in campaign.submissions.all()
        for criterion in asked[submission.unit_id]
        if (submission.pk, criterion) not in present
    ]
    created = Answer.objects.bulk_create(blanks)
    return [*_freeze(campaign), *(audit.inserted(answer) for answer in created)]


def _freeze(campaign: Campaign) -> list[audit.Change]:
    framework = campaign.framework
    if framework.is_published:
        return []
    before = audit.row_of(framework)
    framework.is_published = True
    framework.save(update_fields=["is_published"])
    return [audit.updated(before, framework)]


def _asked(campaign: Campaign) -> dict[int, list[int]]:
    """The scored criteria of each unit, group by group."""
    assigned = AnnexAssignment.objects.by_group(
        LEAF.where("annex__groups__criteria__"), period=campaign.code
    )
    rows = assigned.order_by(
        "annex__groups__order", "annex__groups__code", "annex__groups__criteria__order"
    )
    asked: dict[int, list[int]] = defaultdict(list)
    for unit, criterion in rows.values_list("unit_id", "annex__groups__criteria__pk"):
        asked[unit].append(criterion)
    return asked
