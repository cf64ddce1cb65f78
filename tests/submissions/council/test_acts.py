"""The Council in the browser's terms: meetings, votes, comments, conclusions, acceptance,
minutes.
"""

from io import BytesIO

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from reports.models import Acceptance
from submissions.campaigns.services.blank_answers import open_answers
from submissions.council.queries.seats import seats_of
from submissions.council.services.comments import write_comment
from submissions.enums import MeetingState, OutcomeKind, Phase, Round
from submissions.home.queries import tasks_of
from submissions.models import (
    Answer,
    Appointment,
    Appraisal,
    Attendance,
    Campaign,
    Comment,
    Conclusion,
    Meeting,
    Motion,
    Reply,
    Vote,
)
from tests.questions import address, client_of, left_alone, stranger, text_of
from tests.reports.council.factories import (
    accept_figures,
    close_sitting,
    conclude_on,
    make_draft,
    open_sitting,
    put_acceptance,
)
from tests.scoring.factories import make_submission
from tests.strict_pages import inline_code, landmarks, repeated_ids
from tests.submissions.factories import NOW, appoint, cast, decide_everything, make_stage, make_user
from units.enums import Role
from units.models import Membership, User

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script> & {{ 7 * 7 }} {% now 'Y' %} =1+1"
TABLE = "bang-1"


@pytest.fixture
def council():
    campaign = make_stage(Phase.COUNCIL_2)
    open_answers(campaign)
    for which in (Round.FIRST, Round.SECOND):
        decide_everything(campaign, which)
    return campaign, cast(campaign)


def post(person, name, campaign, *more, **typed):
    return client_of(person).post(address(name, campaign, *more), typed)


def get(person, name, campaign, *more):
    return client_of(person).get(address(name, campaign, *more))


def stored() -> Meeting:
    return Meeting.objects.get()


def answer_of(unit="A"):
    return (
        Answer.objects.select_related("submission__unit", "criterion")
        .filter(submission__unit__code=unit)
        .order_by("pk")
        .first()
    )


def test_council_meets_votes_and_accepts(council):
    campaign, people = council
    secretary = people["council_secretary"]
    assert (
        post(
            secretary, "meeting_plan", campaign, held_on="11/12/2020", purpose="Nghiệm thu"
        ).status_code
        == 302
    )
    assert post(secretary, "meeting_open", campaign, 1, version=stored().version).status_code == 302
    present = [seat.pk for seat in seats_of(campaign)]
    assert (
        post(
            secretary, "meeting_attend", campaign, 1, version=stored().version, present=present
        ).status_code
        == 302
    )
    typed = {"version": stored().version, "proceedings": "Nghe báo cáo."}
    assert post(secretary, "meeting_write", campaign, 1, **typed).status_code == 302
    put = post(
        secretary, "motion_put", campaign, 1, question="Nghiệm thu báo cáo", is_acceptance="on"
    )
    assert put.url == address("meeting", campaign, 1) + "#bieu-quyet"
    assert (
        post(people["council_member"], "motion_vote", campaign, 1, 1, choice="for").status_code
        == 302
    )
    hands = {f"{name}-{key}": "" for name in ("was", "hand") for key in present}
    member = Vote.objects.get().member_id
    del hands[f"hand-{member}"]
    assert post(secretary, "motion_note", campaign, 1, 1, rest="for", **hands).status_code == 302
    assert post(secretary, "motion_close", campaign, 1, 1).status_code == 302
    assert (
        post(secretary, "meeting_close", campaign, 1, version=stored().version).status_code == 302
    )
    assert post(secretary, "accept", campaign, motion=Motion.objects.get().pk).status_code == 302
    assert stored().state == MeetingState.CLOSED
    page = text_of(get(people["council_member"], "council", campaign))
    assert "Đã nghiệm thu Lúc" in page
    assert "2 tán thành, 0 không tán thành" in text_of(
        get(people["council_member"], "meeting", campaign, 1)
    )
    assert Acceptance.objects.count() == 1


def test_later_change_is_seen_on_the_councils_pages_and_at_the_next_step(council):
    campaign, people = council
    accept_figures(campaign, people["council_secretary"], now=NOW)
    Appraisal.objects.filter(answer=answer_of(), round=2).update(points=3)
    voided = (
        "Nghiệm thu lúc 16:00 ngày 20/11/2020 không còn giá trị vì số liệu đã thay đổi sau đó: A."
    )
    pages = [
        get(people["council_secretary"], name, campaign)
        for name in ("council", "acceptance", "phases")
    ]
    assert [voided in text_of(page) for page in pages] == [True, True, True]
    pressed = post(
        people["council_secretary"], "advance_phase", campaign, phase="council_2", confirmed="on"
    )
    assert (pressed.status_code, Campaign.objects.get().phase) == (409, Phase.COUNCIL_2)


def test_nothing_that_was_typed_is_lost_when_the_page_is_stale(council):
    campaign, people = council
    open_sitting(campaign, people["council_secretary"])
    answer = post(
        people["council_secretary"],
        "meeting_write",
        campaign,
        1,
        version=1,
        proceedings="Bản gõ dở",
    )
    assert answer.status_code == 409
    assert "Bản gõ dở" in answer.content.decode()
    assert "đã được người khác sửa" in text_of(answer)
    lost = post(people["council_secretary"], "motion_put", campaign, 1, question="x" * 501)
    assert (lost.status_code, "x" * 501 in lost.content.decode()) == (422, True)


def test_counts_are_not_shown_before_the_count_and_votes_of_others_never_to_members(council):
    campaign, people = council
    secretary = people["council_secretary"]
    put_acceptance(open_sitting(campaign, secretary), secretary)
    post(people["council_member"], "motion_vote", campaign, 1, 1, choice="against")
    other = make_user("other-member")
    appoint(other, Role.COUNCIL_MEMBER, campaign)
    page = text_of(get(other, "meeting", campaign, 1))
    assert "1 thành viên đã biểu quyết." in page
    assert "Không tán thành" not in page
    assert "Không tán thành (tự biểu quyết)" in text_of(get(secretary, "meeting", campaign, 1))


@pytest.mark.parametrize(
    ("name", "more", "role", "typed"),
    [
        ("meeting_plan", (), "council_member", {"held_on": "11/12/2020", "purpose": "Họp"}),
        ("meeting_close", (1,), "wg_head", {"version": 3}),
        ("motion_vote", (1, 1), "wg_head", {"choice": "for"}),
        ("motion_note", (1, 1), "council_member", {}),
        ("motion_close", (1, 1), "publisher", {}),
        ("comment_write", (), "wg_head", {"text": "X"}),
        ("accept", (), "wg_head", {"motion": 1}),
    ],
)
def test_seen_but_refused_changes_nothing(council, name, more, role, typed):
    campaign, people = council
    put_acceptance(open_sitting(campaign, people["council_secretary"]), people["council_secretary"])
    before = left_alone(campaign)
    answers = [
        post(person, name, campaign, *more, **typed)
        for person in (people[role], stranger(campaign))
    ]
    assert [answer.status_code for answer in answers] in ([403, 404], [404, 404])
    assert left_alone(campaign) == before


@pytest.mark.parametrize("key", ["9" * 5000, "9" * 30, "٣", "²", "-1"])
def test_keys_that_no_row_has_are_left_out(council, key):
    campaign, people = council
    secretary = people["council_secretary"]
    open_sitting(campaign, secretary)
    put_acceptance(stored(), secretary)
    noted = post(
        secretary,
        "motion_note",
        campaign,
        1,
        1,
        **{f"hand-{key[:500]}": "for", f"was-{key[:500]}": ""},
    )
    typed = {"version": stored().version, "present": [key], f"note-{key[:500]}": "x"}
    attended = post(secretary, "meeting_attend", campaign, 1, **typed)
    assert (noted.status_code, attended.status_code, Vote.objects.count()) == (302, 302, 0)
    assert not Attendance.objects.filter(is_present=True).exists()
    assert post(secretary, "accept", campaign, motion=key).status_code == 404


@pytest.mark.parametrize("name", ["meeting_attend", "meeting_close", "motion_put"])
def test_acts_are_only_posted(council, name):
    campaign, people = council
    open_sitting(campaign, people["council_secretary"])
    assert get(people["council_secretary"], name, campaign, 1).status_code == 405


@pytest.mark.parametrize(
    ("query", "about", "shown"),
    [
        ("", "", "Toàn bộ dự thảo"),
        ("?ve=unit", "submission", "Đơn vị A"),
        ("?ve=criterion&don-vi=A", "answer", "A, nhóm HT, tiêu chí"),
        ("?ve=table", TABLE, "Bảng 1"),
        ("?ve=text", "place", "Lời văn: Mục II.3"),
    ],
)
def test_comment_is_written_about_anything_and_answered(council, query, about, shown):
    campaign, people = council
    answer = answer_of()
    chosen = {"submission": answer.submission_id, "answer": answer.pk}.get(about, about)
    typed = {"text": HOSTILE, "place": "Mục II.3"} | (
        {"about": chosen} if chosen not in ("", "place") else {}
    )
    assert (
        client_of(people["council_member"])
        .post(address("comment_write", campaign) + query, typed)
        .status_code
        == 302
    )
    page = get(people["wg_head"], "council_comments", campaign)
    assert shown in text_of(page)
    assert HOSTILE.split("&")[0].strip() in text_of(page)
    comment = Comment.objects.get()
    assert (
        post(
            people["wg_head"], "comment_answer", campaign, comment.pk, response="Đã sửa", version=1
        ).status_code
        == 302
    )
    stale = post(
        people["council_secretary"],
        "comment_answer",
        campaign,
        comment.pk,
        response="Bản khác",
        version=1,
    )
    assert (
        stale.status_code,
        "Đã sửa" in text_of(stale),
        "Bản khác" in stale.content.decode(),
    ) == (409, True, True)


def test_score_changes_by_conclusion_and_stale_page_shows_both_values(council):
    campaign, people = council
    conclusion = conclude_on(answer_of(), people["council_secretary"])
    Campaign.objects.update(phase=Phase.REVISION)
    page = text_of(get(people["wg_head"], "score_change", campaign, conclusion.pk))
    assert "Thẩm định lần 2 1,00 điểm" in page
    typed = {"outcome": "scored", "points": "7,5", "reason": "Theo kết luận 1", "version": 0}
    assert (
        post(people["wg_head"], "score_change", campaign, conclusion.pk, **typed).status_code == 302
    )
    again = post(
        people["wg_head"], "score_change", campaign, conclusion.pk, **typed | {"points": "9"}
    )
    assert (again.status_code, "Hội đồng 7,50 điểm. Theo kết luận 1" in text_of(again)) == (
        409,
        True,
    )
    assert 'value="9"' in again.content.decode()
    wrong = post(
        people["wg_head"], "score_change", campaign, conclusion.pk, **typed | {"points": "1.234"}
    )
    assert (wrong.status_code, "«1.234» không phải là điểm" in text_of(wrong)) == (422, True)


def test_conclusion_of_another_campaign_is_not_found(council):
    campaign, people = council
    other = make_stage(Phase.COUNCIL_2, year=2021)
    open_answers(other)
    secretary = cast(other)["council_secretary"]
    conclude_on(
        Answer.objects.filter(submission__campaign=other)
        .select_related("submission__campaign")
        .first(),
        secretary,
    )
    Campaign.objects.update(phase=Phase.REVISION)
    assert (
        get(people["wg_head"], "score_change", campaign, Conclusion.objects.get().pk).status_code
        == 404
    )


def test_conclusion_on_the_own_unit_is_hidden_from_the_head_of_the_working_group(council):
    campaign, people = council
    secret = "Nâng điểm vì đã nộp bổ sung"
    conclude_on(answer_of(), people["council_secretary"], text=secret)
    Membership.objects.create(user=people["wg_head"], unit=answer_of().submission.unit)
    seen = {}
    for role in ("wg_head", "council_member"):
        pages = [
            get(people[role], name, campaign, *more)
            for name, more in (("meeting", (1,)), ("council", ()))
        ]
        seen[role] = [secret in text_of(page) for page in pages] + [
            secret in words_of(get(people[role], "minutes_docx", campaign, 1))
        ]
    assert seen == {"wg_head": [False, False, False], "council_member": [True, True, True]}


def words_of(response) -> str:
    """All text of a Word file, tables included."""
    document = Document(BytesIO(response.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_minutes_say_the_same_in_word_and_on_paper_and_text_stays_text(council):
    campaign, people = council
    secretary = people["council_secretary"]
    looked_at = make_draft(campaign).file_sha256
    meeting = open_sitting(campaign, secretary)
    write_comment(campaign=campaign, pin="whole", text=HOSTILE, by=people["council_member"])
    draft = words_of(get(secretary, "minutes_docx", campaign, 1))
    close_sitting(meeting, secretary)
    word = words_of(get(people["council_member"], "minutes_docx", campaign, 1))
    response = get(people["council_member"], "minutes_pdf", campaign, 1)
    pages = pypdfium2.PdfDocument(response.content)
    paper = " ".join("".join(page.get_textpage().get_text_bounded() for page in pages).split())
    assert ("DỰ THẢO BIÊN BẢN" in draft, "DỰ THẢO" in word) == (True, False)
    for said in (
        "Hội đồng có 2 thành viên; có mặt 2, vắng 0.",
        "Thời gian: ngày 11 tháng 12 năm 2020.",
        HOSTILE,
        looked_at,
    ):
        assert said in word
        assert said in paper or said == "d" * 64
    assert response["Content-Disposition"] == 'attachment; filename="bien-ban-hop-1-2020.pdf"'


def test_administrator_keeps_members_with_their_deciding_document(council):
    campaign, people = council
    admin = client_of(people["administrator"])
    admin.post("/tai-khoan/xac-nhan/", {"password": "mật khẩu dài"})
    typed = {
        "role": "council_member",
        "person": "Nguyễn Phú Tiến",
        "document": "950/QĐ-BNV",
        "title": "Ủy viên",
    }
    answer = admin.post(address("seat_add", campaign), typed)
    if "xac-nhan" in answer.get("Location", "") or "reauth" in answer.get("Location", ""):
        admin.post(answer["Location"], {"password": "mật khẩu dài"})
        answer = admin.post(address("seat_add", campaign), typed)
    assert (answer.status_code, answer["Location"]) == (302, address("council_members", campaign))
    page = text_of(get(people["unit_staff"], "council_members", campaign))
    assert "Nguyễn Phú Tiến" in page
    assert "Theo 950/QĐ-BNV." in page
    assert Appointment.objects.get(person="Nguyễn Phú Tiến").user is None


def test_what_waits_is_told_to_who_can_do_it(council):
    campaign, people = council
    secretary = people["council_secretary"]

    def waiting(name: str) -> list[str]:
        return [task.label for task in tasks_of(User.objects.get(pk=people[name].pk), now=NOW)]

    assert waiting("council_secretary") == ["Đợt 2020: lấy biểu quyết nghiệm thu của Hội đồng"]
    meeting = open_sitting(campaign, secretary)
    motion = put_acceptance(meeting, secretary)
    assert waiting("council_member") == ["Đợt 2020: biểu quyết"]
    post(people["council_member"], "motion_vote", campaign, 1, motion.number, choice="for")
    write_comment(campaign=campaign, pin="whole", text="X", by=people["council_member"])
    assert (waiting("council_member"), waiting("wg_head")) == (
        [],
        ["Đợt 2020: trả lời ý kiến của Hội đồng"],
    )
    post(secretary, "motion_close", campaign, 1, motion.number)
    assert waiting("council_secretary") == [
        "Đợt 2020: trả lời ý kiến của Hội đồng",
        "Đợt 2020: trình Lãnh đạo Bộ ký",
    ]
    taken_back = Appraisal.objects.filter(round=Round.SECOND)
    assert taken_back.update(outcome=OutcomeKind.MISSING, points=None)
    assert waiting("council_secretary") == ["Đợt 2020: trả lời ý kiến của Hội đồng"]


PAGES = (
    ("council", ()),
    ("meeting", (1,)),
    ("council_comments", ()),
    ("acceptance", ()),
    ("council_members", ()),
)


def fill(campaign, people, number):
    """So many comments, members, conclusions, votes and contested criteria, and as many units."""
    secretary = people["council_secretary"]
    for place in range(number):
        appoint(make_user(f"m{campaign.code}-{place}"), Role.COUNCIL_MEMBER, campaign)
        make_submission(campaign, f"{campaign.code}-{place}", order=10 + place)
    open_answers(campaign)
    meeting = open_sitting(campaign, secretary)
    for answer in Answer.objects.filter(submission__campaign=campaign).select_related(
        "submission__unit"
    )[:number]:
        comment = write_comment(
            campaign=campaign, pin="criterion", answer=answer, text="X", by=people["council_member"]
        )
        Conclusion.objects.create(
            meeting=meeting, number=answer.pk, text="X", answer=answer, comment=comment
        )
        Motion.objects.create(meeting=meeting, number=answer.pk, question="X")
        Reply.objects.create(
            answer=answer,
            stance="contests",
            text="X",
            changed_by=people["unit_head"],
            changed_at="2020-11-20T00:00:00Z",
        )
    return meeting


@pytest.mark.parametrize(
    ("page", "limit"),
    list(zip(PAGES, (17, 16, 7, 18, 6), strict=True)),
    ids=[name for name, _ in PAGES],
)
def test_pages_cost_a_fixed_number_of_queries_and_are_sound(page, limit):
    name, more = page
    counts = []
    for year, number in ((2020, 1), (2021, 3)):
        campaign = make_stage(Phase.COUNCIL_2, year=year)
        open_answers(campaign)
        people = cast(campaign)
        for which in (Round.FIRST, Round.SECOND):
            decide_everything(campaign, which)
        fill(campaign, people, number)
        client = client_of(people["council_secretary"])
        client.get(address(name, campaign, *more))
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address(name, campaign, *more))
        counts.append(len(queries))
        html = answer.content.decode()
        assert (answer.status_code, inline_code(html), repeated_ids(html), landmarks(html)) == (
            200,
            [],
            set(),
            ("vi", 1, 1),
        )
    assert counts[0] == counts[1] <= limit, counts
