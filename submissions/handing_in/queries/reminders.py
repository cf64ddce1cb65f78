"""Who is to be reminded of a deadline now, and of what: one digest a person, whatever the
number of units and campaigns.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from submissions.dossier.queries.files import time_left
from submissions.handing_in.queries.progress import HandingInBoard, UnitProgress, board_of
from submissions.models import Appointment, Campaign, Reminder
from submissions.models.capacities import LATE_PHASES, SELF_SCORING_PHASES
from units.clock import moment_in_words
from units.enums import UNIT_ROLES, Role
from units.models import User

#: Days before the deadline, the most urgent first; 0 is the end itself.
STAGES = (0, 1, 3, 7)
#: A run that was missed tells of the end so much later at most; then it is no news any more.
_END_IS_NEWS = timedelta(days=2)
_NAMED = 10


@dataclass(frozen=True, slots=True)
class ReminderItem:
    """One thing to remind of: a file that is not handed in, or, for who leads the working
    group, how the end found all.
    """

    campaign: Campaign
    due_at: datetime
    days_before: int
    subject: str
    sentence: str
    url: str

    @property
    def key(self) -> tuple[int, datetime, int]:
        return (self.campaign.pk, self.due_at, self.days_before)


@dataclass(frozen=True, slots=True)
class ReminderDigest:
    """All that one person is reminded of at once, the most urgent first."""

    person: User
    matters: tuple[ReminderItem, ...]

    @property
    def subject(self) -> str:
        if len(self.matters) == 1:
            return self.matters[0].subject
        return f"Nhắc hạn nộp hồ sơ: {len(self.matters)} việc"

    @property
    def body(self) -> str:
        return "\n\n".join(matter.sentence for matter in self.matters)

    @property
    def url(self) -> str:
        return self.matters[0].url if len(self.matters) == 1 else reverse("home")

    @property
    def campaign_code(self) -> str:
        """Only where all of it is of one campaign: the outbox of a campaign shows nothing of
        another.
        """
        codes = {matter.campaign.code for matter in self.matters}
        return codes.pop() if len(codes) == 1 else ""


def stage_of(due_at: datetime, now: datetime) -> int | None:
    """The reminder that is due: the latest whose time has come.

    One that was missed is not made up for by two at once.
    """
    left = due_at - now
    if left <= timedelta(0):
        return 0 if -left < _END_IS_NEWS else None
    return next((days for days in STAGES if days and left <= timedelta(days=days)), None)


def digests_due(*, now: datetime) -> list[ReminderDigest]:
    """Of all running campaigns, without what was sent before.

    A fixed number of queries for each campaign.
    """
    matters: dict[User, list[ReminderItem]] = defaultdict(list)
    running = Campaign.objects.filter(
        phase__in=SELF_SCORING_PHASES | LATE_PHASES, self_score_due_at__isnull=False
    )
    for campaign in running.order_by("self_score_due_at", "pk"):
        for person, matter in _matters_of(campaign, now):
            matters[person].append(matter)
    people = sorted(matters, key=lambda person: person.pk)
    return [
        ReminderDigest(person, tuple(sorted(matters[person], key=lambda matter: matter.due_at)))
        for person in people
    ]


def _matters_of(campaign: Campaign, now: datetime) -> list[tuple[User, ReminderItem]]:
    board = board_of(campaign, order="", now=now)
    sent = set(
        Reminder.objects.filter(campaign=campaign).values_list("user_id", "due_at", "days_before")
    )
    by_unit = {row.unit: _of_file(campaign, row, now) for row in board.rows if not row.is_handed_in}
    at_end = _of_end(campaign, board, now)
    found = []
    for role, person, unit in _people(campaign):
        matter = at_end if role == Role.WG_HEAD else by_unit.get(unit)
        if matter and (person.pk, matter.due_at, matter.days_before) not in sent:
            found.append((person, matter))
    return list(dict.fromkeys(found))


def _people(campaign: Campaign) -> Iterable[tuple[str, User, str]]:
    held = Appointment.objects.in_force().in_campaign(campaign)
    told = held.of_role(*UNIT_ROLES, Role.WG_HEAD).of_active_people()
    for each in told.select_related("user", "unit").order_by("pk"):
        if each.user:
            yield each.role, each.user, each.unit.code if each.unit else ""


def _of_file(campaign: Campaign, row: UnitProgress, now: datetime) -> ReminderItem | None:
    """What the people of a unit are told of its file."""
    stage = stage_of(row.due_at, now) if row.due_at else None
    if row.due_at is None or stage is None:
        return None
    how_far = (
        f"Đã trả lời {row.finished}/{row.asked} tiêu chí, đã xong {row.groups_done}/{row.groups} "
        "nhóm."
    )
    if stage == 0:
        subject = f"Đã hết hạn nộp hồ sơ {row.short_name}"
        said = f"đã hết hạn nộp lúc {moment_in_words(row.due_at)} mà hồ sơ chưa nộp. {how_far}"
        said += " Nếu có lý do chính đáng, đơn vị đề nghị Tổ trưởng Tổ giúp việc gia hạn."
    else:
        left = time_left(row.due_at - now)
        subject = f"Nhắc hạn nộp hồ sơ {row.short_name}: {left}"
        said = (
            f"hồ sơ chưa nộp, hạn {moment_in_words(row.due_at)}, {left}. {how_far} Thủ trưởng đơn "
            "vị là người nộp."
        )
    url = reverse("unit_home", args=[campaign.code, row.unit])
    return ReminderItem(
        campaign,
        row.due_at,
        stage,
        f"{campaign.title}: {subject}",
        f"{row.name}, {campaign.title}: {said}",
        url,
    )


def _of_end(campaign: Campaign, board: HandingInBoard, now: datetime) -> ReminderItem | None:
    """What the heads of the working group are told when the common time is over."""
    due = campaign.self_score_due_at
    if due is None or stage_of(due, now) != 0:
        return None
    lacking = [row.short_name for row in board.rows if not row.is_handed_in]
    said = (
        f"{campaign.title}: đã hết hạn nộp lúc {moment_in_words(due)}. "
        f"{board.submitted}/{len(board.rows)} đơn vị đã nộp."
    )
    if lacking:
        more = f" và {len(lacking) - _NAMED} đơn vị khác" if len(lacking) > _NAMED else ""
        said += f" Chưa nộp: {', '.join(lacking[:_NAMED])}{more}."
    subject = f"{campaign.title}: đã hết hạn nộp hồ sơ"
    return ReminderItem(campaign, due, 0, subject, said, reverse("progress", args=[campaign.code]))
