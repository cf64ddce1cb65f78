"""Rules about accounts, invitations, notifications and verifications, with the odd cases."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from tests.units.factories import make_person
from units.enums import InvitationState, MailState, RunState
from units.models import Invitation, Notification, User, VerificationRun

pytestmark = pytest.mark.django_db


def test_account_that_was_disabled_is_not_active():
    working = make_person("lan")
    make_person("khoa", is_active=False)
    assert list(User.active.all()) == [working]
    assert User.objects.count() == 2


def test_accounts_are_asked_of_all_people_by_default():
    assert User._default_manager is User.objects


@pytest.mark.parametrize("state", InvitationState)
def test_invitation_is_open_until_it_was_used_or_withdrawn(state):
    invitation = Invitation.objects.create(
        user=make_person("lan"), sent_at=timezone.now(), state=state
    )
    assert list(Invitation.objects.open()) == [invitation] * (state == InvitationState.OPEN)
    assert invitation.is_open == (state == InvitationState.OPEN)


def test_invitation_is_too_old_at_the_end_of_its_days():
    end = timezone.now()
    invitation = Invitation(sent_at=end - settings.INVITATION_LASTS)
    assert invitation.is_too_old(now=end)
    assert not invitation.is_too_old(now=end - timedelta(seconds=1))


@pytest.mark.parametrize("state", MailState)
def test_notice_reaches_its_person_unless_it_is_held(state):
    notice = Notification.objects.create(
        user=make_person("lan"), subject="Tin", created_at=timezone.now(), mail_state=state
    )
    is_held = state == MailState.HELD
    assert list(Notification.objects.held()) == [notice] * is_held
    assert list(Notification.objects.told()) == [notice] * (not is_held)


def test_notice_of_another_campaign_and_one_that_was_read_are_left_out():
    person, now = make_person("lan"), timezone.now()
    read, unread = (
        Notification.objects.create(
            user=person, campaign_code=code, subject="Tin", created_at=now, read_at=read_at
        )
        for code, read_at in (("2019", now), ("2020", None))
    )
    assert list(Notification.objects.of_campaign("2019")) == [read]
    assert list(Notification.objects.unread()) == [unread]


@pytest.mark.parametrize("state", RunState)
def test_verification_is_unfinished_while_it_waits_or_runs(state):
    run = VerificationRun.objects.create(
        asked_by=make_person("lan"), asked_at=timezone.now(), state=state
    )
    is_unfinished = state in {RunState.WAITING, RunState.RUNNING}
    assert run.is_unfinished == is_unfinished
    assert list(VerificationRun.objects.unfinished()) == [run] * is_unfinished
