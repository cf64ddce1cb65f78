"""A person's own notifications: read, counted in the head of every page, marked read; nobody
reaches another's.
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from submissions.enums import Phase
from tests.questions import client_of, text_of
from tests.submissions.factories import cast, make_stage, make_user
from units.models import Notification
from units.notify import Notice, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_user("an")


def told(person, subject="Có việc", **fields):
    return tell(Notice([person], subject=subject, body="Nội dung", **fields))[0]


def test_unread_ones_come_first_then_the_newest(person):
    for number in range(4):
        told(person, f"Tin {number}")
    Notification.objects.filter(subject="Tin 3").update(read_at=timezone.now())
    text = text_of(client_of(person).get(reverse("notices")))
    places = [text.index(f"Tin {number}") for number in (2, 1, 0, 3)]
    assert places == sorted(places)
    assert text.count("Chưa đọc") == 3


def test_each_leads_to_its_place(person):
    told(person, url="/dot/2020/giai-doan/")
    assert (
        'href="/dot/2020/giai-doan/"' in client_of(person).get(reverse("notices")).content.decode()
    )


def test_marking_one_leaves_the_others(person):
    first, second = told(person), told(person)
    answer = client_of(person).post(reverse("notice_read", args=[first.pk]))
    assert answer.url == reverse("notices")
    assert list(Notification.objects.filter(read_at=None)) == [second]


def test_marking_again_keeps_the_first_moment(person):
    notice, client = told(person), client_of(person)
    moments = []
    for _ in range(2):
        client.post(reverse("notice_read", args=[notice.pk]))
        moments.append(Notification.objects.get().read_at)
    assert moments[0] == moments[1] is not None


def test_marking_all_marks_the_own_ones_only(person):
    other = make_user("binh")
    told(person), told(person), told(other)
    client_of(person).post(reverse("notices_read"))
    assert list(Notification.objects.filter(read_at=None).values_list("user", flat=True)) == [
        other.pk
    ]


def test_anothers_notice_does_not_exist(person):
    theirs = told(make_user("binh"), "Tin riêng")
    client = client_of(person)
    assert client.post(reverse("notice_read", args=[theirs.pk])).status_code == 404
    assert "Tin riêng" not in text_of(client.get(reverse("notices")))
    assert Notification.objects.get().read_at is None


def test_every_page_counts_what_is_unread(person):
    campaign = make_stage(Phase.PUBLISHED)
    client = client_of(person)
    for address in ("/", f"/dot/{campaign.code}/", reverse("notices")):
        assert "chưa đọc" not in text_of(client.get(address))
    told(person), told(person)
    for address in ("/", f"/dot/{campaign.code}/", reverse("notices")):
        assert "Thông báo 2 chưa đọc" in text_of(client.get(address))


def test_long_lists_come_in_pages(person):
    for number in range(31):
        told(person, f"Tin số {number:02}")
    client = client_of(person)
    assert "Tin số 00" not in text_of(client.get(reverse("notices")))
    assert "Tin số 00" in text_of(client.get(reverse("notices"), {"trang": "2"}))
    assert client.get(reverse("notices"), {"trang": "không"}).status_code == 200


@pytest.mark.parametrize("count", [1, 25])
def test_queries_do_not_grow(person, count, django_assert_num_queries):
    for _ in range(count):
        told(person)
    client = client_of(person)
    client.get(reverse("notices"))
    with django_assert_num_queries(
        5
    ):  # session, person, how many, which, and the count in the head
        client.get(reverse("notices"))


def test_it_needs_an_account_and_the_right_method(client, person):
    notice = told(person)
    pages = [reverse("notices"), reverse("notices_read"), reverse("notice_read", args=[notice.pk])]
    assert [client.post(page).status_code for page in pages] == [302, 302, 302]
    own = client_of(person)
    assert [
        own.post(pages[0]).status_code,
        own.get(pages[1]).status_code,
        own.get(pages[2]).status_code,
    ] == [405, 405, 405]
    assert Notification.objects.get().read_at is None


def test_text_of_a_notice_is_never_markup(person):
    told(person, "<script>alert(1)</script>")
    assert (
        "<script>alert(1)</script>"
        not in client_of(person).get(reverse("notices")).content.decode()
    )


def test_home_lists_what_waits_for_each():
    campaign = make_stage()
    people = cast(campaign)
    waiting = {
        role: "mở đợt tự chấm" in text_of(client_of(person).get("/"))
        for role, person in people.items()
    }
    assert {role for role, waits in waiting.items() if waits} == {"wg_head"}
