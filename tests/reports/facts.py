"""What a report says besides its figures, made up for the tests of documents and PDF."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from reports.document.prose.facts import (
    AnnexShape,
    BodyMember,
    FailingUnits,
    FrameworkShape,
    GroupShape,
    ProcedureStep,
    ReportDecision,
    ReportFacts,
)
from scoring.core.reconciliation import Finding, Verdict
from scoring.core.results import CampaignResults, Figure
from tests.reports.factories import (
    TOTAL,
    average,
    exact,
    make_group,
    make_kind,
    make_results,
    make_unit,
)

FRAMEWORK = FrameworkShape(
    title="Bộ tiêu chí thử",
    document="9/QĐ-BGDĐT",
    issued_on=date(2020, 2, 3),
    annexes=(
        AnnexShape(
            "I",
            "Đơn vị thuộc Bộ",
            (GroupShape("G1", "Nhóm một", Decimal(100), 2, 7, may_be_absent=True),),
        ),
    ),
    sample_notice="mẫu – tên tiêu chí là minh họa",
)
FACTS = ReportFacts(
    title="Đánh giá mức độ ứng dụng CNTT năm 2020",
    ministry="Bộ Giáo dục và Đào tạo",
    decision=ReportDecision(
        "7/QĐ-BGDĐT", date(2021, 1, 5), "Nguyễn Văn Ấn", "Bộ trưởng Bộ Giáo dục và Đào tạo"
    ),
    framework=FRAMEWORK,
    council=(BodyMember("Trần Thị Ớt", "Thứ trưởng", "Chủ tịch Hội đồng"),),
    steps=(
        ProcedureStep(1, date(2020, 11, 9), "950/QĐ-BGDĐT", "Thành lập Hội đồng"),
        ProcedureStep(2, None, "", "Đơn vị tự chấm"),
    ),
    failings=(FailingUnits("G1", "Nhóm một", "Có kế hoạch", ("ĐV A", "ĐV B")),),
    findings=(
        Finding(
            "A.total.2020",
            "table 1",
            Decimal("70.00"),
            Fraction(60),
            Verdict.NOT_DERIVABLE,
            "Không tính được.",
        ),
    ),
)
DRAFT = replace(FACTS, decision=ReportDecision())


def small_results(**changes: Any) -> CampaignResults:
    """Two units of one kind, one of them printed with a total that the rule does not give."""
    figures = {
        (TOTAL, 2019): exact(50),
        ("G1", 2020): exact(60),
        ("G1", 2019): Figure(applies=False),
    }
    units = [
        make_unit(
            "A", order=1, figures=figures | {(TOTAL, 2020): Figure(Fraction(60), Decimal("70.00"))}
        ),
        make_unit("B", order=2, total="55.5", figures={("G1", 2020): exact(0)}),
    ]
    kind = make_kind(
        units, averages={(TOTAL, 2020): average("62.75", 2), ("G1", 2020): average(30, 2)}
    )
    return make_results(kind, **changes)


def wide_results(groups: int) -> CampaignResults:
    """One kind with so many groups, each with a score this year and last."""
    codes = [f"G{place}" for place in range(1, groups + 1)]
    figures = {(code, year): exact(50) for code in codes for year in (2019, 2020)}
    unit = make_unit(
        "A", order=1, total="50", groups=[make_group(code) for code in codes], figures=figures
    )
    return make_results(make_kind([unit], groups=codes))
