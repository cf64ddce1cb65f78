"""Opening a campaign: one blank answer for every scored criterion that a unit is asked, so that
nothing can be missing unseen.
"""

from criteria.models import AnnexAssignment, Criterion
from submissions.models import Answer, Campaign, Submission
from units import audit


def open_answers(campaign: Campaign) -> list[audit.Change]:
    """Create the answers that are not there yet and freeze the framework.

    Six queries, whatever the number of units.
    """
    asked = _leaves_by_annex_and_group(campaign)
    present = set(
        Answer.objects.filter(submission__campaign=campaign).values_list(
            "submission_id", "criterion_id"
        )
    )
    base, overrides = _assignments(campaign)
    blanks = [
        Answer(submission=submission, criterion_id=criterion)
        for submission in campaign.submissions.all()
        for criterion in _asked_of(submission, asked, base, overrides)
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


def _leaves_by_annex_and_group(campaign: Campaign) -> dict[int, dict[str, list[int]]]:
    leaves = (
        Criterion.objects.leaves()
        .filter(group__annex__framework=campaign.framework_id)
        .order_by("group__order", "order")
    )
    asked: dict[int, dict[str, list[int]]] = {}
    for annex, group, pk in leaves.values_list("group__annex_id", "group__code", "pk"):
        asked.setdefault(annex, {}).setdefault(group, []).append(pk)
    return asked


def _assignments(campaign: Campaign) -> tuple[dict[int, int], dict[int, dict[str, int]]]:
    """The annex of each unit, and the groups it answers from another."""
    base: dict[int, int] = {}
    overrides: dict[int, dict[str, int]] = {}
    for unit, group, annex in AnnexAssignment.objects.filter(period=campaign.code).values_list(
        "unit_id", "group_code", "annex_id"
    ):
        if group:
            overrides.setdefault(unit, {})[group] = annex
        else:
            base[unit] = annex
    return base, overrides


def _asked_of(
    submission: Submission,
    asked: dict[int, dict[str, list[int]]],
    base: dict[int, int],
    overrides: dict[int, dict[str, int]],
) -> list[int]:
    groups = dict(asked[base[submission.unit_id]])
    for group, annex in overrides.get(submission.unit_id, {}).items():
        groups[group] = asked[annex][group]
    return [criterion for leaves in groups.values() for criterion in leaves]
