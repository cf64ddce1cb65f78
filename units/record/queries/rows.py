"""Entries of the record as finished rows for the screen: who, when, what, why, and each changed
row before and after.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ictindex.lib.json_values import Json
from units.enums import Role
from units.models import AuditEntry
from units.record.queries.acts import BY_STRANGERS, name_of
from units.record.words import (
    NOTHING,
    Names,
    column_name,
    key_columns,
    names_of,
    plain,
    shown_columns,
    table_name,
    value_text,
)

OPERATOR = "Người vận hành (dòng lệnh)"
STRANGER = "Người chưa đăng nhập"
#: Names of facts that acts keep beside the changed rows.
FACTS = {
    "campaign_title": "đợt", "content_sha256": "SHA-256 của nội dung", "counts": "số lượng",
    "due_at": "hạn",
    "has_no_secrets": "xác nhận không có bí mật nhà nước", "submitted_at": "nộp lúc",
    "address": "địa chỉ", "cause": "nguyên nhân", "count": "số lượng", "criteria": "tiêu chí",
    "from": "từ", "group": "nhóm",
    "head": "dấu xác nhận", "kind": "loại", "limit": "giới hạn", "methods": "cách đăng nhập",
    "name_digest": "dấu của tên đã nhập", "problems": "số chỗ không khớp", "role": "vai trò",
    "target": "đề nghị về", "to": "đến",
    "file": "tệp", "files": "các tệp", "no_state_secret": (
        "đã xác nhận không chứa bí mật nhà nước"
    ), "preview": "chỉ xem",
    "scan": "quét vi-rút", "sha256": "SHA-256", "virus": "mã độc",
    "at": "lúc", "by": "người thực hiện", "check": "việc kiểm tra", "conclusion": "kết luận số",
    "confirmed_at": "xác nhận lúc",
    "criterion": "tiêu chí", "data_sha256": "SHA-256 của dữ liệu mở",
    "document_sha256": "SHA-256 của văn bản",
    "entitled": "số người được dự", "figures_sha256": "SHA-256 của số liệu", "format": "dạng tệp",
    "found": "điều đã thấy",
    "is_second": "đọc lần hai", "kinds": "các loại", "meeting": "phiên họp số",
    "motion": "biểu quyết số", "number": "bản số",
    "person": "người", "present": "số người dự", "round": "lần thẩm định",
    "sessions_ended": "số phiên bị kết thúc",
    "subjects": "tiêu đề thư", "supersedes": "thay bản số", "units": "các đơn vị",
}  # fmt: skip
#: Values of those facts that are not words already.
_VALUES = {
    "password": "mật khẩu", "mfa": "mã xác thực hai bước", "socialaccount": "hệ thống dùng chung",
    "totp": "ứng dụng trên điện thoại", "recovery_codes": "mã khôi phục",
    "asked": "người dùng đăng xuất",
    "idle": "lâu không thao tác", "longest": "phiên đã dài tối đa",
    "login_failed": (
        "sai quá nhiều lần với tài khoản này"
    ), "login_failed_from_address": "sai quá nhiều lần từ địa chỉ này",
    "pdf": "PDF", "docx": "Word", "xlsx": "Excel", "json": "JSON", "csv": "CSV",
}  # fmt: skip
#: A whole submission, kept for its receipt; its hash stands beside it.
_NOT_SHOWN = frozenset({"content"})
_HOW = {"inserted": "thêm", "updated": "sửa", "deleted": "xóa"}
_CUT = 400

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """One column of a row before and after; equal to nothing where the row was not there."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RecordRowChange:
    """One changed row. `key` is what the filter «this row only» takes."""

    table: str
    name: str
    how: str
    key: str
    is_updated: bool
    columns: tuple[ColumnChange, ...]


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """One entry. `row_count` rows were changed; `rows` are those shown here."""

    sequence: int
    at: datetime
    act: str
    who: str
    campaign: str
    phase: str
    unit: str
    unit_code: str
    subject: str
    reason: str
    facts: str
    row_count: int
    rows: tuple[RecordRowChange, ...]

    @property
    def hidden_rows(self) -> int:
        return self.row_count - len(self.rows)


@dataclass(frozen=True, slots=True)
class ChangeTally:
    """How many rows of one table were changed in one way."""

    table: str
    how: str
    count: int


def entries_shown(
    loaded: Sequence[tuple[AuditEntry, Sequence[Json], int]], phases: dict[str, str]
) -> list[RecordEntry]:
    """Entries with the changes to show and the number of all.

    `phases`: code → label. At most one query a table.
    """
    names = names_of([key for entry, changes, _ in loaded for key in _keys_in(entry, changes)])
    return [_entry(entry, changes, count, names, phases) for entry, changes, count in loaded]


def read_changes(text: str) -> list[Json]:
    """The changes of an entry; none where somebody has spoilt the text, which the verification
    names.
    """
    try:
        return [
            change
            for change in json.loads(text)
            if {"table", "key", "before", "after"} <= change.keys()
        ]
    except (ValueError, TypeError, AttributeError):
        return []


def tallies(changes: Iterable[Json]) -> list[ChangeTally]:
    """A big load in a few lines, most rows first."""
    counts = Counter((change["table"], _how(change)) for change in changes)
    return [
        ChangeTally(table_name(table), _HOW[how], count)
        for (table, how), count in counts.most_common()
    ]


def _entry(
    entry: AuditEntry, changes: Sequence[Json], count: int, names: Names, phases: dict[str, str]
) -> RecordEntry:
    return RecordEntry(
        sequence=entry.sequence,
        at=entry.at,
        act=name_of(entry.act),
        who=entry.actor_name or (STRANGER if entry.act in BY_STRANGERS else OPERATOR),
        campaign=entry.campaign_code,
        phase=phases.get(entry.phase, entry.phase),
        unit=entry.unit.short_name if entry.unit else "",
        unit_code=entry.unit.code if entry.unit else "",
        subject=_subject(entry.subject, names),
        reason=entry.reason,
        facts=_facts(entry.facts, phases),
        row_count=count,
        rows=tuple(_row_change(change, names) for change in changes),
    )


def _subject(subject: str, names: Names) -> str:
    table, _, key = subject.partition(":")
    return f"{table_name(table)} {names.get(table, {}).get(key, key)}" if subject else ""


def _facts(text: str, phases: dict[str, str]) -> str:
    """«từ: Chuẩn bị; đến: Đơn vị tự chấm»."""
    try:
        facts = json.loads(text)
    except ValueError:
        return text
    if not isinstance(facts, dict):
        return plain(facts)
    words = {**_VALUES, **phases, **{str(role): str(role.label) for role in Role}}
    named = {
        FACTS.get(name, name): _in_words(value, words)
        for name, value in facts.items()
        if name not in _NOT_SHOWN
    }
    return plain(named) if named else ""


def _in_words(value: Any, words: dict[str, str]) -> Any:
    return (
        [_in_words(part, words) for part in value]
        if isinstance(value, list)
        else words.get(str(value), value)
    )


def _row_change(change: Json, names: Names) -> RecordRowChange:
    table, key, how = change["table"], str(change["key"]), _how(change)
    return RecordRowChange(
        table=table_name(table),
        name=names.get(table, {}).get(key) or f"số {key}",
        how=_HOW[how],
        key=f"{table}:{key}",
        is_updated=how == "updated",
        columns=tuple(_columns(change, how, names)),
    )


def _columns(change: Json, how: str, names: Names) -> list[ColumnChange]:
    """Of a new or removed row only what was in it."""
    table, before, after = change["table"], change["before"] or {}, change["after"] or {}
    there = {**before, **after}
    columns = [column for column in shown_columns(table) or there if column in there]
    found = [
        ColumnChange(
            column_name(table, column),
            _short(value_text(table, column, before.get(column), names)),
            _short(value_text(table, column, after.get(column), names)),
        )
        for column in columns
    ]
    return (
        found
        if how == "updated"
        else [column for column in found if (column.before, column.after) != (NOTHING, NOTHING)]
    )


def _short(text: str) -> str:
    return text if len(text) <= _CUT else f"{text[:_CUT]}…"


def _how(change: Json) -> str:
    if change["before"] is None:
        return "inserted"
    return "deleted" if change["after"] is None else "updated"


def _keys_in(entry: AuditEntry, changes: Sequence[Json]) -> list[Key]:
    """Everything that the entry names by key: its subject, the changed rows, and what their
    columns point to.
    """
    table, _, key = entry.subject.partition(":")
    found = [(table, key)] if entry.subject else []
    for change in changes:
        found.append((change["table"], str(change["key"])))
        pointing = key_columns(change["table"])
        rows = [row for row in (change["before"], change["after"]) if row]
        found += [
            (pointing[column], row[column])
            for row in rows
            for column in row
            if column in pointing and row[column]
        ]
    return found
