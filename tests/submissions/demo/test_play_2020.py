"""The campaign of 2020 played again from set-up to archive, over HTTP, on its real dates, units
and criteria.
"""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from reports.editions.queries.checks import checks_of
from submissions.campaigns.services.setup import (
    deadline_version,
    decision_version,
    reply_deadline_version,
    timeline_version,
)
from submissions.enums import Phase, Round
from submissions.models import Answer, Campaign
from tests.conftest import FIXTURES
from tests.questions import address, text_of
from tests.reports.council.factories import accept_figures
from tests.submissions.factories import MOVERS, appoint, decide_everything, make_user
from tests.units.record.tampering import record_everything
from units.enums import Role
from units.models import AuditEntry, Notification, User
from units.notify import held
from units.record.queries.verification import verify_record

PASSWORD = "mật khẩu dài"
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
CODE = "2020-lai"
#: When each step was taken in 2020, as far as the decision says; the days between are made up.
TAKEN = {
    Phase.SETUP: "20/10/2020",
    Phase.SELF_SCORE: "16/11/2020",
    Phase.LATE: "17/11/2020",
    Phase.APPRAISE_1: "18/11/2020",
    Phase.EXPLAIN: "27/11/2020",
    Phase.APPRAISE_2: "30/11/2020",
    Phase.DRAFT_REPORT: "07/12/2020",
    Phase.COUNCIL_1: "08/12/2020",
    Phase.REVISION: "11/12/2020",
    Phase.COUNCIL_2: "14/12/2020",
    Phase.SIGNING: "21/12/2020",
    Phase.PUBLISHED: "31/12/2020",
}


@contextmanager
def on(day: str, hour: int = 9) -> Iterator[None]:
    moment = datetime.strptime(day, "%d/%m/%Y").replace(hour=hour, tzinfo=HANOI)
    with time_machine.travel(moment, tick=False):
        yield


def client_of(person: User) -> Client:
    client = Client()
    assert client.login(username=person.username, password=PASSWORD)
    return client


def make_cast(campaign: Campaign) -> dict[Role, User]:
    """One person for each role that moves the campaign, and one head for each of the units."""
    people = {role: make_user(str(role)) for role in set(MOVERS.values())}
    for role, person in people.items():
        appoint(person, role, campaign)
    for submission in campaign.submissions.select_related("unit"):
        appoint(
            make_user(f"thu-truong-{submission.unit.code}"),
            Role.UNIT_HEAD,
            campaign,
            submission.unit,
        )
    return people


def set_deadline(
    head: User, campaign: Campaign, name: str, *, prefix: str, day: str, version: str
) -> None:
    typed = {f"{prefix}-day": day, f"{prefix}-hour": "08:00", f"{prefix}-version": version}
    assert client_of(head).post(address(name, campaign), typed).status_code == 302


def take_step(person: User, campaign: Campaign) -> None:
    """As a person does: read the page, find the button, press it; to publish, prove who one is
    first.
    """
    client = client_of(person)
    name = {Phase.SIGNING: "publish", Phase.PUBLISHED: "archive_campaign"}.get(
        Phase(campaign.phase), "advance_phase"
    )
    page = text_of(client.get(address("phases", campaign)))
    assert "Đủ điều kiện" in page, page
    if name == "publish":
        client.post(
            reverse("account_reauthenticate"),
            {"password": PASSWORD, "next": address("publish", campaign)},
        )
    edition = campaign.editions.first()
    seen = {
        "phase": campaign.phase,
        "confirmed": "on",
        "edition": edition.number if edition else "",
    }
    answer = client.post(address(name, campaign), seen)
    assert (answer.status_code, answer.url) == (302, address("phases", campaign)), text_of(answer)


def enter_timeline(head: User, campaign: Campaign) -> None:
    with (FIXTURES / "campaigns" / "2020" / "timeline_2020.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    typed = {
        "number": [row["step"] for row in rows],
        "happened_on": ["/".join(reversed(row["date"].split("-"))) for row in rows],
        "document": [row["document"] for row in rows],
        "what": [row["what"] for row in rows],
    }
    send = typed | {"act": "save", "version": timeline_version(campaign.timeline.all())}
    assert client_of(head).post(address("timeline", campaign), send).status_code == 302


def write_decision(publisher: User, campaign: Campaign) -> None:
    values = {
        "number": "1101/QĐ-BNV",
        "decided_on": "21/12/2020",
        "signer": "Lê Vĩnh Tân",
        "authority": "Bộ trưởng Bộ Nội vụ",
    }
    values["version"] = decision_version(campaign)
    typed = {f"quyet_dinh-{name}": value for name, value in values.items()}
    assert client_of(publisher).post(address("write_decision", campaign), typed).status_code == 302


def prepare(campaign: Campaign, people: dict[Role, User]) -> None:
    """What the step out of the phase needs."""
    head = people[Role.WG_HEAD]
    match campaign.phase:
        case Phase.SETUP:
            version = deadline_version(campaign)
            set_deadline(
                head, campaign, "set_deadline", prefix="nop", day="16/11/2020", version=version
            )
        case Phase.APPRAISE_1:
            appraise(campaign, Round.FIRST)
            version = reply_deadline_version(campaign)
            set_deadline(
                head,
                campaign,
                "set_reply_deadline",
                prefix="tra_loi",
                day="26/11/2020",
                version=version,
            )
        case Phase.EXPLAIN:
            let_results_go(head, campaign)
        case Phase.APPRAISE_2:
            appraise(campaign, Round.SECOND)
        case Phase.COUNCIL_2:
            accept_figures(campaign, people[Role.COUNCIL_SECRETARY])
        case Phase.SIGNING:
            enter_timeline(head, campaign)
            write_decision(people[Role.PUBLISHER], campaign)
            freeze(people[Role.COUNCIL_SECRETARY], campaign)


def freeze(secretary: User, campaign: Campaign) -> None:
    """The secretary freezes what is signed, and answers for the checks that a loaded framework
    cannot pass.
    """
    client = client_of(secretary)
    assert client.post(address("freeze_edition", campaign)).status_code == 302
    for check in checks_of(Campaign.objects.get(pk=campaign.pk)):
        if check.may_be_signed_off:
            typed = {
                "check_code": check.code,
                "state": check.state_sha256,
                "reason": "Đã báo cáo Lãnh đạo Bộ",
            }
            assert client.post(address("sign_off_check", campaign), typed).status_code == 302


def let_results_go(head: User, campaign: Campaign) -> None:
    """The head of the group reads in the outbox what the units will be told, and sends it."""
    client = client_of(head)
    assert "Đã có kết quả thẩm định lần 1." in text_of(client.get(address("outbox", campaign)))
    keys = " ".join(str(notice.pk) for notice in held(campaign.code))
    assert client.post(address("release_notices", campaign), {"notices": keys}).status_code == 302


def appraise(campaign: Campaign, which: Round) -> None:
    """By hand: appraising has its own pages, which are not what is tried here."""
    decide_everything(campaign, which)
    record_everything()


@pytest.mark.slow
@pytest.mark.representative
def test_campaign_of_2020_walks_through_all_phases_on_its_real_dates(campaign_2020):
    opener = make_user("mo-dot")
    appoint(opener, Role.WG_HEAD, campaign_2020)
    typed = {"year": "2021", "code": CODE, "title": "Đánh giá năm 2020, diễn lại"}
    with on("15/10/2020"):
        assert client_of(opener).post(address("open_next", campaign_2020), typed).status_code == 302
    campaign = Campaign.objects.get(code=CODE)
    people = make_cast(campaign)
    record_everything()
    walked = [campaign.phase]
    while campaign.phase != Phase.ARCHIVED:
        phase = campaign.phase
        with on(TAKEN[phase]):
            prepare(campaign, people)
            take_step(people[MOVERS[phase]], Campaign.objects.get(code=CODE))
        campaign.refresh_from_db()
        walked.append(campaign.phase)
    assert walked == list(Phase)
    assert Answer.objects.filter(submission__campaign=campaign).count() == 1883
    assert campaign.timeline.count() == 13
    assert verify_record() == []

    moves = (
        AuditEntry.objects.filter(campaign_code=CODE, act="campaign.advanced")
        .order_by("sequence")
        .values_list("phase", "at")
    )
    assert [(phase, f"{at.astimezone(HANOI):%d/%m/%Y}") for phase, at in moves] == list(
        zip(list(Phase)[1:], TAKEN.values(), strict=True)
    )
    told = Notification.objects.filter(
        campaign_code=CODE, user__username="thu-truong-VKHTCNN"
    ).order_by("pk")
    assert [notice.subject.rpartition(": ")[2] for notice in told] == [
        "Đơn vị tự chấm",
        "Hết hạn nộp",
        "Đơn vị giải trình",
        "Viện KHTCNN ghi nhận không trả lời",
        "Đã ban hành",
    ]
    assert Client().get(address("campaign", campaign)).status_code == 200
