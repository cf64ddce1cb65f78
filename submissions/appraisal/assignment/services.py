"""Who appraises whose file: assigned by hand, spread evenly, or claimed; never somebody of the
unit. Ended ones are kept.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.text import clean_text
from submissions.appraisal.assignment.spread import FileLoad, NobodyLeft, spread
from submissions.appraisal.notices import notice_of_end, notices_of_assignments
from submissions.appraisal.queries.rights import CLAIM
from submissions.appraisal.queries.shares import Shares, shares_of
from submissions.appraisal.queries.sizes import GroupSize, sizes_of
from submissions.appraisal.services.locks import hold_file
from submissions.models import Appointment, Assignment, Campaign, Submission
from submissions.models.appointments import standings_of
from submissions.models.appraisals import WHOLE_FILE
from submissions.models.capacities import standing_of
from units import audit
from units.access import require
from units.enums import APPRAISING
from units.models import User
from units.notify import tell

ASSIGNED = audit.name_act("appraise.assigned", "Phân công thẩm định")
SECOND_READING_WITHDRAWN = audit.name_act(
    "appraise.second_reading_withdrawn", "Rút yêu cầu đọc lần hai"
)
ASSIGNMENT_ENDED = audit.name_act("appraise.assignment_ended", "Kết thúc phân công thẩm định")
CLAIMED = audit.name_act("appraise.claimed", "Nhận hồ sơ để thẩm định")
GIVEN_BACK = audit.name_act("appraise.given_back", "Trả lại hồ sơ đã nhận thẩm định")
SPREAD = audit.name_act("appraise.spread", "Chia đều hồ sơ cho người thẩm định")

ASSIGN = "period.assign_appraiser"

OWN_UNIT = (
    "Ông/Bà công tác tại đơn vị này nên không tự phân công người thẩm định cho đơn vị được. "
    "Dùng «Chia đều», hoặc để người thẩm định tự nhận."
)
TAKEN = "Hồ sơ hoặc nhóm này đã có người thẩm định. Tải lại trang để xem."
NO_REASON = "Hãy ghi lý do rút yêu cầu đọc lần hai."
ENDED = "Phân công này đã kết thúc. Tải lại trang để xem."


@transaction.atomic
def assign_appraiser(
    *,
    submission: Submission,
    person: User,
    by: User,
    group: str = WHOLE_FILE,
    is_second: bool = False,
    now: datetime | None = None,
) -> Assignment:
    """Give a file, or one group of it, to a person; `is_second`: for the independent second
    reading.

    Raises Http404, NotAllowed, StaleState where the person has it already, or DomainError where the
    person cannot have it.
    """
    held = hold_file(submission.pk)
    require(by, ASSIGN, held.campaign)
    if standing_of(by).has_conflict(held.unit_id):
        raise NotAllowed(OWN_UNIT)
    _require_group(held, group)
    _require_able(held, person)
    _require_independent(held, person, group, is_second=is_second)
    assignment = _make(held, person, by, now, group=group, is_second=is_second)
    _record(ASSIGNED, held, by, [audit.inserted(assignment)], assignment)
    tell(*notices_of_assignments(held.campaign, [assignment]))
    return assignment


@transaction.atomic
def end_assignment(
    *, assignment: Assignment, by: User, reason: str = "", now: datetime | None = None
) -> Assignment:
    """Take it back, whoever made it. What the person has appraised stays.

    A second reading that was ordered is withdrawn with a reason only: the round need not wait for
    it any more. Raises Http404, NotAllowed, StaleState, or DomainError where the reason is lacking.
    """
    held = hold_file(assignment.submission_id)
    require(by, ASSIGN, held.campaign)
    if standing_of(by).has_conflict(held.unit_id):
        raise NotAllowed(OWN_UNIT)
    reason = clean_text(reason)
    if assignment.is_second and not reason:
        raise DomainError(NO_REASON)
    ended, change = _end(assignment.pk, held, now)
    act = SECOND_READING_WITHDRAWN if ended.is_second else ASSIGNMENT_ENDED
    _record(act, held, by, [change], ended, reason=reason)
    tell(notice_of_end(ended))
    return ended


@transaction.atomic
def claim_file(
    *, submission: Submission, by: User, group: str = WHOLE_FILE, now: datetime | None = None
) -> Assignment:
    """An appraiser takes a file, or a group of it, that nobody has.

    Raises Http404, NotAllowed, StaleState or DomainError.
    """
    held = hold_file(submission.pk)
    require(by, CLAIM, held)
    _require_group(held, group)
    _require_able(held, by)
    taken = Assignment.objects.in_force().of_first_readings().sharing(group)
    if taken.filter(submission=held).exists():
        raise StaleState(TAKEN)
    _require_independent(held, by, group, is_second=False)
    assignment = _make(held, by, by, now, group=group)
    _record(CLAIMED, held, by, [audit.inserted(assignment)], assignment)
    return assignment


@transaction.atomic
def give_back(*, assignment: Assignment, by: User, now: datetime | None = None) -> Assignment:
    """Who claimed a file lets it go. Raises Http404, NotAllowed or StaleState."""
    held = hold_file(assignment.submission_id)
    require(by, CLAIM, held)
    if assignment.user_id != by.pk or assignment.assigned_by_id != by.pk:
        raise NotAllowed(
            "Chỉ người đã tự nhận hồ sơ mới trả lại được. Phân công của Tổ trưởng do Tổ trưởng "
            "thay đổi."
        )
    ended, change = _end(assignment.pk, held, now)
    _record(GIVEN_BACK, held, by, [change], ended)
    return ended


@transaction.atomic
def spread_evenly(
    *, campaign: Campaign, people: Sequence[User], by: User, now: datetime | None = None
) -> tuple[Assignment, ...]:
    """Give every file, or what is left of it, that nobody has to one of the people, so that all
    have about as many criteria.

    Fixed number of queries. Raises NotAllowed, or DomainError where nobody is left for a file or
    nothing is left to spread.
    """
    files = {file.pk: file for file in _hold_files(campaign)}
    require(by, ASSIGN, campaign)
    able = _appraisers(campaign, people)
    if not able:
        raise DomainError("Chọn ít nhất một người thẩm định để chia hồ sơ.")
    given = _spread(campaign, files, able)
    if not given:
        raise DomainError("Mọi hồ sơ đều đã có người thẩm định, không còn gì để chia.")
    made = Assignment.objects.bulk_create(
        Assignment(
            submission=files[key],
            user=able[person],
            assigned_by=by,
            assigned_at=now or timezone.now(),
        )
        for key, person in given.items()
    )
    facts = {"files": {each.submission.unit.code: each.user.username for each in made}}
    changes = [audit.inserted(each) for each in made]
    audit.record(
        act=SPREAD, by=by, campaign=campaign, subject=campaign, facts=facts, changes=changes
    )
    tell(*notices_of_assignments(campaign, made))
    return tuple(made)


def _spread(
    campaign: Campaign, files: dict[int, Submission], able: dict[int, User]
) -> dict[int, int]:
    shares, sizes, own = shares_of(campaign), sizes_of(campaign), belongings_of(able)
    second = {(row.submission, row.person) for row in shares.rows if row.is_second}
    loads = [
        FileLoad(
            key,
            left,
            frozenset(
                person for person in able if file.unit_id in own[person] or (key, person) in second
            ),
        )
        for key, file in files.items()
        if (left := _left(key, sizes[key], shares))
        or not (sizes[key] or shares.of(key, WHOLE_FILE))
    ]
    try:
        return spread(loads, list(able), carried=_carried(sizes, shares))
    except NobodyLeft as nobody:
        name = files[nobody.key].name
        raise DomainError(
            f"{name}: mọi người được chọn đều công tác tại đơn vị hoặc đọc lần hai hồ sơ này."
        ) from nobody


def _left(key: int, sizes: dict[str, GroupSize], shares: Shares) -> int:
    """Criteria of the groups that nobody has."""
    return sum(size.criteria for code, size in sizes.items() if not shares.of(key, code))


def _carried(sizes: dict[int, dict[str, GroupSize]], shares: Shares) -> dict[int, int]:
    """Criteria that each person has already."""
    carried: dict[int, int] = {}
    for key, groups in sizes.items():
        for code, size in groups.items():
            for row in shares.of(key, code):
                carried[row.person] = carried.get(row.person, 0) + size.criteria
    return carried


def appraisers_of(campaign: Campaign) -> list[User]:
    """The active people who appraise in the campaign, in the order of their appointment.

    One query.
    """
    held = Appointment.objects.in_force().in_campaign(campaign).of_role(*APPRAISING)
    rows = held.of_active_people().select_related("user").order_by("order", "pk")
    return list({row.user_id: row.user for row in rows if row.user}.values())


def belongings_of(people: dict[int, User]) -> dict[int, frozenset[int]]:
    """The units that each of the people belongs to, by work or by an appointment in force.

    Two queries.
    """
    return {key: standing.units for key, standing in standings_of(people.values()).items()}


def _appraisers(campaign: Campaign, people: Sequence[User]) -> dict[int, User]:
    """The chosen ones. Raises DomainError for somebody who does not appraise in the campaign."""
    able = {person.pk: person for person in appraisers_of(campaign)}
    for person in people:
        if person.pk not in able:
            raise DomainError(f"{person} không phải là người thẩm định của đợt này.")
    chosen = {person.pk for person in people}
    return {key: person for key, person in able.items() if key in chosen}


def _hold_files(campaign: Campaign) -> list[Submission]:
    locked = Submission.objects.select_for_update(of=("self", "campaign"), no_key=True).filter(
        campaign=campaign
    )
    return list(locked.select_related("campaign", "unit").order_by("kind__order", "order"))


def _require_able(held: Submission, person: User) -> None:
    _appraisers(held.campaign, [person])
    if held.unit_id in belongings_of({person.pk: person})[person.pk]:
        raise DomainError(
            f"{person} công tác tại {held.name} nên không được thẩm định hồ sơ của đơn vị này."
        )


def _require_group(held: Submission, group: str) -> None:
    if group and group not in sizes_of(held.campaign).get(held.pk, {}):
        raise DomainError(f"Hồ sơ {held.short_name} không có nhóm «{group[:20]}».")


def _require_independent(held: Submission, person: User, group: str, *, is_second: bool) -> None:
    """Nobody reads the same group twice."""
    own = Assignment.objects.in_force().sharing(group).filter(submission=held, user=person)
    if (own.of_first_readings() if is_second else own.of_second_readings()).exists():
        raise DomainError(
            f"{person} đã được phân công lượt đọc kia của hồ sơ này. Hai lượt đọc phải do hai "
            "người làm."
        )


def _make(
    held: Submission,
    person: User,
    by: User,
    now: datetime | None,
    *,
    group: str,
    is_second: bool = False,
) -> Assignment:
    try:
        with transaction.atomic():
            return Assignment.objects.create(
                submission=held,
                group_code=group,
                user=person,
                is_second=is_second,
                assigned_by=by,
                assigned_at=now or timezone.now(),
            )
    except IntegrityError as problem:
        raise StaleState(f"{person} đã được phân công việc này.") from problem


def _end(key: int, held: Submission, now: datetime | None) -> tuple[Assignment, audit.Change]:
    assignment = Assignment.objects.select_related("user").get(pk=key)
    before = audit.row_of(assignment)
    assignment.submission, assignment.ended_at = held, now or timezone.now()
    in_force = Assignment.objects.in_force().filter(pk=key)
    if not in_force.update(ended_at=assignment.ended_at):
        raise StaleState(ENDED)
    return assignment, audit.updated(before, assignment)


def _record(
    act: audit.ActCode,
    held: Submission,
    by: User,
    changes: list[audit.Change],
    assignment: Assignment,
    *,
    reason: str = "",
) -> None:
    facts = {
        "person": str(assignment.user),
        "group": assignment.group_code,
        "is_second": assignment.is_second,
    }
    audit.record(
        act=act,
        by=by,
        campaign=held.campaign,
        unit=held.unit,
        subject=assignment,
        facts=facts,
        changes=changes,
        reason=reason,
    )
