"""Rows, columns and values of the record in Vietnamese.

What a key stands for is read in one query for each table.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone

from units.audit import recorded_fields, recorded_models

#: table → key → what the row is called.
Names = Mapping[str, Mapping[str, str]]

NOTHING = "(trống)"
#: Columns without a Vietnamese name of their own.
_COLUMNS = {
    "answer": "kê khai", "by": "người thực hiện", "changed_by": "người sửa",
    "confirmed_by": "người xác nhận",
    "date_joined": "ngày tạo", "decided_by": "người quyết định", "declared_by": "người kê khai",
    "done_by": "người xác nhận",
    "email": "thư điện tử", "folded_name": "tên để tìm", "granted_by": "người phân công",
    "is_active": "đang hoạt động",
    "is_staff": "vào trang quản trị", "is_superuser": "quyền tối cao", "kind": "loại đơn vị",
    "order": "thứ tự",
    "parent": "thuộc tiêu chí", "proposed_by": "người đề nghị", "sent_by": "người gửi",
    "stored_as": "tên lưu trữ",
    "submitted_by": "người nộp", "uploaded_by": "người tải lên", "user": "tài khoản",
    "username": "tên đăng nhập",
    "version": "phiên bản",
}  # fmt: skip
#: Where a column of that name is called otherwise: by table and column.
_OF_TABLE = {
    ("submissions_appraisal", "by"): "người thẩm định",
    ("submissions_confirmation", "by"): "người xác nhận",
    ("submissions_secondreading", "by"): "người đọc lần hai",
}
#: What a row is called by: the first of these that its model has.
_NAMING = (
    "short_name",
    "full_name",
    "person",
    "code",
    "title",
    "name",
    "label",
    "group_code",
    "number",
)
_MOST_PARTS = 4


@cache
def model_of(table: str) -> type[models.Model] | None:
    """The recorded model of a table, None for one that is no more."""
    return {model._meta.db_table: model for model in recorded_models()}.get(table)


def table_name(table: str) -> str:
    model = model_of(table)
    return str(model._meta.verbose_name) if model else table


@cache
def column_name(table: str, column: str) -> str:
    field = _field(table, column)
    return column if field is None else field_name(field)


def field_name(field: models.Field) -> str:
    """The one in the tables above; else the name given to the field; else what it points to."""
    own = _OF_TABLE.get((field.model._meta.db_table, field.name))
    if own or field.name in _COLUMNS:
        return own or _COLUMNS[field.name]
    if field._verbose_name is None and field.related_model:  # type: ignore[attr-defined]
        return str(field.related_model._meta.verbose_name)
    return str(field.verbose_name)


def shown_columns(table: str) -> tuple[str, ...]:
    """The columns worth reading, in the model's order: the row itself names its key, and folded
    text only serves the search.
    """
    model = model_of(table)
    fields = recorded_fields(model) if model else []
    return tuple(
        str(field.column)
        for field in fields
        if not field.primary_key and not field.name.startswith("folded")
    )


def value_text(table: str, column: str, value: str | None, names: Names) -> str:
    """A stored text as people read it: choices, dates, numbers and keys in words."""
    if value is None or value == "":
        return NOTHING
    field = _field(table, column)
    if field is None:
        return value
    try:
        return _read(field, value, names)
    except (ValueError, TypeError):
        return value


def key_columns(table: str) -> dict[str, str]:
    """Column → the table that it points to."""
    model = model_of(table)
    fields = recorded_fields(model) if model else []
    return {
        str(field.column): field.related_model._meta.db_table
        for field in fields
        if field.related_model
    }


def names_of(keys: Iterable[tuple[str, str]]) -> Names:
    """What the rows are called. One query for each table among the keys, whatever their number."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for table, key in keys:
        wanted[table].add(key)
    return {table: _names_in(table, wanted[table]) for table in sorted(wanted)}


def _names_in(table: str, keys: set[str]) -> dict[str, str]:
    model = model_of(table)
    paths = naming_paths(model) if model else ()
    if model is None or not paths:
        return {}
    numbers = [int(key) for key in keys if key.isascii() and key.isdigit()]
    rows = model._default_manager.filter(pk__in=numbers).values_list("pk", *paths)
    return {
        str(key): " · ".join(str(part) for part in parts if part not in (None, ""))
        for key, *parts in rows
    }


@cache
def naming_paths(model: type[models.Model]) -> tuple[str, ...]:
    """The columns that tell a row from its like: those the model names in `record_label`, else
    its name or what it hangs on.
    """
    given = getattr(model, "record_label", None)
    if given is not None:
        return tuple(given)
    own = {field.name for field in model._meta.concrete_fields}
    simple = next((name for name in _NAMING if name in own), None)
    return (
        (simple,)
        if simple and not _is_only_a_part(model, simple)
        else (*_paths_above(model), *([simple] if simple else []))
    )


def _is_only_a_part(model: type[models.Model], name: str) -> bool:
    """A code or number that is unique only together with what the row hangs on."""
    field = model._meta.get_field(name)
    return name in ("code", "group_code", "number") and not getattr(field, "unique", False)


def _paths_above(model: type[models.Model]) -> tuple[str, ...]:
    above = [
        field for field in model._meta.concrete_fields if field.related_model and not field.null
    ]
    near = [
        (field.name, field.related_model) for field in above if field.related_model is not model
    ]
    paths = [f"{name}__{path}" for name, other in near for path in naming_paths(other)]
    return tuple(paths[:_MOST_PARTS])


@cache
def _field(table: str, column: str) -> models.Field | None:
    model = model_of(table)
    if model is None:
        return None
    try:
        return next(field for field in recorded_fields(model) if field.column == column)
    except (StopIteration, FieldDoesNotExist):
        return None


def _read(field: models.Field, value: str, names: Names) -> str:
    if field.related_model:
        table = field.related_model._meta.db_table
        return names.get(table, {}).get(value) or f"số {value}"
    if field.flatchoices:
        return {str(key): str(label) for key, label in field.flatchoices}.get(value, value)
    return next((read(value) for kind, read in _READERS if isinstance(field, kind)), value)


def _read_moment(text: str) -> str:
    return f"{timezone.localtime(datetime.fromisoformat(text)):%H:%M:%S %d/%m/%Y}"


def _read_day(text: str) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}"


def plain(value: Any) -> str:
    """Nested values on one line: «số máy: 12; ghi chú: đủ»."""
    match value:
        case dict():
            return "; ".join(f"{name}: {plain(part)}" for name, part in value.items()) or NOTHING
        case list():
            return ", ".join(plain(part) for part in value) or NOTHING
        case None:
            return NOTHING
        case bool():
            return "có" if value else "không"
    return str(value)


#: A moment is also a day to Django, so it comes first.
_READERS: tuple[tuple[type[models.Field], Callable[[str], str]], ...] = (
    (models.BooleanField, lambda text: {"true": "có", "false": "không"}.get(text, text)),
    (models.DateTimeField, _read_moment),
    (models.DateField, _read_day),
    (models.DecimalField, lambda text: text.replace(".", ",")),
    (models.JSONField, lambda text: plain(json.loads(text))),
)
