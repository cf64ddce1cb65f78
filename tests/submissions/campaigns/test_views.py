"""The list of campaigns and the home page of each: who sees what, and what the pages say."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from submissions.enums import Body, Phase
from submissions.models import Appointment, TimelineStep
from tests.scoring.factories import make_campaign, make_framework, make_submission
from tests.submissions.factories import appoint, make_user
from tests.white_space import squeezed
from units.enums import GrantState, Role

pytestmark = pytest.mark.django_db


def html_of(client: Client, address: str) -> str:
    return squeezed(client.get(address).content.decode())


def test_home_lists_published_campaigns_to_everybody(client) -> None:
    framework = make_framework()
    make_submission(
        make_campaign(
            framework,
            title="Đợt đã ban hành",
            decision_number="1101/QĐ-BNV",
            decided_on=date(2020, 12, 21),
        ),
        "A",
    )
    make_campaign(framework, 2021, title="Đợt đang làm", phase=Phase.APPRAISE_1)
    html = html_of(client, "/")
    assert "Đợt đã ban hành" in html
    assert "1101/QĐ-BNV</span> ngày 21/12/2020" in html
    assert "1 đơn vị" in html
    assert "Đợt đang làm" not in html


def test_home_lists_the_newest_campaign_first(client) -> None:
    framework = make_framework()
    for year in (2019, 2021, 2020):
        make_campaign(framework, year)
    assert [entry.campaign.year for entry in client.get("/").context["entries"]] == [
        2021,
        2020,
        2019,
    ]


def test_home_leads_an_administrator_to_the_accounts(client) -> None:
    administrator = make_user("quan-tri")
    appoint(administrator, Role.ADMINISTRATOR, None)
    client.force_login(administrator)
    links = [link.url for link in client.get("/").context["watching"]]
    assert links == [reverse("people"), reverse("invitations"), reverse("security_events")]


def test_home_without_campaigns_says_what_to_do(client) -> None:
    html = html_of(client, "/")
    assert "Chưa có báo cáo nào được ban hành." in html
    assert reverse("account_login") in html


def test_home_shows_a_person_what_waits_and_the_campaigns_with_a_part_in_them(client) -> None:
    campaign = make_campaign(make_framework(), title="Đợt đang làm", phase=Phase.APPRAISE_1)
    user = make_user("to-truong")
    appoint(user, Role.APPRAISER, campaign)
    client.force_login(user)
    html = html_of(client, "/")
    assert "Hiện không có việc nào chờ Ông/Bà." in html
    assert "Đợt đang làm" in html


@pytest.mark.parametrize("count", [1, 5])
def test_home_costs_one_query_however_many_campaigns(
    client, django_assert_num_queries, count
) -> None:
    framework = make_framework()
    for number in range(count):
        make_campaign(framework, 2015 + number)
    with django_assert_num_queries(1):
        client.get("/")


def test_unpublished_campaign_does_not_exist_for_strangers(client) -> None:
    make_campaign(make_framework(), phase=Phase.SIGNING)
    assert client.get("/dot/2020/").status_code == 404
    assert client.get("/dot/2020/").content == client.get("/dot/9999/").content.replace(
        b"/dot/9999/", b"/dot/2020/"
    )


def test_campaign_tells_phase_steps_and_documents(client) -> None:
    campaign = make_campaign(
        make_framework(), decision_number="1101/QĐ-BNV", decided_on=date(2020, 12, 21)
    )
    TimelineStep.objects.create(
        campaign=campaign,
        number=1,
        happened_on=date(2020, 11, 9),
        document="950/QĐ",
        what="Thành lập Hội đồng",
    )
    TimelineStep.objects.create(campaign=campaign, number=2, what="Tổng hợp")
    html = html_of(client, "/dot/2020/")
    assert '<time datetime="2020-11-09">09/11/2020</time>' in html
    assert "Văn bản 950/QĐ" in html
    assert "không ghi ngày" in html
    assert (
        '<li class="now" aria-current="step">Đã ban hành<span class="visually-hidden"> (hiện '
        "nay)</span></li>" in html
    )
    assert '<li class="next">Lưu trữ' in html


def test_campaign_lists_members_in_force_and_no_trial_accounts(client) -> None:
    campaign = make_campaign(make_framework())
    seat = {"campaign": campaign, "body": Body.COUNCIL, "role": Role.COUNCIL_MEMBER}
    Appointment.objects.create(
        **seat, order=1, person="Trần Anh Tuấn", title="Chủ tịch", document="950/QĐ-BNV"
    )
    Appointment.objects.create(**seat, order=2, person="Người đã thôi", state=GrantState.ENDED)
    Appointment.objects.create(
        **seat, order=3, person="Người trình diễn", user=make_user("demo", is_demo=True)
    )
    Appointment.objects.create(
        **seat | {"body": Body.UNIT, "role": Role.UNIT_HEAD}, person="Thủ trưởng đơn vị A"
    )
    html = html_of(client, "/dot/2020/")
    assert "Trần Anh Tuấn" in html
    assert "Theo 950/QĐ-BNV." in html
    assert [
        name
        for name in ("Người đã thôi", "Người trình diễn", "Thủ trưởng đơn vị A")
        if name in html
    ] == []


def test_campaign_offers_figures_only_to_those_who_may_read_them(client) -> None:
    campaign = make_campaign(make_framework(), phase=Phase.APPRAISE_1)
    submission = make_submission(campaign, "A")
    user = make_user("can-bo")
    appoint(user, Role.UNIT_STAFF, campaign, submission.unit)
    client.force_login(user)
    html = html_of(client, "/dot/2020/")
    assert reverse("results", args=["2020"]) not in html
    assert "hiện ra ở đây khi đợt đánh giá được ban hành" in html
    campaign.phase = Phase.PUBLISHED
    campaign.save()
    assert reverse("results", args=["2020"]) in html_of(client, "/dot/2020/")


@pytest.mark.parametrize("count", [1, 12])
def test_campaign_costs_a_fixed_number_of_queries(client, django_assert_num_queries, count) -> None:
    campaign = make_campaign(make_framework())
    for number in range(count):
        make_submission(campaign, f"U{number}", order=number)
        Appointment.objects.create(
            campaign=campaign,
            body=Body.COUNCIL,
            role=Role.COUNCIL_MEMBER,
            order=number,
            person="Người",
        )
    with django_assert_num_queries(4):
        client.get("/dot/2020/")


@pytest.mark.parametrize("address", ["/", "/dot/2020/"])
def test_reading_pages_refuse_to_be_written_to(client, address) -> None:
    make_campaign(make_framework())
    assert [
        client.head(address).status_code,
        client.post(address).status_code,
        client.delete(address).status_code,
    ] == [200, 405, 405]


def test_hostile_names_are_shown_as_text(client) -> None:
    hostile = '"><script>alert(1)</script>'
    campaign = make_campaign(make_framework(), title=hostile, ministry=hostile)
    TimelineStep.objects.create(campaign=campaign, number=1, what=hostile, document=hostile)
    Appointment.objects.create(
        campaign=campaign,
        body=Body.COUNCIL,
        role=Role.COUNCIL_MEMBER,
        person=hostile,
        position=hostile,
    )
    for address in ("/", "/dot/2020/"):
        html = html_of(client, address)
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html
