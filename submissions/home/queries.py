"""What waits for a person in the campaigns, as tasks with an address.

Modules above this one add theirs by `register_tasks`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone

from submissions.campaigns.queries.steps import usual_step
from submissions.council.queries.tasks import council_conditions, council_is_done, council_tasks
from submissions.enums import Phase, Round
from submissions.frame.deadlines import deadline_of
from submissions.models import (
    Answer,
    Appointment,
    Assignment,
    Campaign,
    RoundFinished,
    StepBack,
    Submission,
)
from submissions.models.capacities import standing_of, where_may
from submissions.models.files import NOT_HANDED_IN, REPLY_OPEN
from units.access import may
from units.enums import UNIT_ROLES
from units.models import Notification

EDIT = "self.edit_self_score_of_U"
REPLY = "appraise.write_explanation_of_U"
CONFIRM = "appraise.confirm_round1_result_of_U"
RELEASE = "period.release_notices"
DESK = "appraise.view_desk"
SUBMIT = "self.submit_self_assessment_of_U"
_IN_SECOND_ROUND = [phase for phase in Phase if phase.traits.round == Round.SECOND]
_ARCHIVED = [phase for phase in Phase if phase.traits.is_archived]
#: The round that is open in the phase of the assignment's campaign.
_ROUND_OF_PHASE = Case(
    When(Q(submission__campaign__phase__in=_IN_SECOND_ROUND), then=Value(Round.SECOND.value)),
    default=Value(Round.FIRST.value),
)


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits: what, where to do it, and until when if there is a limit."""

    label: str
    url: str
    due: datetime | None = None


#: Label, without the campaign, and address of each thing that waits for the person in the campaign.
TaskSource = Callable[[Any, Campaign, datetime], Iterable[tuple[str, str]]]
_registered: list[TaskSource] = []


def register_tasks(waits: TaskSource) -> None:
    """What else waits, said by a module above this one; asked for each running campaign of a
    person.

    Raises ValueError for what is registered already.
    """
    if waits in _registered:
        raise ValueError(f"{waits.__qualname__} is asked already")
    _registered.append(waits)


def tasks_of(user: Any, *, now: datetime) -> tuple[Task, ...]:
    """Own files to be handed in or replied about, then by campaign, newest first, then grants.

    At most three queries besides those for the person's standing and for what others register, and
    none for who has no part anywhere.
    """
    if not standing_of(user).grants:
        return ()
    of_campaigns = [
        task for campaign in _campaigns(user, now) for task in _tasks(user, campaign, now)
    ]
    return (*_own_files(user, now), *of_campaigns, *_grants(user))


def _own_files(user: Any, now: datetime) -> Iterator[Task]:
    """Files of the person's units that are not handed in, or whose results nobody has confirmed,
    while there is time.

    No query for who has no role of a unit.
    """
    if not any(grant.role in UNIT_ROLES for grant in standing_of(user).grants):
        return
    to_hand_in = where_may(user, EDIT) & NOT_HANDED_IN.where()
    to_reply = where_may(user, REPLY) & REPLY_OPEN.where()
    files = Submission.objects.filter(to_hand_in | to_reply).select_related("campaign", "unit")
    for file in files.order_by("campaign__self_score_due_at", "order"):
        task = _reply(user, file) if file.campaign.stands.takes_replies else _handing_in(user, file)
        if task.due is None or task.due > now:
            yield task


def _handing_in(user: Any, file: Submission) -> Task:
    does = "kiểm tra và nộp" if may(user, SUBMIT, file) else "kê khai"
    url = reverse("unit_home", args=[file.campaign.code, file.unit.code])
    return Task(f"{file.campaign.title}: {does} hồ sơ {file.short_name}", url, deadline_of(file))


def _reply(user: Any, file: Submission) -> Task:
    does = "xem và xác nhận" if may(user, CONFIRM, file) else "xem và giải trình"
    url = reverse("reply", args=[file.campaign.code, file.unit.code])
    return Task(
        f"{file.campaign.title}: {does} kết quả lần 1 của {file.short_name}",
        url,
        file.campaign.reply_due_at,
    )


def _campaigns(user: Any, now: datetime) -> list[Any]:
    """The running campaigns of the person, with what must be known to say whether a step can be
    taken.
    """
    lacking = {
        f"lacks_round_{which.value}": Exists(
            Answer.objects.undecided(which).filter(submission__campaign=OuterRef("pk"))
        )
        for which in (Round.FIRST, Round.SECOND)
    }
    asked = StepBack.objects.open().filter(campaign=OuterRef("pk"))
    by_person = asked.filter(proposed_by=user.pk)
    held = Notification.objects.held().of_campaign(OuterRef("code"))
    finished = RoundFinished.objects.filter(
        submission=OuterRef("submission"), round=_ROUND_OF_PHASE
    )
    own = Assignment.objects.in_force().filter(submission__campaign=OuterRef("pk"), user=user.pk)
    unfinished = own.filter(~Exists(finished))
    running = Campaign.objects.visible_to(user).exclude(phase__in=_ARCHIVED)
    return list(
        running.annotate(
            is_asked_back=Exists(asked),
            is_own_proposal=Exists(by_person),
            holds_notices=Exists(held),
            has_files=Exists(unfinished),
            **council_conditions(user, today=timezone.localdate(now)),
            **lacking,
        )
    )


def _tasks(user: Any, campaign: Any, now: datetime) -> Iterator[Task]:
    url = reverse("phases", args=[campaign.code])
    if campaign.holds_notices and may(user, RELEASE, campaign):
        yield Task(
            f"{campaign.title}: đọc lại và gửi các thông báo đang chờ",
            reverse("outbox", args=[campaign.code]),
        )
    if campaign.is_asked_back:
        if not campaign.is_own_proposal and may(user, "period.confirm_step_back", campaign):
            yield Task(f"{campaign.title}: quyết định đề nghị lùi giai đoạn", url)
        return
    if campaign.has_files and campaign.stands.round and may(user, DESK, campaign):
        inbox = reverse("appraisal_inbox", args=[campaign.code])
        yield Task(f"{campaign.title}: thẩm định các hồ sơ được phân công", inbox)
    further = (each for waits in _registered for each in waits(user, campaign, now))
    for does, where in (*council_tasks(user, campaign), *further):
        yield Task(f"{campaign.title}: {does}", where)
    step = usual_step(campaign.phase)
    if step and _is_due(campaign, now) and may(user, step.action, campaign):
        yield Task(f"{campaign.title}: {step.task or step.in_sentence}", url)


def _grants(user: Any) -> Iterator[Task]:
    """Grants that another administrator proposed, to somebody else, and that wait for a second
    one.
    """
    if not may(user, "account.grant_role_to_other", None):
        return
    for grant in Appointment.objects.open_to(user).order_by("id"):
        yield Task(
            f"Xác nhận vai trò {grant.get_role_display()} của {grant.person}",
            reverse("person", args=[grant.user_id]),
        )


def _is_due(campaign: Any, now: datetime) -> bool:
    """It is time for the usual step: nobody else has to do something first. A published campaign
    may rest as long as it likes.

    Not whether the step can be taken: who takes it sees to what else it needs.
    """
    step = usual_step(campaign.phase)
    return step is not None and not (
        campaign.is_public
        or not _is_past(campaign.phase_ends_at, now)
        or (step.waits_for_notices and campaign.holds_notices)
        or any(_lacks_outcomes(campaign, which) for which in step.whole_rounds)
        or (campaign.stands.holds_meetings and not council_is_done(campaign))
    )


def _lacks_outcomes(campaign: Any, which: Round) -> bool:
    lacking = {Round.FIRST: campaign.lacks_round_1, Round.SECOND: campaign.lacks_round_2}
    return bool(lacking[which])


def _is_past(moment: datetime | None, now: datetime) -> bool:
    return moment is None or moment <= now
