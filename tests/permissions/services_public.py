"""The services of what can be compared, with right values."""

from criteria.models import Correspondence
from submissions.campaigns.services.correspondences import (
    GroupPair,
    correspondence_version,
    remove_correspondence,
    write_correspondence,
)
from tests.permissions.recipes_public import other_framework, put_row
from tests.permissions.service import Service
from tests.permissions.stage import Stage
from units.models import User

EDIT = "period.edit_correspondences"
TOTALS = GroupPair("", "", True, "Cùng đo mức độ ứng dụng")


def _write(stage: Stage, by: User) -> None:
    write_correspondence(
        campaign=stage.campaign, other=other_framework(), pair=TOTALS, version="", by=by
    )


def _remove(stage: Stage, by: User) -> None:
    row = Correspondence.objects.get()
    remove_correspondence(
        campaign=stage.campaign, row=row, version=correspondence_version(row), by=by
    )


SERVICES: dict[str, Service] = {
    "campaigns.write_correspondence": Service(
        "campaign", (EDIT,), _write, prepare=lambda _stage, _by: other_framework()
    ),
    "campaigns.remove_correspondence": Service("campaign", (EDIT,), _remove, prepare=put_row),
}
