"""The page of phases: what each reader finds there before pressing anything, and what nobody
may find.
"""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from submissions.campaigns.services import phases
from submissions.enums import Phase
from submissions.models import Campaign
from tests.questions import address, client_of, stranger, text_of
from tests.scoring.factories import make_submission
from tests.submissions.factories import NOW, appoint, cast, make_stage, make_user
from tests.white_space import squeezed
from units.enums import Role

pytestmark = pytest.mark.django_db


def read(person, campaign) -> str:
    return text_of(client_of(person).get(address("phases", campaign)))


@time_machine.travel(NOW, tick=False)
def test_before_the_button_stand_effect_needs_and_people():
    campaign = make_stage()
    text = read(cast(campaign)["wg_head"], campaign)
    places = [
        text.index(words)
        for words in (
            "Bước tiếp theo: Mở đợt tự chấm",
            "Bộ tiêu chí không sửa được nữa.",
            "2 người (Cán bộ đơn vị, Thủ trưởng đơn vị)",
            "Người unit_staff-2020",
            "Đủ điều kiện",
            "Tôi đã đọc những gì sẽ xảy ra nêu trên",
        )
    ]
    assert places == sorted(places)


def test_all_thirteen_phases_are_listed_in_order():
    campaign = make_stage(Phase.EXPLAIN)
    html = squeezed(
        client_of(cast(campaign)["unit_staff"]).get(address("phases", campaign)).content.decode()
    )
    page = html[html.index('class="procedure"') :]
    places = [page.index(f"<h3>{phase.label} ") for phase in Phase]
    assert places == sorted(places)
    assert page.count('aria-current="step"') == 1
    assert (
        page.index('aria-current="step"')
        < page.index("<h3>Đơn vị giải trình")
        < page.index("<h3>Thẩm định lần 2")
    )


def test_without_what_it_needs_there_is_no_button():
    campaign = make_stage()
    Campaign.objects.update(self_score_due_at=None)
    person = cast(campaign)["wg_head"]
    html = client_of(person).get(address("phases", campaign)).content.decode()
    assert "Chưa đặt hạn nộp hồ sơ." in html
    assert address("advance_phase", campaign) not in html
    assert address("setup", campaign) in html


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.WG_HEAD}))
def test_nobody_else_finds_the_button(role):
    campaign = make_stage()
    html = client_of(cast(campaign)[role]).get(address("phases", campaign)).content.decode()
    assert address("advance_phase", campaign) not in html
    assert "Bước này do Tổ trưởng Tổ giúp việc thực hiện." in html


@pytest.mark.parametrize(
    ("role", "sees"),
    [("wg_head", True), ("council_secretary", True), ("auditor", True)]
    + [
        (role, False)
        for role in (
            "unit_staff",
            "unit_head",
            "appraiser",
            "council_member",
            "publisher",
            "administrator",
        )
    ],
)
def test_progress_and_names_are_for_those_who_answer_for_them(role, sees):
    campaign = make_stage()
    people = cast(campaign)
    with time_machine.travel(NOW, tick=False):
        phases.advance(campaign=campaign, source="setup", by=people["wg_head"])
    with time_machine.travel(NOW + timedelta(days=11), tick=False):
        phases.advance(campaign=campaign, source="self_score", by=people["wg_head"])
        phases.advance(campaign=campaign, source="late", by=people["wg_head"])
    text = read(people[role], campaign)
    assert ("Còn 8 mục" in text) is sees
    assert (
        str(people["unit_staff"]) in text.replace(str(people[role]), "", 1) or role == "unit_staff"
    ) is (sees or role == "unit_staff")
    assert ("Chuyển sang giai đoạn này, Người wg_head-2020" in text) is sees
    assert "Chuyển sang giai đoạn này" in text


def test_it_needs_an_account_and_a_part_in_the_campaign(client):
    campaign = make_stage()
    assert client.get(address("phases", campaign)).status_code == 302
    assert client_of(stranger(campaign)).get(address("phases", campaign)).status_code == 404
    assert client_of(cast(campaign)["wg_head"]).post(address("phases", campaign)).status_code == 405


def test_published_campaign_shows_its_phases_to_everybody_with_an_account():
    campaign = make_stage(Phase.PUBLISHED)
    answer = client_of(stranger(campaign)).get(address("phases", campaign))
    assert answer.status_code == 200
    assert "Lùi giai đoạn" not in text_of(answer)


@pytest.mark.parametrize("phase", list(Phase))
def test_queries_do_not_grow_with_units_and_people(phase):
    counts = []
    for year, more in ((2020, 0), (2021, 5)):
        campaign = make_stage(phase, year=year)
        people = cast(campaign)
        for number in range(more):
            submission = make_submission(campaign, f"{year}-{number}", order=number + 3)
            appoint(make_user(f"{year}-{number}"), Role.UNIT_STAFF, campaign, submission.unit)
            appoint(make_user(f"{year}-{number}-appraiser"), Role.APPRAISER, campaign)
        client = client_of(people["wg_head"])
        client.get(address("phases", campaign))
        with CaptureQueriesContext(connection) as queries:
            client.get(address("phases", campaign))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20
