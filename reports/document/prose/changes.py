"""The sentences of a report about this year against the year before, as values."""

from collections.abc import Iterable, Sequence

from ictindex.lib.numbers import show
from reports.frame.phrases import NAMED_TOGETHER, joined, marked, names_together
from reports.results.queries.comparability import (
    Comparability,
    ComparisonBasis,
    YearOnYearChange,
    basis_of,
    yearly_changes,
)
from scoring.core.results import CampaignResults, UnitResults


def change_sentence(
    results: CampaignResults, units: Iterable[UnitResults], measure: str
) -> str | None:
    """Who rose and fell against the year before, and who most, or why that cannot be told;

    None where nobody has both years.
    """
    everyone = list(units)
    basis, found = basis_of(results, everyone, measure), yearly_changes(results, everyone, measure)
    if basis.way is Comparability.APART:
        return (
            f"Kết quả năm {results.previous_year} không so sánh được với năm {results.year}. "
            f"{basis.reason}"
        )
    if not found:
        return None
    if len(found) == 1:
        told = (
            f"So với năm {results.previous_year}{_measured_in(basis)}: {spoken_change(found[0])}."
        )
        return joined(told, _not_compared(results, everyone, found, measure))
    return joined(
        f"So với năm {results.previous_year}{_measured_in(basis)}: {_count_changes(found)}.",
        _greatest(found, rising=True),
        _greatest(found, rising=False),
        _not_compared(results, everyone, found, measure),
    )


def _measured_in(basis: ComparisonBasis) -> str:
    return (
        ", tính theo tỷ lệ so với điểm tối đa vì điểm tối đa của hai năm khác nhau"
        if basis.way is Comparability.SHARES
        else ""
    )


def spoken_change(change: YearOnYearChange) -> str:
    """«Ban TGCP tăng 3,27 điểm (từ 73,11 lên 76,38)»;

    «Ban TGCP tăng 2,25 điểm phần trăm (từ 57,75% lên 60,00%)».
    """
    before, after = _told_values(change)
    if change.by == 0:
        return f"{change.unit.short_name} giữ nguyên {after}{'' if change.in_percent else ' điểm'}"
    verb, way = ("tăng", "lên") if change.by > 0 else ("giảm", "xuống")
    return f"{change.unit.short_name} {verb} {_spoken_size(change)} (từ {before} {way} {after})"


def _told_values(change: YearOnYearChange) -> tuple[str, str]:
    if change.shares is None:
        return marked(change.before), marked(change.after)
    before, after = change.shares
    return f"{show(before)}%", f"{show(after)}%"


def _spoken_size(change: YearOnYearChange) -> str:
    return f"{show(abs(change.by))} điểm{' phần trăm' if change.in_percent else ''}"


def _count_changes(found: Sequence[YearOnYearChange]) -> str:
    what = "tỷ lệ" if any(change.in_percent for change in found) else "điểm"
    counts = [
        (sum(change.by > 0 for change in found), "tăng"),
        (sum(change.by < 0 for change in found), "giảm"),
    ]
    counts.append((sum(change.by == 0 for change in found), "giữ nguyên"))
    return ", ".join(f"{count} đơn vị {word} {what}" for count, word in counts if count)


def _greatest(found: Sequence[YearOnYearChange], *, rising: bool) -> str | None:
    end = found[0] if rising else found[-1]
    if (end.by > 0) is not rising or end.by == 0:
        return None
    shared = [change for change in found if change.by == end.by]
    if len(shared) > NAMED_TOGETHER:
        return (
            f"Mức {'tăng' if rising else 'giảm'} nhiều nhất là {_spoken_size(end)} ({len(shared)} "
            "đơn vị)."
        )
    return (
        f"{'Tăng' if rising else 'Giảm'} nhiều nhất: "
        f"{'; '.join(spoken_change(change) for change in shared)}."
    )


def _not_compared(
    results: CampaignResults,
    units: Sequence[UnitResults],
    found: Sequence[YearOnYearChange],
    measure: str,
) -> str | None:
    compared = {change.unit.code for change in found}
    asked = [
        unit
        for unit in units
        if unit.code not in compared and unit.figure(measure, results.year).official is not None
    ]
    return (
        f"Không có số liệu năm {results.previous_year} để so sánh: {names_together(asked)}."
        if asked
        else None
    )
