"""The outbox of a campaign: what was sent to whom, when, and how it fared. For those whom the policy lets see it, only."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils.http import urlencode

from submissions.models import Campaign
from units.enums import MailState
from units.models import Notification, User

_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to filter by."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """One page of it, newest first. `filters` is the query string that the links to other pages keep."""

    page: Page
    people: tuple[Choice, ...]
    states: tuple[Choice, ...]
    is_filtered: bool
    filters: str


def outbox_page(campaign: Campaign, asked: Mapping[str, str]) -> OutboxPage:
    """Three queries. Values that are none of the choices filter nothing out."""
    people = _people(campaign, asked.get("nguoi", ""))
    states = tuple(Choice(str(state), str(state.label), state == asked.get("tinh-trang")) for state in MailState)
    chosen = {"nguoi": _chosen(people), "tinh-trang": _chosen(states)}
    kept = {name: value for name, value in chosen.items() if value}
    sent = Notification.objects.filter(_condition(chosen), campaign_code=campaign.code).select_related("user").order_by("-id")
    page = Paginator(sent, _PER_PAGE).get_page(asked.get("trang"))
    return OutboxPage(page, people, states, bool(kept), urlencode(kept))


def _people(campaign: Campaign, asked: str) -> tuple[Choice, ...]:
    told = User.objects.filter(pk__in=Notification.objects.filter(campaign_code=campaign.code).values("user")).order_by(
        "full_name"
    )
    return tuple(
        Choice(str(pk), name or username, str(pk) == asked)
        for pk, name, username in told.values_list("pk", "full_name", "username")
    )


def _chosen(choices: tuple[Choice, ...]) -> str:
    return next((choice.value for choice in choices if choice.is_chosen), "")


def _condition(chosen: Mapping[str, str]) -> Q:
    condition = Q()
    if chosen["nguoi"]:
        condition &= Q(user=chosen["nguoi"])
    if chosen["tinh-trang"]:
        condition &= Q(mail_state=chosen["tinh-trang"])
    return condition
