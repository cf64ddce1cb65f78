"""Findings as people and programs read them: a Vietnamese table and objects for JSON."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from ictindex.lib.numbers import show
from scoring.core.reconciliation import Finding, Verdict, plain

VERDICT_NAMES: Mapping[Verdict, str] = {
    Verdict.EQUAL: "Khớp",
    Verdict.ROUNDING: "Làm tròn khác",
    Verdict.TRUNCATED: "Cắt bỏ phần lẻ",
    Verdict.ZERO_OR_NA: "0 điểm hay không áp dụng",
    Verdict.AVERAGE_BASE: "Khác cơ sở tính trung bình",
    Verdict.NOT_DERIVABLE: "Không tính ra được",
}
DASH = "-"
_HEADINGS = ("Số liệu", "Nơi in", "Số in", "Tính lại", "Chênh lệch", "Kết luận")
_TABLE = re.compile(r"table (\d+)")
_PLACES: Mapping[str, str] = {
    "text": "Phần lời",
    "totals": "Bảng tổng điểm",
    "group scores": "Bảng điểm nhóm",
}


def as_objects(findings: Sequence[Finding]) -> list[dict[str, object]]:
    """For JSON: numbers as text with two places, a printed dash as «-», no number as null."""
    return [_as_object(finding) for finding in findings]


def as_text(findings: Sequence[Finding], *, title: str) -> str:
    """A table of what is not equal, each with its sentence, then how many figures there are of
    each verdict.
    """
    differing = [finding for finding in findings if not finding.is_equal]
    lines = [f"ĐỐI SOÁT – {title}", ""]
    if not findings:
        return "\n".join([*lines, "Đợt đánh giá chưa có số liệu đã in để đối soát.", ""])
    lines += _table(differing) if differing else ["Không có số liệu nào khác với số tính lại."]
    return "\n".join([*lines, "", *_counts(findings), ""])


def place_name(place: str) -> str:
    """Where a figure was printed: «table 2» is Bảng 2, «text» the report's text; anything else
    as it was given.
    """
    table = _TABLE.fullmatch(place)
    return f"Bảng {table[1]}" if table else _PLACES.get(place, place)


def _as_object(finding: Finding) -> dict[str, object]:
    shown: dict[str, object] = {
        "figure": finding.figure,
        "printed": DASH if finding.printed is None else _number(finding.printed),
        "recomputed": _number(finding.recomputed),
        "difference": _number(finding.difference),
        "verdict": finding.verdict.value,
        "would_explain": {key: _number(value) for key, value in finding.would_explain.items()},
        "place": finding.place,
        "remark": finding.remark,
    }
    if finding.exact is not None and finding.exact != finding.recomputed:
        shown["exact"] = plain(finding.exact)
    return shown


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def _table(findings: Sequence[Finding]) -> list[str]:
    rows = [_HEADINGS, *map(_cells, findings)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    lines = [_aligned(_HEADINGS, widths), "  ".join("─" * width for width in widths)]
    for row, finding in zip(rows[1:], findings, strict=True):
        lines += [_aligned(row, widths), f"    {finding.remark}"]
    return lines


def _cells(finding: Finding) -> tuple[str, ...]:
    return (
        finding.figure,
        place_name(finding.place),
        show(finding.printed, missing=DASH),
        show(finding.recomputed, missing="không áp dụng"),
        show(finding.difference),
        VERDICT_NAMES[finding.verdict],
    )


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Numbers to the right, words to the left."""
    places = [
        cell.rjust(width) if 2 <= column <= 4 else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(places).rstrip()


def _counts(findings: Sequence[Finding]) -> list[str]:
    counted = Counter(finding.verdict for finding in findings)
    different = len(findings) - counted[Verdict.EQUAL]
    by_verdict = [
        f"  {VERDICT_NAMES[verdict]}: {counted[verdict]}."
        for verdict in Verdict
        if counted[verdict]
    ]
    return [
        (
            f"Đã đối soát {len(findings)} số liệu: {counted[Verdict.EQUAL]} số khớp, {different} "
            "số "
            "không khớp."
        ),
        *by_verdict,
    ]
