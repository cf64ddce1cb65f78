"""What to send to the public pages and those of insight."""

from typing import Any

from tests.permissions.recipe import Recipe
from tests.permissions.stage import Stage
from units.models import User


def _campaign(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code]


def _unit(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code, stage.unit.code]


RECIPES: dict[str, Recipe] = {
    "figure_source": Recipe("campaign", _unit, is_public=True),
    "average_source": Recipe("campaign", _campaign, is_public=True),
    "compare_years": Recipe("campaign", _campaign, is_public=True),
    "unit_years": Recipe("campaign", _unit, is_public=True),
}
