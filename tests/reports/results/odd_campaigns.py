"""Campaigns unlike that of 2020 in everything, as folders to load: one kind or three, two
groups or nine, no year before.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from ictindex.lib.numbers import half_up

#: Group → points of a unit, in the order of the groups; None: the group does not apply.
Points = Sequence[str | None]


@dataclass(frozen=True)
class Odd:
    """A campaign to be: groups with their maxima (the last one may be absent), kinds by code, and
    points by unit.

    `before`: points of the year before by unit; None: the report says nothing of it.
    `previous_year` may be named all the same.
    """

    code: str
    year: int
    groups: Mapping[str, int]
    kinds: Mapping[str, str]
    units: Mapping[str, tuple[str, Points]]
    before: Mapping[str, Points] | None = None
    previous_year: int | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    framework: str = ""
    head: Mapping[str, Any] = field(default_factory=dict)
    bands: Sequence[tuple[str, str, str | None]] = (
        ("A", "65", None),
        ("B", "50", "65"),
        ("C", "0", "50"),
    )

    @property
    def is_sum(self) -> bool:
        return self.head.get("aggregation") == "sum_of_points"

    def total(self, points: Points) -> str:
        known = [Fraction(value) for value in points if value is not None]
        return str(half_up(sum(known, Fraction()) / (1 if self.is_sum else len(known))))


def write_odd(folder: Path, odd: Odd) -> Path:
    """The folder of the campaign, with its framework; averages, members, steps, facts and
    failings are empty or not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write_json(folder / "framework.json", _framework(odd))
    _write_json(folder / "campaign.json", _description(odd))
    years = [odd.year] if odd.before is None else [odd.previous_year or odd.year - 1, odd.year]
    scores = [
        f"{unit},{year},{group},{value or ''}"
        for unit, (_, now) in odd.units.items()
        for year in years
        for group, value in zip(
            odd.groups, now if year == odd.year else odd.before[unit], strict=True
        )
    ]
    units = [
        f'{unit},"{odd.names.get(unit, f"Đơn vị {unit}")}",{unit},{kind}'
        for unit, (kind, _) in odd.units.items()
    ]
    _write_table(folder / "units.csv", "code,name,short_name,kind", units)
    _write_table(
        folder / "published_totals.csv", _heads(odd), [_total_row(odd, unit) for unit in odd.units]
    )
    _write_table(folder / "published_group_scores.csv", "unit,year,group,score", scores)
    _write_table(folder / "published_averages.csv", "place,kind,measure,year,printed", [])
    return folder


def _heads(odd: Odd) -> str:
    past = f"total_{_year_before(odd)}," if _year_before(odd) else ""
    return f"unit,{past}self_{odd.year},appraised_{odd.year}"


def _year_before(odd: Odd) -> int | None:
    return odd.previous_year or (None if odd.before is None else odd.year - 1)


def _total_row(odd: Odd, unit: str) -> str:
    now = odd.total(odd.units[unit][1])
    past = (
        [odd.total(odd.before[unit])]
        if odd.before is not None
        else [""]
        if odd.previous_year
        else []
    )
    return ",".join([unit, *past, now, now])


def _framework(odd: Odd) -> dict[str, Any]:
    last = list(odd.groups)[-1]
    groups = [
        {
            "code": code,
            "name": f"Nhóm nội dung {code}",
            "maximum": f"{maximum}.00",
            "may_be_absent": code == last,
            "criteria": [{"code": "1", "name": f"Tiêu chí của {code}", "maximum": f"{maximum}.00"}],
        }
        for code, maximum in odd.groups.items()
    ]
    bands = [
        {"code": code, "label": f"nhóm {code}", "lower": f"{Decimal(lower):.2f}"}
        | ({} if upper is None else {"upper": f"{Decimal(upper):.2f}"})
        for code, lower, upper in odd.bands
    ]
    head = {"aggregation": "mean_of_groups", "is_published": True} | dict(odd.head)
    return {
        "code": odd.framework or f"khung-{odd.code}",
        "title": f"Bộ tiêu chí {odd.code}",
        "bands": bands,
        "annexes": [{"code": "I", "title": "Cho mọi đơn vị", "groups": groups}],
        **head,
    }


def _description(odd: Odd) -> dict[str, Any]:
    return {
        "code": odd.code,
        "year": odd.year,
        "previous_year": _year_before(odd),
        "framework": odd.framework or f"khung-{odd.code}",
        "decision": {
            "number": "7/QĐ-BTN",
            "date": f"{odd.year + 1}-01-05",
            "signer": "Nguyễn Văn A",
            "authority": "Bộ trưởng",
        },
        "annexes": dict.fromkeys(odd.kinds, "I"),
        "kinds": dict(odd.kinds),
        "groups_that_may_be_absent": [list(odd.groups)[-1]],
    }


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def _write_table(path: Path, head: str, rows: Sequence[str]) -> None:
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


TWO_GROUPS = {"HT": 100, "DV": 100}
ONE_KIND = {"so": "Các sở"}
LONG = (
    "Trung tâm nghiên cứu, phát triển và chuyển giao công nghệ thông tin, truyền thông, dữ liệu "
    "số phục vụ quản lý nhà nước"
)


def _long_name(number: int) -> str:
    """About 200 letters."""
    task = (
        f"{LONG} về công tác tổ chức cán bộ, cải cách hành chính, văn thư lưu trữ khu vực số "
        f"{number}"
    )
    return f"{task}{' và các vùng lân cận' * 5}"[:200].strip()


ONE_KIND_ONLY = Odd(
    "mot-loai", 2031, TWO_GROUPS, ONE_KIND,
    {"A": ("so", ("80", "60.5")), "B": ("so", ("40", None)), "C": ("so", ("55.25", "70"))},
    before={"A": ("70", "60"), "B": ("45", None), "C": ("55.25", "70")},
)  # fmt: skip
THREE_KINDS = Odd(
    "ba-loai", 2032, {"HT": 100, "NL": 50, "DV": 100},
    {"cuc": "Các cục", "vu": "Vụ", "vien": "đơn vị sự nghiệp"},
    {
        "A": ("cuc", ("80", "20", "60")), "B": ("cuc", ("80", "20", "60")),
        "C": ("vu", ("90", "50", None)),
        "D": ("vien", ("10", "0", "0")), "E": ("vien", ("0", "0", None)),
    },
    before={
        "A": ("70", "30", "60"), "B": ("90", "10", "60"), "C": ("90", "50", None),
        "D": ("10", "0", None), "E": ("0", "1", "0"),
    },
)  # fmt: skip
NINE_GROUPS = Odd(
    "chin-nhom", 2033, {f"N{number}": 100 for number in range(1, 10)},
    {"a": "thuộc Bộ", "b": "trực thuộc Bộ"},
    {
        f"U{number:02}": (
            "ab"[number % 2], tuple(str((number * 7 + group * 11) % 101) for group in range(9))
        )
        for number in range(14)
    },
    before={
        f"U{number:02}": tuple(str((number * 5 + group * 13) % 101) for group in range(9))
        for number in range(14)
    },
)  # fmt: skip
NO_YEAR_BEFORE = Odd(
    "dau-tien", 2034, TWO_GROUPS, {"so": "Các sở", "huyen": "Ủy ban nhân dân các huyện"},
    {"A": ("so", ("80", "60")), "B": ("so", ("79.99", "60.01")), "C": ("huyen", ("30", "20")),
    "D": ("huyen", ("0", "0"))},
)  # fmt: skip
UNKNOWN_YEAR_BEFORE = Odd(
    "khong-ro",
    2035,
    TWO_GROUPS,
    ONE_KIND,
    {"A": ("so", ("80", "60")), "B": ("so", ("20", "60"))},
    previous_year=2030,
)
TIES = Odd(
    "bang-diem", 2036, TWO_GROUPS, ONE_KIND,
    {**{f"T{number}": ("so", ("70", "50")) for number in range(7)}, "Z": ("so", ("10", "10")),
    "Y": ("so", ("90", "90"))},
    before={**{f"T{number}": ("60", "40") for number in range(7)}, "Z": ("20", "20"),
    "Y": ("90", "90")},
)  # fmt: skip
ALL_EQUAL = Odd(
    "nhu-nhau", 2037, TWO_GROUPS, ONE_KIND, dict.fromkeys("ABCD", ("so", ("50", "50"))),
    before=dict.fromkeys("ABCD", ("50", "50")),
)  # fmt: skip
ONE_UNIT = Odd(
    "mot-don-vi",
    2038,
    TWO_GROUPS,
    ONE_KIND,
    {"A": ("so", ("66.6", "33.3"))},
    before={"A": ("50", "50")},
)
MANY_LONG_NAMES = Odd(
    "sau-muoi", 2039, TWO_GROUPS, {"so": (
        "Các sở, ban, ngành và cơ quan ngang sở"
    ), "huyen": "huyện"},
    {
        f"D{number:02}": (
            "so" if number < 45 else "huyen",
            (str(100 - number), None if number % 9 == 0 else str(40 + number % 50)),
        )
        for number in range(60)
    },
    before={f"D{number:02}": (str(90 - number), str(40 + number % 40)) for number in range(60)},
    names={f"D{number:02}": _long_name(number) for number in range(60)},
)  # fmt: skip
GAP_IN_BANDS = Odd(
    "ho-bac", 2040, TWO_GROUPS, ONE_KIND,
    {"A": ("so", ("95", "95")), "B": ("so", ("70", "70")), "C": ("so", ("55", "55")),
    "D": ("so", ("10", "10"))},
    bands=(("A", "65", "80"), ("C", "0", "50")),
)  # fmt: skip
NO_BANDS = Odd(
    "khong-bac",
    2041,
    TWO_GROUPS,
    ONE_KIND,
    {"A": ("so", ("95", "5")), "B": ("so", ("70", "70"))},
    bands=(),
)
SUM_ON_PERCENT = Odd(
    "tong-diem", 2042, {"HTS": 300, "NTS": 150, "CTT": 60}, {"a": "thuộc Bộ", "b": "trực thuộc Bộ"},
    {
        "A": ("a", ("280", "120", None)), "B": ("a", ("100", "20.5", "33")),
        "C": ("b", ("150", "75", "30")),
        "D": ("b", ("0", "0", "0")),
    },
    before={"A": ("270", "110", None), "B": ("100", "20.5", None), "C": ("150", "70", "30"),
    "D": ("10", "0", "0")},
    head={"aggregation": "sum_of_points", "ranking": "percent"},
)  # fmt: skip

FROM_A_FOLDER = (
    ONE_KIND_ONLY, THREE_KINDS, NINE_GROUPS, NO_YEAR_BEFORE, UNKNOWN_YEAR_BEFORE, TIES, ALL_EQUAL,
    ONE_UNIT, GAP_IN_BANDS,
    NO_BANDS, SUM_ON_PERCENT,
)  # fmt: skip

#: Two years of two sets of criteria: a mean of groups of 100 first, then a sum of 200, 50 and 100.
OLD_FRAMEWORK = Odd(
    "bo-cu",
    2043,
    TWO_GROUPS,
    ONE_KIND,
    {"A": ("so", ("80", "60")), "B": ("so", ("40", None)), "C": ("so", ("100", "50"))},
)
NEW_FRAMEWORK = Odd(
    "bo-moi", 2044, {"HTS": 200, "NL": 100, "DV": 50}, ONE_KIND,
    {"A": ("so", ("150", "90", "50")), "B": ("so", ("100", "10", None)),
    "C": ("so", ("190", "50", "20"))},
    previous_year=2043, head={"aggregation": "sum_of_points", "ranking": "percent"},
)  # fmt: skip
