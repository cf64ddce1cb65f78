"""The queue in the database knows each task by its module and name: what waits there when the
code is renewed must still be found.
"""

import ast
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.house.sources import parse, read_sources
from tests.places import ROOT

#: Stored in the queues of installations. Who moves one writes a migration like units 0007.
TASKS = {
    "reports.tasks.render_report_task",
    "units.mail.send_waiting_mail",
    "units.people.services.link_mail.send_invitation",
    "units.people.services.link_mail.send_password_reset",
    "units.record.tasks.verify_record_task",
}
INVITATION, PASSWORD_RESET = "send_invitation", "send_password_reset"


def test_tasks_lie_where_queues_of_installations_look_for_them() -> None:
    assert {
        f"{module}.{each.name}"
        for module, source in read_sources(ROOT).items()
        for each in parse(source).body
        if isinstance(each, ast.FunctionDef) and "task()" in map(ast.unparse, each.decorator_list)
    } == TASKS


def wait(name: str, status: str = "READY", problem: str = "") -> DBTaskResult:
    """As the code before the rooms left it in the queue."""
    return DBTaskResult.objects.create(
        task_path=f"units.accounts_mail.{name}",
        status=status,
        args_kwargs={"args": [1], "kwargs": {}},
        run_after=timezone.now(),
        backend_name="default",
        exception_class_path=problem,
        traceback=problem,
    )


@pytest.mark.django_db
def test_link_mails_that_wait_since_before_the_rooms_are_found() -> None:
    waiting = [wait(INVITATION), wait(PASSWORD_RESET)]
    lost = wait(INVITATION, "FAILED", "builtins.ModuleNotFoundError")
    kept = [
        wait(INVITATION, "FAILED", "builtins.ValueError"),
        wait(PASSWORD_RESET, "FAILED", "builtins.ModuleNotFoundError"),
        wait(INVITATION, "SUCCESSFUL"),
    ]
    migration = import_module("units.migrations.0007_queued_link_mails")
    migration.follow_the_module(apps, SimpleNamespace(connection=connection))
    for row, name in zip([*waiting, lost], [INVITATION, PASSWORD_RESET, INVITATION], strict=True):
        row.refresh_from_db()
        assert (row.task_path, row.status, row.traceback) == (
            f"units.people.services.link_mail.{name}",
            "READY",
            "",
        )
        assert row.task_path in TASKS
    before = [(each.task_path, each.status) for each in kept]
    for each in kept:
        each.refresh_from_db()
    assert [(each.task_path, each.status) for each in kept] == before
