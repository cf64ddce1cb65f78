"""The test database's known states: what it holds is copied away once and put back whenever a test
needs it.

Putting a copy back replaces Django's flush after tests that commit. A flush would leave out the
rows that migrations made, and the record's triggers refuse it, as they should.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from io import StringIO
from typing import Protocol

from django.db import connection, transaction
from psycopg2 import sql


class Copy(Protocol):
    """All rows of the database at one moment."""

    def put_back(self) -> None: ...


def take_copy() -> Copy:
    connection.ensure_connection()
    return _PostgresCopy() if connection.vendor == "postgresql" else _SqliteCopy()


@dataclass
class States:
    """The states by name, each made once by its function on top of the first one, and the one
    the database is in now.
    """

    makers: dict[str, Callable[[], None]]
    now: str | None = None
    copies: dict[str, Copy] = field(default_factory=dict)

    def enter(self, name: str) -> None:
        if self.now == name:
            return
        if name in self.copies:
            self.copies[name].put_back()
        else:
            self._make(name)
        self.now = name

    def forget(self) -> None:
        """What the database holds now is not known: a state is put back before it is relied on."""
        self.now = None

    def _make(self, name: str) -> None:
        first = next(iter(self.makers))
        if name != first:
            self.enter(first)
        self.makers[name]()
        self.copies[name] = take_copy()


class _SqliteCopy:
    def __init__(self) -> None:
        self.rows = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(self.rows)

    def put_back(self) -> None:
        connection.ensure_connection()
        self.rows.backup(connection.connection)


class _PostgresCopy:
    def __init__(self) -> None:
        with connection.cursor() as cursor:
            names = connection.introspection.table_names(cursor)
            self.rows = {name: self._rows_of(cursor, name) for name in names}
            self.sequences = self._sequences(cursor)

    @transaction.atomic
    def put_back(self) -> None:
        with connection.cursor() as cursor:
            self._for_each_table(cursor, "ALTER TABLE {} DISABLE TRIGGER USER")
            tables = sql.SQL(", ").join(sql.Identifier(name) for name in self.rows)
            cursor.execute(sql.SQL("TRUNCATE {}").format(tables))
            for name, rows in self.rows.items():
                rows.seek(0)
                cursor.copy_expert(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name)), rows)
            for name, value in self.sequences:
                cursor.execute(
                    "SELECT setval(%s, coalesce(%s, 1), %s)", [name, value, value is not None]
                )
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            self._for_each_table(cursor, "ALTER TABLE {} ENABLE TRIGGER USER")

    def _for_each_table(self, cursor, statement: str) -> None:
        for name in self.rows:
            cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))

    @staticmethod
    def _rows_of(cursor, name: str) -> StringIO:
        rows = StringIO()
        cursor.copy_expert(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(name)), rows)
        return rows

    @staticmethod
    def _sequences(cursor) -> list[tuple[str, int | None]]:
        cursor.execute(
            "SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE schemaname = "
            "current_schema()"
        )
        return cursor.fetchall()
