"""What of two frameworks can be compared is written by who may, with its reason, and never over
what somebody else wrote.
"""

from datetime import date

import pytest
from django.test import Client

from criteria.correspondences import GroupLink, links_between
from criteria.models import Correspondence, Framework
from ictindex.lib.errors import NotAllowed, StaleState
from submissions.campaigns.services.correspondences import (
    GroupPair,
    InvalidCorrespondence,
    correspondence_version,
    remove_correspondence,
    write_correspondence,
)
from submissions.enums import Phase
from submissions.models import Campaign
from tests.scoring.factories import make_framework
from tests.strict_pages import inline_code, landmarks, repeated_ids
from tests.submissions.factories import cast, make_stage
from units.models import AuditEntry, User

pytestmark = pytest.mark.django_db

PAIR = GroupPair("HTS", "HT", True, "Cùng đo hạ tầng.")
SENT = {
    "older": "nhom:HTS",
    "newer": "nhom:HT",
    "is_comparable": "co",
    "reason": "Cùng đo hạ tầng.",
    "version": "",
}


@pytest.fixture
def campaign() -> Campaign:
    stage = make_stage(Phase.DRAFT_REPORT)
    Framework.objects.filter(pk=stage.framework_id).update(issued_on=date(2020, 5, 6))
    return Campaign.objects.select_related("framework").get(pk=stage.pk)


@pytest.fixture
def people(campaign) -> dict[str, User]:
    return cast(campaign)


@pytest.fixture
def other() -> Framework:
    """Issued before the campaign's own, though it came into the application later."""
    return make_framework("cu", shape={"I": {"HTS": {"1": 200}}}, issued_on=date(2017, 10, 4))


def write(
    campaign: Campaign, other: Framework, by: User, *, pair: GroupPair = PAIR, version: str = ""
) -> Correspondence:
    return write_correspondence(campaign=campaign, other=other, pair=pair, version=version, by=by)


def plain(row: Correspondence) -> tuple[object, ...]:
    return (
        row.older.code,
        row.newer.code,
        row.older_group,
        row.newer_group,
        row.is_comparable,
        row.reason,
    )


def test_row_is_written_with_the_earlier_framework_first_and_recorded(
    campaign, people, other
) -> None:
    row = write(campaign, other, people["wg_head"])
    assert plain(row) == ("cu", "khung-2020", "HTS", "HT", True, "Cùng đo hạ tầng.")
    entry = AuditEntry.objects.order_by("-sequence").first()
    assert (entry.act, entry.actor, entry.campaign_code) == (
        "framework.correspondence_written",
        people["wg_head"],
        "2020",
    )


def test_without_days_the_framework_that_came_first_is_the_earlier(campaign, people, other) -> None:
    Framework.objects.update(issued_on=None)
    row = write(
        campaign,
        Framework.objects.get(pk=other.pk),
        people["wg_head"],
        pair=GroupPair("HT", "HTS", True, "Cùng đo."),
    )
    assert plain(row)[:2] == ("khung-2020", "cu")


def test_row_is_changed_by_who_saw_it_and_stale_by_who_did_not(campaign, people, other) -> None:
    row = write(campaign, other, people["wg_head"])
    seen = correspondence_version(row)
    write(
        campaign,
        other,
        people["wg_head"],
        pair=GroupPair("HTS", "HT", False, "Khác."),
        version=seen,
    )
    for version in (seen, ""):
        with pytest.raises(StaleState):
            write(campaign, other, people["wg_head"], version=version)
    row.refresh_from_db()
    assert (row.is_comparable, row.reason, Correspondence.objects.count()) == (False, "Khác.", 1)


def test_what_did_not_change_is_not_recorded(campaign, people, other) -> None:
    row = write(campaign, other, people["wg_head"])
    before = AuditEntry.objects.count()
    write(campaign, other, people["wg_head"], version=correspondence_version(row))
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(
    "pair",
    [
        GroupPair("HTS", "HT", True, "  "),
        GroupPair("HTS", "HT", True, "x" * 501),
        GroupPair("", "HT", True, "Lý do"),
        GroupPair("HTS", "", True, "Lý do"),
        GroupPair("HT", "HT", True, "Lý do"),
        GroupPair("HTS", "HTS", True, "Lý do"),
    ],
)
def test_what_makes_no_row_is_refused(campaign, people, other, pair) -> None:
    with pytest.raises(InvalidCorrespondence):
        write(campaign, other, people["wg_head"], pair=pair)
    assert not Correspondence.objects.exists()


def test_framework_is_not_set_against_itself(campaign, people) -> None:
    with pytest.raises(InvalidCorrespondence):
        write(
            campaign, campaign.framework, people["wg_head"], pair=GroupPair("", "", True, "Lý do")
        )


@pytest.mark.parametrize(
    "who", ["unit_head", "appraiser", "council_member", "publisher", "auditor", "administrator"]
)
def test_others_write_nothing(campaign, people, other, who) -> None:
    with pytest.raises(NotAllowed):
        write(campaign, other, people[who])
    row = write(campaign, other, people["council_secretary"])
    with pytest.raises(NotAllowed):
        remove_correspondence(
            campaign=campaign, row=row, version=correspondence_version(row), by=people[who]
        )
    assert Correspondence.objects.count() == 1


def test_row_is_taken_out_by_who_saw_it(campaign, people, other) -> None:
    row = write(campaign, other, people["wg_head"])
    with pytest.raises(StaleState):
        remove_correspondence(campaign=campaign, row=row, version="x", by=people["wg_head"])
    remove_correspondence(
        campaign=campaign, row=row, version=correspondence_version(row), by=people["wg_head"]
    )
    assert not Correspondence.objects.exists()


def test_links_are_read_in_the_asked_direction_and_in_order(campaign, other) -> None:
    for older_group, newer_group in (("HTS", "DV"), ("HTS", "HT"), ("", "")):
        Correspondence.objects.create(
            older=other,
            newer=campaign.framework,
            older_group=older_group,
            newer_group=newer_group,
            reason="vì",
        )
    forth = links_between(other.pk, campaign.framework_id)
    assert forth == (
        GroupLink("", "", True, "vì"),
        GroupLink("HTS", "HT", True, "vì"),
        GroupLink("HTS", "DV", True, "vì"),
    )
    back = links_between(campaign.framework_id, other.pk)
    assert {(link.older, link.newer) for link in back} == {("", ""), ("HT", "HTS"), ("DV", "HTS")}


# --- over HTTP ---------------------------------------------------------------
def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def test_form_writes_changes_and_takes_out(client, campaign, people, other) -> None:
    signed_in(client, people["wg_head"])
    assert client.post("/dot/2020/tuong-ung/?bo=cu", SENT).status_code == 302
    row = Correspondence.objects.get()
    form = client.get(f"/dot/2020/tuong-ung/?bo=cu&dong={row.pk}").context["form"]
    assert form.initial == SENT | {"version": correspondence_version(row)}
    changed = form.initial | {"is_comparable": "khong", "reason": "Đo cách khác."}
    assert client.post("/dot/2020/tuong-ung/?bo=cu", changed).status_code == 302
    row.refresh_from_db()
    assert (row.is_comparable, row.reason) == (False, "Đo cách khác.")
    answer = client.post(
        f"/dot/2020/tuong-ung/{row.pk}/bo/", {"version": correspondence_version(row)}
    )
    assert (answer.status_code, Correspondence.objects.count()) == (302, 0)


def test_stale_form_keeps_what_was_typed(client, campaign, people, other) -> None:
    write(campaign, other, people["wg_head"])
    answer = signed_in(client, people["wg_head"]).post(
        "/dot/2020/tuong-ung/?bo=cu", SENT | {"reason": "Của tôi"}
    )
    assert answer.status_code == 409
    assert "Của tôi" in answer.content.decode()
    assert Correspondence.objects.get().reason == "Cùng đo hạ tầng."


@pytest.mark.parametrize(
    "wrong",
    [
        {"older": ""},
        {"older": "nhom:XX"},
        {"reason": ""},
        {"is_comparable": "2"},
        {"newer": "tong"},
    ],
)
def test_wrong_form_comes_back_with_its_sentence(client, campaign, people, other, wrong) -> None:
    answer = signed_in(client, people["wg_head"]).post("/dot/2020/tuong-ung/?bo=cu", SENT | wrong)
    assert (answer.status_code, Correspondence.objects.count()) == (422, 0)
    assert "Chưa thực hiện được" in answer.content.decode()


@pytest.mark.parametrize("query", ["?bo=khong-co", "?bo=khung-2020"])
def test_unknown_framework_is_not_found(client, campaign, people, other, query) -> None:
    assert (
        signed_in(client, people["wg_head"]).get(f"/dot/2020/tuong-ung/{query}").status_code == 404
    )


def test_row_between_other_frameworks_is_not_found(client, campaign, people, other) -> None:
    third = make_framework("ba")
    row = Correspondence.objects.create(older=other, newer=third, reason="vì")
    answer = signed_in(client, people["wg_head"]).post(
        f"/dot/2020/tuong-ung/{row.pk}/bo/", {"version": correspondence_version(row)}
    )
    assert (answer.status_code, Correspondence.objects.count()) == (404, 1)


def test_without_another_framework_the_page_says_so(client, campaign, people) -> None:
    assert (
        "Chưa có bộ tiêu chí nào khác"
        in signed_in(client, people["wg_head"]).get("/dot/2020/tuong-ung/").content.decode()
    )


def test_page_is_whole_and_shows_hostile_reasons_as_text(client, campaign, people, other) -> None:
    write(
        campaign,
        other,
        people["wg_head"],
        pair=GroupPair("HTS", "HT", True, "<script>alert(1)</script>{% x %}"),
    )
    html = (
        signed_in(client, people["wg_head"])
        .get("/dot/2020/tuong-ung/?bo=cu&dong=²")
        .content.decode()
    )
    assert (inline_code(html), repeated_ids(html)) == ([], set())
    assert landmarks(html)
    assert "&lt;script&gt;alert(1)" in html
