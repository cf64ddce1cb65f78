"""What to send to the addresses of the report's forms and of the open data."""

from typing import Any

from tests.permissions.recipe import Recipe
from tests.permissions.stage import Stage
from units.models import User

#: What is not made yet is not found.
NOT_MADE = (404,)


def _campaign(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code]


def _form(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code, "docx"]


def _nothing(_stage: Stage, _user: User | None) -> list[Any]:
    return []


def _no_data(_stage: Stage) -> dict[str, Any]:
    return {}


RECIPES = {
    "report_file": Recipe("campaign", _form, told=NOT_MADE),
    "report_file_request": Recipe(
        "campaign", _form, posts=_no_data, gets=False, is_asked_by_readers=True
    ),
    "report_file_progress": Recipe("campaign", _form),
    "units_book": Recipe("campaign", _campaign),
    "report_package": Recipe("campaign", _campaign),
    "results_csv": Recipe("campaign", _campaign, is_public=True),
    "open_data:figures": Recipe("campaign", _campaign, is_public=True),
    "open_data:figures_csv": Recipe("campaign", _campaign, is_public=True),
    "open_data:campaigns": Recipe("everywhere", _nothing, is_public=True),
    "open_data:openapi-json": Recipe("everywhere", _nothing, is_public=True),
    "open_data:openapi-view": Recipe("everywhere", _nothing, is_public=True),
    "open_data:api-root": Recipe("everywhere", _nothing, is_public=True, told=NOT_MADE),
}
