"""Closed lists of the submissions' floor: phases of a campaign, outcomes of a criterion,
grounds of a refusal.
"""

from django.db import models


class Phase(models.TextChoices):
    """The stages of a campaign, in order."""

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


class Round(models.IntegerChoices):
    """Who gave an appraised outcome: the working group twice, then the Council by a named
    conclusion.
    """

    FIRST = 1, "Thẩm định lần 1"
    SECOND = 2, "Thẩm định lần 2"
    COUNCIL = 3, "Hội đồng"


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
