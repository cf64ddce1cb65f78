"""The page where a campaign is set up, and what a new campaign takes over: units with their
annex, and people.
"""

from collections import defaultdict
from dataclasses import dataclass

from criteria.models import FOR_ALL_GROUPS, AnnexAssignment, CriterionGroup
from submissions.models import Appointment, Campaign, Submission


@dataclass(frozen=True, slots=True)
class SetupUnitRow:
    """A unit that takes part, and from which annex it is asked, in words.

    No annex: nothing can be asked of it.
    """

    name: str
    kind: str
    annex: str
    exceptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetupPersonRow:
    """A person's part in the campaign. `account` says whether the person can sign in."""

    name: str
    role: str
    title: str
    unit: str
    account: str
    can_act: bool
    state: str


@dataclass(frozen=True, slots=True)
class AppointedBody:
    """People by the body they were appointed to."""

    name: str
    people: tuple[SetupPersonRow, ...]


@dataclass(frozen=True, slots=True)
class CampaignRoster:
    """Units and people of a campaign."""

    units: tuple[SetupUnitRow, ...]
    bodies: tuple[AppointedBody, ...]
    person_count: int
    without_account: int


def taken_over(campaign: Campaign, *, only_in_force: bool = False) -> CampaignRoster:
    """Four queries.

    `only_in_force`: without grants that nobody has confirmed, which a new campaign does not take
    over.
    """
    of_campaign = Appointment.objects.in_campaign(campaign)
    held = of_campaign.in_force() if only_in_force else of_campaign.not_over()
    people: dict[str, list[SetupPersonRow]] = defaultdict(list)
    for appointment in held.select_related("user", "unit").order_by("order", "id"):
        people[appointment.get_body_display()].append(_person(appointment))
    everybody = [person for rows in people.values() for person in rows]
    return CampaignRoster(
        units=_units(campaign),
        bodies=tuple(AppointedBody(name, tuple(rows)) for name, rows in sorted(people.items())),
        person_count=len(everybody),
        without_account=sum(not person.can_act for person in everybody),
    )


def _units(campaign: Campaign) -> tuple[SetupUnitRow, ...]:
    names = _group_names(campaign)
    annexes: dict[int, str] = {}
    exceptions: dict[int, list[str]] = defaultdict(list)
    assigned = (
        AnnexAssignment.objects.filter(period=campaign.code)
        .select_related("annex")
        .order_by("group_code")
    )
    for each in assigned:
        if FOR_ALL_GROUPS.holds(each):
            annexes[each.unit_id] = annex_in_words(each.annex.code)
        else:
            group = names.get((each.annex_id, each.group_code), each.group_code)
            exceptions[each.unit_id].append(f"Nhóm {group}: theo {annex_in_words(each.annex.code)}")
    submissions = (
        Submission.objects.filter(campaign=campaign).select_related("kind").order_by("order")
    )
    return tuple(
        SetupUnitRow(
            submission.name,
            submission.kind.name,
            annexes.get(submission.unit_id, ""),
            tuple(exceptions[submission.unit_id]),
        )
        for submission in submissions
    )


def _group_names(campaign: Campaign) -> dict[tuple[int, str], str]:
    groups = CriterionGroup.objects.filter(annex__framework=campaign.framework_id)
    return {
        (annex, code): f"{code} ({name})"
        for annex, code, name in groups.values_list("annex_id", "code", "name")
    }


def annex_in_words(code: str) -> str:
    return f"Phụ lục {code}"


def _person(appointment: Appointment) -> SetupPersonRow:
    account, can_act = _account(appointment)
    return SetupPersonRow(
        name=appointment.person,
        role=str(appointment.get_role_display()),
        title=appointment.title,
        unit=appointment.unit.short_name if appointment.unit else "",
        account=account,
        can_act=can_act,
        state=str(appointment.get_state_display()),
    )


def _account(appointment: Appointment) -> tuple[str, bool]:
    if appointment.user is None:
        return "Chưa có tài khoản", False
    return ("Có tài khoản", True) if appointment.user.is_active else ("Tài khoản đã khóa", False)
