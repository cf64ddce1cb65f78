"""The page on which every printed figure stands against the recomputed one, with the verdict in
words.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ictindex.lib.numbers import show
from reports.frame.addresses import unit_url
from reports.results.queries.cells import DASH, NOT_APPLICABLE
from reports.results.queries.reconciliation import name_figure
from scoring.core.reconciliation import Finding, Verdict
from scoring.core.results import CampaignResults
from scoring.reconciliation.queries.doubts import BoundaryCase, FailingWithPoints
from scoring.reconciliation.queries.words import VERDICT_NAMES, place_name

#: What each verdict means, under its name.
_MEANINGS = {
    Verdict.EQUAL: "Số tính lại bằng số đã in.",
    Verdict.ROUNDING: "Lệch chưa đến 0,01 do làm tròn cách khác.",
    Verdict.TRUNCATED: "Phần sau chữ số thập phân thứ hai bị bỏ thay vì làm tròn.",
    Verdict.ZERO_OR_NA: "Không rõ dấu gạch là 0 điểm hay là không áp dụng.",
    Verdict.AVERAGE_BASE: "Trung bình được chia cho số đơn vị khác với số đơn vị được áp dụng.",
    Verdict.NOT_DERIVABLE: "Không có cách tính nào từ các thành phần đã in cho ra số này.",
}

#: So many explaining parts stand in the remark itself.
_NAMED_IN_REMARK = 3


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many figures got one verdict, and what it means."""

    name: str
    meaning: str
    count: int
    is_good: bool


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One printed figure. `url` leads to the unit it is about, empty for averages.

    `explanations`: every part that alone would explain it, where they are more than the remark
    names.
    """

    name: str
    url: str
    place: str
    printed: str
    recomputed: str
    difference: str
    verdict: str
    is_equal: bool
    remark: str
    explanations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """Something in the printed text that the figures do not bear out, about one unit."""

    unit: str
    url: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReconciliationPage:
    """Everything the page shows.

    `rows` are those asked for: the differing ones, or all (`shows_all`).
    """

    total: int
    equal: int
    different: int
    counts: tuple[VerdictCount, ...]
    rows: tuple[FindingRow, ...]
    shows_all: bool
    contradictions: tuple[DoubtRow, ...]
    boundaries: tuple[DoubtRow, ...]


def reconciliation_page(
    results: CampaignResults,
    findings: Sequence[Finding],
    *,
    contradictions: Sequence[FailingWithPoints],
    boundaries: Sequence[BoundaryCase],
    shows_all: bool,
) -> ReconciliationPage:
    """The whole page. No queries."""
    equal = sum(finding.is_equal for finding in findings)
    shown = [finding for finding in findings if shows_all or not finding.is_equal]
    codes = {unit.code for unit in results.units}
    return ReconciliationPage(
        total=len(findings),
        equal=equal,
        different=len(findings) - equal,
        counts=_counts(findings),
        rows=tuple(_finding_row(finding, results, codes) for finding in shown),
        shows_all=shows_all,
        contradictions=tuple(_contradiction(each, results.code) for each in contradictions),
        boundaries=tuple(_boundary(each, results.code) for each in boundaries),
    )


def _counts(findings: Sequence[Finding]) -> tuple[VerdictCount, ...]:
    counted = Counter(finding.verdict for finding in findings)
    return tuple(
        VerdictCount(
            VERDICT_NAMES[verdict], _MEANINGS[verdict], counted[verdict], verdict is Verdict.EQUAL
        )
        for verdict in Verdict
        if counted[verdict]
    )


def _finding_row(finding: Finding, results: CampaignResults, codes: set[str]) -> FindingRow:
    of = finding.figure.rsplit(".", 2)[0]
    return FindingRow(
        name=name_figure(results, finding.figure),
        url=unit_url(results.code, of) if of in codes else "",
        place=place_name(finding.place),
        printed=show(finding.printed, missing=DASH),
        recomputed=show(finding.recomputed, missing=NOT_APPLICABLE),
        difference=signed(finding.difference),
        verdict=VERDICT_NAMES[finding.verdict],
        is_equal=finding.is_equal,
        remark=finding.remark,
        explanations=_explanations(finding, results),
    )


def _explanations(finding: Finding, results: CampaignResults) -> tuple[str, ...]:
    if len(finding.would_explain) <= _NAMED_IN_REMARK:
        return ()
    names = {unit.code: unit.short_name for unit in results.units} | dict(
        pair for kind in results.kinds for pair in kind.groups
    )
    return tuple(
        f"{names.get(key, key)}: {show(value)}" for key, value in finding.would_explain.items()
    )


def signed(difference: Decimal | None) -> str:
    """«+11,65», «−0,01», «0,00»."""
    if difference is None:
        return DASH
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    return f"{sign}{show(abs(difference))}"


def _contradiction(each: FailingWithPoints, campaign_code: str) -> DoubtRow:
    sentence = (
        f"Phần lời nêu đơn vị chưa đạt tiêu chí «{each.criterion}» (nhóm {each.group}), nhưng "
        "điểm nhóm đã in buộc tiêu chí này"
        f" phải có {show(each.points)} điểm. Điểm được giữ nguyên."
    )
    return DoubtRow(each.short_name, unit_url(campaign_code, each.unit), sentence)


def _boundary(each: BoundaryCase, campaign_code: str) -> DoubtRow:
    sentence = (
        f"Điểm {show(each.shown)} nằm đúng ranh giới hai nhóm: theo quy tắc thuộc "
        f"{_band(each.band)}; nếu ranh giới trên không"
        f" tính vào nhóm thì thuộc {_band(each.if_outside)}, nếu tính vào thì thuộc "
        f"{_band(each.if_inside)}."
    )
    return DoubtRow(each.short_name, unit_url(campaign_code, each.unit), sentence)


def _band(code: str | None) -> str:
    return f"nhóm {code}" if code else "không nhóm nào"
