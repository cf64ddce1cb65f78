"""What to send to the addresses of the Council, so that whoever may is served."""

from typing import Any

from reports.jobs.queries import latest_rendering
from submissions.council.services.seats import seat_version
from submissions.models import Motion
from tests.permissions import council
from tests.permissions.recipe import Arguments, Recipe
from tests.permissions.stage import Stage
from units.enums import Role
from units.models import User


def _code(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code]


def _planned(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code, council.plan(stage).number]


def _sitting(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code, council.sit(stage).number]


def _drafted(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code, council.lay_draft(stage).number]


def _motion(stage: Stage, _user: User | None) -> list[Any]:
    motion = council.ask(stage)
    return [stage.campaign.code, motion.meeting.number, motion.number]


def _counted(stage: Stage, user: User | None) -> list[Any]:
    council.count(stage)
    return _code(stage, user)


def _comment(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code, council.say(stage).pk]


def _conclusion(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code, council.conclude(stage, stage.answer).pk]


def _seat(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code, _secretary(stage).pk]


def _secretary(stage: Stage) -> Any:
    return stage.campaign.appointments.get(role=Role.COUNCIL_SECRETARY, user__username="spare")


def _described(stage: Stage) -> dict[str, Any]:
    seat = _secretary(stage)
    return {"order": "1", "title": "Ủy viên", "document": "950/QĐ-BNV", "seen": seat_version(seat)}


def _opening(stage: Stage) -> dict[str, Any]:
    draft = latest_rendering(stage.campaign)
    return {"version": "1", "draft": draft.file_sha256 if draft else ""}


def _campaign(arguments: Arguments = _code, **options: Any) -> Recipe:
    return Recipe("campaign", arguments, **options)


def _acts(arguments: Arguments, told: tuple[int, ...] = (), **data: str) -> Recipe:
    return _campaign(arguments, posts=lambda _: data, gets=False, told=told)


_MEETING = {"held_on": "07/12/2020", "purpose": "Góp ý dự thảo", "version": "1"}
_NEW_SEAT = {"role": "council_member", "person": "Lê Văn Hai", "document": "950/QĐ-BNV"}
#: A meeting is opened only while the Council meets; an acceptance needs a vote that carries it.
_NOT_NOW = (422,)

RECIPES: dict[str, Recipe] = {
    "council": _campaign(),
    "acceptance": _campaign(),
    "accept": _campaign(
        _counted, posts=lambda _: {"motion": Motion.objects.get().pk}, gets=False, told=(409,)
    ),
    "council_members": _campaign(),
    "seat_add": Recipe("everywhere", _code, posts=lambda _: _NEW_SEAT),
    "seat_edit": Recipe("everywhere", _seat, posts=_described),
    "seat_end": Recipe("everywhere", _seat, posts=lambda _: {"reason": "Chuyển công tác"}),
    "meeting_plan": _campaign(posts=lambda _: _MEETING),
    "meeting": _campaign(_sitting),
    "meeting_edit": _campaign(_planned, posts=lambda _: _MEETING),
    "meeting_cancel": _campaign(_planned, posts=lambda _: {"reason": "Không họp", "version": "1"}),
    "meeting_open": _campaign(_planned, posts=_opening, told=_NOT_NOW),
    "meeting_draft": _campaign(_drafted),
    "meeting_attend": _acts(_sitting, version="1"),
    "meeting_write": _acts(_sitting, version="1", proceedings="Nghe báo cáo"),
    "meeting_close": _acts(_sitting, version="1"),
    "conclusion_add": _campaign(_sitting, posts=lambda _: {"text": "Thống nhất"}),
    "motion_put": _acts(_sitting, question="Thông qua?"),
    "motion_vote": _acts(_motion, choice="for"),
    "motion_note": _acts(_motion),
    "motion_close": _acts(_motion),
    "minutes_docx": _campaign(_sitting),
    "minutes_pdf": _campaign(_sitting),
    "council_comments": _campaign(),
    "comment_write": _campaign(posts=lambda _: {"text": "Cần rõ hơn"}),
    "comment_answer": _campaign(_comment, posts=lambda _: {"response": "Đã sửa", "version": "1"}),
    "score_change": Recipe(
        "unit",
        _conclusion,
        posts=lambda _: {
            "outcome": "scored",
            "points": "7",
            "reason": "Theo kết luận",
            "version": "0",
        },
    ),
}
