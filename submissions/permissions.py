"""The policy's actions as rules over people, campaigns and submissions, with the sentence of
each refusal.
"""

from functools import partial
from typing import Any

from submissions import policy
from submissions.enums import Phase
from submissions.models import Appointment, Campaign, Submission
from submissions.models.appointments import standings_of
from submissions.models.capacities import (
    OWN_UNIT,
    SELF_SCORING_PHASES,
    Standing,
    capacity_of,
    keep_standing,
    standing_of,
)
from units.access import AccessVerdict, may, register
from units.enums import APPRAISING, Role
from units.models import User

CONFLICT = "Ông/Bà công tác tại đơn vị này nên không được thẩm định hồ sơ của đơn vị."
NO_ROLE = "Vai trò của Ông/Bà không được làm việc này."
SIGN_IN = "Ông/Bà cần đăng nhập để làm việc này."
#: Roles that work without a second factor.
EXEMPT = frozenset({Role.UNIT_STAFF})
REQUIRED = "Vai trò của Ông/Bà bắt buộc xác thực hai bước nên không tắt được."


def judge(name: str, user: Any, subject: Any) -> AccessVerdict:
    """The policy's answer for one action.

    The subject is a campaign, a submission, something of a submission, or nothing.
    """
    action = policy.action(name)
    campaign, unit_id = _place(subject)
    standing = standing_of(user)
    capacities = standing.capacities(_key(campaign), unit_id)
    phase = campaign.phase if campaign else None
    if any(action.allows(capacity, phase) for capacity in capacities):
        return AccessVerdict(True)
    if _has_more_time(subject) and any(
        action.allows(capacity, phase)
        for phase in SELF_SCORING_PHASES
        for capacity in capacities & OWN_UNIT
    ):
        return AccessVerdict(True)
    return AccessVerdict(
        False, _refusal(action, standing, campaign, unit_id), _in_sight(standing, campaign, unit_id)
    )


def people_who_may(name: str, subject: Campaign | Submission) -> list[User]:
    """The active people who may do that now, in the order of their accounts. Three queries."""
    campaign, _ = _place(subject)
    people = list(Appointment.objects.in_force().reaching(campaign).holders())
    standings = standings_of(people)
    for person in people:
        keep_standing(person, standings[person.pk])
    return [person for person in people if may(person, name, subject)]


def roles_who_may(name: str, phase: str) -> list[Role]:
    """The roles that the policy lets do a campaign's action in that phase."""
    action = policy.action(name)
    return [role for role in Role if action.allows(capacity_of(role), phase)]


def _place(subject: Any) -> tuple[Campaign | None, int | None]:
    if subject is None or isinstance(subject, Campaign):
        return subject, None
    submission = subject if isinstance(subject, Submission) else subject.submission
    return submission.campaign, submission.unit_id


def _has_more_time(subject: Any) -> bool:
    """The unit was given a later deadline: its own people go on as while filling in. Whether that
    deadline has passed too is asked under the lock of the file (`frame.deadlines`), by the clock
    and not by the phase.
    """
    if subject is None or isinstance(subject, Campaign):
        return False
    submission = subject if isinstance(subject, Submission) else subject.submission
    return submission.due_at is not None and submission.campaign.stands.takes_late_files


def _key(campaign: Campaign | None) -> int | None:
    return campaign.pk if campaign else None


def _in_sight(standing: Standing, campaign: Campaign | None, unit_id: int | None) -> bool:
    """A published campaign is seen by all; another by who has a part in it, and a unit's file
    by who may read any of it.
    """
    if campaign is None or campaign.is_public:
        return True
    if not standing.is_signed_in or not standing.grants_in(campaign.pk):
        return False
    return unit_id is None or _reads_anything(
        standing.capacities(campaign.pk, unit_id), campaign.phase
    )


def _reads_anything(capacities: frozenset[str], phase: str) -> bool:
    reading = [
        action for action in policy.actions().values() if action.is_about_unit and action.is_reading
    ]
    return any(action.allows(capacity, phase) for action in reading for capacity in capacities)


def _refusal(
    action: policy.Action, standing: Standing, campaign: Campaign | None, unit_id: int | None
) -> str:
    if not standing.is_signed_in:
        return SIGN_IN
    grants = standing.grants_in(_key(campaign))
    if (
        unit_id is not None
        and standing.has_conflict(unit_id)
        and any(grant.role in APPRAISING for grant in grants)
    ):
        return CONFLICT
    phases = frozenset().union(
        *(action.phases[name] for name in standing.capacities(_key(campaign), unit_id))
    )
    if campaign is None or not phases:
        return NO_ROLE
    names = ", ".join(f"«{phase.label}»" for phase in Phase if phase in phases)
    return (
        f"Việc này chỉ làm được ở giai đoạn {names}; đợt đánh giá đang ở giai đoạn "
        f"«{Phase(campaign.phase).label}»."
    )


def _works_without_second_factor(user: Any, _subject: Any) -> AccessVerdict:
    """Everybody with a role signs in with a second factor, but for those who are only unit
    staff.
    """
    needs = any(grant.role not in EXEMPT for grant in standing_of(user).grants)
    return AccessVerdict(False, REQUIRED) if needs else AccessVerdict(True)


for _name in policy.actions():
    register(_name, partial(judge, _name))
register("account.work_without_second_factor", _works_without_second_factor)
