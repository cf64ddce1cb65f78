"""The pages on which administrators keep people: who may open them, what they find, and what
each act changes at once.
"""

import pytest
from django.test import Client
from django.urls import reverse

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.names import by_given_name
from submissions.enums import Phase
from submissions.models import Appointment
from tests.strict_pages import inline_code, landmarks, repeated_ids
from tests.submissions.factories import appoint, cast, make_stage
from tests.units.factories import (
    acts,
    facts_of,
    is_signed_in,
    last_entry,
    make_administrator,
    make_person,
    signed_in,
)
from units.access import may
from units.enums import Role
from units.models import ChainHead, Invitation, Membership, User
from units.people.services.accounts import create_account, disable_account, enable_account
from units.people.services.memberships import add_membership, end_membership
from units.record.queries.verification import verify_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return make_stage(Phase.APPRAISE_1)


@pytest.fixture
def unit(stage):
    return stage.submissions.get(order=1).unit


@pytest.fixture
def administrator():
    return make_administrator()


@pytest.fixture
def browser(administrator):
    return signed_in(administrator)


def names(answer) -> list[str]:
    return [row.name for row in answer.context["page"].object_list]


# --- the order and the search --------------------------------------------------


def test_people_are_ordered_by_given_name_in_the_vietnamese_alphabet():
    ordered = [
        *(
            "Lê An",
            "Nguyễn Thị Án",
            "Đào Duy Anh",
            "Lê Ăn",
            "Trần Văn Ân",
            "Nguyễn Ất",
            "Hồ Bình",
            "Hồ Bính",
        ),
        *("Vũ Dung", "Phạm Đào", "Cao Uyên", "Nguyễn Ước", "Võ Ướt", "Ỷ"),
    ]
    backwards = ordered[::-1]
    assert sorted(backwards, key=by_given_name) == ordered


def test_one_given_name_is_ordered_by_family_and_middle_names():
    ordered = ["Bùi Thị Hoa", "Đỗ Hoa", "Trần An Hoa", "Trần Đức Hoa"]
    backwards = ordered[::-1]
    assert sorted(backwards, key=by_given_name) == ordered


def test_the_list_is_in_that_order(browser):
    for username, name in [("a", "Trần Văn Ân"), ("b", "Lê An"), ("c", "Phạm Đào")]:
        make_person(username, full_name=name)
    assert names(browser.get(reverse("people"))) == [
        "Lê An",
        "Trần Văn Ân",
        "Phạm Đào",
        "Người quan.tri",
    ]


@pytest.mark.parametrize("typed", ["dao", "Đào", "ĐÀO", "pham  dao", "đao phạm", "dao.p@"])
def test_search_folds_tones_case_and_order(browser, typed):
    make_person("dao.p", full_name="Phạm Thị Đào")
    make_person("dung", full_name="Vũ Dung")
    assert names(browser.get(reverse("people"), {"tim": typed})) == ["Phạm Thị Đào"]


def test_a_name_typed_in_separate_letters_and_tones_is_found(browser):
    make_person("dao.p", full_name="Phạm Thị Đào")
    assert names(
        browser.get(reverse("people"), {"tim": "Pha\u0323m Ða\u0300o".replace("Ð", "Đ")})
    ) == ["Phạm Thị Đào"]


@pytest.mark.parametrize("typed", ["%", "_", "không có ai"])
def test_what_finds_nobody_says_so(browser, typed):
    answer = browser.get(reverse("people"), {"tim": typed})
    assert (names(answer), "Không có ai phù hợp" in answer.content.decode()) == ([], True)


def test_the_list_costs_the_same_for_many_people(
    browser, stage, unit, django_assert_max_num_queries
):
    counts = []
    for size in (1, 12):
        for number in range(size):
            person = make_person(f"n{size}.{number}")
            Membership.objects.create(user=person, unit=unit)
            appoint(person, Role.UNIT_STAFF, stage, unit)
        with django_assert_max_num_queries(20) as captured:
            browser.get(reverse("people"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_person_s_page_costs_the_same_for_many_roles(
    browser, stage, unit, django_assert_max_num_queries
):
    person, counts = make_person("an"), []
    for roles in ([Role.UNIT_STAFF], [Role.APPRAISER, Role.COUNCIL_MEMBER, Role.AUDITOR]):
        for role in roles:
            appoint(person, role, stage, unit)
        with django_assert_max_num_queries(20) as captured:
            browser.get(reverse("person", args=[person.pk]))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_long_lists_have_pages(browser):
    for number in range(55):
        make_person(f"n{number}")
    first = browser.get(reverse("people"))
    assert (len(names(first)), first.context["page"].paginator.count) == (50, 56)
    assert len(names(browser.get(reverse("people"), {"trang": "2"}))) == 6
    assert len(names(browser.get(reverse("people"), {"trang": "chín"}))) == 50


# --- who may -------------------------------------------------------------------


def addresses(person: User, stage, unit) -> dict[str, str]:
    """Every address about people, by name."""
    membership, _ = Membership.objects.get_or_create(user=person, unit=unit)
    role, _ = Appointment.objects.get_or_create(
        user=person, role=Role.AUDITOR, body="ministry", person=str(person)
    )
    own = (
        "person_disable",
        "person_enable",
        "second_factor_reset",
        "membership_add",
        "role_grant",
        "invitation_resend",
    )
    found = {name: reverse(name) for name in ("people", "invitations", "person_create")}
    found |= {name: reverse(name, args=[person.pk]) for name in ("person", *own)}
    found["membership_end"] = reverse("membership_end", args=[person.pk, membership.pk])
    return found | {
        name: reverse(name, args=[person.pk, role.pk]) for name in ("role_confirm", "role_end")
    }


READ_BY_AUDITORS = {"people", "invitations", "person"}
POST_ONLY = {"invitation_resend", "role_confirm"}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_other_roles_are_refused_everywhere(stage, unit, role):
    person, people = make_person("an"), cast(stage)
    if role == Role.AUDITOR:
        Appointment.objects.filter(user=people[role]).update(campaign=None)
    visitor = Client()
    visitor.force_login(people[role])
    paths, head = addresses(person, stage, unit), ChainHead.objects.get(pk=1).sequence
    expected = {
        name: 200 if role == Role.AUDITOR and name in READ_BY_AUDITORS else 403 for name in paths
    }
    got = {
        name: visitor.get(path).status_code for name, path in paths.items() if name not in POST_ONLY
    }
    assert got == {name: status for name, status in expected.items() if name not in POST_ONLY}
    posted = {
        name: visitor.post(path, {"reason": "x"}).status_code
        for name, path in paths.items()
        if expected[name] == 403
    }
    assert set(posted.values()) <= {403, 405}
    assert ChainHead.objects.get(pk=1).sequence == head


def test_strangers_are_sent_to_sign_in(client, stage, unit):
    for path in addresses(make_person("an"), stage, unit).values():
        assert client.post(path)["Location"].startswith("/tai-khoan/dang-nhap/")


@pytest.mark.parametrize("name", sorted(POST_ONLY))
def test_acts_without_a_page_are_by_post_only(browser, stage, unit, name):
    assert browser.get(addresses(make_person("an"), stage, unit)[name]).status_code == 405


def test_people_that_do_not_exist_are_not_found(browser):
    for name in ("person", "person_disable", "role_grant", "membership_add"):
        assert browser.get(reverse(name, args=[999])).status_code == 404


def test_an_administrator_of_one_campaign_keeps_no_accounts(stage):
    person = make_person("mot.dot")
    appoint(person, Role.ADMINISTRATOR, stage)
    assert not may(person, "account.search_or_list_users")


def test_an_administrator_reads_no_scores(administrator, stage):
    submission = stage.submissions.get(order=1)
    asked = [
        "self.view_self_scores_of_U",
        "appraise.view_round1_scores_of_U",
        "report.view_ranking_and_charts_data",
    ]
    assert [
        bool(may(administrator, name, submission if name.endswith("U") else stage))
        for name in asked
    ] == [False] * 3


def test_every_page_keeps_to_the_policy_and_has_its_landmarks(browser, stage, unit):
    for name, path in addresses(make_person("an"), stage, unit).items():
        if name not in POST_ONLY:
            html = browser.get(path).content.decode()
            assert (name, inline_code(html), landmarks(html), repeated_ids(html)) == (
                name,
                [],
                ("vi", 1, 1),
                set(),
            )


def test_an_auditor_finds_no_button(stage, unit):
    auditor = make_person("thanh.tra")
    appoint(auditor, Role.AUDITOR, None)
    visitor = signed_in(auditor)
    paths = addresses(make_person("an"), stage, unit)
    for name in READ_BY_AUDITORS:
        html = visitor.get(paths[name]).content.decode()
        assert not [
            path
            for other, path in paths.items()
            if other not in READ_BY_AUDITORS and f'"{path}"' in html
        ]


# --- creating ------------------------------------------------------------------


def test_the_form_makes_an_account_and_shows_it(browser, unit):
    data = {"full_name": "Đào Thị Bích", "email": "bich@x.example", "unit": unit.pk}
    answer = browser.post(reverse("person_create"), data)
    made = User.objects.get(email="bich@x.example")
    assert answer["Location"] == reverse("person", args=[made.pk])
    page = browser.get(answer["Location"]).content.decode()
    assert "Chờ đặt mật khẩu" in page
    assert "gửi lời mời tới bich@x.example" in page


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, {"full_name": ["Hãy nhập họ và tên."], "email": ["Hãy nhập địa chỉ thư điện tử."]}),
        (
            {"full_name": "A", "email": "quan.tri@BONOIVU.example"},
            {"email": ["Đã có tài khoản dùng địa chỉ thư này."]},
        ),
    ],
)
def test_a_wrong_form_makes_nothing_and_keeps_what_was_typed(browser, data, errors):
    answer = browser.post(reverse("person_create"), data)
    assert (answer.status_code, answer.context["form"].errors) == (422, errors)
    assert (User.objects.count(), Invitation.objects.count()) == (1, 0)
    assert data.get("email", "") in answer.content.decode()


def test_the_form_cannot_make_a_superuser(browser):
    data = {
        "full_name": "A",
        "email": "a@x.example",
        "is_superuser": "on",
        "is_staff": "on",
        "username": "root",
        "is_active": "",
    }
    browser.post(reverse("person_create"), data)
    made = User.objects.get(email="a@x.example")
    assert (made.username, made.is_superuser, made.is_staff, made.is_active) == (
        "a",
        False,
        False,
        True,
    )


# --- disabling -----------------------------------------------------------------


def test_disabling_ends_sessions_in_the_same_act(browser, administrator):
    person = make_person("an")
    theirs = signed_in(person)
    answer = browser.post(
        reverse("person_disable", args=[person.pk]), {"reason": "Chuyển công tác"}
    )
    assert answer["Location"] == reverse("person", args=[person.pk])
    assert not is_signed_in(theirs)
    assert "_auth_user_id" not in theirs.session
    entry = last_entry()
    assert (entry.act, entry.actor, entry.reason, facts_of(entry)) == (
        "account.disabled",
        administrator,
        "Chuyển công tác",
        {"sessions_ended": 1},
    )


def test_enabling_gives_the_account_back_as_it_was(administrator):
    person = make_person("an")
    disable_account(person=person, reason="x", by=administrator)
    enable_account(person=person, reason="Trở lại", by=administrator)
    assert is_signed_in(signed_in(person))
    assert acts()[-3:-1] == ["account.disabled", "account.enabled"]


def test_twice_is_told_as_too_late(browser, administrator):
    person = make_person("an")
    disable_account(person=person, reason="x", by=administrator)
    assert (
        browser.post(reverse("person_disable", args=[person.pk]), {"reason": "x"}).status_code
        == 409
    )
    assert acts().count("account.disabled") == 1


def test_nobody_disables_themselves(browser, administrator):
    assert (
        browser.post(
            reverse("person_disable", args=[administrator.pk]), {"reason": "x"}
        ).status_code
        == 403
    )
    assert is_signed_in(browser)


def test_a_reason_is_needed(browser):
    person = make_person("an")
    answer = browser.post(reverse("person_disable", args=[person.pk]), {"reason": "  "})
    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {"reason": ["Hãy ghi lý do."]},
    )
    person.refresh_from_db()
    assert person.is_active


# --- where people work ---------------------------------------------------------


def test_a_unit_is_added_and_ended(browser, administrator, unit):
    person = make_person("an")
    browser.post(reverse("membership_add", args=[person.pk]), {"unit": unit.pk})
    membership = Membership.objects.get(user=person)
    assert (last_entry().act, last_entry().unit) == ("membership.added", unit)
    browser.post(
        reverse("membership_end", args=[person.pk, membership.pk]), {"reason": "Chuyển công tác"}
    )
    assert not Membership.objects.filter(user=person).exists()
    assert (last_entry().act, last_entry().reason) == ("membership.ended", "Chuyển công tác")


def test_the_record_agrees_with_memberships(administrator, unit):
    person = make_person("an")
    before = verify_record()
    membership = add_membership(person=person, unit=unit, by=administrator)
    end_membership(membership=membership, reason="x", by=administrator)
    add_membership(person=person, unit=unit, by=administrator)
    assert verify_record() == before


def test_a_unit_is_not_added_twice(administrator, unit):
    person = make_person("an")
    add_membership(person=person, unit=unit, by=administrator)
    with pytest.raises(DomainError, match="đã được ghi"):
        add_membership(person=person, unit=unit, by=administrator)
    assert Membership.objects.count() == 1


def test_a_membership_ends_once(administrator, unit):
    membership = add_membership(person=make_person("an"), unit=unit, by=administrator)
    same = Membership.objects.get()
    end_membership(membership=membership, reason="x", by=administrator)
    with pytest.raises(StaleState):
        end_membership(membership=same, reason="x", by=administrator)
    assert acts().count("membership.ended") == 1


def test_nobody_changes_the_own_unit(administrator, unit):
    own = Membership.objects.create(user=administrator, unit=unit)
    with pytest.raises(NotAllowed):
        end_membership(membership=own, reason="x", by=administrator)
    Membership.objects.all().delete()
    with pytest.raises(NotAllowed):
        add_membership(person=administrator, unit=unit, by=administrator)


@pytest.mark.parametrize("role", [Role.APPRAISER, Role.WG_HEAD])
def test_an_appraiser_does_not_get_rid_of_a_conflict(administrator, stage, unit, role):
    """Otherwise the own unit could be appraised the day after."""
    person = make_person("an")
    membership = add_membership(person=person, unit=unit, by=administrator)
    appoint(person, role, stage)
    with pytest.raises(DomainError, match="Hãy kết thúc vai trò đó trước"):
        end_membership(membership=membership, reason="x", by=administrator)
    assert Membership.objects.filter(user=person, unit=unit).exists()


def test_a_role_in_the_unit_ends_before_the_membership(administrator, stage, unit):
    person = make_person("an")
    membership = add_membership(person=person, unit=unit, by=administrator)
    appointment = appoint(person, Role.UNIT_HEAD, stage, unit)
    with pytest.raises(DomainError, match="Thủ trưởng đơn vị"):
        end_membership(membership=membership, reason="x", by=administrator)
    Appointment.objects.filter(pk=appointment.pk).update(state="ended")
    end_membership(membership=membership, reason="x", by=administrator)


def test_a_published_campaign_holds_nobody(administrator, stage, unit):
    person = make_person("an")
    membership = add_membership(person=person, unit=unit, by=administrator)
    appoint(person, Role.APPRAISER, stage)
    type(stage).objects.filter(pk=stage.pk).update(phase=Phase.PUBLISHED)
    end_membership(membership=membership, reason="Về hưu", by=administrator)
    assert not Membership.objects.exists()


def test_a_membership_of_somebody_else_is_not_found(browser, unit, administrator):
    membership = add_membership(person=make_person("an"), unit=unit, by=administrator)
    assert (
        browser.get(
            reverse("membership_end", args=[make_person("ba").pk, membership.pk])
        ).status_code
        == 404
    )


def test_the_page_says_where_an_appraiser_has_no_reach(browser, stage, unit, administrator):
    person = make_person("an")
    add_membership(person=person, unit=unit, by=administrator)
    assert browser.get(reverse("person", args=[person.pk])).context["page"].barred == ()
    appoint(person, Role.APPRAISER, stage)
    assert browser.get(reverse("person", args=[person.pk])).context["page"].barred == (unit.name,)


def test_an_invitation_can_be_sent_again_from_the_list(browser, administrator):
    person = create_account(full_name="A", email="a@x.example", unit=None, by=administrator)
    assert (
        reverse("invitation_resend", args=[person.pk])
        in browser.get(reverse("invitations")).content.decode()
    )
    assert browser.post(reverse("invitation_resend", args=[person.pk])).status_code == 302
    assert [row.state for row in browser.get(reverse("invitations")).context["rows"]] == [
        "Chờ đặt mật khẩu"
    ]
    assert last_entry().act == "account.invited"
