"""Which printed figures the rule does not give, and how a figure is called."""

from collections.abc import Sequence

from reports.frame.phrases import sentence_case
from reports.results.queries.rank_order import name_units_of
from scoring.core.reconciliation import Finding
from scoring.core.results import SELF, TOTAL, CampaignResults

_ALL = "all"


def differing(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings worth a line."""
    return tuple(finding for finding in findings if not finding.is_equal)


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
