"""Many at once before publication: one act counts, and the others are told."""

from threading import Lock

import pytest

from reports.editions.queries.checks import checks_of
from reports.editions.services import editions
from reports.editions.services.editions import (
    ask_to_freeze,
    prepare_correction,
    take_in_signed,
    withdraw_edition,
)
from reports.editions.services.freeze import freeze_at_once
from reports.editions.services.publication import publish, publish_correction, sign_off
from reports.editions.signature.signatures import Signature
from reports.enums import EditionState, FileFormat
from reports.jobs.services import requests as jobs
from reports.jobs.services.worker import run_rendering
from reports.models import Edition, EditionFile, Rendering, SignOff
from submissions.enums import Phase
from submissions.models import Campaign
from tests.reports.editions.factories import (
    another_secretary,
    answer_for_everything,
    freeze,
    lay_out_quickly,
    make_desk,
)
from tests.reports.editions.test_freeze import ERRATA
from tests.submissions.council.test_council_together import at_once
from units.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(monkeypatch):
    lay_out_quickly(monkeypatch)
    return make_desk()


@pytest.fixture
def queued(monkeypatch):
    keys, lock = [], Lock()

    def put(_task, key):
        with lock:
            keys.append(key)

    monkeypatch.setattr(jobs.render_report_task.__class__, "enqueue", put)
    return keys


def entries(act: str) -> int:
    return AuditEntry.objects.filter(act=act).count()


def test_two_secretaries_freeze_one_edition_with_two_workers(desk, queued):
    people = (desk.secretary, another_secretary(desk))
    presses = [lambda by=by: ask_to_freeze(campaign=desk.campaign, by=by) for by in people * 2]
    assert at_once(*presses) == ["done"] * 4
    assert (len(queued), Rendering.objects.filter(format=FileFormat.CONTENT).count()) == (1, 1)
    at_once(*[lambda: run_rendering(queued[0])] * 3)
    assert (
        Edition.objects.count(),
        entries("edition.frozen"),
        entries("edition.freezing_asked_for"),
    ) == (1, 1, 1)


def test_a_check_is_answered_for_by_one(desk):
    found = next(each for each in checks_of(desk.campaign) if each.code == "bands_whole")

    def answer(by) -> None:
        sign_off(
            campaign=desk.campaign,
            check=found.code,
            state_sha256=found.state_sha256,
            reason="Đã rà soát",
            by=by,
        )

    said = at_once(lambda: answer(desk.secretary), lambda: answer(desk.publisher))
    assert (said, SignOff.objects.count()) == (["StaleState", "done"], 1)


def test_signed_file_is_brought_by_one(desk, monkeypatch):
    edition = freeze(desk)
    found = (Signature("Lê Vĩnh Tân", "2020-12-21T09:00:00+07:00", True, False, "Lê Vĩnh Tân ký."),)
    monkeypatch.setattr(editions, "check_signed", lambda _content, **_options: found)

    def bring(by) -> None:
        take_in_signed(edition=edition, content=by.username.encode(), seen_sha256="", by=by)

    said = at_once(lambda: bring(desk.secretary), lambda: bring(desk.publisher))
    assert (said, EditionFile.objects.filter(format=FileFormat.SIGNED).count()) == (
        ["StaleState", "done"],
        1,
    )


def test_an_edition_is_published_once(desk):
    freeze(desk)
    answer_for_everything(desk)

    def press() -> None:
        publish(campaign=desk.campaign, source=Phase.SIGNING, number=1, by=desk.publisher)

    assert at_once(press, press, press) == ["StaleState", "StaleState", "done"]
    assert (entries("edition.published"), entries("campaign.advanced")) == (1, 1)


def test_an_edition_is_published_or_given_up(desk):
    edition = freeze(desk)
    answer_for_everything(desk)
    said = at_once(
        lambda: publish(campaign=desk.campaign, source=Phase.SIGNING, number=1, by=desk.publisher),
        lambda: withdraw_edition(
            edition=Edition.objects.get(), reason="Sai trích yếu", by=desk.secretary
        ),
    )
    assert said.count("done") == 1
    states = {(Phase.PUBLISHED, EditionState.PUBLISHED), (Phase.SIGNING, EditionState.WITHDRAWN)}
    edition.refresh_from_db()
    assert (Campaign.objects.get().phase, edition.state) in states


def test_one_of_two_corrections_is_told(desk, queued):
    Campaign.objects.update(phase=Phase.PUBLISHED)
    desk.campaign.refresh_from_db()
    freeze_at_once(desk.campaign)

    def correct(why: str) -> None:
        prepare_correction(
            campaign=desk.campaign, explanation=why, errata=ERRATA, by=desk.publisher
        )

    assert at_once(lambda: correct("Lỗi in."), lambda: correct("Lỗi khác.")) == [
        "StaleState",
        "done",
    ]
    run_rendering(queued[-1])
    answer_for_everything(desk, by=desk.publisher)

    def press() -> None:
        publish_correction(campaign=desk.campaign, number=2, by=desk.publisher)

    assert at_once(press, press) == ["StaleState", "done"]
    assert list(Edition.objects.order_by("number").values_list("state", flat=True)) == [
        "superseded",
        "published",
    ]
