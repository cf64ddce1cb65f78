"""Which units a campaign has and which annex each of them answers: `units.csv` against the
exceptions in `campaign.json`.
"""

from collections.abc import Iterable, Mapping

from criteria.annexes import AnnexChoice
from criteria.nodes import quoted
from scoring.core.types import UnitSpec
from scoring.published.description import FILE
from scoring.published.places import line_of
from scoring.published.problems import WrongPlace
from scoring.published.questions import NamedFramework
from scoring.published.rows import CsvRow
from scoring.published.values import CampaignDescription, Override, PublishedUnit

#: Units by code; None for one whose row is wrong, so that nothing more is said about it.
Units = Mapping[str, PublishedUnit | None]


def check_units(
    rows: Iterable[CsvRow], description: CampaignDescription, asked: NamedFramework
) -> Units:
    """Every unit of the campaign in official order."""
    units: dict[str, PublishedUnit | None] = {}
    lines: dict[str, int] = {}
    for order, row in enumerate(rows, start=1):
        code = row.code("code", at_most=20)
        if code in lines:
            row.note("code", f"Đơn vị {quoted(code)} đã có ở dòng {lines[code]}. Xóa bớt một dòng.")
            units[code] = None
            continue
        lines[code] = row.line
        units[code] = _unit(row, code, order, description, asked)
    return units


def check_exceptions(
    description: CampaignDescription,
    units: Units,
    asked: NamedFramework,
    problems: list[WrongPlace],
) -> None:
    """What `campaign.json` says about annexes, groups and units that do exist."""
    faults = [
        *_annex_faults(description, asked),
        *_override_faults(description, units, asked),
        *_absence_faults(description, asked),
        *_late_faults(description, units),
    ]
    problems += [
        WrongPlace(FILE, message, line_of(place, description.lines), place)
        for place, message in faults
    ]


def _unit(
    row: CsvRow, code: str, order: int, description: CampaignDescription, asked: NamedFramework
) -> PublishedUnit | None:
    name, short_name = row.text("name", at_most=200), row.text("short_name", at_most=60)
    kind_annex = row.known("kind", description.annexes, what="loại đơn vị")
    if kind_annex is None:
        return None
    own = [override for override in description.overrides if override.unit == code]
    annex = AnnexChoice.of(((each.group, each.annex) for each in own), otherwise=kind_annex)
    spec = _spec(asked, annex)
    if spec is None:
        return None
    kind = row.text("kind", at_most=30)
    late = code in description.late_units
    return PublishedUnit(
        code=code,
        name=name,
        short_name=short_name,
        kind=kind,
        order=order,
        annex=annex,
        spec=spec,
        is_late=late,
    )


def _spec(asked: NamedFramework, annex: AnnexChoice) -> UnitSpec | None:
    annexes = asked.specs.annexes
    known = annex.code in annexes and all(
        other in annexes and group in annexes[other] for group, other in annex.overrides.items()
    )
    return asked.specs.unit(annex) if known else None


Faults = Iterable[tuple[str, str]]


def _annex_faults(description: CampaignDescription, asked: NamedFramework) -> Faults:
    for kind, annex in description.annexes.items():
        if annex not in asked.specs.annexes:
            yield f"annexes.{kind}", _no_annex(annex, asked)
    for kind in description.kinds:
        if kind not in description.annexes:
            yield (
                f"kinds.{kind}",
                (
                    f"Loại đơn vị {quoted(kind)} không có trong mục «annexes». Thêm phụ lục của "
                    "loại "
                    "này hoặc xóa tên."
                ),
            )


def _override_faults(
    description: CampaignDescription, units: Units, asked: NamedFramework
) -> Faults:
    seen: set[tuple[str, str]] = set()
    for override in description.overrides:
        if override.unit not in units:
            yield f"{override.place}.unit", _no_unit(override.unit)
        if (override.unit, override.group) in seen:
            yield (
                override.place,
                f"Đơn vị {quoted(override.unit)} đã có ngoại lệ như vậy ở trên. Xóa bớt một mục.",
            )
        seen.add((override.unit, override.group))
        yield from _override_target_faults(override, asked)


def _override_target_faults(override: Override, asked: NamedFramework) -> Faults:
    if override.annex not in asked.specs.annexes:
        yield f"{override.place}.annex", _no_annex(override.annex, asked)
    elif override.group and override.group not in asked.specs.annexes[override.annex]:
        groups = ", ".join(asked.specs.annexes[override.annex])
        yield (
            f"{override.place}.group",
            f"Phụ lục {override.annex} không có nhóm {quoted(override.group)}. Các nhóm: {groups}.",
        )


def _absence_faults(description: CampaignDescription, asked: NamedFramework) -> Faults:
    groups = asked.groups_by_code()
    for number, code in enumerate(description.may_be_absent):
        if not code:
            continue
        if code not in groups:
            message = f"Không có nhóm {quoted(code)}. Các nhóm: {', '.join(groups)}."
        elif not any(group.may_be_absent for group in groups[code]):
            message = (
                f"Bộ tiêu chí quy định nhóm {quoted(code)} luôn áp dụng. Xóa nhóm này hoặc sửa bộ "
                "tiêu chí."
            )
        else:
            continue
        yield f"groups_that_may_be_absent[{number}]", message


def _late_faults(description: CampaignDescription, units: Units) -> Faults:
    for number, code in enumerate(description.late_units):
        if code and code not in units:
            yield f"late_units[{number}]", _no_unit(code)


def _no_annex(annex: str, asked: NamedFramework) -> str:
    return (
        f"Bộ tiêu chí không có phụ lục {quoted(annex)}. Các phụ lục: "
        f"{', '.join(asked.specs.annexes)}."
    )


def _no_unit(code: str) -> str:
    return f"Không có đơn vị {quoted(code)} trong units.csv. Sửa mã hoặc thêm đơn vị."
