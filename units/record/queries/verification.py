"""Does everything stored follow from the record?

Replays the chain against every recorded row and every stored file.
"""

import hmac
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from ictindex.lib.chain import (
    HASHED,
    TABLE,
    ChainEntry,
    RecordProblem,
    Witness,
    check_chain,
    tail_cut,
)
from ictindex.lib.private_files import PrivateStore
from units.audit import RowValues, recorded_fields, recorded_models, seal_of, text_of
from units.models import AuditEntry, ChainHead

_CHUNK = 500
_UNREADABLE = (ValueError, TypeError, ArithmeticError, AttributeError)

ModelField = models.Field
#: table → key → row, as the record leaves it.
RecordedRows = dict[str, dict[str, RowValues]]


def verify_record(*, witness: Witness | None = None) -> list[RecordProblem]:
    """Everything that does not agree, the record itself first. Memory grows with the recorded rows,
    not with the entries.

    It looks at one moment: acts that are done meanwhile neither wait for it nor raise a false
    alarm.
    """
    state: RecordedRows = {}
    with one_moment():
        unsealed: list[RecordProblem] = []
        problems = list(check_chain(_replayed(state, unsealed), witness=witness))
        return [*problems, *unsealed, *_check_head(), *_check_rows(state), *_check_files()]


def exported_entries() -> Iterator[RowValues]:
    """The record as it leaves the server, in order: every column but the seal, which only the
    server can check.
    """
    columns = [
        field
        for field in AuditEntry._meta.concrete_fields
        if field.attname in (*HASHED, "entry_hash")
    ]
    return (entry for _, entry in _stored_rows(AuditEntry, columns))


@contextmanager
def one_moment() -> Iterator[None]:
    """All reads inside see the database as it is at the first of them, and hold nobody up.

    Inside a transaction the caller has chosen the moment already. Django's own transactions would
    lock SQLite for writers.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("COMMIT")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def _replayed(state: RecordedRows, unsealed: list[RecordProblem]) -> Iterator[ChainEntry]:
    """Every entry as texts, applied to the state on the way; what is wrong with its seal goes
    to `unsealed`.
    """
    for _, entry in _stored_rows(AuditEntry, list(AuditEntry._meta.concrete_fields)):
        _apply(entry, state)
        unsealed += _seal_problem(entry)
        yield entry


def _stored_rows(
    model: type[models.Model], fields: list[ModelField]
) -> Iterator[tuple[str, RowValues]]:
    """Key and columns of every row in key order, a chunk in memory at a time."""
    keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        try:
            yield from _read_chunk(model, fields, chunk)
        except _UNREADABLE:
            for key in chunk:
                yield (
                    str(key),
                    {str(field.column): _read_cell(model, field, key) for field in fields},
                )


def _read_chunk(
    model: type[models.Model], fields: list[ModelField], keys: list[Any]
) -> list[tuple[str, RowValues]]:
    rows = (
        model._default_manager.filter(pk__in=keys)
        .order_by("pk")
        .values_list("pk", *(field.attname for field in fields))
    )
    return [
        (
            str(key),
            {
                str(field.column): text_of(field, value)
                for field, value in zip(fields, values, strict=True)
            },
        )
        for key, *values in rows
    ]


def _read_cell(model: type[models.Model], field: ModelField, key: Any) -> str | None:
    """One cell by itself: somebody put in what the column's type cannot hold, and it must not
    hide the rest.
    """
    try:
        return text_of(
            field, model._default_manager.values_list(field.attname, flat=True).get(pk=key)
        )
    except _UNREADABLE:
        return "(không đọc được)"


def _apply(entry: ChainEntry, state: RecordedRows) -> None:
    """A list of changes that somebody has spoilt is named by the chain; it is not applied."""
    try:
        changes = [
            (change["table"], change["key"], change["before"], change["after"])
            for change in json.loads(entry["changes"])
        ]
    except (ValueError, TypeError, KeyError):
        return
    for table, key, before, after in changes:
        rows = state.setdefault(table, {})
        if after is None:
            rows.pop(key, None)
        elif before is None:
            rows[key] = after
        else:
            rows.setdefault(key, {}).update(after)


def _seal_problem(entry: ChainEntry) -> list[RecordProblem]:
    """An entry that the application did not seal was put in by hand, or rewritten."""
    if hmac.compare_digest(seal_of(str(entry["entry_hash"])).encode(), str(entry["seal"]).encode()):
        return []
    sentence = (
        f"Mục {entry['sequence']} của nhật ký không do ứng dụng niêm phong: bị chèn thêm hoặc "
        "viết lại."
    )
    return [RecordProblem("inserted", TABLE, str(entry["sequence"]), "seal", sentence)]


def _check_head() -> Iterator[RecordProblem]:
    """The head that the database moves with each entry must be the last entry."""
    head = ChainHead.objects.get(pk=1)
    last = AuditEntry.objects.order_by("-sequence").values_list(
        "sequence", "entry_hash"
    ).first() or (0, "0" * 64)
    if last[0] < head.sequence:
        yield tail_cut(last[0], head.sequence)
    elif last != (head.sequence, head.entry_hash):
        table = ChainHead._meta.db_table
        yield RecordProblem(
            "changed",
            table,
            "1",
            "entry_hash",
            f"Đầu chuỗi trong bảng {table} không khớp mục cuối của nhật ký.",
        )


def _check_rows(state: RecordedRows) -> Iterator[RecordProblem]:
    for model in recorded_models():
        yield from _check_table(model, state.get(model._meta.db_table, {}))


def _check_table(
    model: type[models.Model], expected: dict[str, RowValues]
) -> Iterator[RecordProblem]:
    """A row that was recorded whole, when it was inserted, holds the default in columns that
    its table got since.
    """
    table, seen, fields = model._meta.db_table, set(), recorded_fields(model)
    initial: RowValues = {
        str(field.column): text_of(field, field.get_default()) for field in fields
    }
    for key, row in _stored_rows(model, fields):
        seen.add(key)
        recorded = expected.get(key)
        if recorded is not None and model._meta.pk.column in recorded:
            recorded = initial | recorded
        yield from _compare(table, key, row, recorded)
    for key in sorted(expected.keys() - seen):
        yield RecordProblem(
            "deleted", table, key, "", f"Bảng {table}: dòng {key} đã bị xóa ngoài ứng dụng."
        )


def _compare(
    table: str, key: str, row: RowValues, expected: RowValues | None
) -> Iterator[RecordProblem]:
    if expected is None:
        yield RecordProblem(
            "inserted", table, key, "", f"Bảng {table}: dòng {key} được chèn thêm ngoài ứng dụng."
        )
        return
    for column, recorded in expected.items():
        if row.get(column, recorded) != recorded:
            sentence = f"Bảng {table}, dòng {key}, cột {column}: đã bị sửa ngoài ứng dụng."
            yield RecordProblem(
                "changed", table, key, column, sentence, f"Từ «{recorded}» thành «{row[column]}»."
            )


def _check_files() -> Iterator[RecordProblem]:
    """Models whose rows stand for files say so with `recorded_folder`; the columns are
    stored_as, size and sha256.
    """
    for model in recorded_models():
        folder = getattr(model, "recorded_folder", None)
        if folder:
            rows = model._default_manager.order_by("pk").values_list(
                "pk", "stored_as", "size", "sha256"
            )
            yield from _compare_files(
                model._meta.db_table, PrivateStore(settings.DATA_DIR / folder), rows.iterator()
            )


def _compare_files(
    table: str, files: PrivateStore, rows: Iterable[tuple[int, str, int, str]]
) -> Iterator[RecordProblem]:
    for key, stored_as, size, sha256 in rows:
        there = files.size_of(stored_as)
        if there is None:
            yield RecordProblem(
                "file_missing",
                table,
                str(key),
                "stored_as",
                f"Tệp {stored_as} (bảng {table}, dòng {key}) không còn.",
            )
        elif there != size or not files.is_whole(stored_as, sha256=sha256):
            yield RecordProblem(
                "file_changed",
                table,
                str(key),
                "sha256",
                f"Tệp {stored_as} (bảng {table}, dòng {key}) đã bị thay nội dung.",
            )
