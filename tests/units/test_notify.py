"""A notice as a value, and the one function that delivers it."""

import pytest

from tests.units.factories import make_person
from units.enums import MailState
from units.models import Notification
from units.notify import Notice, held, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return [make_person(name) for name in ("an", "binh", "chi")]


def told() -> list[tuple[str, str]]:
    return list(Notification.objects.order_by("pk").values_list("user__username", "subject"))


def test_who_is_named_twice_is_told_once(people):
    tell(Notice([*people, people[0]], subject="Tin", body="Nội dung"))
    assert told() == [("an", "Tin"), ("binh", "Tin"), ("chi", "Tin")]


def test_who_knows_it_already_is_not_told(people):
    tell(Notice(people, subject="Tin", body="Nội dung", without=(people[1], None)))
    assert told() == [("an", "Tin"), ("chi", "Tin")]


def test_several_notices_are_told_in_their_order(people):
    first = Notice(people[:1], subject="Trước", body="Nội dung")
    second = Notice(people[:2], subject="Sau", body="Nội dung", campaign_code="2020")
    tell(first, second)
    assert told() == [("an", "Trước"), ("an", "Sau"), ("binh", "Sau")]
    codes = Notification.objects.order_by("pk").values_list("campaign_code", flat=True)
    assert list(codes) == ["", "2020", "2020"]


def test_people_may_be_a_selection_that_was_not_read_yet(people, django_assert_num_queries):
    selected = type(people[0]).active.order_by("-pk")
    with django_assert_num_queries(2):
        tell(Notice(selected, subject="Tin", body="Nội dung"))
    assert told() == [("chi", "Tin"), ("binh", "Tin"), ("an", "Tin")]


def test_held_one_waits_while_another_of_the_same_act_goes(people):
    goes = Notice(people[:1], subject="Đi ngay", body="Nội dung", campaign_code="2020")
    waits = Notice(
        people[:1], subject="Chờ đọc", body="Nội dung", campaign_code="2020", is_held=True
    )
    tell(goes, waits)
    assert [notice.subject for notice in held("2020")] == ["Chờ đọc"]
    assert Notification.objects.get(subject="Đi ngay").mail_state != MailState.HELD
