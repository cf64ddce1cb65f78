"""What the background worker does for reports. A task takes keys, never objects."""

from django_tasks import task

from reports.editions.working import make_edition_files
from reports.rendering import run_rendering


@task()
def render_report_task(rendering_id: int) -> None:
    """Render the report of a waiting Rendering."""
    run_rendering(rendering_id)


@task()
def make_edition_files_task(edition_id: int) -> None:
    """Make the files of an edition that are not there yet."""
    make_edition_files(edition_id)
