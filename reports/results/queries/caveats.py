"""What stands beside figures of the year before that must not be set against this year's: one
mark, and notes with reasons.
"""

from collections.abc import Iterator, Sequence

from reports.frame.phrases import listed
from reports.frame.values import FigureColumn
from scoring.core.results import TOTAL, CampaignResults, Counterpart

#: Stands after the heading of a column that cannot be compared.
APART = "≠"


def marked_label(text: str, column: FigureColumn) -> str:
    """«2022 ≠» where the column has a caveat."""
    return f"{text} {APART}" if column.caveat else text


def caveat_notes(columns: Sequence[FigureColumn]) -> tuple[str, ...]:
    """One for each reason, naming the groups that it is about; they stand behind the mark."""
    reasons = dict.fromkeys(column.caveat for column in columns if column.caveat)
    year = max((column.measure[1] for column in columns), default=0)
    return tuple(
        _note(reason, [column for column in columns if column.caveat == reason], year)
        for reason in reasons
    )


def describe_counterparts(results: CampaignResults) -> str | None:
    """What can be compared with a year of another framework, and on what ground;

    None where there was no other.
    """
    if not results.counterparts or results.previous_year is None:
        return None
    names = {TOTAL: "tổng điểm"} | {
        code: f"nhóm tiêu chí «{name}»" for kind in results.kinds for code, name in kind.groups
    }
    told = "; ".join(_grounds(results, names))
    others = sum(
        not results.counterparts[code].is_comparable
        for code in names
        if code in results.counterparts
    )
    return (
        f"Năm {results.previous_year} được đánh giá theo bộ tiêu chí khác. Chỉ nội dung có căn cứ "
        "ghi là tương ứng mới được so"
        f" sánh{f': {told}' if told else ''}. {_left_out(others, is_all=not told)}"
    )


def _grounds(results: CampaignResults, names: dict[str, str]) -> Iterator[str]:
    found: list[tuple[str, Counterpart]] = [
        (code, results.counterparts[code]) for code in names if code in results.counterparts
    ]
    return (
        f"{names[code]} ({counterpart.reason.rstrip('.')})"
        for code, counterpart in found
        if counterpart.is_comparable
    )


def _left_out(count: int, *, is_all: bool) -> str:
    if is_all:
        return "Chưa có nội dung nào như vậy, nên số liệu hai năm không so sánh được với nhau."
    return (
        f"{count} nội dung còn lại không so sánh được."
        if count
        else "Mọi nội dung đều so sánh được."
    )


def _note(reason: str, columns: Sequence[FigureColumn], year: int) -> str:
    names = [f"«{column.heading}»" for column in columns if column.heading]
    groups = f" của nhóm {listed(names)}" if names else ""
    return (
        f"Điểm năm {columns[0].measure[1]}{groups} không so sánh trực tiếp được với điểm năm "
        f"{year}. {reason}"
    )
