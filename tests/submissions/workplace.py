"""A unit at work: a campaign in self-scoring whose framework asks one criterion of every kind,
with people in every role.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from criteria.models import CriterionGroup, Level
from submissions.campaigns.services.blank_answers import open_answers
from submissions.enums import Phase
from submissions.models import Answer, Campaign, Submission
from tests.scoring.factories import make_campaign, make_criterion, make_framework, make_submission
from tests.submissions.factories import cast
from units.models import User

#: Code of the criterion → its kind, maximum, rule, and levels (code, label, points, lower bound).
KINDS: dict[str, tuple[str, int, dict[str, Any], list[tuple[str, str, str, str | None]]]] = {
    "1.1": ("manual", 10, {}, []),
    "1.2": ("yes_no", 5, {}, []),
    "2.1": ("choice", 4, {}, [("a", "Đủ", "4", None), ("b", "Thiếu", "2", None)]),
    "2.2": ("steps", 20, {}, [("b3", "Từ 3", "15", "3"), ("b4", "Từ 4", "20", "4")]),
    "3": ("ratio", 8, {"may_not_apply": True}, []),
    "4": ("ratio_to_best", 6, {}, []),
    "5": ("count", 5, {"each": "2.5"}, []),
    "6": ("supplied", 3, {"by": "Văn phòng Bộ", "kind": "manual"}, []),
    "7": (
        "sum_of_parts",
        6,
        {
            "parts": [
                {"code": "a", "label": "Mạng nội bộ", "kind": "yes_no", "maximum": "2"},
                {"code": "b", "label": "Máy chủ", "kind": "ratio", "maximum": "4"},
            ]
        },
        [],
    ),
    "8": (
        "best_of",
        3,
        {
            "parts": [
                {"code": "a", "label": "Tập huấn", "kind": "yes_no", "maximum": "3"},
                {
                    "code": "b",
                    "label": "Lớp học",
                    "kind": "count",
                    "maximum": "3",
                    "params": {"each": "1"},
                },
            ]
        },
        [],
    ),
    "9": ("bonus", 4, {"each": "1"}, []),
    "10": ("deduction", 4, {"each": "2"}, []),
}
ALL = "TC"


def make_kinds(group: CriterionGroup, prefix: str = "") -> None:
    """One criterion of every kind, two main criteria with two leaves each among them."""
    parents = {
        main: make_criterion(group, f"{prefix}{main}", 15, is_leaf=False, order=int(main) * 10)
        for main in ("1", "2")
    }
    for code, (kind, maximum, rule, levels) in KINDS.items():
        main, _, rest = code.partition(".")
        criterion = make_criterion(
            group,
            f"{prefix}{code}",
            maximum,
            rule_kind=kind,
            rule=rule,
            evidence_expected="Văn bản chứng minh",
            parent=parents[main] if rest else None,
            order=int(main) * 10 + int(rest or 0),
        )
        for order, (level, label, points, bound) in enumerate(levels):
            Level.objects.create(
                criterion=criterion,
                code=level,
                label=label,
                points=Decimal(points),
                lower_bound=bound,
                order=order,
            )


def make_work(year: int = 2021, **fields: Any) -> Campaign:
    """Units A (the group TC with every kind, and HT and DV) and B, filling in until ten days
    from now.
    """
    framework = make_framework(f"khung-{year}")
    annex = framework.annexes.get(code="I")
    make_kinds(
        CriterionGroup.objects.create(
            annex=annex, code=ALL, name="Mọi cách chấm", maximum=70, order=5
        )
    )
    due = timezone.now() + timedelta(days=10)
    campaign = make_campaign(
        framework, year, **{"phase": Phase.SELF_SCORE, "self_score_due_at": due} | fields
    )
    make_submission(campaign, "A", annex="I", order=1)
    make_submission(campaign, "B", annex="II", kind="truc_thuoc", order=2)
    open_answers(campaign)
    return campaign


def make_workers(campaign: Campaign) -> dict[str, User]:
    """People in every role; those of a unit belong to A."""
    return cast(campaign)


def submission_of(campaign: Campaign, unit: str = "A") -> Submission:
    return campaign.submissions.select_related("campaign", "unit").get(unit__code=unit)


def answer_to(campaign: Campaign, code: str, *, unit: str = "A", group: str = ALL) -> Answer:
    return Answer.objects.select_related("criterion").get(
        submission__campaign=campaign,
        submission__unit__code=unit,
        criterion__group__code=group,
        criterion__code=code,
    )
