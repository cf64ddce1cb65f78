"""Roles: granted by administrators to others, some confirmed by a second one, ended at once,
and held against conflicts.
"""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.campaigns.pages.people import grants_waiting_for
from submissions.campaigns.services.appointments import confirm_grant, end_grant, grant_role
from submissions.campaigns.services.blank_answers import open_answers
from submissions.enums import Phase, Round
from submissions.models import Answer, Appointment, Appraisal
from submissions.models.capacities import forget_standing
from tests.submissions.factories import appoint, make_stage
from tests.units.factories import (
    PASSWORD,
    acts,
    is_signed_in,
    last_entry,
    make_administrator,
    make_person,
    signed_in,
)
from units.access import may
from units.enums import GrantState, Role
from units.models import ChainHead, Invitation, Notification, User
from units.people.services.memberships import add_membership
from units.record.queries.verification import verify_record

pytestmark = pytest.mark.django_db

ALONE = [Role.UNIT_STAFF, Role.UNIT_HEAD, Role.COUNCIL_MEMBER, Role.PUBLISHER, Role.AUDITOR]
BY_TWO = [Role.APPRAISER, Role.WG_HEAD, Role.COUNCIL_SECRETARY, Role.ADMINISTRATOR]


@pytest.fixture
def stage():
    return make_stage(Phase.APPRAISE_1)


@pytest.fixture
def unit(stage):
    return stage.submissions.get(order=1).unit


@pytest.fixture
def first():
    return make_administrator("quan.tri.1")


@pytest.fixture
def second():
    return make_administrator("quan.tri.2")


@pytest.fixture
def person():
    return make_person("an", full_name="Nguyễn Văn An")


def give(person: User, role: Role, stage, by: User, unit=None) -> Appointment:
    """With the place that the role needs."""
    if role in (Role.UNIT_STAFF, Role.UNIT_HEAD) and unit is None:
        unit = stage.submissions.get(order=1).unit
        add_membership(person=person, unit=unit, by=by)
    return grant_role(
        person=person,
        role=role,
        campaign=None if role == Role.ADMINISTRATOR else stage,
        unit=unit,
        by=by,
    )


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


# --- granting ------------------------------------------------------------------


@pytest.mark.parametrize("role", ALONE)
def test_most_roles_are_in_force_at_once(stage, first, person, role):
    made = give(person, role, stage, first)
    assert (made.state, made.granted_by, made.confirmed_by) == (GrantState.IN_FORCE, first, None)
    assert (last_entry().act, last_entry().actor, last_entry().campaign_code) == (
        "role.granted",
        first,
        stage.code,
    )
    assert [note.subject for note in Notification.objects.filter(user=person)] == [
        f"Ông/Bà có vai trò mới: {role.label}"
    ]


@pytest.mark.parametrize("role", BY_TWO)
def test_some_roles_wait_for_a_second_administrator(stage, first, second, person, role):
    made = give(person, role, stage, first)
    assert made.state == GrantState.PROPOSED
    assert fresh(person).appointments.filter(state=GrantState.IN_FORCE).count() == 0
    assert last_entry().act == "role.proposed"
    assert list(Notification.objects.values_list("user__username", "subject")) == [
        ("quan.tri.2", "Có vai trò chờ xác nhận")
    ]


def test_a_proposed_role_may_nothing_and_a_confirmed_one_does(stage, first, second, person):
    made = give(person, Role.WG_HEAD, stage, first)
    assert not may(fresh(person), "period.view_outbox", stage)
    confirm_grant(appointment=made, by=second)
    assert may(fresh(person), "period.view_outbox", stage)
    assert (last_entry().act, last_entry().actor) == ("role.confirmed", second)


@pytest.mark.parametrize("role", BY_TWO)
def test_the_setting_lets_one_administrator_do(stage, first, person, role, settings):
    settings.SECOND_ADMIN = False
    assert give(person, role, stage, first).state == GrantState.IN_FORCE


@pytest.mark.parametrize("role", list(Role))
def test_nobody_grants_to_themselves(stage, first, unit, role):
    head = ChainHead.objects.get(pk=1).sequence
    with pytest.raises(NotAllowed, match="tự phân công"):
        grant_role(person=first, role=role, campaign=stage, unit=None, by=first)
    assert (
        Appointment.objects.filter(user=first).count(),
        ChainHead.objects.get(pk=1).sequence,
    ) == (1, head)


def test_the_database_refuses_a_grant_to_oneself_too(stage, first):
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(
            campaign=stage,
            role=Role.PUBLISHER,
            body="ministry",
            person="x",
            user=first,
            granted_by=first,
        )


def test_who_proposed_does_not_confirm(stage, first, person):
    made = give(person, Role.APPRAISER, stage, first)
    with pytest.raises(NotAllowed, match="một quản trị viên khác"):
        confirm_grant(appointment=made, by=first)
    assert Appointment.objects.get(pk=made.pk).state == GrantState.PROPOSED


def test_who_gets_the_role_does_not_confirm(stage, first, second):
    made = give(second, Role.APPRAISER, stage, first)
    with pytest.raises(NotAllowed, match="tự xác nhận"):
        confirm_grant(appointment=made, by=second)
    assert Appointment.objects.get(pk=made.pk).state == GrantState.PROPOSED


def test_one_administrator_cannot_make_the_second_one(stage, first, person):
    """The puppet's grant waits for a real second administrator, and so does whatever the puppet
    would confirm.
    """
    give(person, Role.ADMINISTRATOR, stage, first)
    made = give(make_person("ba"), Role.APPRAISER, stage, first)
    with pytest.raises(NotAllowed):
        confirm_grant(appointment=made, by=fresh(person))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_administrators_grant(stage, unit, person, role):
    other = make_person("khac")
    appoint(other, role, stage, unit if role in (Role.UNIT_STAFF, Role.UNIT_HEAD) else None)
    with pytest.raises(NotAllowed):
        grant_role(person=person, role=Role.PUBLISHER, campaign=stage, unit=None, by=other)
    assert not person.appointments.exists()


def test_confirming_twice_is_one_act(stage, first, second, person):
    made = give(person, Role.APPRAISER, stage, first)
    same = Appointment.objects.get(pk=made.pk)
    confirm_grant(appointment=made, by=second)
    with pytest.raises(StaleState):
        confirm_grant(appointment=same, by=second)
    assert acts().count("role.confirmed") == 1


def test_a_role_is_held_once(stage, first, person):
    give(person, Role.AUDITOR, stage, first)
    with pytest.raises(DomainError, match="đã có vai trò đó"):
        give(person, Role.AUDITOR, stage, first)
    assert person.appointments.count() == 1


@pytest.mark.parametrize(
    ("role", "given", "problem"),
    [
        (Role.ADMINISTRATOR, {"campaign"}, "mọi đợt"),
        (Role.PUBLISHER, set(), "Hãy chọn đợt"),
        (Role.UNIT_HEAD, {"campaign"}, "Hãy chọn đơn vị"),
        (Role.UNIT_HEAD, {"campaign", "unit"}, "chưa được ghi nơi công tác"),
        (Role.APPRAISER, {"campaign", "unit"}, "chưa được ghi nơi công tác"),
    ],
)
def test_a_role_has_its_place(stage, first, role, given, problem):
    person = make_person("an")
    place = {"campaign": stage, "unit": stage.submissions.get(order=1).unit}
    with pytest.raises(DomainError, match=problem):
        grant_role(
            person=person,
            role=role,
            by=first,
            **{name: place[name] if name in given else None for name in place},
        )
    assert not person.appointments.exists()


def test_a_disabled_account_gets_no_role(stage, first, person):
    person.is_active = False
    person.save()
    with pytest.raises(DomainError, match="đang bị khóa"):
        give(person, Role.AUDITOR, stage, first)


def test_members_come_after_those_who_are_there(stage, first, person):
    give(person, Role.COUNCIL_MEMBER, stage, first)
    assert give(make_person("ba"), Role.COUNCIL_MEMBER, stage, first).order == 2


def test_the_record_agrees_with_every_step(stage, first, second, person):
    before = verify_record()
    made = give(person, Role.APPRAISER, stage, first)
    confirm_grant(appointment=made, by=second)
    end_grant(appointment=made, reason="Hết nhiệm vụ", by=first)
    assert verify_record() == before


# --- ending --------------------------------------------------------------------


def test_an_ended_role_may_nothing_from_the_next_request_on(stage, first, second, person):
    made = give(person, Role.PUBLISHER, stage, first)
    visitor = signed_in(person)
    assert visitor.get(f"/dot/{stage.code}/").status_code == 200
    end_grant(appointment=made, reason="Hết nhiệm vụ", by=second)
    assert visitor.get(f"/dot/{stage.code}/").status_code == 404
    assert (last_entry().act, last_entry().reason) == ("role.ended", "Hết nhiệm vụ")


def test_an_ended_role_is_kept_and_can_be_granted_again(stage, first, person):
    made = give(person, Role.AUDITOR, stage, first)
    end_grant(appointment=made, reason="x", by=first)
    give(person, Role.AUDITOR, stage, first)
    assert sorted(person.appointments.values_list("state", flat=True)) == ["ended", "in_force"]


def test_a_proposal_can_be_dropped_and_then_not_confirmed(stage, first, second, person):
    made = give(person, Role.APPRAISER, stage, first)
    end_grant(appointment=made, reason="Nhầm người", by=first)
    with pytest.raises(StaleState):
        confirm_grant(appointment=made, by=second)


def test_nobody_ends_the_own_administrator_s_role(first):
    own = first.appointments.get()
    with pytest.raises(NotAllowed, match="tự kết thúc"):
        end_grant(appointment=own, reason="x", by=first)
    assert Appointment.objects.get(pk=own.pk).state == GrantState.IN_FORCE


def test_ending_needs_a_reason(stage, first, person):
    made = give(person, Role.AUDITOR, stage, first)
    with pytest.raises(DomainError, match="lý do"):
        end_grant(appointment=made, reason=" ", by=first)


# --- both a role in the unit and an appraiser ----------------------------------


def test_who_holds_both_is_kept_from_the_own_unit_in_service_list_and_database(
    stage, first, second, person, unit
):
    give(person, Role.UNIT_HEAD, stage, first)
    confirm_grant(appointment=give(person, Role.APPRAISER, stage, first), by=second)
    own, other = stage.submissions.get(order=1), stage.submissions.get(order=2)
    held = fresh(person)
    verdict = may(held, "appraise.edit_round1_score_of_U", own)
    assert (bool(verdict), verdict.reason) == (
        False,
        "Ông/Bà công tác tại đơn vị này nên không được thẩm định hồ sơ của đơn vị.",
    )
    assert may(held, "appraise.edit_round1_score_of_U", other)
    assert list(stage.submissions.on_which(held, "appraise.edit_round1_score_of_U")) == [other]
    open_answers(stage)
    answer = Answer.objects.filter(submission=own).first()
    with pytest.raises(Exception, match="nobody appraises the own unit"), transaction.atomic():
        Appraisal.objects.create(answer=answer, round=Round.FIRST, outcome="missing", by=held)


def test_ending_the_unit_role_does_not_open_the_unit_to_the_appraiser(
    stage, first, second, person, unit
):
    head = give(person, Role.UNIT_HEAD, stage, first)
    confirm_grant(appointment=give(person, Role.APPRAISER, stage, first), by=second)
    end_grant(appointment=head, reason="x", by=first)
    assert not may(fresh(person), "appraise.edit_round1_score_of_U", stage.submissions.get(order=1))


# --- the pages -----------------------------------------------------------------


def test_the_form_proposes_and_the_second_administrator_confirms(stage, first, second, person):
    one, two = signed_in(first), signed_in(second)
    path = reverse("role_grant", args=[person.pk])
    answer = one.post(path, {"role": "appraiser", "campaign": stage.pk, "document": "1045/QĐ-BNV"})
    assert answer["Location"] == reverse("person", args=[person.pk])
    made = person.appointments.get()
    assert (made.document, made.body, made.person) == (
        "1045/QĐ-BNV",
        "working_group",
        "Nguyễn Văn An",
    )
    confirm = reverse("role_confirm", args=[person.pk, made.pk])
    assert confirm not in one.get(reverse("person", args=[person.pk])).content.decode()
    assert one.post(confirm).status_code == 403
    assert confirm in two.get(reverse("person", args=[person.pk])).content.decode()
    assert [waiting.pk for waiting in two.get(reverse("people")).context["waiting"]] == [made.pk]
    assert two.post(confirm)["Location"] == reverse("person", args=[person.pk])
    assert two.post(confirm).status_code == 409
    assert list(grants_waiting_for(second)) == []


def test_a_wrong_form_grants_nothing(stage, first, person):
    path = reverse("role_grant", args=[person.pk])
    answer = signed_in(first).post(path, {"role": "unit_head", "campaign": stage.pk})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["unit"])
    assert not person.appointments.exists()


def test_the_form_offers_only_units_the_person_works_in(stage, first, person, unit):
    path, browser = reverse("role_grant", args=[person.pk]), signed_in(first)
    other = stage.submissions.get(order=2).unit
    add_membership(person=person, unit=unit, by=first)
    assert list(browser.get(path).context["form"].fields["unit"].queryset) == [unit]
    answer = browser.post(path, {"role": "unit_head", "campaign": stage.pk, "unit": other.pk})
    assert answer.status_code == 422
    assert not person.appointments.exists()


def test_granting_asks_for_a_fresh_password(stage, first, person, time_machine):
    time_machine.move_to("2026-11-22 09:00:00+07:00", tick=False)
    browser = signed_in(first)
    time_machine.shift(301)
    path = reverse("role_grant", args=[person.pk])
    data = {"role": "auditor", "campaign": stage.pk}
    asked = browser.post(path, data)["Location"]
    assert asked.startswith("/tai-khoan/xac-nhan/")
    assert not person.appointments.exists()
    assert browser.post(asked, {"password": "sai", "next": path}).context["form"].errors == {
        "password": ["Mật khẩu không đúng. Hãy nhập lại."]
    }
    browser.post(asked, {"password": PASSWORD, "next": path})
    assert person.appointments.get().role == Role.AUDITOR


def test_a_role_of_somebody_else_is_not_found(stage, first, person):
    made = give(person, Role.AUDITOR, stage, first)
    path = reverse("role_end", args=[make_person("ba").pk, made.pk])
    assert signed_in(first).post(path, {"reason": "x"}).status_code == 404


def test_nobody_grants_to_themselves_by_the_form(stage, first):
    answer = signed_in(first).post(
        reverse("role_grant", args=[first.pk]), {"role": "auditor", "campaign": stage.pk}
    )
    assert answer.status_code == 403
    assert first.appointments.count() == 1


# --- the first administrator ---------------------------------------------------


def command(*words: str) -> str:
    out = StringIO()
    call_command("create_administrator", *words, stdout=out)
    return out.getvalue()


def test_the_operator_makes_the_first_administrator():
    said = command("quan.tri", "--full-name", "Đỗ Quản Trị", "--email", "quan.tri@bonoivu.example")
    person = User.objects.get(username="quan.tri")
    assert may(person, "account.grant_role_to_other")
    assert (last_entry().act, last_entry().actor) == ("role.granted", None)
    assert said.splitlines()[0] == "«quan.tri» đã được trao vai trò quản trị hệ thống."
    path = said.splitlines()[-1].split("8000")[-1]
    browser = Client()
    browser.post(path, {"password1": PASSWORD, "password2": PASSWORD})
    assert is_signed_in(signed_in(person))
    assert verify_record() == []


def test_an_account_that_is_there_gets_the_role_and_keeps_its_password(person):
    command("an")
    forget_standing(person)
    assert may(person, "account.grant_role_to_other")
    assert fresh(person).check_password(PASSWORD)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("moi",), "Hãy nhập họ tên và địa chỉ thư"),
        (("moi", "--full-name", "A", "--email", "không phải"), "thư"),
        (("a@x.example", "--full-name", "A", "--email", "a@x.example"), "không được có «@»"),
        (("có cách", "--full-name", "A", "--email", "a@x.example"), "ký tự|chữ"),
        (("moi", "--full-name", "A", "--email", "an@bonoivu.example"), "Đã có tài khoản"),
    ],
)
def test_the_command_refuses_what_is_wrong_and_makes_nothing(person, words, problem):
    with pytest.raises(CommandError, match=problem):
        command(*words)
    assert (User.objects.count(), Appointment.objects.count()) == (1, 0)


def test_the_command_says_so_when_the_role_is_there(first):
    with pytest.raises(CommandError, match="đã có vai trò đó"):
        command("quan.tri.1")
