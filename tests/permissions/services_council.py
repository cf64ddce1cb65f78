"""The Council's services, each with the action that it is, and a call that asks it of the stage
with right values.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from submissions.council.services import comments as council_comments
from submissions.council.services import meetings, motions, seats
from submissions.council.services import scores as council_scores
from submissions.dossier.queries.decisions import Decision
from submissions.models import Comment, Conclusion, Meeting, Motion
from tests.permissions import council
from tests.permissions.service import Call, Service
from tests.permissions.stage import Stage
from units.enums import Role
from units.models import User

MANAGE = "report.manage_meetings"
GRANT = "account.grant_role_to_other"
DAY = date(2020, 12, 7)


def _of_meeting(prepare: Any, call: Any) -> Service:
    """`call` is given the meeting that was prepared."""
    return _campaign(
        MANAGE,
        lambda _, by: call(Meeting.objects.get(), by),
        prepare=lambda stage, _: prepare(stage),
    )


def _campaign(action: str, call: Call, prepare: Call | None = None) -> Service:
    return Service("campaign", (action,), call, prepare)


def _everywhere(call: Call) -> Service:
    return Service("everywhere", (GRANT,), call)


def _seat(stage: Stage) -> Any:
    return stage.campaign.appointments.get(role=Role.COUNCIL_SECRETARY, user__username="spare")


def _describe(stage: Stage, by: User) -> Any:
    seat = _seat(stage)
    seen = seats.seat_version(seat)
    return seats.describe_seat(
        seat=seat, seen=seen, order=3, position="", title="Ủy viên", document="950/QĐ-BNV", by=by
    )


def _change(_stage: Stage, by: User) -> Any:
    decision = Decision("scored", Decimal(7), reason="Theo kết luận")
    return council_scores.change_score_by_conclusion(
        conclusion=Conclusion.objects.get(), version=0, decision=decision, by=by
    )


SERVICES: dict[str, Service] = {
    "council.plan_meeting": _campaign(
        MANAGE,
        lambda stage, by: meetings.plan_meeting(
            campaign=stage.campaign, held_on=DAY, purpose="Góp ý", by=by
        ),
    ),
    "council.edit_meeting": _of_meeting(
        council.plan,
        lambda meeting, by: meetings.edit_meeting(
            meeting=meeting, version=1, held_on=DAY, purpose="Họp", by=by
        ),
    ),
    "council.cancel_meeting": _of_meeting(
        council.plan,
        lambda meeting, by: meetings.cancel_meeting(
            meeting=meeting, version=1, reason="Không họp", by=by
        ),
    ),
    "council.open_meeting": _of_meeting(
        council.plan,
        lambda meeting, by: meetings.open_meeting(
            meeting=meeting, version=1, figures_sha256="f" * 64, draft=None, by=by
        ),
    ),
    "council.take_attendance": _of_meeting(
        council.sit,
        lambda meeting, by: meetings.take_attendance(
            meeting=meeting, version=1, present=frozenset(), by=by
        ),
    ),
    "council.write_proceedings": _of_meeting(
        council.sit,
        lambda meeting, by: meetings.write_proceedings(
            meeting=meeting, version=1, proceedings="Nghe", by=by
        ),
    ),
    "council.conclude": _of_meeting(
        council.sit,
        lambda meeting, by: meetings.conclude(meeting=meeting, text="Thống nhất", by=by),
    ),
    "council.close_meeting": _of_meeting(
        council.sit, lambda meeting, by: meetings.close_meeting(meeting=meeting, version=1, by=by)
    ),
    "council.put_motion": _of_meeting(
        council.sit,
        lambda meeting, by: motions.put_motion(meeting=meeting, question="Thông qua?", by=by),
    ),
    "council.cast_vote": _campaign(
        "report.cast_vote",
        lambda _, by: motions.cast_vote(motion=Motion.objects.get(), choice="for", by=by),
        prepare=lambda stage, _: council.ask(stage),
    ),
    "council.note_hands": _campaign(
        MANAGE,
        lambda stage, by: motions.note_hands(
            motion=Motion.objects.get(),
            hands={_seat(stage).pk: motions.NotedVote("", "for")},
            by=by,
        ),
        prepare=lambda stage, _: council.ask(stage),
    ),
    "council.close_motion": _campaign(
        MANAGE,
        lambda _, by: motions.close_motion(motion=Motion.objects.get(), by=by),
        prepare=lambda stage, _: council.ask(stage),
    ),
    "council.write_comment": _campaign(
        "report.write_council_comment",
        lambda stage, by: council_comments.write_comment(
            campaign=stage.campaign, pin="whole", text="Cần rõ hơn", by=by
        ),
    ),
    "council.answer_comment": _campaign(
        "report.answer_council_comment",
        lambda _, by: council_comments.answer_comment(
            comment=Comment.objects.get(), version=1, response="Đã sửa", by=by
        ),
        prepare=lambda stage, _: council.say(stage),
    ),
    "council.change_score_by_conclusion": Service(
        "unit",
        ("report.change_score_on_council_request",),
        _change,
        prepare=lambda stage, _: council.conclude(stage, stage.answer),
    ),
    "council.seat_without_account": _everywhere(
        lambda stage, by: seats.seat_without_account(
            campaign=stage.campaign,
            role=Role.COUNCIL_MEMBER,
            person="Lê Văn Hai",
            position="",
            title="",
            document="950/QĐ-BNV",
            unit=None,
            by=by,
        )
    ),
    "council.describe_seat": _everywhere(_describe),
}
