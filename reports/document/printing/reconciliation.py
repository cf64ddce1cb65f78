"""The appendix on printed figures that the rule does not give: each with its recomputed value
and what may explain it.
"""

from collections.abc import Sequence

from ictindex.lib.numbers import show
from reports.layout.blocks import Grid
from reports.results.queries.reconciliation import differing, name_figure
from scoring.core.reconciliation import Finding
from scoring.core.results import CampaignResults
from scoring.reconciliation.queries.words import VERDICT_NAMES


def summary_of(findings: Sequence[Finding]) -> str:
    """How many printed figures were checked, and how many the rule does not give."""
    found = len(differing(findings))
    head = (
        f"{len(findings)} số liệu đã công bố được tính lại từ các thành phần theo quy tắc của bộ "
        "tiêu chí"
    )
    if not found:
        return f"{head}; tất cả đều khớp."
    return (
        f"{head}; {len(findings) - found} số liệu khớp, {found} số liệu dưới đây không khớp. Số "
        "đã công bố vẫn là số chính thức."
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
