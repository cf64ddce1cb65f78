"""Units and the criteria that one of them was asked, as choices of a form."""

from collections.abc import Sequence
from itertools import groupby

from submissions.models import Answer, Campaign

#: Choices with their groups, as an input shows them.
Choices = Sequence[tuple[str, str | list[tuple[str, str]]]]


def units_listed(campaign: Campaign, chosen: str = "") -> list[tuple[str, str, bool]]:
    """Code, name and whether it is the chosen one, in official order. One query."""
    rows = campaign.submissions.order_by("order", "pk").values_list("unit__code", "name")
    return [(code, name, code == chosen) for code, name in rows]


def criteria_asked(campaign: Campaign, unit: str) -> Choices:
    """The criteria of one unit by group; none where no unit of that code is assessed. One query."""
    if not unit:
        return []
    asked = Answer.objects.filter(submission__campaign=campaign, submission__unit__code=unit)
    rows = asked.select_related("criterion__group").order_by(
        "criterion__group__order", "criterion__group", "criterion__order"
    )
    return [
        (
            f"Nhóm {group.code}",
            [
                (str(answer.pk), f"{answer.criterion.code}. {answer.criterion.name}")
                for answer in answers
            ],
        )
        for group, answers in groupby(rows, key=lambda answer: answer.criterion.group)
    ]
