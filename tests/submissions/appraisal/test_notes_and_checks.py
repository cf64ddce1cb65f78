"""Internal notes, which units never read, and figures counted on the spot, which never replace
the declared ones.
"""

from datetime import date

import pytest
from django.http import Http404
from django.urls import reverse

from ictindex.lib.errors import DomainError, NotAllowed
from submissions.appraisal.queries.notes import all_notes_of
from submissions.appraisal.queries.on_site import OnSiteFinding, found_in
from submissions.appraisal.services.notes import write_note
from submissions.appraisal.services.on_site import OnSiteCount, StaleCheck, record_on_site_check
from submissions.dossier.queries.entries import InvalidEntry
from submissions.dossier.queries.trails import notes_of
from submissions.enums import Phase
from submissions.models import Answer, InternalNote, OnSiteCheck
from tests.submissions.appraisal.campaigns import (
    ROOT,
    answer_of,
    file_of,
    make_appraisal,
    make_group,
    signed_in,
)
from tests.submissions.factories import cast
from tests.submissions.workplace import answer_to, make_work
from units.models import AuditEntry, Notification

pytestmark = pytest.mark.django_db
DAY = date(2020, 11, 20)
SECRET = "Số máy đếm được ít hơn kê khai"


@pytest.fixture
def campaign():
    return make_appraisal()


@pytest.fixture
def people(campaign):
    return make_group(campaign)


# --- notes -------------------------------------------------------------------------


def test_note_is_read_beside_its_criterion(campaign, people):
    submission, answer = file_of(campaign), answer_of(campaign)
    write_note(submission=submission, text="  Về cả hồ sơ \r\n", by=people["one"])
    write_note(submission=submission, text=SECRET, answer=answer, by=people["two"])
    found = notes_of(submission, groups=["HT"])
    assert {key: [(note.text, note.by) for note in notes] for key, notes in found.items()} == {
        None: [("Về cả hồ sơ", str(people["one"]))],
        answer.pk: [(SECRET, str(people["two"]))],
    }
    assert list(notes_of(submission, groups=["DV"])) == [None]


@pytest.mark.parametrize("name", ["unit_staff", "unit_head", "council_member", "conflicted"])
def test_units_never_read_notes(campaign, people, name):
    write_note(submission=file_of(campaign), text=SECRET, by=people["one"])
    assert all_notes_of(file_of(campaign), people["one"])
    assert all_notes_of(file_of(campaign), people[name]) == ()
    page = signed_in(people[name]).get(f"{ROOT}/A/ghi-chu/")
    assert page.status_code in (403, 404)
    assert SECRET not in page.content.decode()
    assert not Notification.objects.exists()


def test_unit_finds_no_note_in_its_record(campaign, people):
    write_note(
        submission=file_of(campaign), text=SECRET, answer=answer_of(campaign), by=people["one"]
    )
    client = signed_in(people["unit_head"])
    for name, *place in (
        ("unit_record",),
        ("unit_home",),
        ("unit_group", "HT"),
        ("answer_history", answer_of(campaign).pk),
    ):
        page = client.get(reverse(name, args=["2021", "A", *place]))
        assert (page.status_code, SECRET in page.content.decode()) == (200, False)
    entry = AuditEntry.objects.get(act="appraise.note_written")
    assert SECRET in entry.changes


@pytest.mark.parametrize("text", ["", "   \n ", "a" * 2001])
def test_empty_and_endless_notes_are_refused(campaign, people, text):
    with pytest.raises(DomainError):
        write_note(submission=file_of(campaign), text=text, by=people["one"])
    assert not InternalNote.objects.exists()


def test_note_about_another_file_s_criterion_is_refused(campaign, people):
    with pytest.raises(DomainError, match="không thuộc hồ sơ"):
        write_note(
            submission=file_of(campaign),
            text="x",
            answer=answer_of(campaign, "C"),
            by=people["one"],
        )
    sent = {"text": "x", "answer": answer_of(campaign, "C").pk}
    assert signed_in(people["one"]).post(f"{ROOT}/A/ghi-chu/", sent).status_code == 404


def test_nobody_notes_on_the_own_unit(campaign, people):
    with pytest.raises(Http404):
        write_note(submission=file_of(campaign), text="x", by=people["conflicted"])


def test_page_keeps_what_was_typed_and_escapes_what_is_shown(campaign, people):
    client = signed_in(people["one"])
    refused = client.post(f"{ROOT}/A/ghi-chu/", {"text": "<b>" + "a" * 2001})
    assert refused.status_code == 422
    assert "&lt;b&gt;aaa" in refused.content.decode()
    page = client.post(
        f"{ROOT}/A/ghi-chu/", {"text": "<script>x</script>"}, follow=True
    ).content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;" in page


@pytest.mark.parametrize(
    ("back", "target"),
    [
        (f"{ROOT}/A/nhom/HT/#tc-1", f"{ROOT}/A/nhom/HT/#tc-1"),
        ("https://evil.example/", f"{ROOT}/A/ghi-chu/"),
        ("//evil.example/dot/2021/tham-dinh/", f"{ROOT}/A/ghi-chu/"),
        ("/tai-khoan/", f"{ROOT}/A/ghi-chu/"),
        ("", f"{ROOT}/A/ghi-chu/"),
    ],
)
def test_note_leads_back_to_the_desk_and_nowhere_else(campaign, people, back, target):
    response = signed_in(people["one"]).post(f"{ROOT}/A/ghi-chu/", {"text": "x", "back": back})
    assert response.headers["Location"] == target


# --- counted on the spot -----------------------------------------------------------


def finding_of(answer: Answer) -> OnSiteFinding:
    return found_in(OnSiteCheck.objects.get(answer=answer), answer.criterion)


def test_check_stands_beside_what_was_declared(campaign, people):
    answer = answer_of(campaign)
    counted = OnSiteCount(DAY, {"points": "7,5"}, "Xem tại phòng máy")
    record_on_site_check(answer=answer, version=0, counted=counted, by=people["one"])
    found = finding_of(answer)
    assert (found.figures, found.points, found.note, found.checked_on, found.by) == (
        "7,5",
        "7,50",
        "Xem tại phòng máy",
        DAY,
        str(people["one"]),
    )
    answer.refresh_from_db()
    assert (answer.declared, answer.version) == ({"points": "40.00"}, 1)


def test_figures_are_in_the_terms_of_the_rule():
    work = make_work(phase=Phase.APPRAISE_1)
    one = cast(work)["appraiser"]
    ratio, steps = answer_to(work, "3"), answer_to(work, "2.2")
    record_on_site_check(
        answer=ratio,
        version=0,
        counted=OnSiteCount(DAY, {"numerator": "9", "denominator": "12"}),
        by=one,
    )
    record_on_site_check(answer=steps, version=0, counted=OnSiteCount(DAY, {"number": "3"}), by=one)
    found = [finding_of(answer) for answer in (ratio, steps)]
    assert [(each.figures, each.points) for each in found] == [("9/12", "6,00"), ("3", "15,00")]
    with pytest.raises(InvalidEntry) as refusal:
        record_on_site_check(
            answer=ratio,
            version=1,
            counted=OnSiteCount(DAY, {"numerator": "13", "denominator": "12"}),
            by=one,
        )
    assert list(refusal.value.problems) == ["numerator"]


@pytest.mark.parametrize(
    ("counted", "field"),
    [
        (OnSiteCount(None, {"points": "1"}), "checked_on"),
        (OnSiteCount(date(2999, 1, 1), {"points": "1"}), "checked_on"),
        (OnSiteCount(date(1889, 1, 1), {"points": "1"}), "checked_on"),
        (OnSiteCount(DAY, {"points": "41"}), "points"),
        (OnSiteCount(DAY, {"points": "1e1"}), "points"),
        (OnSiteCount(DAY, {"weight": "1"}), "weight"),
        (OnSiteCount(DAY, {}), "note"),
        (OnSiteCount(DAY, {}, "a" * 2001), "note"),
    ],
)
def test_impossible_checks_are_refused_beside_their_field(campaign, people, counted, field):
    with pytest.raises(InvalidEntry) as refusal:
        record_on_site_check(
            answer=answer_of(campaign), version=0, counted=counted, by=people["one"]
        )
    assert field in refusal.value.problems
    assert not OnSiteCheck.objects.exists()


def test_second_saver_of_the_same_version_is_told(campaign, people):
    answer = answer_of(campaign)
    record_on_site_check(
        answer=answer, version=0, counted=OnSiteCount(DAY, {"points": "5"}), by=people["one"]
    )
    with pytest.raises(StaleCheck) as refusal:
        record_on_site_check(
            answer=answer, version=0, counted=OnSiteCount(DAY, {"points": "6"}), by=people["two"]
        )
    assert refusal.value.current.declared == {"points": "5"}
    same = record_on_site_check(
        answer=answer, version=0, counted=OnSiteCount(DAY, {"points": "5"}), by=people["two"]
    )
    assert (same.version, same.by) == (1, people["one"])


def test_check_is_closed_between_the_rounds(campaign, people):
    campaign.phase = Phase.EXPLAIN
    campaign.save(update_fields=["phase"])
    with pytest.raises(NotAllowed):
        record_on_site_check(
            answer=answer_of(campaign),
            version=0,
            counted=OnSiteCount(DAY, {"points": "5"}),
            by=people["one"],
        )


def test_page_of_a_check_leads_back_to_the_desk(campaign, people):
    answer, client = answer_of(campaign), signed_in(people["one"])
    address = f"{ROOT}/A/kiem-tra-thuc-te/{answer.pk}/"
    refused = client.post(
        address, {"checked_on": "20/11/2020", "v.points": "1.234", "note": "", "version": "0"}
    )
    assert refused.status_code == 422
    assert "có thể hiểu theo hai cách" in refused.content.decode()
    stored = client.post(
        address, {"checked_on": "20/11/2020", "v.points": "7,5", "note": "", "version": "0"}
    )
    assert stored.headers["Location"] == f"{ROOT}/A/nhom/HT/#tc-{answer.pk}"
    stale = client.post(
        address, {"checked_on": "20/11/2020", "v.points": "8", "note": "", "version": "0"}
    )
    assert stale.status_code == 409
    assert 'name="version" value="1"' in stale.content.decode()
