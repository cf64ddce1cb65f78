"""Demo accounts exist where somebody asked for them, one per role, and leave real people and
the report alone.
"""

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from ictindex.lib.errors import DomainError
from submissions.demo.services.accounts import demo_password, load_demo
from submissions.enums import Body, Phase, Round
from submissions.models import Answer, Appointment, Campaign
from units.enums import Role
from units.models import AuditEntry, Membership, User
from units.record.queries.verification import verify_record


@pytest.fixture
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def _accounts() -> list[tuple]:
    return list(
        User.objects.filter(is_demo=True)
        .order_by("username")
        .values_list("username", "full_name", "is_active", "is_superuser")
    )


def test_each_role_gets_one_account_that_can_sign_in(campaign_2020, client):
    users = load_demo(campaign_2020, password="một mật khẩu")
    assert [user.username for user in users] == [f"demo_{role}" for role in Role.values]
    assert all(
        user.is_demo and user.is_active and not user.is_superuser and not user.is_staff
        for user in users
    )
    assert [client.login(username=user.username, password="một mật khẩu") for user in users] == [
        True
    ] * len(Role)


def test_each_account_is_appointed_to_its_role_in_the_campaign_or_in_all(campaign_2020):
    before = Appointment.objects.count()
    load_demo(campaign_2020, password="x")
    appointed = Appointment.objects.filter(user__is_demo=True).values_list(
        "user__username", "role", "campaign__code"
    )
    everywhere = {Role.ADMINISTRATOR, Role.AUDITOR}
    assert set(appointed) == {
        (f"demo_{role}", role, None if role in everywhere else "2020") for role in Role.values
    }
    assert Appointment.objects.count() == before + len(Role)


def test_unit_roles_work_in_the_first_unit_and_the_others_in_none(campaign_2020):
    load_demo(campaign_2020, password="x")
    first = campaign_2020.submissions.order_by("order").values_list("unit__code", flat=True).first()
    members = Membership.objects.filter(user__is_demo=True).values_list(
        "user__username", "unit__code"
    )
    assert sorted(members) == [("demo_unit_head", first), ("demo_unit_staff", first)]


def test_nobody_made_up_enters_the_council_or_the_working_group(campaign_2020):
    printed = {Body.COUNCIL, Body.WORKING_GROUP}
    before = list(Appointment.objects.filter(body__in=printed).values_list("person"))
    load_demo(campaign_2020, password="x")
    assert list(Appointment.objects.filter(body__in=printed).values_list("person")) == before


def test_loading_again_changes_nothing(campaign_2020):
    load_demo(campaign_2020, password="x")
    accounts, appointments = _accounts(), Appointment.objects.count()
    hashes = list(User.objects.order_by("pk").values_list("password"))
    load_demo(campaign_2020, password="x")
    assert (_accounts(), Appointment.objects.count()) == (accounts, appointments)
    assert list(User.objects.order_by("pk").values_list("password")) == hashes


def test_an_account_that_was_locked_stays_locked(campaign_2020):
    load_demo(campaign_2020, password="x")
    User.objects.filter(username="demo_auditor").update(is_active=False)
    load_demo(campaign_2020, password="x")
    assert not User.objects.get(username="demo_auditor").is_active


def test_a_new_password_is_given_to_every_account(campaign_2020):
    load_demo(campaign_2020, password="cũ")
    assert {user.check_password("mới") for user in load_demo(campaign_2020, password="mới")} == {
        True
    }


def test_an_account_of_a_real_person_is_never_taken_over(campaign_2020):
    real = User.objects.create_user("demo_publisher", password="của tôi", full_name="Nguyễn Văn An")
    with pytest.raises(DomainError, match="«demo_publisher»"):
        load_demo(campaign_2020, password="x")
    real.refresh_from_db()
    assert (real.is_demo, real.check_password("của tôi"), _accounts()) == (False, True, [])


def test_a_campaign_without_units_is_refused(campaign_2020):
    empty = Campaign.objects.create(
        code="2021", year=2021, title="2021", ministry="Bộ", framework=campaign_2020.framework
    )
    with pytest.raises(DomainError, match="chưa có đơn vị nào"):
        load_demo(empty, password="x")
    assert _accounts() == []


def test_the_password_is_made_once_and_only_its_owner_can_read_it(data_dir):
    kept = data_dir / "demo-password"
    password = demo_password(kept)
    assert len(password) >= 16
    assert demo_password(kept) == password
    assert kept.stat().st_mode & 0o777 == 0o600


def test_two_installations_have_different_passwords(tmp_path):
    assert demo_password(tmp_path / "a") != demo_password(tmp_path / "b")


def test_the_command_says_what_to_type(campaign_2020, data_dir, capsys):
    call_command("load_demo")
    said = capsys.readouterr().out
    password = (data_dir / "demo-password").read_text()
    accounts = [
        *(f"demo_{role}" for role in Role.values),
        "demo_unit_staff_truc_thuoc_bo",
        "demo_unit_head_truc_thuoc_bo",
    ]
    assert [line.split()[0] for line in said.splitlines()[:-2]] == accounts
    assert said.splitlines()[-2] == "  Đợt để dùng thử việc kê khai của đơn vị: /dot/2021/"
    assert (
        said.splitlines()[-1]
        == f"  Mật khẩu chung: {password} (lưu trong {data_dir / 'demo-password'})"
    )
    assert all(user.check_password(password) for user in User.objects.filter(is_demo=True))


def test_the_command_needs_a_campaign_that_exists(db, data_dir):
    with pytest.raises(CommandError, match="Chưa có đợt đánh giá «2020»"):
        call_command("load_demo")
    assert not (data_dir / "demo-password").exists()


def test_the_command_opens_a_campaign_to_try_filling_in(campaign_2020, data_dir):
    call_command("load_demo")
    trial = Campaign.objects.get(code="2021")
    assert (trial.phase, trial.previous_year, "trình diễn" in trial.title) == (
        Phase.SELF_SCORE,
        2020,
        True,
    )
    counts = dict(
        trial.submissions.annotate(asked=Count("answers")).values_list("unit__code", "asked")
    )
    assert len(counts) == 23
    staff = Appointment.objects.filter(campaign=trial, user__is_demo=True, role=Role.UNIT_STAFF)
    assert [counts[unit] for unit in staff.order_by("pk").values_list("unit__code", flat=True)] == [
        55,
        135,
    ]


def test_opening_it_again_changes_nothing(campaign_2020, data_dir):
    call_command("load_demo")
    before = [
        Model.objects.count()
        for Model in (Campaign, User, Appointment, Membership, Answer, AuditEntry)
    ]
    call_command("load_demo")
    assert [
        Model.objects.count()
        for Model in (Campaign, User, Appointment, Membership, Answer, AuditEntry)
    ] == before


def test_a_campaign_of_that_year_that_is_there_already_is_left_alone(campaign_2020, data_dir):
    own = Campaign.objects.create(
        code="2021", year=2021, title="2021", ministry="Bộ", framework=campaign_2020.framework
    )
    call_command("load_demo")
    own.refresh_from_db()
    assert (own.title, own.phase, own.submissions.count()) == ("2021", Phase.SETUP, 0)


def test_trial_is_taken_to_a_later_phase_through_the_services(campaign_2020, data_dir):
    before = verify_record()
    call_command("load_demo", verbosity=0)
    call_command("advance_trial", "2021", to=Phase.APPRAISE_2)
    campaign = Campaign.objects.get(code="2021")
    assert campaign.phase == Phase.APPRAISE_2
    assert not campaign.submissions.filter(submitted_at=None).exists()
    assert not Answer.objects.undecided(Round.FIRST).filter(submission__campaign=campaign).exists()
    assert verify_record() == before


def test_only_a_trial_is_taken_on(campaign_2020):
    Campaign.objects.filter(pk=campaign_2020.pk).update(phase=Phase.SELF_SCORE)
    with pytest.raises(CommandError, match="không phải đợt dùng thử"):
        call_command("advance_trial", "2020", to=Phase.LATE)
