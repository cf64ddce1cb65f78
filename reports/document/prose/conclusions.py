"""What follows from the figures: achievements, limits, recommendations, as items of a list.

No reason that is not in the data.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from ictindex.lib.numbers import plain_number, show
from reports.document.prose.changes import spoken_change
from reports.frame.phrases import listed, marked, present
from reports.results.queries.comparability import YearOnYearChange, yearly_changes
from reports.results.queries.comparisons import (
    GroupMean,
    changes,
    common_maximum,
    group_means,
    read,
    units_at,
)
from reports.results.queries.rank_order import name_units_of
from scoring.core.results import SELF, TOTAL, CampaignResults, KindResults, UnitResults

#: A self-score this much above the appraised one (share of the own score) is worth a word.
_WIDE_GAP = Fraction(1, 5)

_REPORT_BACK = (
    "Thủ trưởng các đơn vị báo cáo kết quả khắc phục các hạn chế nêu trên trong kỳ đánh giá tiếp "
    "theo."
)
_NOTHING_TO_RECOMMEND = "Số liệu hiện có chưa đủ để kiến nghị."
_NO_NEED_TO_RECOMMEND = "Số liệu hiện có không cho thấy hạn chế nào cần kiến nghị riêng."


def list_achievements(results: CampaignResults) -> tuple[str, ...]:
    """The strongest group of each kind, groups and units that rose, and units with full marks."""
    return present(
        *(_strongest(results, kind) for kind in results.kinds),
        *(_full_marks(results, kind) for kind in results.kinds),
        *(_groups_that_moved(results, kind, upwards=True) for kind in results.kinds),
        _units_that_moved(results, upwards=True),
    )


def list_limits(results: CampaignResults) -> tuple[str, ...]:
    """The weakest group of each kind, zeros, groups and units that fell, own scores far above
    the appraised, late reports.
    """
    return present(
        *(_weakest(results, kind) for kind in results.kinds),
        *(_zeros(results, kind) for kind in results.kinds),
        *(_groups_that_moved(results, kind, upwards=False) for kind in results.kinds),
        _units_that_moved(results, upwards=False),
        _own_scores_too_high(results),
        _late(results),
    )


def list_recommendations(results: CampaignResults, *, has_failings: bool) -> tuple[str, ...]:
    """What to do about the limits that the figures show; never about others."""
    items = present(
        *_strengthen(results),
        _mend_failings(has_failings=has_failings),
        _score_closer(results),
        _report_in_time(results),
    )
    if items:
        return (*items, _REPORT_BACK)
    return (_NO_NEED_TO_RECOMMEND if _has_scores(results) else _NOTHING_TO_RECOMMEND,)


def nothing_told(results: CampaignResults) -> str:
    """What stands where no achievement or no limit follows from the figures."""
    if _has_scores(results):
        return "Số liệu hiện có không cho thấy điều gì nổi bật để nêu ở mục này."
    return "Số liệu hiện có chưa đủ để nhận xét."


def _has_scores(results: CampaignResults) -> bool:
    return any(unit.figure(TOTAL, results.year).official is not None for unit in results.units)


def late_units(results: CampaignResults) -> tuple[UnitResults, ...]:
    """Units that reported after the deadline, in official order."""
    return tuple(unit for unit in results.units if unit.is_late)


def _strongest(results: CampaignResults, kind: KindResults) -> str | None:
    means = group_means(results, kind)
    if len(means) < 2 or means[0].share == means[-1].share:
        return None
    best = _level_with(means, means[0])
    return (
        f"Ở {name_units_of(kind)}, nhóm tiêu chí có kết quả trung bình cao nhất là "
        f"{listed(map(_spoken_mean, best))}."
    )


def _weakest(results: CampaignResults, kind: KindResults) -> str | None:
    means = group_means(results, kind)
    if len(means) < 2 or means[0].share == means[-1].share:
        return None
    worst = _level_with(means, means[-1])
    return (
        f"Ở {name_units_of(kind)}, nhóm tiêu chí có kết quả trung bình thấp nhất là "
        f"{listed(map(_spoken_mean, worst))}."
    )


def _level_with(means: Sequence[GroupMean], one: GroupMean) -> list[GroupMean]:
    return [mean for mean in means if mean.share == one.share]


def _spoken_mean(mean: GroupMean) -> str:
    figure = mean.average.figure
    value = (
        f"{show(figure.recomputed)} (số đã công bố {marked(figure)})"
        if figure.differs
        else marked(figure)
    )
    return f"«{mean.name}» ({value} trên {plain_number(mean.maximum)} điểm)"


def _full_marks(results: CampaignResults, kind: KindResults) -> str | None:
    found = [
        f"«{name}»: {_names(units)}"
        for code, name in kind.groups
        if (maximum := common_maximum(kind, code))
        and (units := units_at(kind, read(code, results.year), maximum))
    ]
    return (
        f"Ở {name_units_of(kind)}, đạt điểm tối đa của nhóm tiêu chí {'; '.join(found)}."
        if found
        else None
    )


def _zeros(results: CampaignResults, kind: KindResults) -> str | None:
    found = [
        f"«{name}»: {_names(units)}"
        for code, name in kind.groups
        if (
            units := tuple(
                unit for unit in kind.units if unit.figure(code, results.year).official == 0
            )
        )
    ]
    return (
        f"Ở {name_units_of(kind)}, đạt 0 điểm của nhóm tiêu chí {'; '.join(found)}."
        if found
        else None
    )


def _groups_that_moved(results: CampaignResults, kind: KindResults, *, upwards: bool) -> str | None:
    """By the mean of units that have the group in both years, so that joining or leaving units
    do not count as a change.
    """
    found = [
        told
        for code, name in kind.groups
        if (told := _group_move(results, kind, code, name, upwards=upwards))
    ]
    if not found:
        return None
    verb = "tăng" if upwards else "giảm"
    return (
        f"So với năm {results.previous_year}, nhóm tiêu chí {verb} điểm ở {name_units_of(kind)}: "
        f"{'; '.join(found)}."
    )


def _group_move(
    results: CampaignResults, kind: KindResults, code: str, name: str, *, upwards: bool
) -> str | None:
    found = yearly_changes(results, kind.units, code)
    by = sum((Fraction(change.by) for change in found), Fraction())
    if not found or by == 0 or (by > 0) is not upwards:
        return None
    mean = _mean_move(results, kind, code, found)
    measured_in = "điểm phần trăm so với điểm tối đa" if found[0].in_percent else "điểm"
    of = "" if len(found) == len(kind.units) else f" ({len(found)} đơn vị có số liệu hai năm)"
    return f"«{name}» {'tăng' if upwards else 'giảm'} bình quân {mean} {measured_in}{of}"


def _mean_move(
    results: CampaignResults, kind: KindResults, code: str, found: Sequence[YearOnYearChange]
) -> str:
    """Where both averages are of these very units, the difference of what is printed: a reader
    will subtract the two.
    """
    now, before = (
        kind.averages.get((code, year)) for year in (results.year, results.previous_year or 0)
    )
    is_of_all = all(
        each and each.n == len(found) and not each.figure.differs for each in (now, before)
    )
    if now and before and is_of_all and not found[0].in_percent:
        return show(
            abs((now.figure.official or Decimal(0)) - (before.figure.official or Decimal(0)))
        )
    return show(abs(sum((Fraction(change.by) for change in found), Fraction())) / len(found))


def _units_that_moved(results: CampaignResults, *, upwards: bool) -> str | None:
    found = yearly_changes(results, results.units)
    moved = [
        change
        for change in (found if upwards else reversed(found))
        if change.by and (change.by > 0) is upwards
    ]
    if not moved:
        return None
    told = "; ".join(spoken_change(change) for change in moved[:3])
    among = f", nhiều nhất là {told}" if len(moved) > 3 else f": {told}"
    what = "tỷ lệ điểm đạt được" if moved[0].in_percent else "điểm"
    return (
        f"Có {len(moved)} đơn vị {'tăng' if upwards else 'giảm'} {what} so với năm "
        f"{results.previous_year}{among}."
    )


def _own_scores_too_high(results: CampaignResults) -> str | None:
    units = [
        change.unit
        for change in changes(results.units, read(SELF, results.year), read(TOTAL, results.year))
        if change.before.official
        and Fraction(-change.by) / Fraction(change.before.official) > _WIDE_GAP
    ]
    if not units:
        return None
    return (
        f"Có {len(units)} đơn vị có điểm thẩm định thấp hơn trên {_WIDE_GAP * 100}% so với điểm "
        f"tự chấm: {_names(units)}."
    )


def _late(results: CampaignResults) -> str | None:
    units = late_units(results)
    return f"Có {len(units)} đơn vị gửi báo cáo chậm: {_names(units)}." if units else None


def _strengthen(results: CampaignResults) -> tuple[str, ...]:
    """One for each weakest group, naming all kinds of units that it is the weakest of."""
    kinds: dict[str, list[str]] = {}
    for kind in results.kinds:
        means = group_means(results, kind)
        if len(means) > 1 and means[0].share != means[-1].share:
            names = listed(f"«{mean.name}»" for mean in _level_with(means, means[-1]))
            kinds.setdefault(names, []).append(name_units_of(kind))
    return tuple(
        f"Đối với {listed(of)}: ưu tiên nâng kết quả của nhóm tiêu chí {names}."
        for names, of in kinds.items()
    )


def _mend_failings(*, has_failings: bool) -> str | None:
    if not has_failings:
        return None
    return (
        "Các đơn vị được nêu tên ở từng tiêu chí chưa đạt lập kế hoạch khắc phục, xác định rõ "
        "việc, người thực hiện và thời hạn."
    )


def _score_closer(results: CampaignResults) -> str | None:
    if _own_scores_too_high(results) is None:
        return None
    return (
        "Các đơn vị đối chiếu điểm tự chấm với kết quả thẩm định, bổ sung tài liệu kiểm chứng để "
        "lần sau tự chấm sát thực tế hơn."
    )


def _report_in_time(results: CampaignResults) -> str | None:
    return (
        "Các đơn vị gửi báo cáo và tài liệu kiểm chứng đúng thời hạn."
        if late_units(results)
        else None
    )


def _names(units: Sequence[UnitResults]) -> str:
    return listed(unit.short_name for unit in units)
