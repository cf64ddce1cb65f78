"""Which answers of a file are asked for, and which of them lack an answer or evidence: conditions on answers for queries."""

from django.db.models import Exists, OuterRef, Q

from criteria.enums import RuleKind
from criteria.models import AnnexAssignment
from submissions.enums import OutcomeKind
from submissions.models import EvidenceUse, GroupDeclaration

#: Points, «không áp dụng», or a whole ratio that waits for those of the other units.
ANSWERED = ~Q(self_outcome=OutcomeKind.MISSING) | Q(
    criterion__rule_kind=RuleKind.RATIO_TO_BEST, declared__has_keys=["numerator", "denominator"]
)
#: Figures that another body supplies are not asked of the unit.
SUPPLIED = Q(criterion__rule_kind=RuleKind.SUPPLIED)
WITHOUT_ANSWER = ~ANSWERED & ~SUPPLIED
#: No answer, and no reason why there is none.
BLANK = WITHOUT_ANSWER & Q(skipped="")
#: A file should prove it: not where it does not apply, and not where another body answers for it.
TO_BE_PROVED = ~Q(criterion__evidence_expected="") & ~Q(self_outcome=OutcomeKind.NOT_APPLICABLE) & ~SUPPLIED


def without_evidence() -> Q:
    """A file should prove it, and none in force does."""
    in_force = EvidenceUse.objects.filter(answer=OuterRef("pk"), evidence__is_withdrawn=False, evidence__superseded_by=None)
    return TO_BE_PROVED & ~Q(Exists(in_force))


def is_asked() -> Q:
    """The criterion is of the annex that the unit answers in that group, and the group was not declared absent."""
    assigned = AnnexAssignment.objects.filter(period=OuterRef("submission__campaign__code"), unit=OuterRef("submission__unit"))
    of_group = assigned.filter(group_code=OuterRef("criterion__group__code"))
    annex = OuterRef("criterion__group__annex")
    from_own_annex = Q(Exists(assigned.filter(group_code="", annex=annex))) & ~Q(Exists(of_group))
    return (from_own_annex | Q(Exists(of_group.filter(annex=annex)))) & ~Q(is_declared_absent())


def is_declared_absent() -> Exists:
    """The unit declared that the group does not apply; the working group may not have confirmed it yet."""
    declared = GroupDeclaration.objects.filter(submission=OuterRef("submission"), group_code=OuterRef("criterion__group__code"))
    return Exists(declared)


def is_confirmed_absent() -> Exists:
    """The group does not apply, as the working group has confirmed: nothing of it is appraised or replied to."""
    confirmed = GroupDeclaration.objects.filter(
        submission=OuterRef("submission"), group_code=OuterRef("criterion__group__code"), is_confirmed=True
    )
    return Exists(confirmed)
