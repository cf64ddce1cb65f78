"""The JSON form of a framework: text to values with every problem named, and values back. No
database.

Points are text with two decimals. Fields that hold their default (no rule parameters, no levels,
not a sample) are left out.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from django.db.models import Model

from criteria.enums import Aggregation, Ranking
from criteria.models import Annex, Band, Criterion, CriterionGroup, Framework, Level
from criteria.nodes import Node, quoted
from criteria.values import (
    AnnexValue,
    CriterionValue,
    FrameworkProblem,
    FrameworkRefused,
    FrameworkValue,
    GroupValue,
)
from scoring.core.rule_kinds.kinds import DEFAULT_KIND, KINDS
from scoring.core.types import BandSpec, LevelSpec

MAX_BYTES = 1_000_000
#: Main criteria, sub-criteria, and two floors more than any framework of the ministry has had.
MAX_DEPTH = 4


def read_file(path: Path) -> object:
    """The JSON of a file.

    Raises FrameworkRefused for what is not one well-formed UTF-8 document of at most `MAX_BYTES`.
    """
    try:
        if path.exists() and not path.is_file():
            refuse(f"Không đọc được tệp {quoted(path)}.")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        refuse(f"Không đọc được tệp {quoted(path)}.")
    if len(content) > MAX_BYTES:
        refuse(f"Tệp lớn hơn {MAX_BYTES // 1_000_000} MB.")
    return read_text(content)


def read_text(content: bytes) -> object:
    """The JSON in these bytes; names that occur twice, NaN and Infinity are refused."""
    try:
        text = content.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_no_number)
    except UnicodeDecodeError:
        refuse("Tệp không phải là văn bản UTF-8.")
    except json.JSONDecodeError as error:
        refuse(f"Tệp không phải là JSON hợp lệ (dòng {error.lineno}, cột {error.colno}).")
    except (RecursionError, ValueError):
        refuse("Tệp có phần lồng nhau quá sâu hoặc số quá dài.")


def read_value(data: object) -> FrameworkValue:
    """The framework that the JSON describes.

    Raises FrameworkRefused with every problem of form; sums are not checked here.
    """
    if not isinstance(data, Mapping):
        refuse("Bộ tiêu chí phải là một đối tượng {…}.")
    problems: list[FrameworkProblem] = []
    node = Node(data, place="", problems=problems)
    value = _framework(node)
    node.refuse_unknown()
    if problems:
        raise FrameworkRefused(tuple(problems))
    return value


def write_value(value: FrameworkValue) -> dict[str, Any]:
    """The JSON form; `read_value` gives back an equal framework."""
    return {
        "code": value.code,
        "title": value.title,
        "document": value.document,
        "issued_on": value.issued_on and value.issued_on.isoformat(),
        "aggregation": value.aggregation,
        "ranking": value.ranking,
        "is_published": value.is_published,
        "sample_notice": value.sample_notice,
        "bands": [_band_json(band) for band in value.bands],
        "annexes": [_annex_json(annex) for annex in value.annexes],
    }


def refuse(message: str, *, place: str = "") -> NoReturn:
    raise FrameworkRefused((FrameworkProblem(place, message),))


def _framework(node: Node) -> FrameworkValue:
    return FrameworkValue(
        code=node.slug("code", at_most=_length(Framework, "code")),
        title=node.text("title", at_most=_length(Framework, "title")),
        document=node.text("document", at_most=_length(Framework, "document"), default=""),
        issued_on=node.day("issued_on"),
        aggregation=node.choice("aggregation", of=Aggregation.values),
        ranking=node.choice("ranking", of=Ranking.values, default=Ranking.POINTS.value),
        is_published=node.flag("is_published"),
        sample_notice=node.text(
            "sample_notice", at_most=_length(Framework, "sample_notice"), default=""
        ),
        bands=node.items("bands", _band),
        annexes=node.items("annexes", _annex, at_least=1),
    )


def _band(node: Node) -> BandSpec:
    return BandSpec(
        code=node.code("code", at_most=_length(Band, "code")),
        label=node.text("label", at_most=_length(Band, "label")),
        lower=node.points("lower", digits=4),
        upper=node.optional_points("upper", digits=4),
    )


def _annex(node: Node) -> AnnexValue:
    return AnnexValue(
        code=node.code("code", at_most=_length(Annex, "code")),
        title=node.text("title", at_most=_length(Annex, "title")),
        groups=node.items("groups", _group, at_least=1),
    )


def _group(node: Node) -> GroupValue:
    return GroupValue(
        code=node.code("code", at_most=_length(CriterionGroup, "code")),
        name=node.text("name", at_most=_length(CriterionGroup, "name")),
        maximum=node.points("maximum", digits=4),
        may_be_absent=node.flag("may_be_absent"),
        criteria=node.items("criteria", _criterion, at_least=1),
    )


def _criterion(node: Node, depth: int = 1) -> CriterionValue:
    return CriterionValue(
        code=node.code("code", at_most=_length(Criterion, "code")),
        name=node.text("name", at_most=_length(Criterion, "name")),
        maximum=node.points("maximum", digits=4),
        rule_kind=node.choice("rule_kind", of=list(KINDS), default=DEFAULT_KIND),
        rule=node.parameters("rule"),
        evidence_expected=node.text(
            "evidence_expected", at_most=_length(Criterion, "evidence_expected"), default=""
        ),
        is_sample=node.flag("is_sample"),
        levels=node.items("levels", _level),
        children=node.items("criteria", lambda child: _deeper(child, depth + 1)),
    )


def _deeper(node: Node, depth: int) -> CriterionValue:
    if depth > MAX_DEPTH:
        refuse(f"Tiêu chí lồng nhau quá {MAX_DEPTH} cấp.", place=node.place)
    return _criterion(node, depth)


def _level(node: Node) -> LevelSpec:
    return LevelSpec(
        code=node.code("code", at_most=_length(Level, "code")),
        label=node.text("label", at_most=_length(Level, "label")),
        points=node.points("points", digits=4),
        lower_bound=node.optional_points("lower_bound", digits=10),
    )


def _length(model: type[Model], field: str) -> int:
    return model._meta.get_field(field).max_length  # type: ignore[union-attr,return-value]


def _band_json(band: BandSpec) -> dict[str, Any]:
    upper = None if band.upper is None else _written(band.upper)
    return {"code": band.code, "label": band.label, "lower": _written(band.lower), "upper": upper}


def _annex_json(annex: AnnexValue) -> dict[str, Any]:
    return {
        "code": annex.code,
        "title": annex.title,
        "groups": [_group_json(group) for group in annex.groups],
    }


def _group_json(group: GroupValue) -> dict[str, Any]:
    head = {"code": group.code, "name": group.name, "maximum": _written(group.maximum)}
    absent = {"may_be_absent": True} if group.may_be_absent else {}
    return (
        head | absent | {"criteria": [_criterion_json(criterion) for criterion in group.criteria]}
    )


def _criterion_json(criterion: CriterionValue) -> dict[str, Any]:
    head: dict[str, Any] = {
        "code": criterion.code,
        "name": criterion.name,
        "maximum": _written(criterion.maximum),
    }
    optional = {
        "is_sample": criterion.is_sample,
        "rule_kind": criterion.rule_kind if criterion.is_leaf else "",
        "rule": dict(criterion.rule),
        "levels": [_level_json(level) for level in criterion.levels],
        "evidence_expected": criterion.evidence_expected,
        "criteria": [_criterion_json(child) for child in criterion.children],
    }
    return head | {key: value for key, value in optional.items() if value}


def _level_json(level: LevelSpec) -> dict[str, Any]:
    bound = {} if level.lower_bound is None else {"lower_bound": _written(level.lower_bound)}
    return {"code": level.code, "label": level.label, "points": _written(level.points)} | bound


def _written(points: Decimal) -> str:
    return f"{points:.2f}"


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            refuse(f"Mục {quoted(name)} xuất hiện hai lần trong cùng một đối tượng.")
        found[name] = value
    return found


def _no_number(name: str) -> NoReturn:
    refuse(f"{name} không phải là một số.")
