"""What to send to the addresses of the working group."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from submissions.enums import Phase
from submissions.models import Answer, Assignment, SecondReading
from tests.permissions.recipe import Recipe
from tests.permissions.stage import Stage
from units.models import User


def _campaign(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code]


def _unit(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code, stage.unit.code]


def _answer(stage: Stage, user: User | None) -> list[Any]:
    return [*_unit(stage, user), stage.answer.pk]


def round_of(stage: Stage) -> int:
    return 2 if stage.campaign.phase == Phase.APPRAISE_2 else 1


def assign(stage: Stage, person: User | None, **fields: Any) -> Assignment:
    """An assignment that the person made for himself; by a spare one for who has no account or
    can never have it.
    """
    user = person or User.objects.get(username="spare")
    try:
        with transaction.atomic():
            return Assignment.objects.create(
                submission=stage.submission,
                user=user,
                assigned_by=user,
                assigned_at=timezone.now(),
                **fields,
            )
    except IntegrityError:
        return assign(stage, None, **fields)


def read_again(stage: Stage) -> SecondReading:
    """The whole group HT, by a spare person, with other points than the first time."""
    spare = User.objects.get(username="spare")
    readings = [
        SecondReading.objects.get_or_create(
            answer=answer,
            round=stage.campaign.stands.shown_round,
            defaults={"outcome": "scored", "points": 1, "by": spare, "changed_at": timezone.now()},
        )[0]
        for answer in Answer.objects.filter(
            submission=stage.submission, criterion__group__code="HT"
        )
    ]
    return readings[0]


def _ended(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code, assign(stage, None).pk]


def _claimed(stage: Stage, user: User | None) -> list[Any]:
    return [*_unit(stage, user), assign(stage, user).pk]


def _second_reader(stage: Stage, user: User | None) -> list[Any]:
    assign(stage, user, is_second=True)
    return _answer(stage, user)


def _read_group(stage: Stage, user: User | None) -> list[Any]:
    read_again(stage)
    return [*_unit(stage, user), "HT"]


def _reading(stage: Stage, user: User | None) -> list[Any]:
    return [*_unit(stage, user), read_again(stage).pk]


def _assigned(stage: Stage) -> dict[str, Any]:
    return {"unit": "A", "group": "", "person": _appraiser(stage), "reading": "lan-mot"}


def _spread(stage: Stage) -> dict[str, Any]:
    return {"people": [_appraiser(stage)]}


def _appraiser(stage: Stage) -> int:
    """By key: a test may call the person otherwise."""
    person = stage.people["appraiser"]
    return person.pk if person else 0


def _counted(_stage: Stage) -> dict[str, Any]:
    return {"checked_on": "20/11/2020", "v.points": "5", "note": "Xem tại chỗ", "version": "0"}


def _refused(stage: Stage, version: str = "1") -> dict[str, Any]:
    decision = {"outcome": "refused", "ground": "no_evidence", "reason": "Không thấy tài liệu"}
    return {"round": str(round_of(stage)), "version": version} | decision


def _settled(_stage: Stage) -> dict[str, Any]:
    return {"choice": "giu", "version": "1", "reading_version": "1"}


RECIPES: dict[str, Recipe] = {
    "appraisal_inbox": Recipe("campaign", _campaign),
    "appraisal_board": Recipe("campaign", _campaign),
    "criteria_index": Recipe("campaign", _campaign),
    "by_criterion": Recipe("campaign", lambda stage, _: [stage.campaign.code, "HT", "2"]),
    "largest_gaps": Recipe("campaign", _campaign),
    "identical_evidence": Recipe("campaign", _campaign),
    "assignments": Recipe("campaign", _campaign, posts=_assigned),
    "assignments_spread": Recipe("campaign", _campaign, posts=_spread, gets=False),
    "assignment_end": Recipe("campaign", _ended, posts=lambda _: {}, gets=False),
    "claim": Recipe("unit", _unit, posts=lambda _: {}, gets=False),
    "give_back": Recipe("unit", _claimed, posts=lambda _: {}, gets=False),
    "internal_notes": Recipe("unit", _unit, posts=lambda _: {"text": "Xem lại tài liệu"}),
    "on_site_check": Recipe("unit", _answer, posts=_counted),
    "by_criterion_save": Recipe("unit", _answer, posts=_refused, gets=False),
    "second_reading": Recipe("unit", _read_group),
    "second_reading_save": Recipe(
        "unit", _second_reader, posts=lambda stage: _refused(stage, "0"), gets=False
    ),
    "reading_differences": Recipe("unit", _unit),
    "reading_settle": Recipe("unit", _reading, posts=_settled, gets=False),
}
