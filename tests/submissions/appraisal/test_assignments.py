"""Who appraises whose file: by hand, spread evenly, claimed; never the own unit; what is taken
back stays known.
"""

import json

import pytest
from django.http import Http404
from django.utils import timezone

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.appraisal.assignment.pages import assigning_page
from submissions.appraisal.assignment.services import (
    assign_appraiser,
    claim_file,
    end_assignment,
    give_back,
    spread_evenly,
)
from submissions.appraisal.queries.shares import shares_of
from submissions.enums import Phase
from submissions.home.queries import Task, tasks_of
from submissions.models import Appointment, Assignment, Campaign, GroupDeclaration, RoundFinished
from submissions.models.capacities import forget_standing
from tests.submissions.appraisal.campaigns import (
    ROOT,
    file_of,
    make_appraisal,
    make_group,
    signed_in,
)
from tests.white_space import squeezed
from units.enums import GrantState
from units.models import AuditEntry, Membership, Notification, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return make_appraisal()


@pytest.fixture
def people(campaign):
    return make_group(campaign)


def names(campaign, unit: str, group: str, **options) -> list[str]:
    return [
        row.name for row in shares_of(campaign).of(file_of(campaign, unit).pk, group, **options)
    ]


# --- by hand -----------------------------------------------------------------------


def test_head_gives_a_file_and_the_person_is_told(campaign, people):
    made = assign_appraiser(
        submission=file_of(campaign), person=people["one"], by=people["wg_head"]
    )
    assert (made.user, made.group_code, made.is_second, made.ended_at) == (
        people["one"],
        "",
        False,
        None,
    )
    assert names(campaign, "A", "HT") == [str(people["one"])]
    told = Notification.objects.get()
    assert (told.user, told.body) == (people["one"], "Ông/Bà được phân công:\n- thẩm định hồ sơ A")
    entry = AuditEntry.objects.get(act="appraise.assigned")
    assert (entry.unit.code, json.loads(entry.facts)["person"]) == ("A", str(people["one"]))


def test_person_for_a_group_goes_before_the_one_for_the_file(campaign, people):
    assign_appraiser(submission=file_of(campaign), person=people["one"], by=people["wg_head"])
    assign_appraiser(
        submission=file_of(campaign), person=people["two"], group="DV", by=people["wg_head"]
    )
    assert (names(campaign, "A", "HT"), names(campaign, "A", "DV")) == (
        [str(people["one"])],
        [str(people["two"])],
    )


def test_nobody_is_given_the_file_of_the_own_unit(campaign, people):
    with pytest.raises(DomainError, match="công tác tại Đơn vị A"):
        assign_appraiser(
            submission=file_of(campaign), person=people["conflicted"], by=people["wg_head"]
        )
    assert not Assignment.objects.exists()


def test_head_does_not_choose_who_appraises_the_own_unit(campaign, people):
    Membership.objects.create(user=people["wg_head"], unit=file_of(campaign, "B").unit)
    forget_standing(people["wg_head"])
    with pytest.raises(NotAllowed):
        assign_appraiser(
            submission=file_of(campaign, "B"), person=people["one"], by=people["wg_head"]
        )


@pytest.mark.parametrize("name", ["unit_head", "council_member", "auditor"])
def test_only_appraisers_of_the_campaign_are_given_files(campaign, people, name):
    with pytest.raises(DomainError, match="không phải là người thẩm định"):
        assign_appraiser(
            submission=file_of(campaign, "B"), person=people[name], by=people["wg_head"]
        )


def test_who_appraises_no_more_is_given_nothing(campaign, people):
    Appointment.objects.filter(user=people["one"]).update(state=GrantState.ENDED)
    with pytest.raises(DomainError, match="không phải là người thẩm định"):
        assign_appraiser(submission=file_of(campaign), person=people["one"], by=people["wg_head"])


def test_group_that_the_file_does_not_have_is_refused(campaign, people):
    with pytest.raises(DomainError, match="không có nhóm «TT»"):
        assign_appraiser(
            submission=file_of(campaign), person=people["one"], group="TT", by=people["wg_head"]
        )


def test_same_person_is_not_given_the_same_twice(campaign, people):
    assign_appraiser(submission=file_of(campaign), person=people["one"], by=people["wg_head"])
    with pytest.raises(StaleState):
        assign_appraiser(submission=file_of(campaign), person=people["one"], by=people["wg_head"])
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize(("first", "second"), [("", ""), ("HT", ""), ("", "HT"), ("HT", "HT")])
def test_nobody_reads_the_same_group_twice(campaign, people, first, second):
    assign_appraiser(
        submission=file_of(campaign), person=people["one"], group=first, by=people["wg_head"]
    )
    with pytest.raises(DomainError, match="hai người"):
        assign_appraiser(
            submission=file_of(campaign),
            person=people["one"],
            group=second,
            is_second=True,
            by=people["wg_head"],
        )


def test_one_person_can_be_first_for_one_group_and_second_for_another(campaign, people):
    assign_appraiser(
        submission=file_of(campaign), person=people["one"], group="HT", by=people["wg_head"]
    )
    assign_appraiser(
        submission=file_of(campaign),
        person=people["one"],
        group="DV",
        is_second=True,
        by=people["wg_head"],
    )
    assert names(campaign, "A", "DV", is_second=True) == [str(people["one"])]


@pytest.mark.parametrize("name", ["one", "unit_head", "council_secretary", "auditor"])
def test_only_the_head_assigns(campaign, people, name):
    with pytest.raises((NotAllowed, Http404)):
        assign_appraiser(submission=file_of(campaign), person=people["one"], by=people[name])


def test_nothing_is_assigned_once_the_rounds_are_over(people, campaign):
    campaign.phase = Phase.DRAFT_REPORT
    campaign.save(update_fields=["phase"])
    with pytest.raises(NotAllowed):
        assign_appraiser(submission=file_of(campaign), person=people["one"], by=people["wg_head"])


def test_ended_assignment_is_kept_and_ended_once(campaign, people):
    made = assign_appraiser(
        submission=file_of(campaign), person=people["one"], by=people["wg_head"]
    )
    end_assignment(assignment=made, by=people["wg_head"])
    assert names(campaign, "A", "HT") == []
    assert Assignment.objects.get().ended_at is not None
    with pytest.raises(StaleState):
        end_assignment(assignment=made, by=people["wg_head"])
    again = assign_appraiser(
        submission=file_of(campaign), person=people["one"], by=people["wg_head"]
    )
    assert again.pk != made.pk


# --- spread evenly -----------------------------------------------------------------


def test_spreading_gives_every_file_to_somebody_not_of_the_unit(campaign, people):
    chosen = [people["one"], people["two"], people["conflicted"]]
    made = spread_evenly(campaign=campaign, people=chosen, by=people["wg_head"])
    assert {each.submission.unit.code for each in made} == set("ABCD")
    assert "A" not in {
        each.submission.unit.code for each in made if each.user == people["conflicted"]
    }
    entry = AuditEntry.objects.get(act="appraise.spread")
    assert len(json.loads(entry.changes)) == 4
    assert Notification.objects.count() == len({each.user_id for each in made})


def test_spreading_leaves_what_is_given_and_counts_it(campaign, people):
    for unit in "BC":
        assign_appraiser(
            submission=file_of(campaign, unit), person=people["one"], by=people["wg_head"]
        )
    made = spread_evenly(
        campaign=campaign, people=[people["one"], people["two"]], by=people["wg_head"]
    )
    assert {(each.submission.unit.code, each.user) for each in made} == {
        ("A", people["two"]),
        ("D", people["two"]),
    }


def test_spreading_gives_the_rest_of_a_file_that_is_given_in_part(campaign, people):
    assign_appraiser(
        submission=file_of(campaign), person=people["one"], group="DV", by=people["wg_head"]
    )
    spread_evenly(campaign=campaign, people=[people["two"]], by=people["wg_head"])
    assert (names(campaign, "A", "HT"), names(campaign, "A", "DV")) == (
        [str(people["two"])],
        [str(people["one"])],
    )


def test_second_reader_does_not_get_the_file_by_spreading(campaign, people):
    assign_appraiser(
        submission=file_of(campaign, "C"),
        person=people["one"],
        is_second=True,
        by=people["wg_head"],
    )
    made = spread_evenly(
        campaign=campaign, people=[people["one"], people["two"]], by=people["wg_head"]
    )
    assert [each.user for each in made if each.submission.unit.code == "C"] == [people["two"]]


def test_spreading_names_the_unit_that_nobody_can_appraise(campaign, people):
    with pytest.raises(DomainError, match="Đơn vị A: mọi người được chọn"):
        spread_evenly(campaign=campaign, people=[people["conflicted"]], by=people["wg_head"])
    assert not Assignment.objects.exists()


def test_nothing_is_left_to_spread(campaign, people):
    spread_evenly(campaign=campaign, people=[people["one"]], by=people["wg_head"])
    with pytest.raises(DomainError, match="không còn gì để chia"):
        spread_evenly(campaign=campaign, people=[people["two"]], by=people["wg_head"])


def test_head_may_have_the_own_unit_spread_without_choosing(campaign, people):
    Membership.objects.create(user=people["wg_head"], unit=file_of(campaign, "B").unit)
    forget_standing(people["wg_head"])
    spread_evenly(
        campaign=campaign, people=[people["one"], people["wg_head"]], by=people["wg_head"]
    )
    assert names(campaign, "B", "HT") == [str(people["one"])]


def test_absent_group_is_no_work(campaign, people):
    for unit in "AC":
        GroupDeclaration.objects.create(
            submission=file_of(campaign, unit), group_code="DV", reason="x", is_confirmed=True
        )
    assign_appraiser(
        submission=file_of(campaign), person=people["one"], group="HT", by=people["wg_head"]
    )
    made = spread_evenly(campaign=campaign, people=[people["two"]], by=people["wg_head"])
    assert {each.submission.unit.code for each in made} == set("BCD")


# --- claiming ----------------------------------------------------------------------


def test_appraiser_claims_what_nobody_has_and_gives_it_back(campaign, people):
    made = claim_file(submission=file_of(campaign), by=people["one"])
    assert names(campaign, "A", "HT") == [str(people["one"])]
    give_back(assignment=made, by=people["one"])
    assert names(campaign, "A", "HT") == []


@pytest.mark.parametrize(("taken", "wanted"), [("", ""), ("", "HT"), ("HT", ""), ("HT", "HT")])
def test_what_somebody_has_is_not_claimed(campaign, people, taken, wanted):
    claim_file(submission=file_of(campaign), group=taken, by=people["one"])
    with pytest.raises(StaleState):
        claim_file(submission=file_of(campaign), group=wanted, by=people["two"])


def test_another_group_of_the_file_can_be_claimed(campaign, people):
    claim_file(submission=file_of(campaign), group="HT", by=people["one"])
    claim_file(submission=file_of(campaign), group="DV", by=people["two"])
    assert (names(campaign, "A", "HT"), names(campaign, "A", "DV")) == (
        [str(people["one"])],
        [str(people["two"])],
    )


def test_own_unit_is_not_claimed(campaign, people):
    with pytest.raises(Http404):
        claim_file(submission=file_of(campaign), by=people["conflicted"])


def test_what_the_head_gave_is_not_given_back(campaign, people):
    made = assign_appraiser(
        submission=file_of(campaign), person=people["one"], by=people["wg_head"]
    )
    with pytest.raises(NotAllowed):
        give_back(assignment=made, by=people["one"])


def test_claim_of_another_is_not_given_back(campaign, people):
    made = claim_file(submission=file_of(campaign), by=people["one"])
    with pytest.raises(NotAllowed):
        give_back(assignment=made, by=people["two"])


# --- pages -------------------------------------------------------------------------


def test_page_assigns_and_says_so(campaign, people):
    client = signed_in(people["wg_head"])
    sent = {"unit": "A", "group": "", "person": people["one"].pk, "reading": "lan-mot"}
    page = squeezed(client.post(f"{ROOT}/phan-cong/", sent, follow=True).content.decode())
    assert f"Đã phân công {people['one']}: hồ sơ A." in page
    assert "Còn <strong>3</strong> hồ sơ chưa đủ người thẩm định." in page


def test_refusal_stands_above_the_form_with_what_was_chosen(campaign, people):
    client = signed_in(people["wg_head"])
    sent = {"unit": "A", "group": "", "person": people["conflicted"].pk, "reading": "lan-mot"}
    response = client.post(f"{ROOT}/phan-cong/", sent)
    assert response.status_code == 422
    page = response.content.decode()
    assert f"{people['conflicted']} công tác tại Đơn vị A nên không được thẩm định" in page
    assert f'<option value="{people["conflicted"].pk}" selected>' in page


def test_page_spreads_over_those_who_are_ticked(campaign, people):
    client = signed_in(people["wg_head"])
    page = client.post(
        f"{ROOT}/phan-cong/chia-deu/", {"people": [people["one"].pk]}, follow=True
    ).content.decode()
    assert "Đã chia 4 hồ sơ." in page
    assert client.post(f"{ROOT}/phan-cong/chia-deu/", {"people": []}).status_code == 422


def test_nobody_is_named_for_the_head_s_own_unit(campaign, people):
    Membership.objects.create(user=people["wg_head"], unit=file_of(campaign, "B").unit)
    spread_evenly(campaign=campaign, people=[people["one"]], by=people["wg_head"])
    Assignment.objects.exclude(submission__unit__code="B").delete()
    page = signed_in(people["wg_head"]).get(f"{ROOT}/phan-cong/").content.decode()
    assert "không hiển thị người thẩm định" in page
    assert 'class="assigned"' not in page
    assert '<option value="B">' not in page


def test_claim_by_page_leads_to_the_inbox(campaign, people):
    client = signed_in(people["one"])
    page = client.post(f"{ROOT}/A/nhan/", follow=True).content.decode()
    assert "Ông/Bà đã nhận thẩm định hồ sơ A." in page
    assert f'action="{ROOT}/A/nhan/{Assignment.objects.get().pk}/tra-lai/"' in page


# --- what waits --------------------------------------------------------------------


def test_assigned_files_wait_on_the_home_page_until_they_are_finished(campaign, people):
    task = Task("Đợt 2021: thẩm định các hồ sơ được phân công", f"{ROOT}/")
    assert tasks_of(fresh(people["one"]), now=timezone.now()) == ()
    made = assign_appraiser(
        submission=file_of(campaign), person=people["one"], by=people["wg_head"]
    )
    assert tasks_of(fresh(people["one"]), now=timezone.now()) == (task,)
    assert tasks_of(fresh(people["two"]), now=timezone.now()) == ()
    RoundFinished.objects.create(
        submission=made.submission, round=1, by=people["one"], at=timezone.now()
    )
    assert tasks_of(fresh(people["one"]), now=timezone.now()) == ()
    for phase, waits in (
        (Phase.EXPLAIN, ()),
        (Phase.APPRAISE_2, (task,)),
        (Phase.DRAFT_REPORT, ()),
    ):
        Campaign.objects.update(phase=phase)
        assert tasks_of(fresh(people["one"]), now=timezone.now()) == waits, phase


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_page_says_which_assignments_hold_no_more(campaign, people):
    assign_appraiser(submission=file_of(campaign), person=people["one"], by=people["wg_head"])
    Appointment.objects.filter(user=people["one"]).update(state=GrantState.ENDED)
    page = assigning_page(campaign, people["wg_head"])
    assert [row.problem for row in page.files[0].rows] == [
        "không còn là người thẩm định của đợt này"
    ]
    assert str(people["one"]) not in [person.name for person in page.people]
    html = (
        signed_in(people["wg_head"])
        .post(f"{ROOT}/phan-cong/{Assignment.objects.get().pk}/thoi/", follow=True)
        .content.decode()
    )
    assert f"{people['one']} thôi được phân công hồ sơ A." in html
