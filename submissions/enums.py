"""Closed lists of the submissions' floor: phases of a campaign and what each is, outcomes of a
criterion, grounds of a refusal.
"""

from dataclasses import dataclass
from enum import Enum, auto

from django.db import models


class Phase(models.TextChoices):
    """The stages of a campaign, in order.

    What each is to those who ask is in its traits: nobody else need know them by name.
    """

    SETUP = "setup", "Chuẩn bị"
    SELF_SCORE = "self_score", "Đơn vị tự chấm"
    LATE = "late", "Hết hạn nộp"
    APPRAISE_1 = "appraise_1", "Thẩm định lần 1"
    EXPLAIN = "explain", "Đơn vị giải trình"
    APPRAISE_2 = "appraise_2", "Thẩm định lần 2"
    DRAFT_REPORT = "draft_report", "Dự thảo báo cáo"
    COUNCIL_1 = "council_1", "Hội đồng họp lần 1"
    REVISION = "revision", "Chỉnh sửa theo kết luận"
    COUNCIL_2 = "council_2", "Hội đồng nghiệm thu"
    SIGNING = "signing", "Trình ký"
    PUBLISHED = "published", "Đã ban hành"
    ARCHIVED = "archived", "Lưu trữ"

    @property
    def traits(self) -> "PhaseTraits":
        return _TRAITS[self]

    @property
    def earlier(self) -> "list[Phase]":
        """Those that a campaign can be stepped back to, the first one first."""
        order = list(Phase)
        return order[: order.index(self)]


class Leg(models.IntegerChoices):
    """A leg of the way that a unit's file takes, in order; each has one phase or more."""

    SELF_SCORING = 1, "Kê khai, tự chấm"
    ROUND_1 = 2, "Thẩm định lần 1"
    REPLY = 3, "Kết quả lần 1 và giải trình"
    ROUND_2 = 4, "Thẩm định lần 2"
    REPORT = 5, "Dự thảo báo cáo và họp Hội đồng"
    PUBLICATION = 6, "Trình ký và ban hành"


class Round(models.IntegerChoices):
    """Who gave an appraised outcome: the working group twice, then the Council by a named
    conclusion.
    """

    FIRST = 1, "Thẩm định lần 1"
    SECOND = 2, "Thẩm định lần 2"
    COUNCIL = 3, "Hội đồng"


class CouncilWork(Enum):
    """What a phase is for in the Council: it gets ready, discusses the draft, sees it revised,
    accepts it.
    """

    PREPARATION = auto()
    DISCUSSION = auto()
    REVISION = auto()
    ACCEPTANCE = auto()


@dataclass(frozen=True, slots=True)
class PhaseTraits:
    """What a phase is, for modules on every floor.

    `round`: outcomes of that round are given. `deadline`: the campaign's column that says when the
    time of the units is over. `takes_late_files`: of units that were given more time.
    """

    leg: Leg
    round: Round | None = None
    deadline: str = ""
    council: CouncilWork | None = None
    is_self_scoring: bool = False
    takes_late_files: bool = False
    is_signing: bool = False
    is_public: bool = False
    takes_corrections: bool = False
    is_archived: bool = False

    @property
    def is_filling_in(self) -> bool:
        return self.leg == Leg.SELF_SCORING

    @property
    def takes_replies(self) -> bool:
        return self.leg == Leg.REPLY

    @property
    def is_drafting(self) -> bool:
        return self.leg == Leg.REPORT

    @property
    def holds_meetings(self) -> bool:
        """The Council meets: only then can its members comment and vote."""
        return self.council in (CouncilWork.DISCUSSION, CouncilWork.ACCEPTANCE)

    @property
    def answers_comments(self) -> bool:
        """What the Council said is worked in: all of it, before the campaign goes on."""
        return self.council in (CouncilWork.REVISION, CouncilWork.ACCEPTANCE)

    @property
    def accepts_report(self) -> bool:
        """The Council is to accept the report with its figures."""
        return self.council is CouncilWork.ACCEPTANCE

    @property
    def closes_for_all(self) -> bool:
        """Going on closes a round, or the time to reply, for all units at once."""
        return self.round is not None or self.takes_replies

    @property
    def shown_round(self) -> Round:
        """The round whose progress is shown: the first until the second has begun, and the second
        ever after.
        """
        return Round.SECOND if self.leg >= Leg.ROUND_2 else Round.FIRST


_TRAITS = {
    Phase.SETUP: PhaseTraits(Leg.SELF_SCORING),
    Phase.SELF_SCORE: PhaseTraits(
        Leg.SELF_SCORING, deadline="self_score_due_at", is_self_scoring=True
    ),
    Phase.LATE: PhaseTraits(Leg.SELF_SCORING, takes_late_files=True),
    Phase.APPRAISE_1: PhaseTraits(Leg.ROUND_1, Round.FIRST),
    Phase.EXPLAIN: PhaseTraits(Leg.REPLY, deadline="reply_due_at"),
    Phase.APPRAISE_2: PhaseTraits(Leg.ROUND_2, Round.SECOND),
    Phase.DRAFT_REPORT: PhaseTraits(Leg.REPORT, council=CouncilWork.PREPARATION),
    Phase.COUNCIL_1: PhaseTraits(Leg.REPORT, council=CouncilWork.DISCUSSION),
    Phase.REVISION: PhaseTraits(Leg.REPORT, council=CouncilWork.REVISION),
    Phase.COUNCIL_2: PhaseTraits(Leg.REPORT, council=CouncilWork.ACCEPTANCE),
    Phase.SIGNING: PhaseTraits(Leg.PUBLICATION, is_signing=True),
    Phase.PUBLISHED: PhaseTraits(Leg.PUBLICATION, is_public=True, takes_corrections=True),
    Phase.ARCHIVED: PhaseTraits(Leg.PUBLICATION, is_public=True, is_archived=True),
}


class OutcomeKind(models.TextChoices):
    """What a criterion came to. The four are never merged."""

    SCORED = "scored", "Có điểm"
    NOT_APPLICABLE = "not_applicable", "Không áp dụng"
    REFUSED = "refused", "Không chấp nhận"
    MISSING = "missing", "Chưa có"


class Ground(models.TextChoices):
    """Why a score was refused (worth 0)."""

    NO_FIGURES = "no_figures", "Thiếu thông tin, số liệu"
    NOT_FACTUAL = "not_factual", "Số liệu không đúng thực tế"
    NO_EVIDENCE = "no_evidence", "Không có tài liệu kiểm chứng"
    LATE = "late", "Gửi báo cáo chậm"


class Body(models.TextChoices):
    """The body a person was appointed to."""

    COUNCIL = "council", "Hội đồng đánh giá"
    WORKING_GROUP = "working_group", "Tổ giúp việc"
    UNIT = "unit", "Đơn vị"
    MINISTRY = "ministry", "Bộ"


class StepBackState(models.TextChoices):
    """What became of a proposal to step back."""

    PROPOSED = "proposed", "Chờ người thứ hai"
    DONE = "done", "Đã lùi"
    DECLINED = "declined", "Không đồng ý"
    WITHDRAWN = "withdrawn", "Người đề nghị đã rút"


class SkipReason(models.TextChoices):
    """Why a unit left a criterion without an answer for now.

    «Không áp dụng» is an outcome, not a reason to skip.
    """

    NO_FIGURES = "no_figures", "Chưa có số liệu"
    LATER = "later", "Làm sau"


class Stance(models.TextChoices):
    """What a unit says to the first round's outcome of a criterion."""

    AGREES = "agrees", "Nhất trí"
    CONTESTS = "contests", "Không nhất trí"


class ReplyState(models.TextChoices):
    """How a unit's reply ended: its head confirmed it, or the deadline passed in silence."""

    CONFIRMED = "confirmed", "Thủ trưởng đã xác nhận"
    SILENT = "silent", "Hết hạn không trả lời"


class MeetingState(models.TextChoices):
    """How far a meeting of the Council has come.

    What was voted and concluded in a closed one is fixed.
    """

    PLANNED = "planned", "Chưa họp"
    OPEN = "open", "Đang họp"
    CLOSED = "closed", "Đã kết thúc"


class Pin(models.TextChoices):
    """What a comment of the Council is about."""

    WHOLE = "whole", "Toàn bộ dự thảo"
    UNIT = "unit", "Đơn vị"
    CRITERION = "criterion", "Tiêu chí của một đơn vị"
    TABLE = "table", "Bảng, biểu đồ"
    TEXT = "text", "Lời văn"


class VoteChoice(models.TextChoices):
    """A member's vote."""

    FOR = "for", "Tán thành"
    AGAINST = "against", "Không tán thành"
    ABSTAIN = "abstain", "Không có ý kiến"


BODIES = (Body.COUNCIL, Body.WORKING_GROUP)
