"""What to send to the addresses of the appraiser's desk."""

from typing import Any

from submissions.enums import Phase
from tests.permissions.recipe import Recipe
from tests.permissions.stage import Stage
from units.models import User


def _unit(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code, stage.unit.code]


def _group(stage: Stage, user: User | None) -> list[Any]:
    return [*_unit(stage, user), "HT"]


def _answer(stage: Stage, user: User | None) -> list[Any]:
    return [*_unit(stage, user), stage.answer.pk]


def _round(stage: Stage) -> dict[str, str]:
    return {"round": "2" if stage.campaign.phase == Phase.APPRAISE_2 else "1"}


def _decision(stage: Stage) -> dict[str, str]:
    return _round(stage) | {
        "version": "1",
        "outcome": "refused",
        "ground": "no_evidence",
        "reason": "Không thấy tài liệu",
    }


def _group_of_answer(stage: Stage, user: User | None) -> list[Any]:
    return [*_unit(stage, user), stage.answer.criterion.group.code]


def _looked_at(stage: Stage) -> dict[str, str]:
    return _round(stage) | {"seen": f"{stage.answer.pk}:1", "looked": "1"}


RECIPES: dict[str, Recipe] = {
    "appraisal_unit": Recipe("unit", _unit),
    "appraisal_desk": Recipe("unit", _group),
    "appraisal_decide": Recipe("unit", _answer, _decision, gets=False),
    "appraisal_accept": Recipe("unit", _group_of_answer, _looked_at, gets=False),
    "appraisal_finish": Recipe("unit", _unit, _round, gets=False),
    # The file of the stage is not finished: whoever may is told so.
    "appraisal_reopen": Recipe("unit", _unit, _round, gets=False, told=(409,)),
}
