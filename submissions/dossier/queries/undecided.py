"""Answers that a round has not decided yet: a condition for whoever counts or lists them."""

from django.db.models import Exists, OuterRef
from django.db.models.query import QuerySet

from submissions.enums import OutcomeKind, Round
from submissions.models import Answer, Appraisal, GroupDeclaration


def answers_without_outcome(which: Round) -> QuerySet[Answer]:
    """Answers that nobody has decided in that round; a group confirmed not to apply needs no decision."""
    decided = Appraisal.objects.filter(answer=OuterRef("pk"), round=which).exclude(outcome=OutcomeKind.MISSING)
    absent = GroupDeclaration.objects.filter(
        submission=OuterRef("submission"), group_code=OuterRef("criterion__group__code"), is_confirmed=True
    )
    return Answer.objects.filter(~Exists(decided), ~Exists(absent)).order_by(
        "submission__order", "criterion__group__order", "criterion__order"
    )
