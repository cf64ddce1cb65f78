"""The outbox of a campaign: what was sent to whom, when, and how it fared.

For those whom the policy lets see it, only.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models.query import QuerySet
from django.forms import Form
from django.utils.http import urlencode
from django_filters import ChoiceFilter, FilterSet

from submissions.campaigns.services.outbox import RELEASE
from submissions.models import Campaign
from units.access import may
from units.enums import MailState
from units.models import Notification, User
from units.notify import held

_PER_PAGE = 50


class OutboxFilter(FilterSet):
    """By person and by state of the mail. A value that is none of the choices filters nothing out.

    One query.
    """

    def __init__(self, data: Mapping[str, str], campaign: Campaign) -> None:
        of_campaign = Notification.objects.of_campaign(campaign.code)
        super().__init__(data, of_campaign.told())
        states = [choice for choice in MailState.choices if choice[0] != MailState.HELD]
        # An address may hold a hyphen, which no attribute of a class can.
        self.filters = {
            "nguoi": ChoiceFilter(
                "user", label="Người nhận", empty_label="Mọi người", choices=_people(of_campaign)
            ),
            "tinh-trang": ChoiceFilter(
                "mail_state", label="Tình trạng thư", empty_label="Mọi tình trạng", choices=states
            ),
        }


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
    form: Form
    is_filtered: bool
    filters: str


def outbox_page(campaign: Campaign, user: User, asked: Mapping[str, str]) -> OutboxPage:
    """Four queries. Values that are none of the choices filter nothing out."""
    waiting = list(held(campaign.code).select_related("user"))
    chosen = OutboxFilter(asked, campaign)
    sent = chosen.qs.select_related("user").order_by("-id")
    kept = {name: value for name, value in chosen.form.cleaned_data.items() if value}
    return OutboxPage(
        held=_held(waiting),
        held_count=len(waiting),
        held_keys=_keys(waiting),
        may_release=bool(may(user, RELEASE, campaign)),
        page=Paginator(sent, _PER_PAGE).get_page(asked.get("trang")),
        form=chosen.form,
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


def _people(told: QuerySet[Notification]) -> list[tuple[str, str]]:
    people = User.objects.filter(pk__in=told.values("user")).order_by("full_name")
    return [
        (str(pk), name or username)
        for pk, name, username in people.values_list("pk", "full_name", "username")
    ]
