"""The appendix on printed figures that the rule does not give: each with its recomputed value and what may explain it."""

from collections.abc import Sequence

from ictindex.lib.numbers import show
from reports.frame.phrases import sentence_case
from reports.layout.blocks import Grid
from reports.results.queries.rank_order import name_units_of
from scoring.core.reconcile import Finding
from scoring.core.results import SELF, TOTAL, CampaignResults
from scoring.reconciliation.queries.wording import VERDICT_NAMES

_ALL = "all"


def differing(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings worth a line."""
    return tuple(finding for finding in findings if not finding.is_equal)


def summary_of(findings: Sequence[Finding]) -> str:
    """How many printed figures were checked, and how many the rule does not give."""
    found = len(differing(findings))
    head = f"{len(findings)} số liệu đã công bố được tính lại từ các thành phần theo quy tắc của bộ tiêu chí"
    if not found:
        return f"{head}; tất cả đều khớp."
    return (
        f"{head}; {len(findings) - found} số liệu khớp, {found} số liệu dưới đây không khớp. Số đã công bố vẫn là số chính thức."
    )


def reconciliation_grid(results: CampaignResults, findings: Sequence[Finding]) -> Grid:
    """One line for each printed figure that is not what the rule gives."""
    rows = tuple(
        (
            name_figure(results, finding.figure),
            show(finding.printed),
            show(finding.recomputed),
            show(finding.difference),
            VERDICT_NAMES[finding.verdict],
            finding.remark,
        )
        for finding in differing(findings)
    )
    head = ("Số liệu", "Số đã công bố", "Số tính lại", "Chênh lệch", "Kết luận", "Nhận xét")
    return Grid("Đối soát số liệu", head, (22, 9, 9, 9, 14, 37), rows, centred=frozenset({1, 2, 3}))


def name_figure(results: CampaignResults, figure: str) -> str:
    """«VKHTCNN.total.2020» → «Viện KHTCNN: tổng điểm năm 2020»."""
    of, measure, year = figure.rsplit(".", 2)
    return f"{_name_of(results, of)}: {_name_measure(results, measure)} năm {year}"


def _name_of(results: CampaignResults, code: str) -> str:
    names = {unit.code: unit.short_name for unit in results.units}
    names |= {kind.code: f"Trung bình {name_units_of(kind)}" for kind in results.kinds}
    return names.get(code, "Trung bình các đơn vị" if code == _ALL else sentence_case(code))


def _name_measure(results: CampaignResults, measure: str) -> str:
    if measure in (TOTAL, SELF):
        return "tổng điểm" if measure == TOTAL else "điểm tự chấm"
    names = dict(group for kind in results.kinds for group in kind.groups)
    return f"nhóm {names.get(measure, measure)}"
