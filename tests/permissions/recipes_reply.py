"""What to send to the addresses of a unit's reply, of closing a round, and of the outbox."""

from typing import Any

from django.utils import timezone

from tests.permissions.recipe import Recipe
from tests.permissions.stage import Stage
from units.enums import MailState
from units.models import Notification, User
from units.notify import held

#: Done by a unit while its time lasts; the walk comes after it, so whoever may is told that it is
#: too late, or what is lacking.
LATE = (409, 422)


def _campaign(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code]


def _unit(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code, stage.unit.code]


def _group(stage: Stage, user: User | None) -> list[Any]:
    return [*_unit(stage, user), "HT"]


def _answer(stage: Stage, user: User | None) -> list[Any]:
    return [*_unit(stage, user), stage.answer.pk]


def hold_notice(stage: Stage) -> None:
    """Something that waits in the outbox to be read."""
    Notification.objects.create(
        user=User.objects.get(username="spare"),
        campaign_code=stage.campaign.code,
        subject="Kết quả lần 1",
        body="Đã có kết quả",
        mail_state=MailState.HELD,
        created_at=timezone.now(),
    )


def held_keys(stage: Stage) -> list[int]:
    return list(held(stage.campaign.code).values_list("pk", flat=True))


def _with_held(stage: Stage, user: User | None) -> list[Any]:
    hold_notice(stage)
    return _campaign(stage, user)


def _no_data(_stage: Stage) -> dict[str, Any]:
    return {}


RECIPES: dict[str, Recipe] = {
    "reply": Recipe("unit", _unit),
    "reply_group": Recipe("unit", _group, posts=_no_data, told=LATE),
    "reply_summary": Recipe("unit", _group),
    "reply_agree": Recipe("unit", _group, posts=_no_data, gets=False, told=LATE),
    "reply_save": Recipe("unit", _answer, posts=_no_data, gets=False, told=LATE),
    "reply_confirm": Recipe("unit", _unit, posts=_no_data, gets=False, told=LATE),
    "reply_reopen": Recipe("unit", _unit, posts=_no_data, gets=False, told=LATE),
    "reply_letter": Recipe("unit", _unit),
    "first_round_pdf": Recipe("unit", _unit),
    "close_round": Recipe("campaign", _campaign),
    "release_notices": Recipe(
        "campaign",
        _with_held,
        posts=lambda stage: {"notices": " ".join(map(str, held_keys(stage)))},
        gets=False,
    ),
}
