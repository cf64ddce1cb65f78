"""What to send to the public pages and those of insight."""

from typing import Any

from criteria.models import Correspondence, Framework
from submissions.campaigns.services.correspondences import correspondence_version
from tests.permissions.recipe import Recipe
from tests.permissions.stage import Stage
from units.models import User


def _campaign(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code]


def _unit(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code, stage.unit.code]


def other_framework() -> Framework:
    other, _ = Framework.objects.get_or_create(
        code="khung-khac", defaults={"title": "x", "aggregation": "mean_of_groups"}
    )
    return other


def _with_another(stage: Stage, user: User | None) -> list[Any]:
    other_framework()
    return _campaign(stage, user)


def put_row(stage: Stage, _user: User | None) -> list[Any]:
    row = Correspondence.objects.create(
        older=stage.campaign.framework, newer=other_framework(), reason="Cùng đo"
    )
    return [stage.campaign.code, row.pk]


def _new_row(_stage: Stage) -> dict[str, Any]:
    return {
        "older": "tong",
        "newer": "tong",
        "is_comparable": "co",
        "reason": "Cùng đo",
        "version": "",
    }


def _version(_stage: Stage) -> dict[str, Any]:
    return {"version": correspondence_version(Correspondence.objects.get())}


RECIPES: dict[str, Recipe] = {
    "figure_source": Recipe("campaign", _unit, is_public=True),
    "average_source": Recipe("campaign", _campaign, is_public=True),
    "insight": Recipe("campaign", _campaign),
    "what_if": Recipe("campaign", _unit),
    "correspondences": Recipe("campaign", _with_another, posts=_new_row),
    "correspondence_remove": Recipe("campaign", put_row, posts=_version, gets=False),
    "compare_years": Recipe("campaign", _campaign, is_public=True),
    "unit_years": Recipe("campaign", _unit, is_public=True),
}
