"""The outbox of a campaign: what was sent to whom, when, and how it fared.

For those whom the policy lets see it, only.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils.http import urlencode

from submissions.campaigns.services.outbox import RELEASE
from submissions.models import Campaign
from units.access import may
from units.enums import MailState
from units.models import Notification, User
from units.notify import held

_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class OutboxFilter:
    """A value to filter by."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class HeldNotice:
    """One text that waits to be read, and whom it will reach.

    `keys` name exactly what is let go: «12 13 14».
    """

    subject: str
    body: str
    people: tuple[str, ...]
    without_mail: int
    keys: str


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """What waits to be let go (`held`; `held_keys` name all of it), and one page of what has gone,
    newest first.

    `filters` is the query string that the links to other pages keep.
    """

    held: tuple[HeldNotice, ...]
    held_count: int
    held_keys: str
    may_release: bool
    page: Page
    people: tuple[OutboxFilter, ...]
    states: tuple[OutboxFilter, ...]
    is_filtered: bool
    filters: str


def outbox_page(campaign: Campaign, user: User, asked: Mapping[str, str]) -> OutboxPage:
    """Four queries. Values that are none of the choices filter nothing out."""
    waiting = list(held(campaign.code).select_related("user"))
    people = _people(campaign, asked.get("nguoi", ""))
    gone = (state for state in MailState if state != MailState.HELD)
    states = tuple(
        OutboxFilter(str(state), str(state.label), state == asked.get("tinh-trang"))
        for state in gone
    )
    chosen = {"nguoi": _chosen(people), "tinh-trang": _chosen(states)}
    kept = {name: value for name, value in chosen.items() if value}
    sent = Notification.objects.filter(_condition(chosen), campaign_code=campaign.code).exclude(
        mail_state=MailState.HELD
    )
    page = Paginator(sent.select_related("user").order_by("-id"), _PER_PAGE).get_page(
        asked.get("trang")
    )
    return OutboxPage(
        held=_held(waiting),
        held_count=len(waiting),
        held_keys=_keys(waiting),
        may_release=bool(may(user, RELEASE, campaign)),
        page=page,
        people=people,
        states=states,
        is_filtered=bool(kept),
        filters=urlencode(kept),
    )


def _held(waiting: Iterable[Notification]) -> tuple[HeldNotice, ...]:
    """One text to many people is read once."""
    texts: dict[tuple[str, str], list[Notification]] = defaultdict(list)
    for notice in waiting:
        texts[notice.subject, notice.body].append(notice)
    return tuple(
        HeldNotice(
            subject=subject,
            body=body,
            people=tuple(str(notice.user) for notice in notices),
            without_mail=sum(not notice.user.email for notice in notices),
            keys=_keys(notices),
        )
        for (subject, body), notices in texts.items()
    )


def _keys(notices: Iterable[Notification]) -> str:
    return " ".join(str(notice.pk) for notice in notices)


def _people(campaign: Campaign, asked: str) -> tuple[OutboxFilter, ...]:
    told = User.objects.filter(
        pk__in=Notification.objects.filter(campaign_code=campaign.code).values("user")
    ).order_by("full_name")
    return tuple(
        OutboxFilter(str(pk), name or username, str(pk) == asked)
        for pk, name, username in told.values_list("pk", "full_name", "username")
    )


def _chosen(choices: tuple[OutboxFilter, ...]) -> str:
    return next((choice.value for choice in choices if choice.is_chosen), "")


def _condition(chosen: Mapping[str, str]) -> Q:
    condition = Q()
    if chosen["nguoi"]:
        condition &= Q(user=chosen["nguoi"])
    if chosen["tinh-trang"]:
        condition &= Q(mail_state=chosen["tinh-trang"])
    return condition
