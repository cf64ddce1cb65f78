"""The Council at work: its meetings, who came, what was said and concluded.

Acceptance lies with the reports.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from submissions.enums import MeetingState, Pin
from submissions.models.appointments import Appointment
from submissions.models.campaigns import Campaign
from submissions.models.files import Answer, Submission
from units.row_rules import RowRule

PLANNED = RowRule(state=MeetingState.PLANNED)
OPEN = RowRule(state=MeetingState.OPEN)
#: What was voted and concluded in it is fixed.
CLOSED = RowRule(state=MeetingState.CLOSED)
#: The comment is neither taken up nor said why not.
UNANSWERED = RowRule(response="")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings, by how far they have come."""

    def planned(self) -> Self:
        return self.filter(PLANNED.where())

    def open(self) -> Self:
        return self.filter(OPEN.where())

    def closed(self) -> Self:
        return self.filter(CLOSED.where())


class Meeting(models.Model):
    """A meeting of the Council. `figures_sha256` and `draft_sha256` name the figures and the draft
    (PDF) that were looked at.

    `entitled` and `present` are counted when it is closed.
    """

    is_recorded = True

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField("lần họp")
    held_on = models.DateField("ngày họp")
    place = models.CharField("nơi họp", max_length=200, blank=True)
    purpose = models.CharField("nội dung họp", max_length=300)
    state = models.CharField(
        "trạng thái", max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    figures_sha256 = models.CharField("SHA-256 của số liệu", max_length=64, blank=True)
    draft_sha256 = models.CharField("SHA-256 của dự thảo", max_length=64, blank=True)
    proceedings = models.TextField("diễn biến", blank=True)
    entitled = models.PositiveSmallIntegerField("số thành viên", null=True, blank=True)
    present = models.PositiveSmallIntegerField("số có mặt", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="one_meeting_per_number"),
            models.CheckConstraint(
                condition=Q(state__in=MeetingState.values), name="meeting_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.CLOSED)
                | Q(
                    entitled__isnull=False,
                    present__isnull=False,
                    closed_at__isnull=False,
                    present__lte=F("entitled"),
                ),
                name="closed_meeting_counted",
            ),
        ]
        verbose_name = "phiên họp Hội đồng"

    def __str__(self) -> str:
        return f"Phiên họp {self.number} ({self.campaign.code})"

    @property
    def is_planned(self) -> bool:
        return PLANNED.holds(self)

    @property
    def is_open(self) -> bool:
        return OPEN.holds(self)

    @property
    def is_closed(self) -> bool:
        return CLOSED.holds(self)


class MeetingDraft(models.Model):
    """The very draft (PDF) that lay before a meeting, kept as long as the meeting is; the file lies
    under its own SHA-256.

    `shows_figures`: it was made from the figures that the meeting looked at.
    """

    is_recorded = True
    recorded_folder = "drafts"

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="draft")
    stored_as = models.CharField(max_length=80)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("kích thước")
    pages = models.PositiveSmallIntegerField("số trang", default=0)
    made_at = models.DateTimeField("tạo lúc", null=True, blank=True)
    shows_figures = models.BooleanField("từ số liệu được xem", default=True)

    class Meta:
        verbose_name = "dự thảo được xem"

    def __str__(self) -> str:
        return f"{self.meeting}: {self.sha256[:12]}"


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Who came, and who did not. Who was not counted yet has no row."""

    def present(self) -> Self:
        return self.filter(is_present=True)

    def absent(self) -> Self:
        return self.filter(is_present=False)


class Attendance(models.Model):
    """Whether a member of the Council came to a meeting."""

    is_recorded = True

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    member = models.ForeignKey(Appointment, models.PROTECT, related_name="attendances")
    is_present = models.BooleanField("có mặt")
    note = models.CharField("ghi chú", max_length=200, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"], name="one_attendance_per_meeting_and_member"
            )
        ]
        verbose_name = "điểm danh"

    def __str__(self) -> str:
        return f"{self.member}: {'có mặt' if self.is_present else 'vắng'}"


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments."""

    def unanswered(self) -> Self:
        return self.filter(UNANSWERED.where())


class Comment(models.Model):
    """What somebody of the Council says about the draft, pinned to what it is about. It is not
    edited; it is answered.

    `place` names a table or chart («bang-1», «bieu-do-7») or a heading of the text.
    """

    is_recorded = True

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="comments")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="comments"
    )
    pin = models.CharField("về", max_length=10, choices=Pin.choices)
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="comments"
    )
    answer = models.ForeignKey(
        Answer, models.PROTECT, null=True, blank=True, related_name="comments"
    )
    place = models.CharField("chỗ", max_length=200, blank=True)
    text = models.TextField("ý kiến")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")
    response = models.TextField("tiếp thu, giải trình", blank=True)
    responded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    responded_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pin=Pin.WHOLE, submission=None, answer=None, place="")
                | Q(pin=Pin.UNIT, submission__isnull=False, answer=None, place="")
                | Q(pin=Pin.CRITERION, submission__isnull=False, answer__isnull=False, place="")
                | Q(pin__in=[Pin.TABLE, Pin.TEXT], submission=None, answer=None) & ~Q(place=""),
                name="comment_pinned_to_one_thing",
            )
        ]
        verbose_name = "ý kiến Hội đồng"

    def __str__(self) -> str:
        return f"{self.get_pin_display()}: {self.text[:40]}"

    @property
    def is_answered(self) -> bool:
        return not UNANSWERED.holds(self)


class ConclusionQuerySet(models.QuerySet["Conclusion"]):
    """Conclusions."""

    def fixed(self) -> Self:
        """The meeting is over."""
        return self.filter(CLOSED.where("meeting__"))


class Conclusion(models.Model):
    """What a meeting concluded.

    A score changes in revision only by one that names the criterion of the unit.
    """

    is_recorded = True

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="conclusions")
    number = models.PositiveSmallIntegerField("số")
    text = models.TextField("kết luận")
    answer = models.ForeignKey(
        Answer, models.PROTECT, null=True, blank=True, related_name="conclusions"
    )
    comment = models.ForeignKey(
        Comment, models.PROTECT, null=True, blank=True, related_name="conclusions"
    )

    objects = ConclusionQuerySet.as_manager()

    class Meta:
        ordering = ["meeting__number", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="one_conclusion_per_meeting_and_number"
            )
        ]
        verbose_name = "kết luận của Hội đồng"

    def __str__(self) -> str:
        return f"Kết luận {self.number}, phiên họp {self.meeting.number}"
