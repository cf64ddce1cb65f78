"""The draft that lay before a meeting is kept as it was, opened by whoever reads the minutes,
and checked with the record.
"""

import pytest
from django.test import Client

from ictindex.lib.errors import StaleState
from ictindex.lib.private_files import StoredFileDamaged
from reports.council.services.acceptance import open_meeting_on_draft
from reports.results.queries.open_data import as_open_data
from scoring.results.queries import campaign_results
from submissions.council.services import meetings
from submissions.enums import Phase
from submissions.models import Meeting, MeetingDraft
from tests.reports.council.factories import DAY, make_draft, open_sitting
from tests.stored_files import draft_path, lay, rendering_path
from tests.submissions.factories import cast, make_stage
from tests.units.record.tampering import record_everything
from units.record.queries.verification import verify_record

pytestmark = pytest.mark.django_db
OLD, NEW = b"%PDF-1.7 ban cu", b"%PDF-1.7 ban moi"


@pytest.fixture
def council():
    campaign = make_stage(Phase.COUNCIL_1)
    return campaign, cast(campaign)


def stored():
    return draft_path(MeetingDraft.objects.get().stored_as)


def read_by(person):
    client = Client()
    client.force_login(person)
    return client.get("/dot/2020/hoi-dong/hop/1/du-thao.pdf")


def test_later_draft_leaves_the_one_that_was_looked_at(council):
    campaign, people = council
    first = make_draft(campaign, OLD)
    meeting = open_sitting(campaign, people["council_secretary"])
    rendering_path(first).unlink()
    make_draft(campaign, NEW)
    draft = MeetingDraft.objects.get()
    assert (meeting.draft_sha256, draft.sha256, draft.pages) == (
        first.file_sha256,
        first.file_sha256,
        3,
    )
    for role in ("council_member", "council_secretary", "wg_head", "auditor"):
        assert b"".join(read_by(people[role]).streaming_content) == OLD


@pytest.mark.parametrize(
    "role", ["unit_staff", "unit_head", "appraiser", "administrator", "publisher"]
)
def test_nobody_else_opens_it(council, role):
    campaign, people = council
    make_draft(campaign)
    open_sitting(campaign, people["council_secretary"])
    assert read_by(people[role]).status_code in (403, 404)


def test_record_verifies_with_it_and_names_it_once_it_is_changed_or_gone(council):
    campaign, people = council
    record_everything()
    make_draft(campaign)
    open_sitting(campaign, people["council_secretary"])
    assert verify_record() == []
    lay(stored(), b"%PDF-1.7 bi sua")
    assert [(each.kind, each.table) for each in verify_record()] == [
        ("file_changed", "submissions_meetingdraft")
    ]
    assert (
        "không còn đúng như khi phiên họp xem" in read_by(people["council_member"]).content.decode()
    )
    stored().unlink()
    assert [(each.kind, each.table) for each in verify_record()] == [
        ("file_missing", "submissions_meetingdraft")
    ]
    assert read_by(people["council_member"]).status_code == 404


def test_it_is_said_whether_it_was_made_from_the_figures_of_the_meeting(council):
    campaign, people = council
    now = as_open_data(campaign_results(campaign))["sha256"]
    make_draft(campaign, OLD, data_sha256=now)
    open_sitting(campaign, people["council_secretary"])
    assert MeetingDraft.objects.get().shows_figures
    MeetingDraft.objects.all().delete()
    Meeting.objects.update(state="planned", draft_sha256="")
    make_draft(campaign, NEW, data_sha256="0" * 64)
    client = Client()
    client.force_login(people["council_secretary"])
    assert (
        "được tạo trước khi số liệu thay đổi"
        in client.get("/dot/2020/hoi-dong/hop/1/mo/").content.decode()
    )


def planned(campaign, people) -> Meeting:
    return meetings.plan_meeting(
        campaign=campaign, held_on=DAY, purpose="Họp", by=people["council_secretary"]
    )


def test_meeting_is_opened_on_the_draft_that_was_shown(council):
    campaign, people = council
    shown, meeting = make_draft(campaign, OLD), planned(campaign, people)
    make_draft(campaign, NEW)
    with pytest.raises(StaleState, match="bản dự thảo khác"):
        open_meeting_on_draft(
            meeting=meeting,
            version=meeting.version,
            seen_draft=shown.file_sha256,
            by=people["council_secretary"],
        )
    assert not MeetingDraft.objects.exists()


def test_meeting_is_not_opened_on_a_damaged_draft(council):
    campaign, people = council
    shown, meeting = make_draft(campaign, OLD), planned(campaign, people)
    lay(rendering_path(shown), b"khac")
    with pytest.raises(StoredFileDamaged):
        open_meeting_on_draft(
            meeting=meeting,
            version=meeting.version,
            seen_draft=shown.file_sha256,
            by=people["council_secretary"],
        )
    assert Meeting.objects.get().state == "planned"


def test_same_draft_before_two_meetings_is_one_file(council):
    campaign, people = council
    make_draft(campaign, OLD)
    for number in (1, 2):
        open_sitting(campaign, people["council_secretary"])
        Meeting.objects.filter(number=number).update(
            state="closed", entitled=2, present=2, closed_at="2020-12-11T00:00Z"
        )
    (stored_as,) = {draft.stored_as for draft in MeetingDraft.objects.all()}
    assert list(draft_path("").iterdir()) == [draft_path(stored_as)]
