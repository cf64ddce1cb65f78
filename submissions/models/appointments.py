"""Who has a part in a campaign: each grant of a role, and the rules about grants by name."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from submissions.enums import Body
from submissions.models.campaigns import Campaign
from submissions.models.capacities import Standing, make_standing
from units.enums import GrantState, Role
from units.models import Membership, Unit, User
from units.row_rules import RowRule

#: Neither waiting for a second administrator nor ended: only these count.
IN_FORCE = RowRule(state=GrantState.IN_FORCE)
#: That wait for a second administrator.
PROPOSED = RowRule(state=GrantState.PROPOSED)
#: In force, or proposed and so perhaps in force tomorrow.
NOT_OVER = RowRule(state=(GrantState.IN_FORCE, GrantState.PROPOSED))


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Grants of roles, from which every question «who holds a role» is put together:
    `in_force().in_campaign(campaign).of_role(Role.WG_HEAD).holders()`.
    """

    def in_force(self) -> Self:
        return self.filter(IN_FORCE.where())

    def proposed(self) -> Self:
        return self.filter(PROPOSED.where())

    def not_over(self) -> Self:
        return self.filter(NOT_OVER.where())

    def in_campaign(self, campaign: Campaign | int | None) -> Self:
        """Of that campaign itself; None: those that are held in all campaigns at once."""
        return self.filter(campaign=campaign)

    def reaching(self, campaign: Campaign | None) -> Self:
        """That count in the campaign: its own, and those that are held in all."""
        return self.filter(Q(campaign=campaign) | Q(campaign=None))

    def of_role(self, *roles: Role) -> Self:
        return self.filter(role__in=roles)

    def of_body(self, *bodies: Body) -> Self:
        return self.filter(body__in=bodies)

    def of_active_people(self) -> Self:
        """With an account that nobody has disabled."""
        return self.filter(user__is_active=True)

    def of_real_people(self) -> Self:
        """Accounts for trying out are nobody's name in a document; members without an account
        are.
        """
        return self.filter(Q(user=None) | Q(user__is_demo=False))

    def open_to(self, reader: User) -> Self:
        """That this administrator may confirm: proposed by somebody else, for somebody else."""
        of_others = self.proposed().filter(user__isnull=False)
        return of_others.exclude(granted_by=reader.pk).exclude(user=reader.pk)

    def next_order(self) -> int:
        """The place after all of these, which are of one body."""
        last: int | None = self.aggregate(last=models.Max("order"))["last"]
        return (last or 0) + 1

    def holders(self) -> models.QuerySet[User]:
        """The active people who hold one of these, each once, in the order of their accounts."""
        return User.active.filter(pk__in=self.values("user")).order_by("pk")


class Appointment(models.Model):
    """A person's part in one campaign, or, without a campaign, in all of them (administrators,
    auditors).

    The account is empty for members who never signed in. A role counts only while the grant is in
    force.
    """

    is_recorded = True

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    role = models.CharField("vai trò", max_length=20, choices=Role.choices)
    body = models.CharField("tổ chức", max_length=20, choices=Body.choices)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    person = models.CharField("họ và tên", max_length=150)
    position = models.CharField("chức vụ", max_length=300, blank=True)
    title = models.CharField("nhiệm vụ", max_length=100, blank=True)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name="đơn vị",
    )
    document = models.CharField("văn bản", max_length=60, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    state = models.CharField(
        "hiệu lực", max_length=10, choices=GrantState.choices, default=GrantState.IN_FORCE
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["body", "order"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="appointment_role_known"
            ),
            models.CheckConstraint(
                condition=Q(body__in=Body.values), name="appointment_body_known"
            ),
            models.UniqueConstraint(
                fields=["campaign", "user", "role"],
                condition=Q(user__isnull=False) & ~Q(state=GrantState.ENDED),
                name="one_appointment_per_user_and_role",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(campaign=None, user__isnull=False) & ~Q(state=GrantState.ENDED),
                name="one_general_appointment_per_user_and_role",
            ),
            models.CheckConstraint(
                condition=Q(state__in=GrantState.values), name="appointment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(user=None) | Q(granted_by=None) | ~Q(user=F("granted_by")),
                name="nobody_appoints_themselves",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None)
                | Q(granted_by=None)
                | ~Q(confirmed_by=F("granted_by")),
                name="second_person_confirms",
            ),
            models.CheckConstraint(
                condition=Q(campaign__isnull=False)
                | Q(role__in=[Role.ADMINISTRATOR, Role.AUDITOR]),
                name="only_general_roles_without_campaign",
            ),
        ]
        verbose_name = "phân công"

    def __str__(self) -> str:
        return f"{self.person} – {self.title or self.get_role_display()}"

    @property
    def is_in_force(self) -> bool:
        return IN_FORCE.holds(self)

    @property
    def is_of_real_person(self) -> bool:
        """As `of_real_people` asks."""
        return self.user is None or not self.user.is_demo

    @property
    def active_holder(self) -> User | None:
        """None without an account, or with one that was disabled; as `holders` asks."""
        return self.user if self.user and self.user.is_active else None

    @property
    def is_proposed(self) -> bool:
        return PROPOSED.holds(self)

    @property
    def is_over(self) -> bool:
        return not NOT_OVER.holds(self)


def standings_of(people: Iterable[User]) -> dict[int, Standing]:
    """By account, as of active people: who asks on behalf of a disabled account asks
    `capacities.standing_of`. Two queries, whatever the number of people.
    """
    keys = [person.pk for person in people]
    held = Appointment.objects.in_force().filter(user__in=keys).order_by("id")
    appointments: dict[int | None, list[tuple[str, int | None, int | None]]] = defaultdict(list)
    for user, role, campaign, unit in held.values_list("user_id", "role", "campaign_id", "unit_id"):
        appointments[user].append((role, campaign, unit))
    workplaces: dict[int, list[int]] = defaultdict(list)
    for user, unit in Membership.objects.filter(user__in=keys).values_list("user_id", "unit_id"):
        workplaces[user].append(unit)
    return {key: make_standing(appointments[key], workplaces[key]) for key in keys}
