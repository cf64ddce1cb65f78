"""Changing the database behind the application's back, as somebody with the database's password
would.
"""

import json

from django.db import connection, transaction

from units import audit
from units.models import AuditEntry

TRIGGERS = {
    "sqlite": [
        f"DROP TRIGGER units_auditentry_{name}" for name in ("no_update", "no_delete", "moves_head")
    ],
    "postgresql": [
        "SET CONSTRAINTS ALL IMMEDIATE",
        "ALTER TABLE units_auditentry DISABLE TRIGGER USER",
    ],
}


def open_the_record() -> None:
    """Take the triggers away, in the test's transaction."""
    with connection.cursor() as cursor:
        for statement in TRIGGERS[connection.vendor]:
            cursor.execute(statement)


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def record_everything() -> None:
    """Enter every row of the recorded tables that the record lacks, for tests that made their
    rows without services.
    """
    known = {
        (change["table"], change["key"])
        for changes in AuditEntry.objects.values_list("changes", flat=True)
        for change in json.loads(changes)
    }
    rows = [
        row for model in audit.recorded_models() for row in model._default_manager.order_by("pk")
    ]
    new = [row for row in rows if (row._meta.db_table, str(row.pk)) not in known]
    with transaction.atomic():
        audit.record(act="test.made", by=None, changes=[audit.inserted(row) for row in new])
