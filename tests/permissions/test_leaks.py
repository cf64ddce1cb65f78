"""Words planted in the data of an unpublished campaign are found by nobody who may not read them:
in no page, file, header, error, mail or document. Each is also found by somebody, so that the test
can fail.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ictindex.lib.numbers import show
from reports.document.queries.facts import report_facts
from reports.jobs.services import requests as jobs
from scoring.core.results import TOTAL as TOTAL_POINTS
from scoring.results.queries import campaign_results
from submissions.campaigns.services import phases
from submissions.enums import Phase, Round
from submissions.models import (
    Answer,
    Appraisal,
    Campaign,
    Evidence,
    GroupDeclaration,
    InternalNote,
    OnSiteCheck,
    Reply,
    SecondReading,
    StepBack,
)
from tests.permissions import policy_files
from tests.permissions.recipes import RECIPES
from tests.permissions.stage import CAPACITIES, Capacity, Stage, set_stage
from tests.permissions.test_policy_walk import methods_of
from tests.permissions.untouched import taken_back
from tests.reports.council.factories import accept_figures
from tests.reports.document.printed_report import make_report
from tests.reports.editions.factories import make_ready
from tests.submissions.factories import MOVERS, STEPS
from tests.units.record.tampering import record_everything
from units import audit
from units.models import Notification, User

UNITS = ("A", "B")
RECORD = ("audit.view_whole_audit_log",)
SELF = ("self.view_self_scores_of_U", "self.view_edit_history_of_U", *RECORD)
#: Who decides about groups that a unit says it does not have reads why, in setting up too.
ABSENCE = ("period.mark_group_not_applicable_for_unit", *SELF)
ROUND_1 = ("appraise.view_round1_scores_of_U", *RECORD)
REPLY = ("appraise.read_explanation_of_U", *RECORD)
ROUND_2 = ("appraise.view_round2_scores_of_U", *RECORD)
APPRAISER = ("appraise.view_who_appraised_U", "account.search_or_list_users", *RECORD)
TOTAL = ("report.view_total_of_U_before_publication", "report.view_ranking_and_charts_data")
EVIDENCE = ("self.list_evidence_of_U", *RECORD)
OUTBOX = ("period.view_outbox", *RECORD)
NOTES = ("appraise.read_internal_note_on_U", *RECORD)
SECOND_READING = ("appraise.view_second_reading_of_U", *RECORD)
ON_SITE = ("appraise.view_desk", *RECORD)
#: Who takes a step reads why somebody wants to go back, and whom the step will tell; the members
#: are printed in the report.
STEPPING = (
    *(
        "period.advance_phase",
        "period.step_phase_back",
        "period.confirm_step_back",
        "period.view_outbox",
    ),
    *("report.sign_and_publish", "period.archive_period", *RECORD),
)
PRIVATE = [phase for phase in policy_files.PHASES if phase not in policy_files.PUBLIC]
TELLING = ("appraise_1",)


@dataclass(frozen=True)
class Secret:
    """A word, the unit it is about (none: the campaign), and the actions of which one lets
    people read it.
    """

    word: str
    unit: str
    actions: tuple[str, ...]
    owner: str = ""

    def may_be_read_by(self, who: str, phase: str) -> bool:
        if who == self.owner:
            return True
        column = column_towards(who, self.unit)
        everywhere = CAPACITIES[who].everywhere
        return any(
            policy_files.allows(action, column, phase)
            or (policy_files.allows(action, everywhere, None) and everywhere != "unit_staff_other")
            for action in self.actions
        )


def column_towards(who: str, unit: str) -> str:
    capacity = CAPACITIES[who]
    if unit == "A":
        return capacity.unit
    if unit == "B":
        of_b = {
            "unit_staff_own": "unit_staff_other",
            "unit_head_own": "unit_staff_other",
            "unit_staff_other": "unit_staff_own",
        }
        return of_b.get(who, capacity.campaign)
    return capacity.campaign


def plant(stage: Stage) -> list[Secret]:
    """In every place where a unit, an appraiser or the Council can write, and in the figures
    themselves.
    """
    secrets = [
        secret for submission in stage.campaign.submissions.all() for secret in plant_in(submission)
    ]
    appraiser = stage.people["appraiser"]
    User.objects.filter(pk=appraiser.pk).update(
        full_name="Zqhotennguoicham", username="zqtennguoicham"
    )
    StepBack.objects.create(
        campaign=stage.campaign,
        from_phase=stage.campaign.phase,
        to_phase=Phase.SETUP,
        reason="Zqlydolui",
        proposed_by=User.objects.get(username="spare"),
        proposed_at=timezone.now(),
    )
    Notification.objects.create(
        user=stage.people["wg_head"],
        subject="Zqthurieng",
        body="x",
        campaign_code="2020",
        created_at=timezone.now(),
    )
    record_everything()
    stage.own_entry = note_again(stage)
    return [
        *secrets,
        Secret("Zqhotennguoicham", "A", (*APPRAISER, *STEPPING), owner="appraiser"),
        Secret("zqtennguoicham", "A", APPRAISER, owner="appraiser"),
        Secret("Zqlydolui", "", STEPPING),
        Secret("Zqthurieng", "", OUTBOX, owner="wg_head"),
    ]


def plant_in(submission: Any) -> list[Secret]:
    unit = submission.unit.code
    places = (
        "ghichu",
        "kekhai",
        "vong1",
        "vong2",
        "tep",
        "khongapdung",
        "giaitrinh",
        "noibo",
        "docthem",
        "taicho",
    )
    words = {name: f"Zq{name}{unit.lower()}" for name in places}
    answers = Answer.objects.filter(submission=submission)
    answers.update(note=words["ghichu"], declared={"so": words["kekhai"]})
    Reply.objects.create(
        answer=answers.first(),
        stance="contests",
        text=words["giaitrinh"],
        changed_by=User.objects.get(username="spare"),
        changed_at=timezone.now(),
    )
    marks = Appraisal.objects.filter(answer__submission=submission)
    marks.filter(round=Round.FIRST).update(
        reason=words["vong1"], points="3.71" if unit == "A" else "4.73"
    )
    marks.filter(round=Round.SECOND).update(
        reason=words["vong2"], points="5.77" if unit == "A" else "6.79"
    )
    Evidence.objects.create(
        submission=submission,
        name=f"{words['tep']}.pdf",
        stored_as=f"{unit}" * 64,
        sha256="0" * 64,
        size=1,
        media_type="application/pdf",
        uploaded_at=timezone.now(),
    )
    GroupDeclaration.objects.create(
        submission=submission, group_code="XX", reason=words["khongapdung"]
    )
    plant_of_working_group(submission, words)
    return [
        *(Secret(words[name], unit, SELF) for name in ("ghichu", "kekhai")),
        Secret(words["khongapdung"], unit, ABSENCE),
        Secret(words["tep"], unit, EVIDENCE),
        Secret(words["vong1"], unit, ROUND_1),
        Secret(words["giaitrinh"], unit, REPLY),
        Secret(words["vong2"], unit, ROUND_2),
        # The addresses of the walk are those of the unit A.
        *(
            Secret(words[name], unit, actions)
            for name, actions in (
                ("noibo", NOTES),
                ("docthem", SECOND_READING),
                ("taicho", ON_SITE),
            )
            if unit == "A"
        ),
    ]


def plant_of_working_group(submission: Any, words: dict[str, str]) -> None:
    """What appraisers tell each other, a second reading of the whole group HT, and what was
    counted on the spot.
    """
    spare, now = User.objects.get(username="spare"), timezone.now()
    answers = Answer.objects.filter(submission=submission, criterion__group__code="HT")
    InternalNote.objects.create(submission=submission, text=words["noibo"], by=spare, at=now)
    OnSiteCheck.objects.create(
        answer=answers.first(), checked_on=now.date(), note=words["taicho"], by=spare, at=now
    )
    SecondReading.objects.bulk_create(
        SecondReading(
            answer=answer,
            round=which,
            outcome="scored",
            points=1,
            reason=words["docthem"],
            by=spare,
            changed_at=now,
        )
        for answer in answers
        for which in (Round.FIRST, Round.SECOND)
    )


def note_again(stage: Stage) -> Any:
    """An entry of the unit's own with its words, as saving an answer leaves it."""
    with transaction.atomic():
        answer = Answer.objects.get(pk=stage.answer.pk)
        return audit.record(
            act="self.answers_saved",
            by=stage.people["unit_staff_own"],
            campaign=stage.campaign,
            unit=stage.unit,
            subject=answer,
            changes=[
                audit.Change(
                    "submissions_answer", str(answer.pk), {"note": ""}, {"note": answer.note}
                )
            ],
        )


def totals(campaign: Campaign) -> list[Secret]:
    """Each unit's total as it is shown and as it is exported."""
    results = campaign_results(campaign)
    found = {
        unit.code: show(unit.figure(TOTAL_POINTS, results.year).official) for unit in results.units
    }
    return [
        Secret(text, code, TOTAL)
        for code, total in found.items()
        for text in (total, total.replace(",", "."))
    ]


@pytest.fixture
def calm(settings, monkeypatch):
    settings.REQUIRE_TOTP = False
    monkeypatch.setattr(
        jobs, "render_report_task", type("Queue", (), {"enqueue": staticmethod(lambda _pk: None)})
    )


def everything_said(stage: Stage, who: str) -> Iterator[tuple[str, str]]:
    """Where, and all that was said there: status, headers, cookies and the body, whether the
    answer is a page or a refusal.
    """
    client, person = Client(raise_request_exception=False), stage.people[who]
    if person:
        client.force_login(person)
    cookies = client.cookies.output(header="", sep=";")
    for name, recipe in RECIPES.items():
        for method in methods_of(recipe):
            with taken_back():
                client = Client(raise_request_exception=False)
                client.cookies.load(cookies)
                address = reverse(name, args=arguments_of(stage, name, person))
                data = recipe.posts(stage) if method == "post" and recipe.posts else {}
                yield (
                    f"{method} {name}",
                    text_of(getattr(client, method)(address, data, follow=True)),
                )


def arguments_of(stage: Stage, name: str, person: User | None) -> list[Any]:
    """The proposal that was planted waits already; there is never a second one."""
    if name.endswith("_step_back") and name != "propose_step_back":
        return [stage.campaign.code, StepBack.objects.get().pk]
    return RECIPES[name].arguments(stage, person)


def text_of(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return (
        f"{response.status_code} {response.headers} {response.redirect_chain} {response.cookies} "
        f"{body.decode(errors='replace')}"
    )


def leaks(stage: Stage, secrets: list[Secret], phase: str) -> tuple[list[str], set[str]]:
    """Who read what where without the right to, and every word that somebody could read."""
    wrong, read = [], set()
    for who in CAPACITIES:
        for where, text in everything_said(stage, who):
            found = [secret for secret in secrets if secret.word in text]
            read |= {secret.word for secret in found}
            wrong += [
                f"{who} reads {each.word} in {where}"
                for each in found
                if not each.may_be_read_by(who, phase)
            ]
    return wrong, read


def hold_no_leak(phase: str) -> None:
    stage = set_stage(phase)
    secrets = plant(stage)
    secrets += totals(stage.campaign)
    wrong, read = leaks(stage, secrets, phase)
    assert wrong == []
    seen_by_right = {
        each.word for each in secrets for who in CAPACITIES if each.may_be_read_by(who, phase)
    }
    not_shown_yet = {
        each.word
        for each in secrets
        if each.actions == TOTAL and phase not in ("draft_report", "signing")
    }
    assert seen_by_right - read <= not_shown_yet


@pytest.mark.slow
@pytest.mark.representative
@pytest.mark.django_db
@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize("phase", TELLING)
def test_nothing_leaks_in_the_first_round(phase):
    hold_no_leak(phase)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize("phase", [phase for phase in policy_files.PHASES if phase not in TELLING])
def test_nothing_leaks_in_any_other_phase(phase):
    hold_no_leak(phase)


@pytest.mark.django_db
@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.source)
def test_mails_and_notices_of_a_step_say_nothing_secret(
    step, mailoutbox, django_capture_on_commit_callbacks
):
    stage = set_stage(step.source)
    secrets = [*plant(stage), *totals(stage.campaign)]
    StepBack.objects.all().delete()
    Notification.objects.all().delete()
    Campaign.objects.update(self_score_due_at=due(step.source), reply_due_at=due(step.source))
    mover = {"publisher": "minister_publisher"}.get(MOVERS[step.source], MOVERS[step.source])
    make_step_ready(stage)
    with django_capture_on_commit_callbacks(execute=True):
        phases.advance(campaign=Campaign.objects.get(), source=step.source, by=stage.people[mover])
    # A mail greets its reader by name; that is no secret to the reader.
    told = [
        f"{mail.subject} {mail.body} {mail.extra_headers}".replace(
            f"Kính gửi {User.objects.get(email=mail.to[0])}", ""
        )
        for mail in mailoutbox
    ]
    told += [
        f"{notice.subject} {notice.body} {notice.url}" for notice in Notification.objects.all()
    ]
    assert told
    assert [secret.word for secret in secrets for text in told if secret.word in text] == []


def make_step_ready(stage: Stage) -> None:
    """What steps need beside outcomes: second readings settled, figures that the Council
    accepts, and an edition to publish.
    """
    campaign, secretary = Campaign.objects.get(), stage.people["council_secretary"]
    SecondReading.objects.update(settled_at=timezone.now())
    if campaign.phase == Phase.COUNCIL_2:
        accept_figures(campaign, secretary)
    elif campaign.phase == Phase.SIGNING:
        make_ready(campaign, secretary)


def due(phase: str) -> Any:
    return timezone.now() + timedelta(days=1 if phase in (Phase.SETUP, Phase.APPRAISE_1) else -1)


@pytest.mark.django_db
def test_draft_document_names_no_appraiser_and_quotes_no_note():
    """Members of the Council read it, who may not know who appraised."""
    stage = set_stage(Phase.COUNCIL_1)
    secrets = plant(stage)
    results = campaign_results(stage.campaign)
    document = pypdfium2.PdfDocument(
        io.BytesIO(make_report(results, report_facts(stage.campaign, data_sha256="0" * 64)).content)
    )
    text = " ".join(
        [
            str(document.get_metadata_dict()),
            *(page.get_textpage().get_text_bounded() for page in document),
        ]
    )
    assert [secret.word for secret in secrets if secret.word.casefold() in text.casefold()] == []
    assert [each.word for each in totals(stage.campaign) if each.word in text]


def test_reader_of_secrets_is_told_apart_by_unit():
    """The judge of this test, judged: unit people read their own words, others' never."""
    own, other = Secret("x", "A", SELF), Secret("x", "B", SELF)
    assert [
        own.may_be_read_by("unit_staff_own", "late"),
        other.may_be_read_by("unit_staff_own", "late"),
    ] == [True, False]
    assert [
        own.may_be_read_by("unit_staff_other", "late"),
        other.may_be_read_by("unit_staff_other", "late"),
    ] == [False, True]
    assert [each.may_be_read_by("appraiser_conflict", "appraise_1") for each in (own, other)] == [
        False,
        True,
    ]
    assert not own.may_be_read_by("administrator", "appraise_1")
    assert isinstance(CAPACITIES["auditor"], Capacity)
    assert own.may_be_read_by("auditor", "setup")
