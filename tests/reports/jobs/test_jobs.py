"""Renderings: one at a time, none for ever, who may ask, what is stored, and that what is read
back is what was stored.
"""

import hashlib
import logging
import os
import stat
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from ictindex.lib.errors import NotAllowed
from ictindex.lib.private_files import StoredFileDamaged
from reports.enums import JobState
from reports.jobs.queries import current_rendering, latest_rendering
from reports.jobs.services import requests as jobs
from reports.jobs.services import worker as rendering
from reports.jobs.services.drafts import MadeFile
from reports.jobs.services.requests import render_now, request_report
from reports.jobs.services.worker import open_rendering, run_rendering
from reports.layout.pdf import PdfUnavailable
from reports.models import Rendering
from reports.models.renderings import MOST_SILENT
from reports.results.queries.open_data import as_open_data
from scoring.results.queries import campaign_results
from submissions.enums import Body, Phase
from tests.stored_files import lay, rendering_path
from units.enums import Role
from units.models import User

CONTENT = b"%PDF-1.7 made up"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Laying out has its own tests; here a document is made at once."""

    def make(form, campaign, progress):
        progress("Đang soạn nội dung báo cáo", 5)
        progress("Đang ghi tệp PDF", 90)
        return MadeFile(CONTENT, as_open_data(campaign_results(campaign))["sha256"], 3)

    monkeypatch.setattr(rendering, "make_file", make)


@pytest.fixture
def queue(monkeypatch):
    """The task is queued and waits, as it does where a worker is another process."""
    queued = []
    monkeypatch.setattr(
        jobs.render_report_task.__class__, "enqueue", lambda _task, *args: queued.append(args)
    )
    return queued


def person(campaign, role, **changes) -> User:
    user = User.objects.create_user(
        f"user-{role}", email=f"{role}@example.org", full_name="Lê Văn A", **changes
    )
    campaign.appointments.create(role=role, body=Body.COUNCIL, person="Lê Văn A", user=user)
    return user


def failing(problem):
    def make(form, campaign, progress):
        raise problem

    return make


# --- asking ----------------------------------------------------------------------------


def test_a_request_waits_in_the_queue(campaign_2020, queue):
    rendering_ = request_report(campaign=campaign_2020, by=None)
    assert (rendering_.state, rendering_.percent, queue) == (
        JobState.WAITING,
        0,
        [(rendering_.pk,)],
    )


def test_asking_twice_is_one_rendering(campaign_2020, queue):
    first = request_report(campaign=campaign_2020, by=None)
    assert request_report(campaign=campaign_2020, by=None) == first
    assert queue == [(first.pk,)]


def test_one_that_runs_is_answered_with(campaign_2020, queue):
    first = request_report(campaign=campaign_2020, by=None)
    Rendering.objects.update(state=JobState.RUNNING)
    assert request_report(campaign=campaign_2020, by=None) == first


def test_a_finished_one_does_not_stand_in_the_way(campaign_2020):
    first = request_report(campaign=campaign_2020, by=None)
    second = request_report(campaign=campaign_2020, by=None)
    assert first != second


def test_the_database_holds_one_at_a_time(campaign_2020, queue):
    request_report(campaign=campaign_2020, by=None)
    with pytest.raises(IntegrityError):
        Rendering.objects.create(campaign=campaign_2020)


@pytest.mark.parametrize("state", [JobState.WAITING, JobState.RUNNING])
def test_one_that_is_stuck_is_given_up_and_asked_anew(campaign_2020, queue, state):
    first = request_report(campaign=campaign_2020, by=None)
    Rendering.objects.update(state=state)
    later = timezone.now() + MOST_SILENT[state] + timedelta(seconds=1)
    second = request_report(campaign=campaign_2020, by=None, now=later)
    first.refresh_from_db()
    assert second != first
    assert (first.state, first.finished_at, first.problem) == (JobState.FAILED, later, jobs.STALE)


def test_one_that_is_slow_is_not_given_up(campaign_2020, queue):
    first = request_report(campaign=campaign_2020, by=None)
    soon = timezone.now() + MOST_SILENT[JobState.WAITING] - timedelta(minutes=1)
    assert request_report(campaign=campaign_2020, by=None, now=soon) == first


@pytest.mark.parametrize(
    ("phase", "role", "may"),
    [
        (Phase.DRAFT_REPORT, Role.COUNCIL_SECRETARY, True),
        (Phase.DRAFT_REPORT, Role.COUNCIL_MEMBER, False),
        (Phase.SIGNING, Role.COUNCIL_SECRETARY, True),
        (Phase.PUBLISHED, Role.COUNCIL_SECRETARY, True),
        (Phase.PUBLISHED, Role.WG_HEAD, False),
        (Phase.SELF_SCORE, Role.COUNCIL_SECRETARY, False),
    ],
)
def test_who_may_ask_follows_the_policy(campaign_2020, queue, phase, role, may):
    campaign_2020.phase = phase
    campaign_2020.save(update_fields=["phase"])
    user = person(campaign_2020, role)
    if may:
        assert request_report(campaign=campaign_2020, by=user).requested_by == user
    else:
        with pytest.raises(NotAllowed):
            request_report(campaign=campaign_2020, by=user)
    assert Rendering.objects.count() == int(may)


# --- rendering ---------------------------------------------------------------------------


def test_a_finished_rendering_names_its_data_and_its_file(campaign_2020):
    done = render_now(campaign=campaign_2020)
    assert (done.state, done.step, done.percent, done.pages, done.problem) == (
        JobState.DONE,
        "Đã xong",
        100,
        3,
        "",
    )
    assert done.data_sha256 == as_open_data(campaign_results(campaign_2020))["sha256"]
    assert done.file_sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert rendering_path(done).read_bytes() == CONTENT


def test_only_the_owner_reads_the_file(campaign_2020):
    path = rendering_path(render_now(campaign=campaign_2020))
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (
        0o400,
        0o700,
    )


def test_the_newest_finished_rendering_is_the_latest(campaign_2020, monkeypatch):
    done = render_now(campaign=campaign_2020)
    monkeypatch.setattr(rendering, "make_file", failing(PdfUnavailable()))
    failed = render_now(campaign=campaign_2020)
    assert latest_rendering(campaign_2020) == done
    assert current_rendering(campaign_2020) == failed


def test_each_new_percentage_is_written_down_at_once(campaign_2020, queue, monkeypatch):
    seen = []

    def make(form, campaign, progress):
        for percent in (5, 5, 40):
            progress(f"bước {percent}", percent)
            seen.append(Rendering.objects.values_list("state", "step", "percent").get())
        return MadeFile(CONTENT, as_open_data(campaign_results(campaign))["sha256"], 3)

    monkeypatch.setattr(rendering, "make_file", make)
    run_rendering(request_report(campaign=campaign_2020, by=None).pk)
    assert seen == [("running", "bước 5", 5), ("running", "bước 5", 5), ("running", "bước 40", 40)]


def test_a_task_that_comes_twice_renders_once(campaign_2020, queue, monkeypatch):
    waiting = request_report(campaign=campaign_2020, by=None)
    run_rendering(waiting.pk)
    monkeypatch.setattr(rendering, "make_file", failing(AssertionError("rendered again")))
    run_rendering(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == JobState.DONE


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (PdfUnavailable(), str(PdfUnavailable())),
        (OSError("disk full"), rendering.NO_ROOM),
        (ValueError("secret detail"), rendering.UNEXPECTED),
    ],
    ids=["no Pango", "no room", "a mistake"],
)
def test_a_problem_becomes_a_sentence_and_never_a_traceback(
    campaign_2020, monkeypatch, caplog, problem, sentence
):
    monkeypatch.setattr(rendering, "make_file", failing(problem))
    failed = render_now(campaign=campaign_2020)
    assert (failed.state, failed.step, failed.problem, failed.file_sha256) == (
        JobState.FAILED,
        "",
        sentence,
        "",
    )
    assert failed.finished_at is not None
    assert not isinstance(problem, ValueError) or "secret detail" in caplog.text


def test_a_rendering_over_the_time_limit_is_stopped(campaign_2020, monkeypatch):
    monkeypatch.setattr(rendering, "TIME_LIMIT_SECONDS", -1)
    failed = render_now(campaign=campaign_2020)
    assert (failed.state, failed.problem) == (JobState.FAILED, rendering.TOO_SLOW)


def test_a_rendering_that_was_given_up_stops_and_keeps_its_sentence(
    campaign_2020, queue, monkeypatch
):
    def give_up(form, campaign, progress):
        Rendering.objects.update(state=JobState.FAILED, problem=jobs.STALE)
        progress("bước", 50)
        raise AssertionError("went on")

    monkeypatch.setattr(rendering, "make_file", give_up)
    waiting = request_report(campaign=campaign_2020, by=None)
    run_rendering(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.problem, waiting.file_sha256) == (
        JobState.FAILED,
        jobs.STALE,
        "",
    )


# --- reading back ------------------------------------------------------------------------


def test_what_is_read_is_what_was_stored(campaign_2020):
    with open_rendering(render_now(campaign=campaign_2020)) as file:
        assert file.read() == CONTENT


@pytest.mark.parametrize(
    "damage", [lambda path: lay(path, CONTENT + b" "), os.unlink], ids=["changed", "gone"]
)
def test_a_damaged_file_is_not_given_out(campaign_2020, damage):
    done = render_now(campaign=campaign_2020)
    damage(rendering_path(done))
    with pytest.raises(StoredFileDamaged):
        open_rendering(done)


def test_an_unfinished_rendering_has_no_file(campaign_2020, queue):
    with pytest.raises(StoredFileDamaged, match="chưa tạo xong"):
        open_rendering(request_report(campaign=campaign_2020, by=None))


def test_the_log_of_a_normal_rendering_is_empty(campaign_2020, caplog):
    with caplog.at_level(logging.WARNING):
        render_now(campaign=campaign_2020)
    assert caplog.records == []
