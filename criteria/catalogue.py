"""Frameworks in and out of the database: load from JSON, dump to it, by stable codes.

The only writer of a framework's rows.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.validators import slug_re
from django.db import transaction
from django.db.models import ProtectedError

from criteria import notation
from criteria.models import (
    Annex,
    AnnexAssignment,
    Band,
    Criterion,
    CriterionGroup,
    Framework,
    Level,
)
from criteria.nodes import quoted
from criteria.queries import StoredRows, read_framework, stored_rows
from criteria.validators import errors_in, require_draft
from criteria.values import (
    AnnexValue,
    CriterionValue,
    FrameworkProblem,
    FrameworkRefused,
    FrameworkValue,
    GroupValue,
)
from scoring.core.types import BandSpec, LevelSpec
from units import audit
from units.models import User

LOADED = audit.name_act("framework.loaded", "Nạp bộ tiêu chí")

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "frameworks"

#: A criterion still to be written: its group, its parent's row, its place in the group, and what it
#: says.
_PendingCriterion = tuple[CriterionGroup, Criterion | None, int, CriterionValue]


def load_framework(source: Mapping[str, Any] | Path | str, *, by: User | None = None) -> Framework:
    """Load one framework from its JSON form or from a file of it; the same content again changes
    nothing.

    `by` None: the operator at the command line.

    Raises FrameworkRefused with every problem and its place, and FrozenFramework where the
    framework of this code may no longer change. In both cases nothing is changed.
    """
    value = notation.read_value(
        notation.read_file(Path(source)) if isinstance(source, Path | str) else source
    )
    errors = errors_in(value)
    if errors:
        raise FrameworkRefused(errors)
    with transaction.atomic():
        return _store(value, by=by)


def ensure_framework(code: str) -> Framework:
    """The framework of this code, loaded from the shipped ones where it is not there yet.

    Raises FrameworkRefused where none of this code is shipped.
    """
    if not slug_re.fullmatch(code):
        notation.refuse(f"{quoted(code)} không phải là mã của bộ tiêu chí.")
    existing = Framework.objects.filter(code=code).first()
    if existing:
        return existing
    path = FOLDER / f"{code}.json"
    if not path.is_file():
        notation.refuse(f"Không có bộ tiêu chí nào mang mã {quoted(code)}.")
    return load_framework(path)


def _store(value: FrameworkValue, *, by: User | None) -> Framework:
    existing = Framework.objects.select_for_update().filter(code=value.code).first()
    if existing and read_framework(existing) == value:
        return existing
    before = stored_rows(existing) if existing else {}
    framework = (
        _emptied(existing, value) if existing else Framework.objects.create(**_columns(value))
    )
    _write_bands(framework, value.bands)
    _write_annexes(framework, value.annexes)
    changes = _changes(before, stored_rows(framework))
    audit.record(act=LOADED, by=by, subject=framework, changes=changes)
    return framework


def _changes(before: StoredRows, after: StoredRows) -> list[audit.Change]:
    gone = [
        audit.deleted(audit.row_of(row), type(row), row.pk)
        for key, row in before.items()
        if key not in after
    ]
    new = [audit.inserted(row) for key, row in after.items() if key not in before]
    kept = [
        audit.updated(audit.row_of(before[key]), row) for key, row in after.items() if key in before
    ]
    return gone + new + [change for change in kept if change.after]


def _columns(value: FrameworkValue) -> dict[str, Any]:
    own = (
        "code",
        "title",
        "document",
        "issued_on",
        "aggregation",
        "ranking",
        "is_published",
        "sample_notice",
    )
    return {name: getattr(value, name) for name in own}


def _emptied(framework: Framework, value: FrameworkValue) -> Framework:
    """The draft with its new head and without its old content; annexes stay, because units are
    assigned to them.
    """
    require_draft(framework)
    _require_assigned_groups(framework, value)
    for name, content in _columns(value).items():
        setattr(framework, name, content)
    framework.save(update_fields=list(_columns(value)))
    try:
        _delete_criteria(framework)
        framework.annexes.exclude(code__in=[annex.code for annex in value.annexes]).delete()
    except ProtectedError as error:
        raise FrameworkRefused(_why_kept(error)) from error
    framework.bands.all().delete()
    return framework


def _require_assigned_groups(framework: Framework, value: FrameworkValue) -> None:
    """A group that some unit answers by itself must still be there. Raises FrameworkRefused."""
    offered = {(annex.code, group.code) for annex in value.annexes for group in annex.groups}
    assigned = AnnexAssignment.objects.for_one_group().filter(annex__framework=framework)
    for annex_code, group_code in assigned.values_list("annex__code", "group_code").order_by(
        "annex__order", "group_code"
    ):
        if (annex_code, group_code) not in offered:
            notation.refuse(
                f"Phụ lục {annex_code} không còn nhóm {group_code}, trong khi có đơn vị được giao "
                "riêng nhóm này."
            )


def _delete_criteria(framework: Framework) -> None:
    criteria = Criterion.objects.filter(group__annex__framework=framework)
    criteria.update(
        parent=None
    )  # a parent is protected by its children, even when they go together
    criteria.delete()
    CriterionGroup.objects.filter(annex__framework=framework).delete()


def _why_kept(error: ProtectedError) -> tuple[FrameworkProblem, ...]:
    row = next(iter(error.protected_objects))
    return (
        FrameworkProblem(
            "",
            f"Không thể thay bộ tiêu chí vì đã có dữ liệu dựa vào nó ({row._meta.verbose_name}: "
            f"{row}).",
        ),
    )


def _write_bands(framework: Framework, bands: Iterable[BandSpec]) -> None:
    Band.objects.bulk_create(
        Band(
            framework=framework,
            order=order,
            code=band.code,
            label=band.label,
            lower=band.lower,
            upper=band.upper,
        )
        for order, band in enumerate(bands)
    )


def _write_annexes(framework: Framework, annexes: Iterable[AnnexValue]) -> None:
    pending: list[_PendingCriterion] = []
    for order, annex in enumerate(annexes):
        content = {"title": annex.title, "order": order}
        row, _ = Annex.objects.update_or_create(
            framework=framework, code=annex.code, defaults=content
        )
        pending += _write_groups(row, annex.groups)
    _write_criteria(pending)


def _write_groups(annex: Annex, groups: tuple[GroupValue, ...]) -> list[_PendingCriterion]:
    """The rows of an annex's groups, written; what remains to be written are their main
    criteria.
    """
    rows = CriterionGroup.objects.bulk_create(
        _group_row(annex, order, group) for order, group in enumerate(groups)
    )
    return [
        (row, None, order, criterion)
        for row, group in zip(rows, groups, strict=True)
        for order, criterion in _numbered(group.criteria, after=0)
    ]


def _group_row(annex: Annex, order: int, value: GroupValue) -> CriterionGroup:
    return CriterionGroup(
        annex=annex,
        code=value.code,
        name=value.name,
        maximum=value.maximum,
        may_be_absent=value.may_be_absent,
        order=order,
    )


def _write_criteria(pending: list[_PendingCriterion]) -> None:
    """Write all criteria, one statement for each depth: a row is needed before its children can
    name it.
    """
    levels: list[Level] = []
    while pending:
        rows = Criterion.objects.bulk_create(_criterion_row(*one) for one in pending)
        written = list(zip(rows, pending, strict=True))
        levels += [
            level for row, (*_, value) in written for level in _level_rows(row, value.levels)
        ]
        pending = [
            (group, row, order, child)
            for row, (group, _, own_order, value) in written
            for order, child in _numbered(value.children, after=own_order)
        ]
    Level.objects.bulk_create(levels)


def _criterion_row(
    group: CriterionGroup, parent: Criterion | None, order: int, value: CriterionValue
) -> Criterion:
    return Criterion(
        group=group,
        parent=parent,
        code=value.code,
        name=value.name,
        maximum=value.maximum,
        is_leaf=value.is_leaf,
        rule_kind=value.rule_kind,
        rule=dict(value.rule),
        evidence_expected=value.evidence_expected,
        is_sample=value.is_sample,
        order=order,
    )


def _level_rows(criterion: Criterion, levels: Iterable[LevelSpec]) -> list[Level]:
    return [_level_row(criterion, order, level) for order, level in enumerate(levels)]


def _level_row(criterion: Criterion, order: int, value: LevelSpec) -> Level:
    return Level(
        criterion=criterion,
        code=value.code,
        label=value.label,
        points=value.points,
        lower_bound=value.lower_bound,
        order=order,
    )


def _numbered(
    criteria: Iterable[CriterionValue], *, after: int
) -> Iterable[tuple[int, CriterionValue]]:
    """Criteria with their order in the group: a parent directly before what is under it, all in
    the order of the file.
    """
    order = after + 1
    for criterion in criteria:
        yield order, criterion
        order += sum(1 for _ in criterion.below(""))
