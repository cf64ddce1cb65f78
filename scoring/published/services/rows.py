"""The rows of a published campaign.

Writes what was checked and decides nothing; the caller holds the transaction.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from criteria.models import Annex, AnnexAssignment, Framework
from scoring.core.reconstruction import Reconstruction
from scoring.core.types import NotApplicable, Outcome, Scored
from scoring.models import PrintedFailing, PrintedFigure
from scoring.published import CampaignDescription, PublishedCampaign, PublishedUnit
from scoring.published.services.people import appointments, ensure_units, timeline
from scoring.published.services.questions import leaf_ids
from submissions.enums import OutcomeKind, Phase, Round
from submissions.models import (
    Answer,
    Appointment,
    Appraisal,
    Campaign,
    GroupDeclaration,
    Submission,
    TimelineStep,
)
from units.models import Unit, UnitKind

Submissions = Mapping[str, Submission]
NOT_APPLICABLE_REASON = "Báo cáo đã ban hành in dấu gạch ở nhóm này: nhóm không áp dụng cho đơn vị."


def write_campaign(
    published: PublishedCampaign, framework: Framework, rebuilt: Mapping[str, Reconstruction]
) -> Campaign:
    """Everything a folder says, as a published campaign;

    `rebuilt` holds points per criterion by unit code.
    """
    campaign = _campaign(published.description, framework)
    kinds, units = ensure_units(published)
    submissions = _write_submissions(campaign, published.units, kinds, units)
    _write_assignments(campaign, framework, published.units, units)
    TimelineStep.objects.bulk_create(timeline(campaign, published))
    Appointment.objects.bulk_create(appointments(campaign, published, units))
    GroupDeclaration.objects.bulk_create(_declarations(published, submissions))
    leaves = leaf_ids(framework)
    answers = Answer.objects.bulk_create(_answers(published, submissions, rebuilt, leaves))
    _write_appraisals(answers, published.units, rebuilt)
    PrintedFigure.objects.bulk_create(_figures(campaign, published, submissions, kinds))
    PrintedFailing.objects.bulk_create(_failings(published, submissions, leaves))
    return campaign


def _campaign(description: CampaignDescription, framework: Framework) -> Campaign:
    return Campaign.objects.create(
        code=description.code,
        year=description.year,
        previous_year=description.previous_year,
        title=description.title,
        ministry=description.ministry,
        framework=framework,
        phase=Phase.PUBLISHED,
        decision_number=description.decision.number,
        decided_on=description.decision.day,
        signer=description.decision.signer,
        signer_authority=description.decision.authority,
        is_reconstructed=True,
    )


def _write_submissions(
    campaign: Campaign,
    published: tuple[PublishedUnit, ...],
    kinds: Mapping[str, UnitKind],
    units: Mapping[str, Unit],
) -> Submissions:
    rows = Submission.objects.bulk_create(
        Submission(
            campaign=campaign,
            unit=units[unit.code],
            kind=kinds[unit.kind],
            order=unit.order,
            name=unit.name,
            short_name=unit.short_name,
            is_late=unit.is_late,
        )
        for unit in published
    )
    return {unit.code: row for unit, row in zip(published, rows, strict=True)}


def _write_assignments(
    campaign: Campaign,
    framework: Framework,
    published: tuple[PublishedUnit, ...],
    units: Mapping[str, Unit],
) -> None:
    annexes = {annex.code: annex for annex in Annex.objects.filter(framework=framework)}
    AnnexAssignment.objects.bulk_create(
        AnnexAssignment(
            period=campaign.code, unit=units[unit.code], annex=annexes[annex], group_code=group
        )
        for unit in published
        for group, annex in {"": unit.annex.code, **unit.annex.overrides}.items()
    )


def _declarations(
    published: PublishedCampaign, submissions: Submissions
) -> Iterator[GroupDeclaration]:
    year = published.description.year
    for (unit, group, of_year), cell in published.scores.items():
        if of_year == year and cell.points is None:
            yield GroupDeclaration(
                submission=submissions[unit],
                group_code=group,
                reason=NOT_APPLICABLE_REASON,
                is_confirmed=True,
            )


def _answers(
    published: PublishedCampaign,
    submissions: Submissions,
    rebuilt: Mapping[str, Reconstruction],
    leaves: Mapping[tuple[str, str], int],
) -> Iterator[Answer]:
    facts = {(fact.unit, fact.leaf): fact for fact in published.facts}
    for unit in published.units:
        for annex, leaf in _asked(unit):
            outcome, fact = rebuilt[unit.code].own[leaf], facts.get((unit.code, leaf))
            yield Answer(
                submission=submissions[unit.code],
                criterion_id=leaves[annex, leaf],
                self_outcome=_kind_of(outcome),
                self_points=_points_of(outcome),
                declared={"value": fact.value, "kind": fact.kind} if fact else {},
                declared_as_of=fact.as_of if fact else None,
                is_reconstructed=isinstance(outcome, Scored),
            )


def _write_appraisals(
    answers: list[Answer],
    published: tuple[PublishedUnit, ...],
    rebuilt: Mapping[str, Reconstruction],
) -> None:
    """The report gives the final result only, so the second round stands alone.

    `answers` are in the order of `_answers`.
    """
    outcomes = [rebuilt[unit.code].final[leaf] for unit in published for _, leaf in _asked(unit)]
    Appraisal.objects.bulk_create(
        Appraisal(
            answer=answer,
            round=Round.SECOND,
            outcome=_kind_of(outcome),
            points=_points_of(outcome),
            is_reconstructed=isinstance(outcome, Scored),
        )
        for answer, outcome in zip(answers, outcomes, strict=True)
    )


def _asked(unit: PublishedUnit) -> Iterator[tuple[str, str]]:
    """The annex and the key of everything scored that the unit is asked, in order."""
    for group in unit.spec.groups:
        for leaf in group.leaves:
            yield unit.annex.annex_of(group.code), leaf.key


def _figures(
    campaign: Campaign,
    published: PublishedCampaign,
    submissions: Submissions,
    kinds: Mapping[str, UnitKind],
) -> Iterator[PrintedFigure]:
    placed = [("group scores", cell) for cell in published.scores.values()] + [
        ("totals", cell) for cell in published.totals
    ]
    for place, cell in placed:
        yield PrintedFigure(
            campaign=campaign,
            submission=submissions[cell.unit],
            place=place,
            measure=cell.measure,
            year=cell.year,
            value=cell.value,
            counts_as_zero=cell.counts_as_zero,
        )
    for average in published.averages:
        yield PrintedFigure(
            campaign=campaign,
            kind=kinds[average.kind] if average.kind else None,
            place=average.place,
            measure=average.measure,
            year=average.year,
            value=average.value,
        )


def _failings(
    published: PublishedCampaign, submissions: Submissions, leaves: Mapping[tuple[str, str], int]
) -> Iterator[PrintedFailing]:
    units = {unit.code: unit for unit in published.units}
    for failing in published.failings:
        annex = units[failing.unit].annex.annex_of(failing.leaf.partition(":")[0])
        yield PrintedFailing(
            submission=submissions[failing.unit], criterion_id=leaves[annex, failing.leaf]
        )


def _kind_of(outcome: Outcome) -> OutcomeKind:
    match outcome:
        case Scored():
            return OutcomeKind.SCORED
        case NotApplicable():
            return OutcomeKind.NOT_APPLICABLE
        case _:
            raise ValueError(f"a reconstruction has no {outcome}")


def _points_of(outcome: Outcome) -> Decimal | None:
    return outcome.points if isinstance(outcome, Scored) else None
