"""What the background worker does for reports. A task takes keys, never objects."""

from django_tasks import task

from reports.jobs.services.worker import run_rendering


@task()
def render_report_task(rendering_id: int) -> None:
    """Do what a waiting Rendering stands for: a file of the draft, or an edition with its files."""
    run_rendering(rendering_id)
