"""The whole year 2020 in a real browser, from set-up to accepted figures, on its real units,
criteria and days.

People press what people press; what they would do a thousand times alike goes through the same
services. It ends on the group scores that the report of 2020 prints.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db.models import QuerySet
from playwright.sync_api import Locator, Page, expect

from criteria.models import Level
from reports.council.services.acceptance import ValidAcceptance, standing_acceptance
from scoring.results.queries import campaign_results
from submissions.answers.services.entries import Entry, save_answers
from submissions.answers.services.groups import declare_group_absent, mark_group_done
from submissions.appraisal.services.decisions import Decision, accept_unchanged, record_appraisal
from submissions.enums import Ground, OutcomeKind, Phase, ReplyState, Round, Stance
from submissions.models import (
    Answer,
    Appraisal,
    Assignment,
    Campaign,
    Confirmation,
    GroupDeclaration,
    Submission,
)
from tests import sample_files
from tests.browser.test_procedure import SOUND, enter, findings
from tests.browser.visitor import WIDE, Visitor
from tests.golden.test_scores_2020 import printed_rows
from tests.submissions.demo.test_play_2020 import on
from tests.submissions.factories import appoint, make_user
from tests.submissions.handing_in.factories import submit
from tests.units.record.tampering import record_everything
from units.enums import Role
from units.models import User
from units.notify import held
from units.record.queries.verification import verify_record

pytestmark = [pytest.mark.slow, pytest.mark.representative, pytest.mark.django_db(transaction=True)]
CODE, UNIT = "2020-lai", "CCHC"
#: What happens to three criteria of the watched unit: contested and kept, contested and raised,
#: changed by the Council.
KEPT, RAISED, BY_COUNCIL = "1.1", "1.2", "1.4"
REASON = "Báo cáo thống kê cho số liệu thấp hơn số đơn vị kê khai."
#: What gives full points, by kind of rule.
BEST = {
    "yes_no": {"answer": "yes"},
    "ratio": {"numerator": "10", "denominator": "10"},
    "steps": {"number": "100"},
    "count": {"count": "100"},
}
ROLES = (Role.WG_HEAD, Role.APPRAISER, Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER)
FinalDecisions = dict[tuple[str, int], Decision]


@dataclass
class PlayedYear:
    """What is played, by whom, and what it has to come to: by unit and criterion, and the
    groups that do not apply.
    """

    play: Callable[[User], "Player"]
    campaign: Campaign
    people: dict[Role, User]
    heads: dict[str, User]
    final: FinalDecisions
    absent: set[tuple[str, str]]
    folder: Path

    def as_(self, role: Role) -> "Player":
        return self.play(self.people[role])

    def watched(self, code: str) -> Answer:
        return self._of_unit.get(criterion__group__code="HTKT", criterion__code=code)

    def worth(self, code: str) -> str:
        return f"{self.final[UNIT, self.watched(code).criterion_id].points}".replace(".", ",")

    def worth_nothing(self) -> list[Answer]:
        return [
            answer for answer in self._of_unit if self.final[UNIT, answer.criterion_id].points == 0
        ]

    @property
    def _of_unit(self) -> QuerySet[Answer]:
        answers = Answer.objects.select_related(
            "criterion__group", "submission__campaign", "submission__unit"
        )
        return answers.filter(submission__campaign=self.campaign, submission__unit__code=UNIT)


@dataclass
class Player:
    """Somebody at a browser, in the campaign."""

    visitor: Visitor

    @property
    def page(self) -> Page:
        return self.visitor.page

    def at(self, path: str) -> Page:
        return self.visitor.open(f"/dot/{CODE}/{path}")

    def press(self, name: str, within: Locator | None = None) -> None:
        with self.page.expect_navigation():
            (within or self.page).get_by_role("button", name=name).first.click()

    def take_step(self, label: str, path: str = "giai-doan/") -> None:
        self.at(path).locator("#id_confirmed").check()
        self.press(label)

    def look_around(self) -> None:
        assert findings(self.visitor) == SOUND


@pytest.fixture
def play(visit, settings, tmp_path) -> Callable[[User], Player]:
    settings.REQUIRE_TOTP, settings.DATA_DIR = False, tmp_path
    return lambda person: Player(enter(visit(WIDE), person))


@pytest.fixture
def final(campaign_2020) -> FinalDecisions:
    """What each criterion of each unit came to in 2020."""
    outcomes = Appraisal.objects.filter(
        answer__submission__campaign=campaign_2020, round=Round.SECOND
    )
    return {
        (row.answer.submission.unit.code, row.answer.criterion_id): Decision(
            row.outcome, row.points, row.ground
        )
        for row in outcomes.select_related("answer__submission__unit")
    }


# --- what people do in the browser ----------------------------------------------------------------


def open_the_year(
    play, campaign_2020: Campaign
) -> tuple[Campaign, dict[Role, User], dict[str, User]]:
    opener = make_user("mo-dot")
    appoint(opener, Role.WG_HEAD, campaign_2020)
    player = play(opener)
    page = player.visitor.open(f"/dot/{campaign_2020.code}/dot-moi/")
    for name, text in {
        "year": "2021",
        "code": CODE,
        "title": "Đánh giá năm 2020, diễn lại",
    }.items():
        page.locator(f"[name={name}]").fill(text)
    player.press("Mở đợt mới")
    campaign = Campaign.objects.get(code=CODE)
    people = {role: make_user(str(role)) for role in ROLES}
    for role, person in people.items():
        appoint(person, role, campaign)
    heads = {
        file.unit.code: make_user(f"truong-{file.unit.code}")
        for file in campaign.submissions.select_related("unit")
    }
    for file in campaign.submissions.select_related("unit"):
        appoint(heads[file.unit.code], Role.UNIT_HEAD, campaign, file.unit)
    record_everything()
    return campaign, people, heads


def set_deadline(player: Player, title: str, day: str) -> None:
    player.at("thiet-lap/")
    form = player.page.locator("form", has=player.page.get_by_role("button", name=f"Lưu {title}"))
    form.get_by_label("Ngày").fill(day)
    form.get_by_label("Giờ").fill("08:00")
    player.press(f"Lưu {title}")


def decide_otherwise(
    page: Page, answer: Answer, *, points: str = "", ground: str = "", reason: str
) -> None:
    row = page.locator(f"#tc-{answer.pk}")
    row.locator("[data-other] summary").click()
    if ground:
        row.get_by_label("Không chấp nhận", exact=True).check()
        row.locator("[name=ground]").select_option(ground)
    else:
        row.get_by_label("Chấm", exact=True).check()
        row.locator("[name=points]").fill(points)
    row.locator("[name=reason]").fill(reason)
    row.get_by_role("button", name="Lưu").click()
    expect(row.locator("[data-words]")).not_to_be_empty(timeout=20_000)


def keep(page: Page, answer: Answer) -> None:
    row = page.locator(f"#tc-{answer.pk}")
    row.locator("[data-keep]").click()
    expect(row.locator("[data-words]")).not_to_be_empty(timeout=20_000)


def contest(page: Page, answer: Answer, text: str, points: str) -> None:
    row = page.locator(f"#tc-{answer.pk}")
    row.locator("[name$=stance]").first.select_option(Stance.CONTESTS)
    row.locator("[name$=text]").fill(text)
    row.locator("[name$=points]").fill(points)
    row.locator("[name$=points]").press("Tab")
    expect(row.locator("[data-saved]")).to_contain_text("đã lưu", timeout=20_000)


def add_proof(player: Player, answer: Answer, folder: Path) -> None:
    path = folder / "Bảng thống kê bổ sung.pdf"
    path.write_bytes(sample_files.make_pdf(1))
    page = player.at(f"ho-so/{UNIT}/tieu-chi/{answer.pk}/tai-lieu/")
    page.get_by_label("Tôi xác nhận các tệp này không chứa bí mật nhà nước.").check()
    page.get_by_label("Chọn tệp").set_input_files(path)
    page.locator("[data-upload-state]").get_by_text("Đã nhận 1 tệp.").wait_for()


def send_form(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form.sheet-form button[type=submit]").click()


def begin_meeting(player: Player, day: str, number: int) -> None:
    page = player.at("hoi-dong/hop/moi/")
    page.locator("[name=held_on]").fill(day)
    page.locator("[name=purpose]").fill("Hội đồng xem dự thảo báo cáo")
    send_form(page)
    player.at(f"hoi-dong/hop/{number}/mo/")
    player.press(f"Mở phiên họp {number}")
    for seat in page.locator("[name=present]").all():
        seat.check()
    player.press("Lưu điểm danh")
    page.locator("#proceedings").fill("Tổ giúp việc trình bày dự thảo; các thành viên thảo luận.")
    player.press("Lưu diễn biến")


def conclude(player: Player, answer: Answer) -> None:
    page = player.at(f"hoi-dong/hop/1/ket-luan/?don-vi={UNIT}")
    page.locator("[name=answer]").select_option(str(answer.pk))
    page.locator("[name=text]").fill("Chấm lại tiêu chí này theo bảng thống kê.")
    send_form(page)


def vote_for(player: Player) -> None:
    page = player.page
    page.locator("#question").fill("Nghiệm thu báo cáo và số liệu")
    page.locator("#is_acceptance").check()
    player.press("Đặt biểu quyết")
    for hand in page.locator(".hands select").all():
        hand.select_option("for")
    player.press("Ghi ý kiến giơ tay")
    player.press("Chốt biểu quyết 1")


# --- what they do a thousand times alike ----------------------------------------------------------


def best_entries(submission: Submission) -> Iterator[tuple[int, int, Entry]]:
    levels: dict[int, str] = {}
    for level in Level.objects.order_by("points"):
        levels[level.criterion_id] = level.code
    for answer in submission.answers.select_related("criterion"):
        kind = answer.criterion.rule_kind
        other = (
            {"choice": levels.get(answer.criterion_id, "")}
            if kind == "choice"
            else {"points": f"{answer.criterion.maximum}"}
        )
        yield answer.pk, answer.version, Entry(declared=BEST.get(kind, other))


def fill_in_and_hand_in(submission: Submission, head: User, absent: set[str]) -> None:
    save_answers(submission=submission, entries=list(best_entries(submission)), by=head)
    for group in sorted(set(submission.answers.values_list("criterion__group__code", flat=True))):
        if group in absent:
            declare_group_absent(
                submission=submission,
                group_code=group,
                reason="Đơn vị không có dịch vụ công.",
                by=head,
            )
        else:
            mark_group_done(submission=submission, group_code=group, by=head)
    submit(submission, head)


def undecided(campaign: Campaign, which: Round) -> list[Answer]:
    absent = GroupDeclaration.objects.filter(submission__campaign=campaign, is_confirmed=True)
    left_out = set(absent.values_list("submission_id", "group_code"))
    answers = Answer.objects.filter(submission__campaign=campaign).exclude(appraisals__round=which)
    found = answers.select_related("criterion__group", "submission__campaign", "submission__unit")
    return [
        each for each in found if (each.submission_id, each.criterion.group.code) not in left_out
    ]


def appraise_the_rest(campaign: Campaign, final: FinalDecisions, by: User) -> None:
    for answer in undecided(campaign, Round.FIRST):
        wanted = final[answer.submission.unit.code, answer.criterion_id]
        is_kept = (answer.self_outcome, answer.self_points) == (wanted.outcome, wanted.points)
        decision = Decision(wanted.outcome, wanted.points, wanted.ground, "" if is_kept else REASON)
        record_appraisal(answer=answer, round=Round.FIRST, version=0, decision=decision, by=by)


def keep_the_rest(campaign: Campaign, by: User) -> None:
    by_group: dict[tuple[int, str], list[Answer]] = {}
    for answer in undecided(campaign, Round.SECOND):
        by_group.setdefault((answer.submission_id, answer.criterion.group.code), []).append(answer)
    for (_, group), answers in by_group.items():
        versions = {answer.pk: 0 for answer in answers}
        accept_unchanged(
            submission=answers[0].submission,
            group=group,
            round=Round.SECOND,
            versions=versions,
            by=by,
        )


# --- the year -------------------------------------------------------------------------------------


@pytest.fixture
def year(play, campaign_2020, final, tmp_path) -> PlayedYear:
    declared = GroupDeclaration.objects.filter(submission__campaign=campaign_2020)
    absent = set(declared.values_list("submission__unit__code", "group_code"))
    with on("15/10/2020"):
        campaign, people, heads = open_the_year(play, campaign_2020)
    return PlayedYear(play, campaign, people, heads, final, absent, tmp_path)


def test_the_year_2020_is_played_from_setup_to_accepted(year) -> None:
    fill_in(year)
    begin_appraising(year)
    with on("17/11/2020"):
        appraise(year)
        send_results(year)
    with on("20/11/2020"):
        reply(year)
    with on("27/11/2020"):
        appraise_again(year)
    with on("07/12/2020"):
        meet(year)
    with on("09/12/2020"):
        revise(year)
    with on("11/12/2020"):
        accept(year)
    campaign = Campaign.objects.get(code=CODE)
    assert campaign.phase == Phase.SIGNING
    assert isinstance(standing_acceptance(campaign), ValidAcceptance)
    assert group_scores(campaign) == printed_group_scores()
    assert verify_record() == []


def fill_in(year: PlayedYear) -> None:
    with on("20/10/2020"):
        head = year.as_(Role.WG_HEAD)
        set_deadline(head, "hạn nộp hồ sơ", "16/11/2020")
        head.take_step("Mở đợt tự chấm")
    with on("10/11/2020"):
        for submission in year.campaign.submissions.select_related("campaign__framework", "unit"):
            own = {group for unit, group in year.absent if unit == submission.unit.code}
            fill_in_and_hand_in(submission, year.heads[submission.unit.code], own)


def begin_appraising(year: PlayedYear) -> None:
    with on("16/11/2020"):
        head = year.as_(Role.WG_HEAD)
        head.take_step("Kết thúc thời gian tự chấm")
        head.take_step("Bắt đầu thẩm định lần 1")
        confirm = head.at("nhom-khong-ap-dung/").locator("form[action$='/xac-nhan/']")
        while confirm.count():
            head.press("Xác nhận", confirm.first)
        head.at("tham-dinh/phan-cong/")
        head.press("Chia đều hồ sơ chưa có người")
    assert (
        Assignment.objects.filter(submission__campaign=year.campaign)
        .values("submission")
        .distinct()
        .count()
        == 23
    )


def appraise(year: PlayedYear) -> None:
    """A refusal on each ground, two changes with their reasons, one self-score kept; the rest
    as 2020 had it.
    """
    appraiser = year.as_(Role.APPRAISER)
    for answer, ground in zip(year.worth_nothing(), Ground.values, strict=False):
        page = appraiser.at(f"tham-dinh/{UNIT}/nhom/{answer.criterion.group.code}/")
        decide_otherwise(page, answer, ground=ground, reason="Không có căn cứ để chấm điểm.")
    page = appraiser.at(f"tham-dinh/{UNIT}/nhom/HTKT/")
    decide_otherwise(page, year.watched(KEPT), points=year.worth(KEPT), reason=REASON)
    decide_otherwise(page, year.watched(RAISED), points="3", reason=REASON)
    keep(page, year.watched(BY_COUNCIL))
    appraiser.look_around()
    appraise_the_rest(year.campaign, year.final, year.people[Role.APPRAISER])
    refused = Appraisal.objects.filter(
        answer__submission__campaign=year.campaign, outcome=OutcomeKind.REFUSED
    )
    assert sorted(refused.values_list("ground", flat=True)) == sorted(Ground.values)


def send_results(year: PlayedYear) -> None:
    head = year.as_(Role.WG_HEAD)
    set_deadline(head, "hạn giải trình", "26/11/2020")
    head.take_step("Gửi kết quả lần 1 cho các đơn vị", "khoa-lan-tham-dinh/")
    assert held(CODE).count() == 23
    head.at("thu-da-gui/")
    head.press("Gửi ")
    assert held(CODE).count() == 0


def reply(year: PlayedYear) -> None:
    unit = year.play(year.heads[UNIT])
    add_proof(unit, year.watched(RAISED), year.folder)
    page = unit.at(f"ho-so/{UNIT}/giai-trinh/nhom/HTKT/")
    contest(page, year.watched(KEPT), "Số liệu của đơn vị tính cả máy dự phòng.", "8")
    contest(page, year.watched(RAISED), "Có bảng thống kê bổ sung kèm theo.", year.worth(RAISED))
    unit.at(f"ho-so/{UNIT}/giai-trinh/")
    unit.look_around()
    assert str(year.people[Role.APPRAISER]) not in page.content()
    unit.press("Xác nhận và gửi giải trình")


def appraise_again(year: PlayedYear) -> None:
    head = year.as_(Role.WG_HEAD)
    head.take_step("Bắt đầu thẩm định lần 2", "khoa-lan-tham-dinh/")
    states = Confirmation.objects.filter(submission__campaign=year.campaign).values_list(
        "submission__unit__code", "state"
    )
    assert dict(states) == dict.fromkeys(year.heads, ReplyState.SILENT) | {
        UNIT: ReplyState.CONFIRMED
    }
    page = year.as_(Role.APPRAISER).at(f"tham-dinh/{UNIT}/nhom/HTKT/")
    keep(page, year.watched(KEPT))
    decide_otherwise(
        page,
        year.watched(RAISED),
        points=year.worth(RAISED),
        reason="Đơn vị đã bổ sung bảng thống kê.",
    )
    keep_the_rest(year.campaign, year.people[Role.APPRAISER])
    head.take_step("Lập dự thảo báo cáo", "khoa-lan-tham-dinh/")
    head.take_step("Trình Hội đồng họp lần 1")


def meet(year: PlayedYear) -> None:
    secretary = year.as_(Role.COUNCIL_SECRETARY)
    begin_meeting(secretary, "07/12/2020", 1)
    page = year.as_(Role.COUNCIL_MEMBER).at(f"hoi-dong/y-kien/moi/?ve=criterion&don-vi={UNIT}")
    page.locator("[name=about]").select_option(str(year.watched(BY_COUNCIL).pk))
    page.locator("[name=text]").fill("Đề nghị xem lại tiêu chí này.")
    send_form(page)
    conclude(secretary, year.watched(BY_COUNCIL))
    secretary.at("hoi-dong/hop/1/")
    secretary.look_around()
    secretary.press("Kết thúc phiên họp")
    secretary.take_step("Chỉnh sửa theo kết luận của Hội đồng")


def revise(year: PlayedYear) -> None:
    """The score changes by the conclusion that names it, and the comment is answered."""
    head = year.as_(Role.WG_HEAD)
    page = head.at("hoi-dong/")
    with page.expect_navigation():
        page.get_by_role("link", name="Ghi kết quả theo kết luận").click()
    page.locator("[name=outcome]").select_option(OutcomeKind.SCORED)
    page.locator("[name=points]").fill(year.worth(BY_COUNCIL))
    page.locator("[name=reason]").fill("Theo kết luận của Hội đồng.")
    send_form(page)
    changed = Appraisal.objects.get(answer__submission__campaign=year.campaign, round=Round.COUNCIL)
    assert (changed.answer, changed.conclusion is None) == (year.watched(BY_COUNCIL), False)
    head.at("hoi-dong/y-kien/")
    with page.expect_navigation():
        page.get_by_role("link", name="Trả lời ý kiến").click()
    page.locator("[name=response]").fill("Tiếp thu, đã chấm lại theo kết luận.")
    send_form(page)
    head.take_step("Trình Hội đồng nghiệm thu")


def accept(year: PlayedYear) -> None:
    secretary = year.as_(Role.COUNCIL_SECRETARY)
    begin_meeting(secretary, "11/12/2020", 2)
    vote_for(secretary)
    secretary.press("Kết thúc phiên họp")
    secretary.at("hoi-dong/nghiem-thu/")
    secretary.press("Ghi nhận nghiệm thu")
    secretary.look_around()
    secretary.take_step("Trình Lãnh đạo Bộ ký")


def group_scores(campaign: Campaign) -> dict[tuple[str, str], str]:
    """What the rule makes of the outcomes; empty where the group does not apply."""
    return {
        (unit.code, group.code): ""
        if (worth := unit.figure(group.code, campaign.year).recomputed) is None
        else str(worth)
        for unit in campaign_results(campaign).units
        for group in unit.groups
    }


def printed_group_scores() -> dict[tuple[str, str], str]:
    """The report prints a dash for a group that does not apply, and also for the nought of one
    unit.
    """
    return {
        (row["unit"], row["group"]): row["score"]
        for row in printed_rows("published_group_scores.csv")
        if row["year"] == "2020"
    } | {("DHNVHN", "CCCS"): "0.00"}
