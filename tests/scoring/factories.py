"""Rows of small campaigns for tests of the scoring floor, without the loader and without any
service.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from criteria.models import Annex, AnnexAssignment, Band, Criterion, CriterionGroup, Framework
from scoring.models import PrintedFigure
from submissions.enums import OutcomeKind, Phase, Round
from submissions.models import Answer, Appraisal, Campaign, GroupDeclaration, Submission
from units.models import Unit, UnitKind

#: Annex → group → leaf code → maximum. A code with a dot lies under a main criterion.
SHAPE = {
    "I": {"HT": {"1.1": 40, "1.2": 20, "2": 40}, "DV": {"1": 100}},
    "II": {"HT": {"1": 60, "2": 40}, "TT": {"1": 100}, "DV": {"1": 100}},
}


def make_framework(
    code: str = "khung",
    *,
    shape: Mapping[str, Mapping[str, Mapping[str, int]]] = SHAPE,
    **fields: Any,
) -> Framework:
    """A framework of these leaves; the group DV may be absent."""
    framework = Framework.objects.create(
        code=code, title=code, **{"aggregation": "mean_of_groups"} | fields
    )
    for order, (annex_code, groups) in enumerate(shape.items()):
        annex = Annex.objects.create(
            framework=framework, code=annex_code, title=f"Phụ lục {annex_code}", order=order
        )
        for place, (group_code, leaves) in enumerate(groups.items()):
            group = CriterionGroup.objects.create(
                annex=annex,
                code=group_code,
                name=f"Nhóm {group_code}",
                maximum=sum(leaves.values()),
                may_be_absent=group_code == "DV",
                order=place,
            )
            make_criteria(group, leaves)
    for order, (band, lower, upper) in enumerate([("A", 65, 80), ("B", 50, 65), ("C", 0, 50)]):
        Band.objects.create(
            framework=framework,
            code=band,
            label=f"Nhóm {band}",
            lower=lower,
            upper=upper,
            order=order,
        )
    return framework


def make_criteria(group: CriterionGroup, leaves: Mapping[str, int]) -> None:
    parents: dict[str, Criterion] = {}
    for order, (code, maximum) in enumerate(leaves.items()):
        main = code.split(".")[0]
        if main != code and main not in parents:
            total = sum(value for each, value in leaves.items() if each.startswith(f"{main}."))
            parents[main] = make_criterion(group, main, total, order=order * 2, is_leaf=False)
        make_criterion(group, code, maximum, order=order * 2 + 1, parent=parents.get(main))


def make_criterion(group: CriterionGroup, code: str, maximum: int, **fields: Any) -> Criterion:
    return Criterion.objects.create(
        group=group, code=code, name=f"Tiêu chí {code}", maximum=maximum, **fields
    )


def make_campaign(framework: Framework, year: int = 2020, **fields: Any) -> Campaign:
    defaults = {
        "code": str(year),
        "year": year,
        "previous_year": year - 1,
        "title": f"Đợt {year}",
        "ministry": "Bộ",
        "phase": Phase.PUBLISHED,
    }
    return Campaign.objects.create(framework=framework, **defaults | fields)


def make_submission(
    campaign: Campaign,
    code: str,
    *,
    annex: str = "I",
    kind: str = "thuoc",
    order: int = 1,
    **overrides: str,
) -> Submission:
    """A unit's file; keyword arguments name groups that come from another annex (HT="II")."""
    unit_kind, _ = UnitKind.objects.get_or_create(
        code=kind, defaults={"name": f"Loại {kind}", "order": 1 if kind == "thuoc" else 2}
    )
    unit, _ = Unit.objects.get_or_create(
        code=code, defaults={"name": f"Đơn vị {code}", "short_name": code, "kind": unit_kind}
    )
    annexes = {each.code: each for each in campaign.framework.annexes.all()}
    for group_code, annex_code in {"": annex, **overrides}.items():
        AnnexAssignment.objects.create(
            period=campaign.code, unit=unit, annex=annexes[annex_code], group_code=group_code
        )
    return Submission.objects.create(
        campaign=campaign,
        unit=unit,
        kind=unit_kind,
        order=order,
        name=unit.name,
        short_name=unit.short_name,
    )


def criterion_of(submission: Submission, annex: str, group: str, code: str) -> Criterion:
    return Criterion.objects.get(
        group__annex__framework=submission.campaign.framework,
        group__annex__code=annex,
        group__code=group,
        code=code,
    )


def make_answer(
    submission: Submission,
    criterion: Criterion,
    *,
    claimed: str | None,
    rounds: Mapping[int, str | None],
) -> Answer:
    """An answer with points claimed and points by round; None is missing."""
    answer = Answer.objects.create(
        submission=submission,
        criterion=criterion,
        self_outcome=OutcomeKind.MISSING if claimed is None else OutcomeKind.SCORED,
        self_points=claimed,
    )
    for number, points in rounds.items():
        Appraisal.objects.create(
            answer=answer,
            round=Round(number),
            outcome=OutcomeKind.MISSING if points is None else OutcomeKind.SCORED,
            points=points,
            reason=f"lần {number}",
        )
    return answer


def make_points(
    submission: Submission, annex: str, points: Mapping[str, str], *, claimed: str | None = None
) -> None:
    """Final points (round 2) by leaf key «HT:1.1»; the same points are claimed unless others
    are.
    """
    for key, value in points.items():
        group, code = key.split(":")
        make_answer(
            submission,
            criterion_of(submission, annex, group, code),
            claimed=claimed or value,
            rounds={2: value},
        )


def declare_absent(
    submission: Submission, group_code: str, *, is_confirmed: bool = True
) -> GroupDeclaration:
    return GroupDeclaration.objects.create(
        submission=submission,
        group_code=group_code,
        reason="Không có dịch vụ công.",
        is_confirmed=is_confirmed,
    )


def make_printed(
    campaign: Campaign,
    submission: Submission | None,
    measure: str,
    year: int,
    value: str | None,
    **fields: Any,
) -> PrintedFigure:
    return PrintedFigure.objects.create(
        campaign=campaign,
        submission=submission,
        measure=measure,
        year=year,
        value=None if value is None else Decimal(value),
        **{"place": "table 1"} | fields,
    )
