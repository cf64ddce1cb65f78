"""Where an appraiser goes on after a decision."""

from django.db.models import Exists, OuterRef

from submissions.enums import OutcomeKind
from submissions.models import Answer, Appraisal


def next_open(decided: Appraisal) -> int | None:
    """The answer after the decided one in its group that has no outcome of the round yet, else the first such; None: none left.

    One query.
    """
    here = decided.answer
    done = Appraisal.objects.filter(answer=OuterRef("pk"), round=decided.round).exclude(outcome=OutcomeKind.MISSING)
    left = Answer.objects.filter(~Exists(done), submission=here.submission_id, criterion__group=here.criterion.group_id)
    rows = list(left.order_by("criterion__order", "criterion_id").values_list("criterion__order", "criterion_id", "pk"))
    place = (here.criterion.order, here.criterion_id)
    later = [row for row in rows if row[:2] > place]
    return next((pk for *_, pk in [*later, *rows]), None)
