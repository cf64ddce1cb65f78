"""What the background worker does for the record. A task takes keys, never objects."""

from django_tasks import task

from units.record.runs import run_verification


@task()
def verify_record_task(pk: int) -> None:
    """Do a verification that is waiting."""
    run_verification(pk)
