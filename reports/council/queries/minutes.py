"""The minutes of a meeting of the Council as plain values, from which the Word file and the PDF
are both made.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.frame.phrases import long_date
from submissions.council.queries.comments import about, comments_seen
from submissions.council.queries.meetings import conclusions_shown, tally_of_motion
from submissions.council.queries.seats import seats_of
from submissions.models import Appointment, Attendance, Meeting, Vote
from units.clock import moment_in_words
from units.enums import Role
from units.models import User


@dataclass(frozen=True, slots=True)
class MinutesTable:
    """A table: its heads, and its rows of as many cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class MinutesPart:
    """A numbered part of the minutes."""

    title: str
    paragraphs: tuple[str, ...] = ()
    grid: MinutesTable | None = None


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes.

    A draft says so until the meeting is closed. `chair` and `secretary` are who sign, empty when
    unknown.
    """

    ministry: str
    title: str
    subject: str
    is_draft: bool
    parts: tuple[MinutesPart, ...]
    closing: str
    chair: str
    secretary: str
    source: str


def minutes_of(meeting: Meeting, reader: User) -> Minutes:
    """Eight queries at most, whatever the number of members, votes and comments.

    What is about the unit of a reader who must keep away from it is left out, and it is said that
    it is.
    """
    attendances = list(
        Attendance.objects.filter(meeting=meeting)
        .select_related("member")
        .order_by("member__order", "member_id")
    )
    seats = [row.member for row in attendances] if attendances else seats_of(meeting.campaign)
    present = [row.member for row in attendances if row.is_present]
    is_draft = not meeting.is_closed
    return Minutes(
        ministry=meeting.campaign.ministry,
        title="DỰ THẢO BIÊN BẢN" if is_draft else "BIÊN BẢN",
        subject=(
            f"Họp lần {meeting.number} của Hội đồng đánh giá, {_lowered(meeting.campaign.title)}"
        ),
        is_draft=is_draft,
        parts=tuple(_numbered(_parts(meeting, seats, attendances, reader))),
        closing=_closing(meeting),
        chair=present[0].person if present else "",
        secretary=_secretary(present),
        source=(
            f"Biên bản lập từ số liệu của phiên họp {meeting.number}, đợt đánh giá "
            f"{meeting.campaign.code}."
        ),
    )


def _parts(
    meeting: Meeting, seats: list[Appointment], attendances: list[Attendance], reader: User
) -> Iterator[MinutesPart]:
    yield MinutesPart("Thời gian, địa điểm", _when_and_where(meeting))
    yield _participants(meeting, seats, attendances)
    yield MinutesPart("Nội dung", _purpose(meeting))
    yield MinutesPart("Diễn biến", _lines(meeting.proceedings) or ("Không ghi.",))
    if comments := _comments(meeting, reader):
        yield MinutesPart("Ý kiến tại phiên họp", comments)
    if votes := _votes(meeting):
        yield MinutesPart("Biểu quyết", votes)
    yield MinutesPart(
        "Kết luận", _conclusions(meeting, reader) or ("Phiên họp không có kết luận riêng.",)
    )


def _numbered(parts: Iterable[MinutesPart]) -> Iterator[MinutesPart]:
    for number, part in enumerate(parts, start=1):
        yield MinutesPart(f"{number}. {part.title}", part.paragraphs, part.grid)


def _when_and_where(meeting: Meeting) -> tuple[str, ...]:
    when = long_date(meeting.held_on)
    place = f"Địa điểm: {meeting.place}." if meeting.place else "Địa điểm: không ghi."
    return (f"Thời gian: {when}.", place)


def _participants(
    meeting: Meeting, seats: list[Appointment], attendances: list[Attendance]
) -> MinutesPart:
    notes = {row.member_id: row for row in attendances}
    entitled = meeting.entitled if meeting.entitled is not None else len(seats)
    present = (
        meeting.present
        if meeting.present is not None
        else sum(row.is_present for row in attendances)
    )
    rows = tuple(
        (
            f"{number}. {seat.person}",
            seat.title or str(seat.get_role_display()),
            _presence(notes.get(seat.pk)),
        )
        for number, seat in enumerate(seats, start=1)
    )
    counted = f"Hội đồng có {entitled} thành viên; có mặt {present}, vắng {entitled - present}."
    return MinutesPart(
        "Thành phần", (counted,), MinutesTable(("Họ và tên", "Nhiệm vụ", "Điểm danh"), rows)
    )


def _presence(attendance: Attendance | None) -> str:
    if attendance is None:
        return "chưa điểm danh"
    word = "có mặt" if attendance.is_present else "vắng"
    return f"{word} ({attendance.note})" if attendance.note else word


def _purpose(meeting: Meeting) -> tuple[str, ...]:
    seen = [meeting.purpose.rstrip(".") + "."]
    if meeting.draft_sha256:
        seen += ["Hội đồng xem dự thảo báo cáo (tệp PDF) có mã SHA-256:", meeting.draft_sha256]
    if meeting.figures_sha256:
        seen += ["Số liệu được xem có mã SHA-256:", meeting.figures_sha256]
    return tuple(seen)


def _comments(meeting: Meeting, reader: User) -> tuple[str, ...]:
    return tuple(
        f"{comment.by} ({about(comment)}): {comment.text}"
        for comment in comments_seen(meeting.campaign, reader).filter(meeting=meeting)
    )


def _votes(meeting: Meeting) -> tuple[str, ...]:
    """Counts only: who voted what is in the record."""
    votes: dict[int, list[Vote]] = defaultdict(list)
    for vote in Vote.objects.filter(motion__meeting=meeting):
        votes[vote.motion_id].append(vote)
    return tuple(
        f"{motion.number}) {motion.question.rstrip('.')}: "
        f"{tally.in_words if tally else 'chưa chốt'}."
        for motion in meeting.motions.all()
        for tally in [tally_of_motion(motion, votes[motion.pk])]
    )


def _conclusions(meeting: Meeting, reader: User) -> tuple[str, ...]:
    shown = conclusions_shown(meeting.conclusions.all(), meeting.campaign, reader)
    return tuple(
        f"{each.number}) {each.text}" + (f" ({each.about})" if each.about else "") for each in shown
    )


def _closing(meeting: Meeting) -> str:
    if not meeting.is_closed:
        return "Phiên họp chưa kết thúc; biên bản này còn thay đổi."
    return f"Phiên họp được ghi nhận kết thúc lúc {moment_in_words(meeting.closed_at)}./."


def _secretary(present: list[Appointment]) -> str:
    return next((seat.person for seat in present if seat.role == Role.COUNCIL_SECRETARY), "")


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
