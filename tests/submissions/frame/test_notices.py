"""What is told of a campaign names it and leads to one of its pages, in one way."""

import pytest

from submissions.frame.notices import campaign_notice
from tests.scoring.factories import make_campaign, make_framework
from tests.submissions.factories import make_user
from units.notify import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return make_campaign(make_framework(), 2020, title="Đánh giá năm 2020")


def test_title_leads_the_subject_and_the_link_leads_into_the_campaign(campaign):
    person = make_user("an")
    made = campaign_notice(
        campaign, [person], about="gia hạn", body="Nội dung", page="extensions", without=(person,)
    )
    assert made == Notice(
        [person],
        subject="Đánh giá năm 2020: gia hạn",
        body="Nội dung",
        url="/dot/2020/gia-han/",
        campaign_code="2020",
        without=(person,),
    )


def test_link_leads_to_a_place_on_the_page_of_a_meeting(campaign):
    made = campaign_notice(
        campaign,
        [],
        about="biên bản",
        body="Nội dung",
        page="meeting",
        place=(2,),
        anchor="#bien-ban",
        is_held=True,
    )
    assert (made.url, made.is_held) == ("/dot/2020/hoi-dong/hop/2/#bien-ban", True)
