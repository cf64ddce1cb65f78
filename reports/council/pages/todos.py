"""What the Council has to do next, said to each reader in the words of the own part: chair, member,
secretary, or who looks on.

What is the reader's own to do comes apart from what others do; at every step up to the acceptance
something is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format

from reports.council.services.acceptance import (
    ACCEPT,
    ValidAcceptance,
    VoidAcceptance,
    digest_kept_of,
)
from reports.jobs.queries import latest_rendering
from submissions.campaigns.queries.steps import usual_step
from submissions.council.queries.meetings import ConclusionRow, tally_of_motion
from submissions.council.queries.rights import ANSWER, CAST, CHANGE, MANAGE, WRITE
from submissions.council.queries.seats import seat_of
from submissions.enums import CouncilWork, MeetingState
from submissions.models import Appointment, Attendance, Campaign, Meeting, Motion, Vote
from units.access import may
from units.models import User


@dataclass(frozen=True, slots=True)
class Todo:
    """Something to be done.

    `is_own`: by the reader; else others do it, and the address leads to where it is seen.
    """

    sentence: str
    url: str = ""
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class CouncilState:
    """What the steps are told from: read once by the page."""

    campaign: Campaign
    reader: User
    seats: list[Appointment]
    meetings: list[Meeting]
    standing: ValidAcceptance | VoidAcceptance | None
    open_comments: int
    conclusions: tuple[ConclusionRow, ...]

    @property
    def seat(self) -> Appointment | None:
        return seat_of(self.seats, self.reader)

    @property
    def manages(self) -> bool:
        return bool(may(self.reader, MANAGE, self.campaign))

    @property
    def presides(self) -> bool:
        """The first of the deciding document takes the chair."""
        return bool(self.seats) and self.seats[0].user_id == self.reader.pk

    def in_state(self, state: MeetingState) -> Meeting | None:
        """The last meeting in that state."""
        return next(
            (meeting for meeting in reversed(self.meetings) if meeting.state == state), None
        )

    def page(self, name: str) -> str:
        return reverse(name, args=[self.campaign.code])

    def place(self, meeting: Meeting, anchor: str = "", *, name: str = "meeting") -> str:
        return reverse(name, args=[self.campaign.code, meeting.number]) + anchor


def todos_of(sitting: CouncilState) -> tuple[Todo, ...]:
    """The reader's own first. At most seven queries."""
    found = [*_own_votes(sitting), *_of_phase(sitting), *_comments(sitting), *_way_on(sitting)]
    return tuple(sorted(found, key=lambda todo: not todo.is_own))


def _of_phase(sitting: CouncilState) -> Iterator[Todo]:
    match sitting.campaign.stands.council:
        case CouncilWork.PREPARATION:
            yield from _draft_to_finish(sitting)
        case CouncilWork.DISCUSSION:
            yield from _meeting_of_first_phase(sitting)
        case CouncilWork.REVISION:
            yield from _conclusions(sitting)
        case CouncilWork.ACCEPTANCE:
            yield from _acceptance(sitting)


def _draft_to_finish(sitting: CouncilState) -> Iterator[Todo]:
    if sitting.manages and not sitting.meetings:
        yield Todo(
            "Ghi lịch phiên họp thứ nhất, để thành viên được báo ngày họp.",
            sitting.page("meeting_plan"),
        )
    yield Todo(
        "Tổ trưởng hoàn thiện dự thảo rồi trình Hội đồng họp lần 1.",
        sitting.page("report"),
        is_own=False,
    )


def _meeting_of_first_phase(sitting: CouncilState) -> Iterator[Todo]:
    closed = sitting.in_state(MeetingState.CLOSED)
    if sitting.in_state(MeetingState.OPEN) or sitting.in_state(MeetingState.PLANNED):
        yield from _meeting(sitting)
    elif closed is None:
        yield from _no_meeting(sitting)
    if closed:
        yield from _minutes(sitting, closed)


def _acceptance(sitting: CouncilState) -> Iterator[Todo]:
    """A meeting is needed until one has voted for the figures as they are."""
    if isinstance(sitting.standing, ValidAcceptance):
        return
    carried = _carried(sitting)
    if sitting.in_state(MeetingState.OPEN):
        yield from _meeting(sitting)
    elif carried:
        is_own = bool(may(sitting.reader, ACCEPT, sitting.campaign))
        about = f"biểu quyết {carried.number} của phiên họp {carried.meeting.number}"
        sentence = (
            f"Ghi nhận nghiệm thu theo {about}."
            if is_own
            else f"Thư ký ghi nhận nghiệm thu theo {about}."
        )
        yield Todo(sentence, sitting.page("acceptance"), is_own)
    elif sitting.in_state(MeetingState.PLANNED):
        yield from _meeting(sitting)
    else:
        yield from _no_meeting(sitting)


def _no_meeting(sitting: CouncilState) -> Iterator[Todo]:
    purpose = (
        "để nghiệm thu số liệu hiện nay"
        if sitting.campaign.stands.accepts_report
        else "để góp ý dự thảo"
    )
    if sitting.manages:
        yield Todo(
            f"Ghi lịch phiên họp {purpose}: ngày, nơi họp, nội dung.", sitting.page("meeting_plan")
        )
        return
    told = " Ông/Bà được báo khi có lịch." if may(sitting.reader, CAST, sitting.campaign) else ""
    yield Todo(f"Thư ký ghi lịch phiên họp {purpose}.{told}", is_own=False)
    yield from _reading(sitting, "Trong lúc chờ họp")


def _reading(sitting: CouncilState, when: str) -> Iterator[Todo]:
    """What a member does before a meeting."""
    if may(sitting.reader, WRITE, sitting.campaign):
        yield Todo(f"{when}: đọc dự thảo báo cáo.", sitting.page("report"))
        yield Todo(
            f"{when}: nêu ý kiến về đơn vị, tiêu chí, bảng hay lời văn, nếu có.",
            sitting.page("comment_write"),
        )


def _meeting(sitting: CouncilState) -> Iterator[Todo]:
    """The one that is open, else the one that is planned."""
    meeting = sitting.in_state(MeetingState.OPEN)
    if meeting:
        yield from _running(sitting, meeting) if sitting.manages else _watching(sitting, meeting)
        return
    meeting = sitting.in_state(MeetingState.PLANNED)
    if meeting:
        yield from _planned(sitting, meeting)


def _planned(sitting: CouncilState, meeting: Meeting) -> Iterator[Todo]:
    day = date_format(meeting.held_on, "d/m/Y")
    if sitting.manages:
        if latest_rendering(sitting.campaign) is None:
            yield Todo(
                "Tạo bản PDF của dự thảo trước khi họp: chưa có bản nào để Hội đồng xem.",
                sitting.page("report"),
            )
        yield Todo(
            f"Mở phiên họp {meeting.number} khi Hội đồng họp, ngày {day}.",
            sitting.place(meeting, name="meeting_open"),
        )
        return
    role = "Ông/Bà chủ trì phiên họp" if sitting.presides else "Phiên họp"
    place = f", tại {meeting.place}" if meeting.place else ""
    yield Todo(
        f"{role} {meeting.number} ngày {day}{place}. Thư ký mở phiên họp.",
        sitting.place(meeting),
        is_own=False,
    )
    yield from _reading(sitting, "Trước khi họp")


def _running(sitting: CouncilState, meeting: Meeting) -> Iterator[Todo]:
    """For the secretary, in the order of the page; what is left last closes it."""
    motions = list(meeting.motions.all())
    counted_in = set(meeting.attendances.values_list("member_id", flat=True))
    if {seat.pk for seat in sitting.seats} - counted_in:
        yield Todo(f"Điểm danh phiên họp {meeting.number}.", sitting.place(meeting, "#diem-danh"))
    if not meeting.proceedings:
        yield Todo(
            f"Ghi diễn biến phiên họp {meeting.number}.", sitting.place(meeting, "#dien-bien")
        )
    if sitting.campaign.stands.accepts_report and not any(
        motion.is_acceptance for motion in motions
    ):
        yield Todo(
            "Đặt biểu quyết nghiệm thu báo cáo và số liệu.", sitting.place(meeting, "#bieu-quyet")
        )
    for motion in motions:
        if not motion.is_counted:
            yield Todo(
                f"Lấy ý kiến rồi chốt biểu quyết {motion.number}.",
                sitting.place(meeting, "#bieu-quyet"),
            )
    yield Todo(
        f"Ghi kết luận, nếu có, rồi kết thúc phiên họp {meeting.number}.",
        sitting.place(meeting, "#ket-luan"),
    )


def _watching(sitting: CouncilState, meeting: Meeting) -> Iterator[Todo]:
    seat = sitting.seat
    yield Todo(
        f"Phiên họp {meeting.number} đang họp; Thư ký ghi diễn biến và kết luận.",
        sitting.place(meeting),
        is_own=False,
    )
    if seat and may(sitting.reader, CAST, sitting.campaign):
        row = Attendance.objects.filter(meeting=meeting, member=seat).first()
        if row is None or not row.is_present:
            yield Todo(
                f"Ông/Bà chưa được điểm danh có mặt tại phiên họp {meeting.number} nên chưa biểu "
                "quyết được. Hãy báo Thư ký.",
                sitting.place(meeting, "#diem-danh"),
                is_own=False,
            )


def _minutes(sitting: CouncilState, meeting: Meeting) -> Iterator[Todo]:
    """Read by all; printed and signed by the chair and the secretary."""
    signs = sitting.manages or sitting.presides
    does = "In biên bản" if signs else "Đọc biên bản"
    for_what = " để Chủ tọa và Thư ký ký" if signs else ""
    yield Todo(f"{does} phiên họp {meeting.number}{for_what}.", sitting.place(meeting, "#bien-ban"))


def _conclusions(sitting: CouncilState) -> Iterator[Todo]:
    if sitting.conclusions:
        is_own = bool(may(sitting.reader, CHANGE, sitting.campaign))
        who = "" if is_own else " Tổ trưởng Tổ giúp việc ghi."
        count = len(sitting.conclusions)
        yield Todo(
            f"Còn {count} kết luận nêu tiêu chí mà chưa có kết quả theo kết luận.{who}",
            "#ket-luan",
            is_own,
        )


def _comments(sitting: CouncilState) -> Iterator[Todo]:
    if sitting.open_comments:
        is_own = bool(may(sitting.reader, ANSWER, sitting.campaign))
        url = sitting.page("council_comments") + "?xem=chua-tra-loi"
        who = "" if is_own else " Tổ trưởng và Thư ký trả lời."
        yield Todo(
            f"Còn {sitting.open_comments} ý kiến chưa được tiếp thu, giải trình.{who}", url, is_own
        )


def _own_votes(sitting: CouncilState) -> Iterator[Todo]:
    """A member who is there and has not voted yet."""
    seat = sitting.seat
    if seat is None or not may(sitting.reader, CAST, sitting.campaign):
        return
    present = Attendance.objects.present().filter(meeting=OuterRef("meeting"), member=seat)
    own = Vote.objects.filter(motion=OuterRef("pk"), member=seat)
    waiting = Motion.objects.open().filter(
        Exists(present), ~Exists(own), meeting__campaign=sitting.campaign
    )
    for motion in waiting.select_related("meeting"):
        yield Todo(
            f"Ông/Bà chưa biểu quyết: {motion.question}",
            sitting.place(motion.meeting, "#bieu-quyet"),
        )


def _way_on(sitting: CouncilState) -> Iterator[Todo]:
    """The next step of the campaign, once the Council's part of this phase is done."""
    step = usual_step(sitting.campaign.phase)
    if step is None or not _is_done(sitting):
        return
    is_own = bool(may(sitting.reader, step.action, sitting.campaign))
    sentence = (
        f"Không còn việc gì của giai đoạn này: {step.in_sentence}."
        if is_own
        else f"Chờ bước tiếp theo của đợt: {step.in_sentence}."
    )
    yield Todo(sentence, sitting.page("phases"), is_own)


def _is_done(sitting: CouncilState) -> bool:
    match sitting.campaign.stands.council:
        case CouncilWork.DISCUSSION:
            is_over = sitting.in_state(MeetingState.CLOSED) is not None
            return is_over and not (
                sitting.in_state(MeetingState.OPEN) or sitting.in_state(MeetingState.PLANNED)
            )
        case CouncilWork.REVISION:
            return not sitting.open_comments
        case CouncilWork.ACCEPTANCE:
            return isinstance(sitting.standing, ValidAcceptance) and not sitting.open_comments
    return False


def _carried(sitting: CouncilState) -> Motion | None:
    """A counted vote that accepts the figures as they are."""
    counted = Motion.objects.counted().of_acceptance().filter(meeting__campaign=sitting.campaign)
    motions = list(counted.select_related("meeting").prefetch_related("votes"))
    if not motions:
        return None
    present = digest_kept_of(sitting.campaign).sha256
    for motion in motions:
        tally = tally_of_motion(motion, motion.votes.all())
        if tally and tally.is_carried and motion.meeting.figures_sha256 == present:
            return motion
    return None
