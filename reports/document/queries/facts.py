"""Reads what a report says besides its figures, and which renderings of it there are.

A fixed number of queries.
"""

from itertools import groupby

from django.db.models import Count, Q, QuerySet

from criteria.models import LEAF, Annex, CriterionGroup
from reports.document.prose.facts import (
    AnnexShape,
    BodyMember,
    FrameworkShape,
    GroupShape,
    ProcedureStep,
    ReportDecision,
    ReportFacts,
)
from reports.document.prose.failings import failings_of, refusals_of
from reports.document.prose.moves import moves_of
from reports.document.queries.text import stored_text
from scoring.reconciliation.queries.findings import reconcile
from submissions.enums import Body
from submissions.models import Campaign
from units.enums import GrantState


def report_facts(campaign: Campaign, *, data_sha256: str = "") -> ReportFacts:
    """Everything but the figures.

    Twelve queries at most besides those of `reconcile`, whatever the size of the campaign.
    """
    failing, contradicted = failings_of(campaign)
    people = _people(campaign)
    return ReportFacts(
        title=campaign.title,
        ministry=campaign.ministry,
        decision=ReportDecision(
            campaign.decision_number,
            campaign.decided_on,
            campaign.signer,
            campaign.signer_authority,
        ),
        framework=_framework_shape(campaign),
        council=people[Body.COUNCIL],
        working_group=people[Body.WORKING_GROUP],
        steps=tuple(
            ProcedureStep(each.number, each.happened_on, each.document, each.what)
            for each in campaign.timeline.order_by("number")
        ),
        failings=failing,
        contradicted=contradicted,
        refusals=refusals_of(campaign),
        moves=moves_of(campaign),
        findings=reconcile(campaign),
        is_reconstructed=campaign.is_reconstructed,
        data_sha256=data_sha256,
        text=stored_text(campaign),
    )


def _framework_shape(campaign: Campaign) -> FrameworkShape:
    framework = campaign.framework
    return FrameworkShape(
        title=framework.title,
        document=framework.document,
        issued_on=framework.issued_on,
        annexes=_annex_shapes(framework.annexes.order_by("order")),
        sample_notice=framework.sample_notice,
    )


def _annex_shapes(annexes: QuerySet[Annex]) -> tuple[AnnexShape, ...]:
    groups = CriterionGroup.objects.filter(annex__in=annexes).annotate(
        mains=Count("criteria", filter=Q(criteria__parent=None)),
        leaves=Count("criteria", filter=LEAF.where("criteria__")),
    )
    of_annex = {
        key: tuple(members)
        for key, members in groupby(
            groups.order_by("annex_id", "order"), lambda group: group.annex_id
        )
    }
    return tuple(
        AnnexShape(annex.code, annex.title, tuple(map(_group_shape, of_annex.get(annex.pk, ()))))
        for annex in annexes
    )


def _group_shape(group: CriterionGroup) -> GroupShape:
    counted: dict[str, int] = vars(group)
    return GroupShape(
        group.code,
        group.name,
        group.maximum,
        counted["mains"],
        counted["leaves"],
        group.may_be_absent,
    )


def _people(campaign: Campaign) -> dict[Body, tuple[BodyMember, ...]]:
    """Members in force, by body.

    Demo accounts stand in for people and are nobody's name in a document.
    """
    bodies = (Body.COUNCIL, Body.WORKING_GROUP)
    rows = (
        campaign.appointments.filter(state=GrantState.IN_FORCE, body__in=bodies)
        .exclude(user__is_demo=True)
        .order_by("order", "pk")
        .values_list("body", "person", "position", "title")
    )
    found = [(body, BodyMember(*rest)) for body, *rest in rows]
    return {body: tuple(person for of, person in found if of == body) for body in bodies}
