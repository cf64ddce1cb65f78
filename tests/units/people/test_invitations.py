"""Invitations: one link by mail that works once, for seven days, until a newer one or the end
of the account replaces it.
"""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.enums import Phase
from tests.submissions.factories import cast, make_stage
from tests.units.factories import (
    PASSWORD,
    acts,
    is_signed_in,
    last_entry,
    make_administrator,
    make_person,
    sign_in,
)
from units.enums import InvitationState, MailState, Role
from units.models import ChainHead, Invitation, Membership, Unit, User
from units.people.services.accounts import create_account, disable_account
from units.people.services.invitations import accept_invitation, resend_invitation
from units.people.services.link_mail import invitation_key, invitation_link
from units.record.queries.verification import verify_record

pytestmark = pytest.mark.django_db

USED = "đã được dùng hoặc đã bị thay thế"


@pytest.fixture
def administrator():
    return make_administrator()


@pytest.fixture
def unit():
    return make_stage(Phase.SETUP).submissions.get(order=1).unit


@pytest.fixture
def invite(administrator, django_capture_on_commit_callbacks):
    """Makes an account; its mail has gone out."""

    def make(
        full_name: str = "Đào Thị Bích",
        email: str = "bich.dao@bonoivu.example",
        unit: Unit | None = None,
    ) -> User:
        with django_capture_on_commit_callbacks(execute=True):
            return create_account(full_name=full_name, email=email, unit=unit, by=administrator)

    return make


def link() -> str:
    """The address in the last mail, without the host."""
    return re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)[1]


def accept(client, path: str, password: str = PASSWORD, again: str | None = None):
    return client.post(path, {"password1": password, "password2": again or password})


def test_an_account_is_made_with_its_unit_and_invited(invite, unit, administrator):
    person = invite(unit=unit)
    assert (person.username, person.full_name, person.email) == (
        "bich.dao",
        "Đào Thị Bích",
        "bich.dao@bonoivu.example",
    )
    assert not person.has_usable_password()
    assert list(Membership.objects.values_list("user", "unit")) == [(person.pk, unit.pk)]
    assert (last_entry().act, last_entry().actor, last_entry().unit) == (
        "account.created",
        administrator,
        unit,
    )
    message = mail.outbox[0]
    assert message.to == ["bich.dao@bonoivu.example"]
    assert "Kính gửi Đào Thị Bích" in message.body
    assert "Tên đăng nhập: bich.dao" in message.body
    assert Invitation.objects.get().mail_state == MailState.SENT


def test_the_link_sets_the_password_once(client, invite):
    person = invite()
    assert "bich.dao" in client.get(link()).content.decode()
    assert accept(client, link())["Location"] == "/tai-khoan/dang-nhap/"
    sign_in(client, "bich.dao")
    assert is_signed_in(client)
    answer = accept(Client(), link(), "mật-khẩu-của-kẻ-khác")
    assert answer.status_code == 409
    assert USED in answer.content.decode()
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert Invitation.objects.get().state == InvitationState.ACCEPTED
    assert "account.invitation_accepted" in acts()


@pytest.mark.parametrize(("days", "status"), [(6.99, 302), (7, 409)])
def test_the_link_works_for_seven_days(client, invite, time_machine, days, status):
    time_machine.move_to("2026-11-22 08:00:00+07:00", tick=False)
    invite()
    time_machine.shift(timedelta(days=days))
    answer = accept(client, link())
    assert answer.status_code == status
    assert status == 302 or "quá hạn" in answer.content.decode()


def test_a_resent_invitation_ends_the_old_link(
    client, invite, administrator, django_capture_on_commit_callbacks
):
    person = invite()
    old = link()
    with django_capture_on_commit_callbacks(execute=True):
        resend_invitation(person=person, by=administrator)
    assert accept(client, old).status_code == 409
    assert accept(client, link()).status_code == 302
    assert sorted(Invitation.objects.values_list("state", flat=True)) == ["accepted", "withdrawn"]


def test_an_opened_account_is_not_invited_again(client, invite, administrator):
    person = invite()
    accept(client, link())
    person.refresh_from_db()
    with pytest.raises(StaleState, match="đã đặt mật khẩu"):
        resend_invitation(person=person, by=administrator)
    assert Invitation.objects.count() == 1


def test_the_link_dies_with_the_account(client, invite, administrator):
    person = invite()
    disable_account(person=person, reason="Gửi nhầm", by=administrator)
    assert accept(client, link()).status_code == 409
    assert Invitation.objects.get().state == InvitationState.WITHDRAWN
    with pytest.raises(DomainError, match="đang bị khóa"):
        resend_invitation(person=person, by=administrator)


def test_a_forged_link_leads_nowhere(client, invite):
    invite()
    key = Invitation.objects.get().pk
    forged = [
        f"{key}:abc",
        str(key),
        Signer(salt="other").sign(str(key)),
        Signer(salt="units.invitation").sign("x"),
    ]
    for token in forged:
        assert client.get(reverse("invitation_accept", args=[token])).status_code == 404
    assert invitation_key(Signer(salt="units.invitation").sign(str(key))) == key


@pytest.mark.parametrize(
    ("password", "again"), [("ngắn", None), (PASSWORD, "mật-khẩu-nhầm-rồi"), ("Đào Thị Bích", None)]
)
def test_a_bad_password_keeps_the_link_open(client, invite, password, again):
    invite()
    answer = accept(client, link(), password, again)
    assert (answer.status_code, len(answer.context["form"].errors)) == (200, 1)
    assert Invitation.objects.get().state == InvitationState.OPEN


def test_before_the_password_is_set_nobody_signs_in(client, invite):
    person = invite()
    for typed in ("", "!", person.password):
        sign_in(client, "bich.dao", typed)
        assert not is_signed_in(client)


@pytest.mark.parametrize("email", ["bich.dao@bonoivu.example", "Bich.Dao@BoNoiVu.example "])
def test_one_address_has_one_account(invite, email):
    invite()
    with pytest.raises(DomainError, match="Đã có tài khoản dùng địa chỉ thư này"):
        invite("Người Khác", email)
    assert User.objects.filter(full_name="Người Khác").count() == 0


def test_the_same_name_before_the_at_sign_gets_a_number(invite):
    names = [invite("A", f"Bich.Dao@{host}.example").username for host in ("mot", "hai", "ba")]
    assert names == ["bich.dao", "bich.dao2", "bich.dao3"]


@pytest.mark.parametrize(
    ("email", "username"),
    [
        ("a_b+c@x.example", "a-b-c"),
        ("đào.bích@x.example", "dao.bich"),
        ("...@x.example", "nguoi-dung"),
    ],
)
def test_user_names_are_plain_letters(invite, email, username):
    assert invite("A", email).username == username


def test_a_mail_that_could_not_go_is_seen(invite, settings):
    before = verify_record()
    settings.EMAIL_BACKEND = "tests.units.mail_down.BrokenEmailBackend"
    invite()
    assert Invitation.objects.values_list("state", "mail_state", "problem").get() == (
        "open",
        "failed",
        "nobody there",
    )
    assert verify_record() == before


def test_the_record_agrees_with_every_step(client, invite, administrator, unit):
    before = verify_record()
    first, second = invite(unit=unit), invite("B", "b@x.example")
    accept(client, link())
    resend_invitation(person=first, by=administrator)
    disable_account(person=second, reason="x", by=administrator)
    assert verify_record() == before


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_administrators_make_accounts(role):
    people = cast(make_stage(Phase.SETUP))
    head = ChainHead.objects.get(pk=1).sequence
    with pytest.raises(NotAllowed):
        create_account(full_name="A", email="a@x.example", unit=None, by=people[role])
    assert (
        User.objects.filter(email="a@x.example").count(),
        ChainHead.objects.get(pk=1).sequence,
    ) == (0, head)


def test_a_person_of_the_same_name_can_be_invited_too(invite):
    assert invite("Đào Thị Bích", "khac@x.example").full_name == invite().full_name


def test_the_link_is_made_for_the_public_address(invite, settings):
    settings.PUBLIC_URL = "https://chiso.example"
    invite()
    assert invitation_link(Invitation.objects.get()).startswith(
        "https://chiso.example/tai-khoan/loi-moi/"
    )


def test_somebody_signed_in_as_another_can_follow_the_link(invite):
    browser = Client()
    browser.force_login(make_person("khac"))
    invite()
    assert accept(browser, link()).status_code == 302


def test_of_two_that_follow_the_link_at_once_one_sets_the_password(invite):
    person = invite()
    first, second = Invitation.objects.get(), Invitation.objects.get()
    accept_invitation(invitation=first, password=PASSWORD)
    with pytest.raises(StaleState):
        accept_invitation(invitation=second, password=PASSWORD[::-1])
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)
