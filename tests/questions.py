"""What every act is asked: a stranger, a person who sees but may not, a wrong method.

And a client for a person.
"""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from submissions.models import Campaign
from tests.submissions.factories import make_user
from units.models import AuditEntry, User


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(name: str, campaign: Campaign, *more: Any) -> str:
    return reverse(name, args=[campaign.code, *more])


def stranger(campaign: Campaign) -> User:
    """Has an account, and no part in the campaign."""
    return make_user(f"stranger-{campaign.code}")


def left_alone(campaign: Campaign) -> tuple[str, int]:
    """What an act that was refused must not have changed: the phase, and the length of the
    record.
    """
    return Campaign.objects.get(pk=campaign.pk).phase, AuditEntry.objects.count()


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def text_of(response: HttpResponse) -> str:
    """What a person reads, with single spaces."""
    reader = _Text()
    reader.feed(response.content.decode())
    return " ".join(reader.words)
