"""Freezing in the background: exactly one moment is frozen, one edition comes of two presses,
and no dead worker blocks.
"""

from datetime import timedelta

import pytest
from django.db import transaction

from ictindex.lib.errors import StaleState
from reports.editions.members import Erratum, read_source
from reports.editions.queries.moments import ATTEMPTS, RESTLESS, RecordMoment, at_one_moment
from reports.editions.services import freeze as freezing
from reports.editions.services.editions import (
    BEING_FROZEN,
    ask_again,
    ask_to_freeze,
    prepare_correction,
    withdraw_edition,
)
from reports.editions.services.freeze import (
    GIVEN_UP,
    OTHER_BASE,
    WAITS,
    freeze_at_once,
    make_edition,
)
from reports.enums import EditionState, JobState
from reports.jobs.queries import STALE
from reports.jobs.services import requests as jobs
from reports.jobs.services.worker import run_rendering
from reports.models import Edition, Rendering
from reports.results.queries.open_data import as_open_data
from scoring.results.queries import campaign_results
from submissions.enums import Phase, Round
from submissions.models import Appraisal, Campaign
from tests.reports.editions.factories import (
    another_secretary,
    freeze,
    lay_out_quickly,
    make_desk,
    publish_all,
)
from tests.submissions.factories import make_stage
from units import audit
from units.models import AuditEntry, ChainHead
from units.record.queries.verification import verify_record

pytestmark = pytest.mark.django_db
ERRATA = [Erratum("Bảng 1, dòng A", "10,00", "11,00")]


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    lay_out_quickly(monkeypatch)


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def queued(monkeypatch):
    """The task waits, as it does where a worker is another process."""
    keys = []
    monkeypatch.setattr(
        jobs.render_report_task.__class__, "enqueue", lambda _task, key: keys.append(key)
    )
    return keys


def write(campaign: Campaign | None, *, points: int | None = None) -> None:
    """Somebody changes a row, and the record has it."""
    with transaction.atomic():
        row = Appraisal.objects.filter(round=Round.SECOND).first()
        before = audit.row_of(row)
        row.points = row.points if points is None else points
        row.save(update_fields=["points"])
        audit.record(
            act="test.changed", by=None, campaign=campaign, changes=[audit.updated(before, row)]
        )


def hear(campaign: Campaign) -> None:
    """Somebody does something that changes no row."""
    with transaction.atomic():
        audit.record(act="test.heard", by=None, campaign=campaign)


def while_reading(monkeypatch, *acts) -> None:
    """Each act happens once during one reading after the other: after the figures were read,
    before anything is stored.
    """
    waiting = list(acts)

    def read(campaign):
        source = read_source(campaign)
        if waiting:
            waiting.pop(0)()
        return source

    monkeypatch.setattr(freezing, "read_source", read)


# --- one moment -----------------------------------------------------------------------------------


def test_asking_stores_nothing_but_the_request(desk, queued):
    rendering = ask_to_freeze(campaign=desk.campaign, by=desk.secretary)
    assert (rendering.state, rendering.format, queued) == (
        JobState.WAITING,
        "content",
        [rendering.pk],
    )
    assert not Edition.objects.exists()
    assert AuditEntry.objects.latest("sequence").act == "edition.freezing_asked_for"


def test_what_changes_while_it_is_read_is_read_again(desk, monkeypatch):
    while_reading(monkeypatch, lambda: write(desk.campaign, points=2))
    edition = freeze(desk)
    now = as_open_data(campaign_results(Campaign.objects.get()))["sha256"]
    assert (edition.data_sha256, Edition.objects.count()) == (now, 1)


def test_it_is_what_was_there_at_the_head_of_the_record_that_it_names(desk, monkeypatch):
    heads = []
    while_reading(
        monkeypatch,
        lambda: (write(desk.campaign, points=2), heads.append(str(ChainHead.objects.get()))),
    )
    assert freeze(desk).record_head == heads[0]


def test_acts_that_change_nothing_do_not_make_it_read_again(desk, monkeypatch):
    heads = [str(ChainHead.objects.get())]
    while_reading(
        monkeypatch, lambda: hear(desk.campaign), lambda: pytest.fail("it was read twice")
    )
    assert freeze(desk).record_head.split(":")[0] == str(int(heads[0].split(":")[0]) + 1)


def test_what_concerns_another_year_does_not_make_it_read_again(desk, monkeypatch):
    other = make_stage(year=2031)
    while_reading(monkeypatch, lambda: write(other), lambda: pytest.fail("it was read twice"))
    assert freeze(desk).number == 1


@pytest.mark.parametrize("is_of_campaign", [True, False])
def test_what_changes_all_the_time_is_told(desk, monkeypatch, is_of_campaign):
    campaign = desk.campaign if is_of_campaign else None
    while_reading(monkeypatch, *[lambda: write(campaign)] * ATTEMPTS)
    rendering = ask_to_freeze(campaign=desk.campaign, by=desk.secretary)
    rendering.refresh_from_db()
    assert (rendering.state, rendering.problem) == (JobState.FAILED, RESTLESS)
    assert not Edition.objects.exists()


def test_loaded_campaign_is_frozen_at_one_moment_too(desk, monkeypatch):
    Campaign.objects.update(phase=Phase.PUBLISHED)
    while_reading(monkeypatch, lambda: write(desk.campaign, points=2))
    now_is = freeze_at_once(desk.campaign).data_sha256
    assert now_is == as_open_data(campaign_results(Campaign.objects.get()))["sha256"]


def test_nothing_is_locked_while_it_is_read(desk, monkeypatch):
    """Savepoints of the test apart, no transaction is open while the campaign is read."""
    depth = []
    outside = len(transaction.get_connection().savepoint_ids)
    while_reading(
        monkeypatch, lambda: depth.append(len(transaction.get_connection().savepoint_ids))
    )
    monkeypatch.setattr(jobs.render_report_task.__class__, "enqueue", lambda *_: None)
    run_rendering(ask_to_freeze(campaign=desk.campaign, by=desk.secretary).pk)
    assert depth == [outside]


def test_what_was_made_is_not_written_when_the_moment_is_over(desk):
    moment = RecordMoment.begin()
    write(desk.campaign)
    with pytest.raises(StaleState, match=RESTLESS[:40]), transaction.atomic():
        moment.require_unchanged(desk.campaign)


def test_reading_goes_on_until_it_is_written():
    tries = []

    def keep(_made, moment):
        tries.append(moment)
        return len(tries)

    assert at_one_moment(lambda _: None, keep) == 1


# --- two presses, and workers that are gone -------------------------------------------------------


def test_two_secretaries_get_one_edition(desk, queued):
    first = ask_to_freeze(campaign=desk.campaign, by=desk.secretary)
    second = ask_to_freeze(campaign=desk.campaign, by=another_secretary(desk))
    assert (second, second.requested_by, queued) == (first, desk.secretary, [first.pk])
    for _ in range(2):
        run_rendering(first.pk)
    assert Edition.objects.get().frozen_by == desk.secretary


def test_record_knows_everything_of_an_edition(desk):
    freeze(desk)
    assert verify_record() == []


@pytest.mark.parametrize(("state", "silence"), [(JobState.WAITING, 11), (JobState.RUNNING, 3)])
def test_dead_worker_does_not_block(desk, queued, state, silence):
    first = ask_to_freeze(campaign=desk.campaign, by=desk.secretary)
    Rendering.objects.update(state=state, heard_at=first.heard_at - timedelta(minutes=silence))
    second = ask_to_freeze(campaign=desk.campaign, by=desk.secretary)
    first.refresh_from_db()
    assert (first.state, first.problem, queued) == (JobState.FAILED, STALE, [first.pk, second.pk])


@pytest.mark.parametrize(("state", "silence"), [(JobState.WAITING, 9), (JobState.RUNNING, 1)])
def test_slow_worker_is_not_given_up(desk, queued, state, silence):
    first = ask_to_freeze(campaign=desk.campaign, by=desk.secretary)
    Rendering.objects.update(state=state, heard_at=first.heard_at - timedelta(minutes=silence))
    assert ask_to_freeze(campaign=desk.campaign, by=desk.secretary) == first


def test_worker_that_was_given_up_stores_no_edition(desk, queued):
    rendering = ask_to_freeze(campaign=desk.campaign, by=desk.secretary)
    Rendering.objects.update(state=JobState.FAILED)
    with pytest.raises(StaleState, match=GIVEN_UP):
        make_edition(rendering, lambda _step, _percent: None)
    assert not Edition.objects.exists()


def test_who_lost_the_right_meanwhile_freezes_nothing(desk, queued):
    rendering = ask_to_freeze(campaign=desk.campaign, by=desk.secretary)
    Campaign.objects.update(phase=Phase.COUNCIL_2)
    run_rendering(rendering.pk)
    rendering.refresh_from_db()
    assert (rendering.state, Edition.objects.exists()) == (JobState.FAILED, False)


def test_giving_an_edition_up_ends_the_making_of_its_files(desk, queued, monkeypatch):
    edition = freeze_without_files(desk, monkeypatch)
    again = ask_again(campaign=desk.campaign, by=desk.secretary)
    withdraw_edition(edition=edition, reason="Sai trích yếu", by=desk.secretary)
    again.refresh_from_db()
    assert again.state == JobState.FAILED
    assert ask_to_freeze(campaign=desk.campaign, by=desk.secretary).state == JobState.WAITING


def freeze_without_files(desk, monkeypatch) -> Edition:
    with monkeypatch.context() as broken:
        broken.setattr(freezing, "make_files", lambda *_, **__: (_ for _ in ()).throw(OSError))
        run_rendering(ask_to_freeze(campaign=desk.campaign, by=desk.secretary).pk)
    return Edition.objects.get(state=EditionState.FROZEN)


def test_nothing_is_done_again_that_was_not_begun(desk):
    with pytest.raises(StaleState):
        ask_again(campaign=desk.campaign, by=desk.secretary)


# --- corrections ----------------------------------------------------------------------------------


def prepare(desk, explanation="Sửa lỗi in.") -> Rendering:
    return prepare_correction(
        campaign=desk.campaign, explanation=explanation, errata=ERRATA, by=desk.publisher
    )


def test_second_correction_is_told_of_the_first_and_loses_nothing(desk, queued):
    make_published(desk)
    prepare(desk)
    with pytest.raises(StaleState, match=BEING_FROZEN):
        prepare(desk, "Sửa lỗi khác.")
    run_rendering(queued[-1])
    with pytest.raises(StaleState, match=WAITS):
        prepare(desk, "Sửa lỗi khác.")


def make_published(desk) -> None:
    Campaign.objects.update(phase=Phase.PUBLISHED)
    freeze_at_once(desk.campaign)
    desk.campaign.refresh_from_db()


def test_correction_of_an_edition_that_is_not_in_force_any_more_is_told(desk, queued):
    make_published(desk)
    rendering = prepare(desk)
    Edition.objects.update(number=7)
    run_rendering(rendering.pk)
    rendering.refresh_from_db()
    assert rendering.problem == OTHER_BASE


def test_correction_is_in_the_record_as_it_was_asked_for(desk):
    publish_all(desk)
    prepare(desk)
    asked = AuditEntry.objects.filter(act="edition.freezing_asked_for").latest("sequence")
    assert '"explanation":"Sửa lỗi in."' in asked.facts.replace('": ', '":')
