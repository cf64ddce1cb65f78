"""The phases of a campaign as one table of transitions, in order, and which round each is about.

Who moves, and what a step does, is elsewhere.
"""

from ictindex.lib.workflow import Transition
from submissions.enums import Phase, Round

_ADVANCE = "period.advance_phase"
TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        Phase.SETUP, Phase.SELF_SCORE, _ADVANCE, "Mở đợt tự chấm",
        "Các đơn vị được kê khai, tự chấm và nộp tài liệu kiểm chứng đến hết hạn nộp. Bộ tiêu "
        "chí không sửa được nữa.",
    ),
    Transition(
        Phase.SELF_SCORE, Phase.LATE, _ADVANCE, "Kết thúc thời gian tự chấm",
        "Đơn vị không sửa được hồ sơ nữa. Tổ trưởng xem được số liệu tự chấm để tổng hợp.",
    ),
    Transition(
        Phase.LATE, Phase.APPRAISE_1, _ADVANCE, "Bắt đầu thẩm định lần 1",
        "Tổ giúp việc được xem hồ sơ và chấm lần 1.",
    ),
    Transition(
        Phase.APPRAISE_1, Phase.EXPLAIN, _ADVANCE, "Gửi kết quả lần 1 cho các đơn vị",
        "Kết quả lần 1 được khóa. Mỗi đơn vị thấy kết quả của mình, xác nhận hoặc giải trình.",
    ),
    Transition(
        Phase.EXPLAIN, Phase.APPRAISE_2, _ADVANCE, "Bắt đầu thẩm định lần 2",
        "Đơn vị không giải trình được nữa. Tổ giúp việc chấm lần 2.",
    ),
    Transition(
        Phase.APPRAISE_2, Phase.DRAFT_REPORT, _ADVANCE, "Lập dự thảo báo cáo",
        "Kết quả lần 2 được khóa. Hội đồng đọc được điểm; Tổ trưởng và Thư ký lập dự thảo báo cáo.",
    ),
    Transition(
        Phase.DRAFT_REPORT, Phase.COUNCIL_1, _ADVANCE, "Trình Hội đồng họp lần 1",
        "Thành viên Hội đồng đọc dự thảo và góp ý.",
    ),
    Transition(
        Phase.COUNCIL_1, Phase.REVISION, _ADVANCE, "Chỉnh sửa theo kết luận của Hội đồng",
        "Điểm chỉ đổi theo một kết luận được nêu rõ của Hội đồng.",
    ),
    Transition(
        Phase.REVISION, Phase.COUNCIL_2, _ADVANCE, "Trình Hội đồng nghiệm thu",
        "Hội đồng họp nghiệm thu. Điểm không đổi được nữa.",
    ),
    Transition(
        Phase.COUNCIL_2, Phase.SIGNING, _ADVANCE, "Trình Lãnh đạo Bộ ký",
        "Báo cáo đã nghiệm thu được trình ký.",
    ),
    Transition(
        Phase.SIGNING, Phase.PUBLISHED, "report.sign_and_publish", "Ban hành",
        "Mọi người đọc được báo cáo, không cần tài khoản. Việc này không lùi lại được.",
    ),
    Transition(
        Phase.PUBLISHED, Phase.ARCHIVED, "period.archive_period", "Đưa vào lưu trữ",
        "Đợt đánh giá được lưu trữ. Báo cáo vẫn đọc được như cũ.",
    ),
)  # fmt: skip
_NEXT = {transition.source: transition for transition in TRANSITIONS}


def next_step(phase: str) -> Transition | None:
    """The only way forward from a phase; None at the end."""
    return _NEXT.get(phase)


def earlier_phases(phase: str) -> list[Phase]:
    """The phases a campaign can be stepped back to."""
    order = list(Phase)
    return order[: order.index(Phase(phase))]


def open_round(phase: str) -> Round | None:
    """The round in which outcomes are given now, if any."""
    return Phase(phase).traits.round


def shown_round(phase: str) -> Round:
    """The round whose progress is shown: the first until the second has begun, and the second
    ever after.
    """
    return Phase(phase).traits.shown_round
