"""Groups of roles are named once, and people are told in one way; and the questions asked of
sources where it is not so.
"""

import pytest

from tests.house import people
from tests.house.sources import read_sources
from tests.places import ROOT

SOURCES = read_sources(ROOT)


def test_no_group_of_roles_is_spelled_out_again():
    assert people.repeated_groups(SOURCES) == []


def test_people_are_told_in_one_way():
    assert people.ways_to_tell(SOURCES) == []


@pytest.mark.parametrize(
    "source",
    [
        "HEADS = (Role.UNIT_HEAD, Role.UNIT_STAFF)",
        "held.of_role(*[Role.APPRAISER, Role.WG_HEAD])",
        "if role in {Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY}: ...",
    ],
)
def test_a_group_that_is_spelled_out_is_found(source):
    assert len(people.repeated_groups({"submissions.council.queries": source})) == 1


def test_other_groups_and_the_names_themselves_are_left_alone():
    sources = {
        "submissions.council.queries": "TOLD = (Role.WG_HEAD, Role.COUNCIL_SECRETARY)",
        "units.enums": "UNIT_ROLES = (Role.UNIT_STAFF, Role.UNIT_HEAD)",
    }
    assert people.repeated_groups(sources) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("submissions.reply.services", "Notification.objects.create(user=person)"),
        ("submissions.reply.services", "Notification.objects.bulk_create(rows)"),
        ("submissions.reply.services", "rows = [Notification(user=person)]"),
        ("submissions.reply.services", "tell(Notice(people, subject=subject, body=body))"),
        ("submissions.reply.notices", "def tell_of_reply(reply):\n    tell(notice)"),
        ("submissions.reply.views", "tell(*notices_of_reply(reply))"),
    ],
)
def test_another_way_to_tell_is_found(name, source):
    assert len(people.ways_to_tell({name: source})) == 1


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("submissions.reply.notices", "def notice_of_reply(reply):\n    return Notice(people)"),
        ("submissions.reply.services", "tell(notice_of_reply(reply))"),
        ("units.notify", "Notification.objects.bulk_create(Notification() for person in people)"),
        ("reports.layout.pdf", 'tell("Đang ghi tệp PDF", 90)'),
    ],
)
def test_the_one_way_is_left_alone(name, source):
    assert people.ways_to_tell({name: source}) == []
