"""A small framework in its JSON form for tests to take apart, and ways to change one place of
it.
"""

import copy
import re
from typing import Any

from criteria import notation
from criteria.models import Framework
from criteria.queries import read_framework

Json = dict[str, Any]


def small_framework() -> Json:
    """Two annexes that share a group's code, criteria of both depths, and every optional field
    at least once.
    """
    return copy.deepcopy(
        {
            "code": "nho-2021",
            "title": "Bộ tiêu chí nhỏ",
            "document": "1/QĐ-BNV",
            "issued_on": "2021-01-31",
            "aggregation": "mean_of_groups",
            "ranking": "points",
            "is_published": False,
            "sample_notice": "mẫu",
            "bands": [
                {"code": "A", "label": "Nhóm A", "lower": "50.00", "upper": None},
                {"code": "B", "label": "Nhóm B", "lower": "0.00", "upper": "50.00"},
            ],
            "annexes": [
                {"code": "I", "title": "Thuộc Bộ", "groups": [_infrastructure(), _services()]},
                {
                    "code": "II",
                    "title": "Trực thuộc Bộ",
                    "groups": [_policies(), _infrastructure(name="Hạ tầng của đơn vị trực thuộc")],
                },
            ],
        }
    )


def changed(place: str, value: Any) -> Json:
    """The small framework with one place, such as «annexes[0].groups[1].maximum», set to
    another value.
    """
    return _set(small_framework(), place, value)


def without(place: str) -> Json:
    """The small framework with one field left out."""
    framework = small_framework()
    *path, last = _steps(place)
    target: Any = framework
    for step in path:
        target = target[step]
    del target[last]
    return framework


def _set(framework: Json, place: str, value: Any) -> Json:
    *path, last = _steps(place)
    target: Any = framework
    for step in path:
        target = target[step]
    target[last] = value
    return framework


def _steps(place: str) -> list[str | int]:
    return [int(step) if step.isdigit() else step for step in re.findall(r"\w+", place)]


def _infrastructure(name: str = "Hạ tầng") -> Json:
    return {
        "code": "HT",
        "name": name,
        "maximum": "100.00",
        "criteria": [
            {
                "code": "1",
                "name": "Máy tính",
                "maximum": "70.00",
                "criteria": [
                    {
                        "code": "1.1",
                        "name": "Tỷ lệ máy tính",
                        "maximum": "30.00",
                        "rule_kind": "ratio",
                        "rule": {"may_exceed": True},
                    },
                    {
                        "code": "1.2",
                        "name": "Máy in",
                        "maximum": "40.00",
                        "is_sample": True,
                        "rule_kind": "choice",
                        "levels": _levels(),
                    },
                ],
            },
            {
                "code": "2",
                "name": "Mạng",
                "maximum": "30.00",
                "rule_kind": "yes_no",
                "evidence_expected": "Sơ đồ mạng",
            },
        ],
    }


def _levels() -> list[Json]:
    return [
        {"code": "a", "label": "Đủ", "points": "40.00"},
        {"code": "b", "label": "Thiếu", "points": "12.50"},
    ]


def _services() -> Json:
    steps = [
        {"code": "b1", "label": "Từ 0", "points": "0.00", "lower_bound": "0.00"},
        {"code": "b2", "label": "Từ 4", "points": "100.00", "lower_bound": "4.00"},
    ]
    return {
        "code": "DV",
        "name": "Dịch vụ",
        "maximum": "100.00",
        "may_be_absent": True,
        "criteria": [
            {
                "code": "1",
                "name": "Số dịch vụ",
                "maximum": "100.00",
                "rule_kind": "steps",
                "levels": steps,
            },
            {
                "code": "2",
                "name": "Điểm thưởng",
                "maximum": "5.00",
                "rule_kind": "bonus",
                "rule": {"each": "1"},
            },
        ],
    }


def _policies() -> Json:
    return {
        "code": "CS",
        "name": "Chính sách",
        "maximum": "100.00",
        "criteria": [{"code": "1", "name": "Kế hoạch", "maximum": "100.00", "rule_kind": "manual"}],
    }


def dumped(framework: Framework) -> Json:
    """The JSON form of what is stored."""
    return notation.write_value(read_framework(framework))
