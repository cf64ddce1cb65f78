"""People with passwords and second factors, and what they do at the sign-in page, for the tests
of accounts.
"""

import json
import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from submissions.enums import Body
from submissions.models import Appointment
from units.enums import Role
from units.models import AuditEntry, User

PASSWORD = "mật-khẩu-đủ-dài"


def make_person(name: str, **fields: object) -> User:
    defaults = {"full_name": f"Người {name}", "email": f"{name}@bonoivu.example"}
    return User.objects.create_user(username=name, password=PASSWORD, **defaults | fields)


def make_administrator(name: str = "quan.tri") -> User:
    person = make_person(name)
    Appointment.objects.create(
        role=Role.ADMINISTRATOR, body=Body.MINISTRY, person=str(person), user=person
    )
    return person


def sign_in(
    client: Client,
    name: str,
    password: str = PASSWORD,
    *,
    address: str = "203.0.113.7",
    **more: str,
):
    """The answer to the form, sent from that address."""
    return client.post(
        reverse("account_login"), {"login": name, "password": password, **more}, REMOTE_ADDR=address
    )


def signed_in(person: User, *, address: str = "203.0.113.7") -> Client:
    """A browser in which the person has just signed in by the form."""
    client = Client(REMOTE_ADDR=address)
    sign_in(client, person.username, address=address)
    assert is_signed_in(client)
    return client


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def give_second_factor(person: User) -> str:
    """Set up the application and the recovery codes. The secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def code_of(secret: str) -> str:
    """What the application on the telephone shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def acts(*, since: int = 0) -> list[str]:
    return list(
        AuditEntry.objects.filter(sequence__gt=since)
        .order_by("sequence")
        .values_list("act", flat=True)
    )


def last_entry() -> AuditEntry:
    return AuditEntry.objects.order_by("-sequence")[0]


def facts_of(entry: AuditEntry) -> dict:
    return json.loads(entry.facts)
