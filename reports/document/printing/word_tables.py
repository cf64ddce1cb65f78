"""The tables of words in a report: the framework's structure, steps, people, letter groups,
criteria that were failed.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from ictindex.lib.numbers import plain_number, show
from reports.document.prose.facts import AnnexShape, BodyMember, FailingUnits, ReportFacts
from reports.document.prose.narrative import called
from reports.frame.phrases import listed, short_date
from reports.frame.values import BandList
from reports.layout.blocks import Grid
from scoring.core.results import CampaignResults, UnitResults


def structure_grid(annexes: Sequence[AnnexShape]) -> Grid:
    rows = tuple(
        (
            annex.code,
            f"{group.name} ({group.code}){'; có thể không áp dụng' if group.may_be_absent else ''}",
            str(group.mains),
            str(group.leaves),
            plain_number(group.maximum),
        )
        for annex in annexes
        for group in annex.groups
    )
    head = ("Phụ lục", "Nhóm tiêu chí", "Tiêu chí chính", "Tiêu chí chấm điểm", "Điểm tối đa")
    return Grid(
        "Cấu trúc bộ tiêu chí", head, (12, 48, 13, 13, 14), rows, centred=frozenset({0, 2, 3, 4})
    )


def steps_grid(facts: ReportFacts) -> Grid:
    rows = tuple(
        (str(step.number), short_date(step.day), step.what, step.document) for step in facts.steps
    )
    return Grid(
        "Các bước đã thực hiện",
        ("Bước", "Ngày", "Nội dung", "Văn bản"),
        (9, 17, 47, 27),
        rows,
        centred=frozenset({0, 1}),
    )


def people_grid(title: str, people: Sequence[BodyMember]) -> Grid:
    rows = tuple(
        (str(place), person.name, person.position, person.title)
        for place, person in enumerate(people, start=1)
    )
    return Grid(
        title,
        ("STT", "Họ và tên", "Chức vụ, đơn vị", "Nhiệm vụ"),
        (8, 26, 42, 24),
        rows,
        centred=frozenset({0}),
    )


def bands_grid(lists: Sequence[BandList]) -> Grid:
    rows = tuple(
        (
            found.kind_name,
            called(found.band),
            str(len(found.units)),
            listed(unit.short_name for unit in found.units) or "–",
        )
        for found in lists
    )
    head = ("Loại đơn vị", "Nhóm", "Số đơn vị", "Đơn vị, theo thứ hạng")
    return Grid("Kết quả xếp nhóm", head, (20, 14, 12, 54), rows, centred=frozenset({1, 2}))


def failing_grid(failings: Sequence[FailingUnits]) -> Grid:
    rows = tuple(
        (failing.criterion, str(len(failing.units)), listed(failing.units)) for failing in failings
    )
    return Grid(
        "Tiêu chí chưa đạt",
        ("Tiêu chí", "Số đơn vị", "Đơn vị chưa đạt"),
        (40, 12, 48),
        rows,
        centred=frozenset({1}),
    )


def rates_grid(results: CampaignResults, failings: Sequence[FailingUnits]) -> Grid | None:
    """What share of the criteria asked of each unit it got nothing for, from high to low;

    None where nobody failed any.
    """
    failed = Counter(unit for failing in failings for unit in failing.units)
    rated = [
        (unit, failed[unit.short_name], asked_of(results, unit))
        for unit in results.units
        if failed[unit.short_name]
    ]
    shares = sorted(
        (each for each in rated if each[2]),
        key=lambda each: (-Fraction(each[1], each[2]), each[0].order),
    )
    if not shares:
        return None
    rows = tuple(
        (unit.name, str(asked), str(count), f"{show(Fraction(100 * count, asked))}%")
        for unit, count, asked in shares
    )
    head = ("Đơn vị", "Tiêu chí phải trả lời", "Tiêu chí chưa đạt", "Tỷ lệ chưa đạt")
    return Grid(
        "Tỷ lệ tiêu chí chưa đạt", head, (46, 18, 18, 18), rows, centred=frozenset({1, 2, 3})
    )


def asked_of(results: CampaignResults, unit: UnitResults) -> int:
    """How many scored criteria the groups have that apply to the unit this year."""
    return sum(
        len(group.leaves) for group in unit.groups if unit.figure(group.code, results.year).applies
    )
