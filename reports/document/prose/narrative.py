"""The sentences of a report that speak about its figures, as values: no HTML, no queries.

Each is drawn from the figures alone and gives no reason that is not in them; where there is nothing
to say, it is left out. What follows from the figures (achievements, limits, recommendations) is in
`conclusions`.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from ictindex.lib.numbers import show
from reports.document.prose.changes import change_sentence
from reports.frame.phrases import (
    NAMED_TOGETHER,
    joined,
    listed,
    marked,
    names_together,
    sentence_case,
)
from reports.frame.values import AverageSplit, BandList
from reports.results.queries.comparability import Comparability, basis_of
from reports.results.queries.comparisons import (
    Extreme,
    Reader,
    changes,
    common_maximum,
    extremes,
    read,
    units_at,
    units_without_group,
)
from reports.results.queries.rank_order import classed_on, name_units_of, percent_figure
from reports.results.queries.tables import units_without_band, units_without_final_score
from scoring.core.results import (
    SELF,
    TOTAL,
    Average,
    CampaignResults,
    Figure,
    KindResults,
    Measure,
    UnitResults,
)
from scoring.core.types import BandSpec, RankingScale

Averages = Mapping[Measure, Average]
#: Paragraphs by name, which stays the same whatever the figures are; those that have nothing to say
#: are not there.
Sentences = Mapping[str, str]

SCORES, OWN, CHANGE, COUNTS, OUTSIDE = "diem", "tu-cham", "thay-doi", "so-luong", "ngoai-nhom"


def describe_all(results: CampaignResults) -> Sentences:
    """What Bảng 1 shows: how many units, average, highest and lowest; own score against
    appraised; against last year.
    """
    on_percent = results.ranking is RankingScale.PERCENT
    reader = percent_figure if on_percent else read(TOTAL, results.year)
    scores = joined(
        _count_scored(results),
        None
        if on_percent
        else _average_sentence(
            results, results.averages, results.units, TOTAL, "Điểm trung bình của các đơn vị"
        ),
        _range_sentence(
            results.units, reader, value_unit="% điểm tối đa" if on_percent else " điểm"
        ),
    )
    return _told(
        **{
            SCORES: scores,
            OWN: _self_sentence(results),
            CHANGE: change_sentence(results, results.units, TOTAL),
        }
    )


def describe_kind(results: CampaignResults, kind: KindResults) -> Sentences:
    """What the table of one kind of units shows."""
    scores = joined(
        _average_sentence(
            results, kind.averages, kind.units, TOTAL, f"Điểm trung bình của {name_units_of(kind)}"
        ),
        _range_sentence(kind.units, read(TOTAL, results.year)),
    )
    return _told(**{SCORES: scores, CHANGE: change_sentence(results, kind.units, TOTAL)})


def describe_group(results: CampaignResults, kind: KindResults, group: str) -> Sentences:
    """What one group of criteria came to in one kind of units."""
    scores = joined(
        _average_sentence(
            results, kind.averages, kind.units, group, "Điểm trung bình của nhóm tiêu chí"
        ),
        _range_sentence(kind.units, read(group, results.year)),
        _full_and_zero(results, kind, group),
        _absent_sentence(results, kind, group),
    )
    return _told(**{SCORES: scores, CHANGE: change_sentence(results, kind.units, group)})


def describe_average(against: AverageSplit) -> str:
    """Who is above, at and below the average, each from high to low."""
    if not against.above and not against.below:
        return (
            f"Cả {len(against.at_average)} đơn vị đạt đúng mức trung bình "
            f"({marked(against.average.figure)} điểm)."
        )
    parts = ((against.above, "cao hơn"), (against.at_average, "bằng"), (against.below, "thấp hơn"))
    told = "; ".join(
        f"{len(units)} đơn vị {word}: {names_together(units)}" for units, word in parts if units
    )
    return f"So với {_spoken_average(against.average.figure)}, {told}."


def _spoken_average(figure: Figure) -> str:
    """A printed average that the rule does not give says so: units are set against what was
    printed.
    """
    if figure.differs:
        return (
            f"mức trung bình đã công bố ({marked(figure)} điểm; tính lại theo quy tắc là "
            f"{show(figure.recomputed)} điểm)"
        )
    return f"mức trung bình ({marked(figure)} điểm)"


def describe_bands(results: CampaignResults, lists: Sequence[BandList]) -> Sentences:
    """How many units each letter group has, and who is in none because the framework names none
    for their score.
    """
    if not results.bands:
        return {}
    counts = [
        (band, sum(len(found.units) for found in lists if found.band == band))
        for band in results.bands
    ]
    told = listed(
        f"{called(band)} {f'có {count} đơn vị' if count else 'không có đơn vị nào'}"
        for band, count in counts
    )
    return _told(
        **{COUNTS: f"Tính chung các loại đơn vị: {told}.", OUTSIDE: _outside_bands(results)}
    )


def called(band: BandSpec) -> str:
    """«Nhóm A», whether the framework's label says so or only gives the letter."""
    return sentence_case(band.label) if len(band.label) > 2 else f"Nhóm {band.label or band.code}"


def _told(**sentences: str | None) -> Sentences:
    return {name: sentence for name, sentence in sentences.items() if sentence}


# --- sentences ----------------------------------------------------------------


def _count_scored(results: CampaignResults) -> str:
    waiting = units_without_final_score(results)
    total = len(results.units)
    if not total:
        return "Đợt đánh giá chưa có đơn vị nào."
    if not waiting:
        return (
            f"Cả {total} đơn vị đều có điểm thẩm định."
            if total > 1
            else "Đợt đánh giá có 1 đơn vị và đã có điểm thẩm định."
        )
    return (
        f"Có {total - len(waiting)} trong số {total} đơn vị có điểm thẩm định; chưa có điểm: "
        f"{names_together(waiting)}."
    )


def _average_sentence(
    results: CampaignResults,
    averages: Averages,
    units: Sequence[UnitResults],
    measure: str,
    subject: str,
) -> str | None:
    now = averages.get((measure, results.year))
    if now is None or now.figure.official is None or now.n < 2:
        return None
    before = _average_before(results, averages, units, measure)
    against = (
        _against_last_year(results, now, before)
        if before is not None and before.figure.official is not None
        else ""
    )
    return (
        f"{subject} là {marked(now.figure)} điểm (tính trên {now.n} đơn "
        f"vị){_recomputed_beside(now)}{against}."
    )


def _average_before(
    results: CampaignResults, averages: Averages, units: Sequence[UnitResults], measure: str
) -> Average | None:
    """None unless points may be compared.

    It may be known by itself: a report can print an average without its figures.
    """
    if results.previous_year is None or basis_of(results, units, measure).way not in (
        Comparability.POINTS,
        Comparability.UNKNOWN,
    ):
        return None
    return averages.get((measure, results.previous_year))


def _recomputed_beside(average: Average) -> str:
    if not average.figure.differs:
        return ""
    return (
        f"; tính lại theo quy tắc là {show(average.figure.recomputed)} điểm (tính trên "
        f"{average.n_recomputed} đơn vị)"
    )


def _against_last_year(results: CampaignResults, now: Average, before: Average) -> str:
    """The difference is left out where one of the two is not what the rule gives: it would be a
    difference of methods.
    """
    by = (now.figure.official or Decimal(0)) - (before.figure.official or Decimal(0))
    base = "" if before.n == now.n else f", tính trên {before.n} đơn vị"
    value = f"{marked(before.figure)} điểm{base}"
    if now.figure.differs or before.figure.differs:
        return f"; năm {results.previous_year} là {value}"
    if by == 0:
        return f"; bằng năm {results.previous_year} ({value})"
    return (
        f"; {'tăng' if by > 0 else 'giảm'} {show(abs(by))} điểm so với năm "
        f"{results.previous_year} ({value})"
    )


def _range_sentence(
    units: Iterable[UnitResults], reader: Reader, *, value_unit: str = " điểm"
) -> str | None:
    found = extremes(units, reader)
    if found is None:
        return None
    high, low = found
    if high.units == low.units:
        return _same_for_all(high, value_unit)
    if high.value == low.value:
        return f"Các đơn vị cùng đạt {marked(high.figure)}{value_unit} sau khi làm tròn."
    return (
        f"Cao nhất là {marked(high.figure)}{value_unit} ({_sharing(high)}), thấp nhất là "
        f"{marked(low.figure)}{value_unit}"
        f" ({_sharing(low)}), chênh lệch {show(high.value - low.value)} "
        f"điểm{' phần trăm' if '%' in value_unit else ''}."
    )


def _same_for_all(extreme: Extreme, value_unit: str) -> str:
    if len(extreme.units) == 1:
        return f"{extreme.units[0].short_name} đạt {marked(extreme.figure)}{value_unit}."
    return f"Cả {len(extreme.units)} đơn vị cùng đạt {marked(extreme.figure)}{value_unit}."


def _sharing(extreme: Extreme) -> str:
    return (
        names_together(extreme.units)
        if len(extreme.units) <= NAMED_TOGETHER
        else f"{len(extreme.units)} đơn vị"
    )


def _self_sentence(results: CampaignResults) -> str | None:
    found = changes(results.units, read(SELF, results.year), read(TOTAL, results.year))
    if not found:
        return None
    counts = [
        (sum(change.by < 0 for change in found), "thấp hơn"),
        (sum(change.by > 0 for change in found), "cao hơn"),
    ]
    counts.append((sum(change.by == 0 for change in found), "bằng"))
    farthest = max(found, key=lambda change: abs(change.by))
    told = (
        "Điểm thẩm định "
        f"{listed(f'{word} điểm tự chấm ở {count} đơn vị' for count, word in counts if count)}"
    )
    if farthest.by == 0:
        return f"{told}."
    return (
        f"{told}; chênh lệch lớn nhất ở {farthest.unit.short_name} (tự chấm "
        f"{marked(farthest.before)} điểm,"
        f" thẩm định {marked(farthest.after)} điểm)."
    )


def _full_and_zero(results: CampaignResults, kind: KindResults, group: str) -> str | None:
    reader, maximum = read(group, results.year), common_maximum(kind, group)
    full = units_at(kind, reader, maximum) if maximum else ()
    zero = units_at(kind, reader, Decimal(0))
    return joined(
        f"Có {len(full)} đơn vị đạt điểm tối đa: {names_together(full)}." if full else None,
        f"Có {len(zero)} đơn vị đạt 0 điểm: {names_together(zero)}." if zero else None,
    )


def _absent_sentence(results: CampaignResults, kind: KindResults, group: str) -> str | None:
    units = units_without_group(results, kind, group)
    return (
        f"Nhóm tiêu chí không áp dụng đối với {len(units)} đơn vị: {names_together(units)}."
        if units
        else None
    )


def _outside_bands(results: CampaignResults) -> str | None:
    units = units_without_band(results)
    if not units:
        return None
    sign = "%" if results.ranking is RankingScale.PERCENT else ""
    named = listed(f"{unit.short_name} ({show(classed_on(results, unit))}{sign})" for unit in units)
    return (
        f"Bộ tiêu chí không quy định nhóm cho kết quả của {len(units)} đơn vị: {named}; các đơn "
        "vị này không được xếp nhóm."
    )
