"""Which criterion of a group is to be decided next."""

from submissions.enums import Round
from submissions.models import Answer, Appraisal


def next_open(decided: Appraisal) -> int | None:
    """The answer after the decided one in its group that has no outcome of the round yet, else the
    first such; None: none left.

    One query.
    """
    here = decided.answer
    left = Answer.objects.undecided(Round(decided.round)).filter(
        submission=here.submission_id, criterion__group=here.criterion.group_id
    )
    rows = list(
        left.order_by("criterion__order", "criterion_id").values_list(
            "criterion__order", "criterion_id", "pk"
        )
    )
    place = (here.criterion.order, here.criterion_id)
    later = [row for row in rows if row[:2] > place]
    return next((pk for *_, pk in [*later, *rows]), None)
