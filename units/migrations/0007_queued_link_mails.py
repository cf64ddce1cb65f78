"""Mails with a link that wait in the queue are known there by the module of their task, which was
units.accounts_mail before accounts had rooms. Those that failed only because it was not found wait
again; a link to a new password would by now surprise who asked for it.
"""

from django.db import migrations

BEFORE = "units.accounts_mail."
NOW = "units.people.services.link_mail."
INVITATION, PASSWORD_RESET = "send_invitation", "send_password_reset"


def follow_the_module(apps, schema_editor):
    queue = apps.get_model("django_tasks_database", "DBTaskResult").objects.using(
        schema_editor.connection.alias
    )
    queue.filter(
        task_path=BEFORE + INVITATION,
        status="FAILED",
        exception_class_path="builtins.ModuleNotFoundError",
    ).update(
        status="READY", started_at=None, finished_at=None, exception_class_path="", traceback=""
    )
    for name in (INVITATION, PASSWORD_RESET):
        queue.filter(task_path=BEFORE + name, status="READY").update(task_path=NOW + name)


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0006_held_mail"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [migrations.RunPython(follow_the_module, migrations.RunPython.noop)]
