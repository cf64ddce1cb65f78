"""The meetings of the Council: planned, opened on a draft, attended, written up, closed.

What was closed is fixed.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils import timezone

from ictindex.lib.errors import StaleState
from ictindex.lib.text import clean_line
from submissions.council.notices import notice_of_cancelling, notice_of_meeting, notice_of_minutes
from submissions.council.queries.rights import MANAGE
from submissions.council.queries.seats import seats_of
from submissions.council.services.meeting_lock import (
    InvalidCouncilEntry,
    StaleMeeting,
    held_meeting,
    require_meeting_open,
    require_not_closed,
    require_version,
    written,
)
from submissions.enums import MeetingState
from submissions.models import (
    Answer,
    Attendance,
    Campaign,
    Comment,
    Conclusion,
    Meeting,
    MeetingDraft,
    Motion,
    Vote,
)
from units import audit
from units.access import require
from units.models import User
from units.notify import tell

MEETING_PLANNED = audit.name_act("council.meeting_planned", "Ghi lịch phiên họp Hội đồng")
MEETING_EDITED = audit.name_act("council.meeting_edited", "Sửa lịch phiên họp Hội đồng")
MEETING_CANCELLED = audit.name_act("council.meeting_cancelled", "Hủy phiên họp Hội đồng")
MEETING_OPENED = audit.name_act("council.meeting_opened", "Mở phiên họp Hội đồng")
ATTENDANCE_TAKEN = audit.name_act("council.attendance_taken", "Điểm danh phiên họp Hội đồng")
PROCEEDINGS_WRITTEN = audit.name_act(
    "council.proceedings_written", "Ghi diễn biến phiên họp Hội đồng"
)
CONCLUDED = audit.name_act("council.concluded", "Ghi kết luận của Hội đồng")
MEETING_CLOSED = audit.name_act("council.meeting_closed", "Kết thúc phiên họp Hội đồng")

_LONGEST_NOTE = 200


@transaction.atomic
def plan_meeting(
    *, campaign: Campaign, held_on: date, purpose: str, place: str = "", by: User
) -> Meeting:
    """A meeting with the next number. Raises NotAllowed or InvalidCouncilEntry."""
    held = Campaign.objects.select_for_update(no_key=True).filter(pk=campaign.pk).first()
    if held is None:
        raise Http404
    require(by, MANAGE, held)
    number = (Meeting.objects.filter(campaign=held).aggregate(last=Max("number"))["last"] or 0) + 1
    meeting = Meeting(
        campaign=held,
        number=number,
        held_on=held_on,
        place=_short(place),
        purpose=_purpose(purpose),
    )
    meeting.save(force_insert=True)
    _record(MEETING_PLANNED, meeting, by, [audit.inserted(meeting)])
    tell(notice_of_meeting(meeting, by=by))
    return meeting


@transaction.atomic
def edit_meeting(
    *, meeting: Meeting, version: int, held_on: date, purpose: str, place: str = "", by: User
) -> Meeting:
    """Date, place and purpose, while it is not closed.

    Raises NotAllowed, StaleState or InvalidCouncilEntry.
    """
    held = _held(meeting, version, by)
    when_and_where = (held.held_on, held.place)
    change = _change(held, held_on=held_on, place=_short(place), purpose=_purpose(purpose))
    _record(MEETING_EDITED, held, by, [change])
    if (held.held_on, held.place) != when_and_where:
        tell(notice_of_meeting(held, by=by))
    return held


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, version: int, reason: str, by: User) -> None:
    """A planned meeting that will not be held is taken out; the record keeps it.

    Raises NotAllowed or StaleState.
    """
    held = _held(meeting, version, by)
    if not held.is_planned:
        raise StaleState("Phiên họp đã mở nên không hủy được nữa. Hãy kết thúc phiên họp.")
    reason = written(reason, field="reason", lacking="Hãy ghi lý do hủy phiên họp.")
    before, key, campaign = audit.row_of(held), held.pk, held.campaign
    tell(notice_of_cancelling(held, by=by))
    held.delete()
    change = audit.deleted(before, Meeting, key)
    audit.record(
        act=MEETING_CANCELLED,
        by=by,
        campaign=campaign,
        subject=campaign,
        reason=reason,
        changes=[change],
    )


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A draft (PDF) as it is laid before a meeting; its file is kept by then.

    `shows_figures`: from the present figures.
    """

    sha256: str
    stored_as: str
    size: int
    pages: int
    made_at: datetime | None
    shows_figures: bool


@transaction.atomic
def open_meeting(
    *, meeting: Meeting, version: int, figures_sha256: str, draft: DraftFile | None, by: User
) -> Meeting:
    """The Council meets: from now on the meeting names the figures and the draft (None: there is
    none) that it looks at.

    Raises NotAllowed, StaleState, or InvalidCouncilEntry in a phase without meetings or while
    another one is open.
    """
    held = _held(meeting, version, by)
    if not held.is_planned:
        raise StaleState("Phiên họp này đã được mở rồi.")
    if not held.campaign.stands.holds_meetings:
        raise InvalidCouncilEntry(
            "Phiên họp chỉ mở được khi đợt đánh giá ở giai đoạn Hội đồng họp."
        )
    other = Meeting.objects.open().filter(campaign=held.campaign).first()
    if other:
        raise InvalidCouncilEntry(
            f"Phiên họp {other.number} đang mở. Hãy kết thúc phiên đó trước khi mở phiên này."
        )
    sha256 = draft.sha256 if draft else ""
    changes = [
        _change(held, state=MeetingState.OPEN, figures_sha256=figures_sha256, draft_sha256=sha256)
    ]
    if draft:
        changes.append(audit.inserted(MeetingDraft.objects.create(meeting=held, **asdict(draft))))
    _record(MEETING_OPENED, held, by, changes)
    return held


@transaction.atomic
def take_attendance(
    *,
    meeting: Meeting,
    version: int,
    present: frozenset[int],
    notes: Mapping[int, str] | None = None,
    by: User,
) -> Meeting:
    """Every member of the Council is present (by the key of the seat) or absent. Again corrects it.

    Raises NotAllowed, StaleState, or InvalidCouncilEntry for a stranger among them or for who has
    voted and should be absent.
    """
    held = _held(meeting, version, by)
    require_meeting_open(held)
    seats = {seat.pk: seat for seat in seats_of(held.campaign)}
    if not present <= seats.keys():
        raise InvalidCouncilEntry(
            "Danh sách Hội đồng đã thay đổi. Hãy tải lại trang rồi điểm danh lại."
        )
    absent = seats.keys() - present
    voted = (
        Vote.objects.filter(motion__meeting=held, member__in=absent)
        .select_related("member")
        .first()
    )
    if voted:
        raise InvalidCouncilEntry(
            f"{voted.member.person} đã biểu quyết trong phiên họp này nên không ghi là vắng được."
        )
    changes = _store_attendance(held, {key: key in present for key in seats}, notes or {})
    if changes:
        changes.append(_change(held))
        _record(
            ATTENDANCE_TAKEN,
            held,
            by,
            changes,
            facts={"present": len(present), "entitled": len(seats)},
        )
    return held


@transaction.atomic
def write_proceedings(*, meeting: Meeting, version: int, proceedings: str, by: User) -> Meeting:
    """What happened in the meeting, for its minutes.

    Raises NotAllowed, StaleState or InvalidCouncilEntry.
    """
    held = _held(meeting, version, by)
    require_meeting_open(held)
    text = written(proceedings, field="proceedings", lacking="Hãy ghi diễn biến của phiên họp.")
    _record(PROCEEDINGS_WRITTEN, held, by, [_change(held, proceedings=text)])
    return held


@transaction.atomic
def conclude(
    *,
    meeting: Meeting,
    text: str,
    by: User,
    answer: Answer | None = None,
    comment: Comment | None = None,
) -> Conclusion:
    """What the meeting concluded, with the next number. A score can change only by a conclusion
    that names its `answer`.

    `comment`: the one that it settles. Raises NotAllowed, StaleState or InvalidCouncilEntry.
    """
    held = held_meeting(meeting.pk, by=by)
    require_meeting_open(held)
    text = written(text, field="text", lacking="Hãy ghi nội dung kết luận.")
    answer = answer or (comment.answer if comment else None)
    _require_of_campaign(held, answer, comment)
    number = (held.conclusions.aggregate(last=Max("number"))["last"] or 0) + 1
    conclusion = Conclusion(meeting=held, number=number, text=text, answer=answer, comment=comment)
    conclusion.save(force_insert=True)
    _record(CONCLUDED, held, by, [audit.inserted(conclusion)], facts={"number": number})
    return conclusion


@transaction.atomic
def close_meeting(
    *, meeting: Meeting, version: int, by: User, now: datetime | None = None
) -> Meeting:
    """The members and those present are counted, and nothing of the meeting changes any more.

    Raises NotAllowed, StaleState, or InvalidCouncilEntry saying what is still open.
    """
    held = _held(meeting, version, by)
    require_meeting_open(held)
    seats = seats_of(held.campaign)
    present = present_among(held, [seat.pk for seat in seats])
    _require_written_up(held)
    change = _change(
        held,
        state=MeetingState.CLOSED,
        entitled=len(seats),
        present=present,
        closed_by=by,
        closed_at=now or timezone.now(),
    )
    _record(MEETING_CLOSED, held, by, [change], facts={"present": present, "entitled": len(seats)})
    tell(notice_of_minutes(held, by=by))
    return held


def present_among(meeting: Meeting, seats: list[int]) -> int:
    """How many of these seats are present.

    Raises InvalidCouncilEntry while somebody has not been counted in or out.
    """
    rows = dict(
        Attendance.objects.filter(meeting=meeting, member__in=seats).values_list(
            "member_id", "is_present"
        )
    )
    if not seats:
        raise InvalidCouncilEntry("Hội đồng của đợt này chưa có thành viên nào.")
    if len(rows) < len(seats):
        raise InvalidCouncilEntry(
            f"Còn {len(seats) - len(rows)} thành viên chưa được điểm danh. Hãy điểm danh đủ."
        )
    return sum(rows.values())


def _held(meeting: Meeting, version: int, by: User) -> Meeting:
    held = held_meeting(meeting.pk, by=by)
    require_not_closed(held)
    require_version(held, version)
    return held


def _change(held: Meeting, **values: object) -> audit.Change:
    """The conditional update, with the version one up. Raises StaleMeeting."""
    before = audit.row_of(held)
    values["version"] = held.version + 1
    if not Meeting.objects.filter(pk=held.pk, version=held.version).update(**values):
        raise StaleMeeting(Meeting.objects.select_related("campaign").get(pk=held.pk))
    for name, value in values.items():
        setattr(held, name, value)
    return audit.updated(before, held)


def _store_attendance(
    meeting: Meeting, presence: Mapping[int, bool], notes: Mapping[int, str]
) -> list[audit.Change]:
    """Only what is new or different."""
    stored = {row.member_id: row for row in Attendance.objects.filter(meeting=meeting)}
    changes = []
    for member, is_present in presence.items():
        row = stored.get(member) or Attendance(meeting=meeting, member_id=member)
        note = clean_line(notes.get(member, ""))[:_LONGEST_NOTE]
        if row.pk and (row.is_present, row.note) == (is_present, note):
            continue
        before = audit.row_of(row) if row.pk else None
        row.is_present, row.note = is_present, note
        row.save()
        changes.append(audit.updated(before, row) if before else audit.inserted(row))
    return changes


def _require_written_up(meeting: Meeting) -> None:
    open_ones = Motion.objects.open().filter(meeting=meeting).values_list("number", flat=True)
    if open_ones:
        listed = ", ".join(str(number) for number in open_ones)
        raise InvalidCouncilEntry(
            f"Biểu quyết số {listed} chưa chốt. Hãy chốt trước khi kết thúc phiên họp."
        )
    if not meeting.proceedings and not meeting.conclusions.exists():
        raise InvalidCouncilEntry(
            "Phiên họp chưa có diễn biến hay kết luận nào. Hãy ghi trước khi kết thúc phiên họp."
        )


def _require_of_campaign(meeting: Meeting, answer: Answer | None, comment: Comment | None) -> None:
    """What a conclusion names lies in the campaign that the meeting is about, and both name the
    same.
    """
    if answer and answer.submission.campaign_id != meeting.campaign_id:
        raise InvalidCouncilEntry("Tiêu chí này thuộc đợt đánh giá khác.", field="answer")
    if comment and comment.campaign_id != meeting.campaign_id:
        raise InvalidCouncilEntry("Ý kiến này thuộc đợt đánh giá khác.", field="comment")
    if comment and comment.answer_id and answer and comment.answer_id != answer.pk:
        raise InvalidCouncilEntry("Ý kiến được chọn nói về một tiêu chí khác.", field="comment")


def _purpose(text: str) -> str:
    purpose = clean_line(text)
    if not purpose:
        raise InvalidCouncilEntry("Hãy ghi nội dung phiên họp.", field="purpose")
    if len(purpose) > 300:
        raise InvalidCouncilEntry(
            "Nội dung phiên họp dài quá 300 ký tự. Viết ngắn lại.", field="purpose"
        )
    return purpose


def _short(place: str) -> str:
    text = clean_line(place)
    if len(text) > 200:
        raise InvalidCouncilEntry("Nơi họp dài quá 200 ký tự. Viết ngắn lại.", field="place")
    return text


def _record(
    act: audit.ActCode,
    meeting: Meeting,
    by: User,
    changes: list[audit.Change],
    *,
    facts: Mapping[str, object] | None = None,
) -> None:
    audit.record(
        act=act,
        by=by,
        campaign=meeting.campaign,
        subject=meeting,
        changes=changes,
        facts={"meeting": meeting.number} | dict(facts or {}),
    )
