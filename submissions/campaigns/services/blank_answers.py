"""Opening a campaign: one blank answer for every scored criterion that a unit is asked, so that
nothing can be missing unseen.
"""

from collections import defaultdict

from criteria.models import BY_PLACE, LEAF, AnnexAssignment
from submissions.models import Answer, Campaign
from units import audit


def open_answers(campaign: Campaign) -> list[audit.Change]:
    """Create the answers that are not there yet and freeze the framework.

    Six queries, whatever the number of units.
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
    """The scored criteria of each unit, group by group.

    Raises LookupError where an assignment asks nothing: the needs of the step should have seen it.
    """
    of_campaign = AnnexAssignment.objects.filter(period=campaign.code)
    idle = set(of_campaign.values_list("unit_id", "group_code"))
    assigned = of_campaign.by_group(
        LEAF.where("annex__groups__criteria__"), annex__framework=campaign.framework_id
    )
    rows = assigned.with_places().order_by(*BY_PLACE, "annex__groups__criteria__order")
    asked: dict[int, list[int]] = defaultdict(list)
    for unit, group, criterion in rows.values_list(
        "unit_id", "group_code", "annex__groups__criteria__pk"
    ):
        asked[unit].append(criterion)
        idle.discard((unit, group))
    if idle:
        raise LookupError(f"Assignments of {campaign} that ask nothing: {sorted(idle)}")
    return asked
