"""Whether a request or a service that was refused changed anything recorded.

The tables are read through only when something was written: most refusals write nothing, and a walk
makes thousands of tries.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from units import audit
from units.models import AuditEntry

#: A statement that begins otherwise may have written something.
_READS = re.compile(
    r"\s*(SELECT|SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT)\b", re.IGNORECASE
)


def everything_recorded() -> dict[str, str]:
    """A digest of each recorded table."""
    return {
        table: _digest_of(table)
        for table in (model._meta.db_table for model in audit.recorded_models())
    }


def _digest_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY id")
        return hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()


@dataclass
class Untouched:
    """What is recorded before a try, and what a try changed of it."""

    tables: dict[str, str]
    entries: int
    has_written: bool = False

    @classmethod
    def now(cls) -> "Untouched":
        return cls(everything_recorded(), AuditEntry.objects.count())

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Ask for the changes after what is done inside."""
        self.has_written = False
        with connection.execute_wrapper(self._listen):
            yield

    def _listen(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        self.has_written = self.has_written or not _READS.match(str(sql))
        return execute(sql, params, many, context)

    def changed(self) -> list[str]:
        """The recorded tables that are no longer as they were."""
        if not self.has_written:
            return []
        return [
            table for table, digest in everything_recorded().items() if self.tables[table] != digest
        ]

    def acts(self) -> list[str]:
        """What was entered in the record since."""
        if not self.has_written:
            return []
        entries = AuditEntry.objects.order_by("sequence")[self.entries :]
        return [entry.act for entry in entries]


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
