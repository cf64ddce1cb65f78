"""The entries: what each phase leads to, what that needs, does and tells, and what units read."""

from submissions.campaigns.phases.values import (
    DRAFTERS,
    EVERYBODY,
    Announcement,
    PhaseEntry,
    Step,
    StepAct,
    StepAddress,
)
from submissions.campaigns.queries import needs
from submissions.enums import Phase, Round
from units.enums import APPRAISING, COUNCIL_ROLES, UNIT_ROLES, Role

ADVANCE = StepAddress("period.advance_phase", "advance_phase")
PUBLISH = StepAddress("report.sign_and_publish", "publish", asks_proof=True)
ARCHIVE = StepAddress("period.archive_period", "archive_campaign")

ENTRIES: dict[Phase, PhaseEntry] = {
    Phase.SETUP: PhaseEntry(
        steps=(
            Step(
                Phase.SETUP,
                Phase.SELF_SCORE,
                ADVANCE,
                label="Mở đợt tự chấm",
                effect="Các đơn vị được kê khai, tự chấm và nộp tài liệu kiểm chứng đến hết hạn "
                "nộp. Bộ tiêu chí không sửa được nữa.",
                needs=(
                    needs.units_have_annexes,
                    needs.annexes_ask_something,
                    needs.deadline_lies_ahead,
                ),
                does=(StepAct.OPEN_ANSWERS,),
                tells=(
                    Announcement(
                        UNIT_ROLES,
                        "Đơn vị kê khai, tự chấm và gửi tài liệu kiểm chứng trước hạn nộp.",
                    ),
                ),
                task="chuẩn bị và mở đợt tự chấm",
            ),
        ),
        on_return=(StepAct.REOPEN_REPLIES,),
    ),
    Phase.SELF_SCORE: PhaseEntry(
        steps=(
            Step(
                Phase.SELF_SCORE,
                Phase.LATE,
                ADVANCE,
                label="Kết thúc thời gian tự chấm",
                effect="Đơn vị không sửa được hồ sơ nữa. Tổ trưởng xem được số liệu tự chấm để "
                "tổng hợp.",
                needs=(needs.self_score_deadline_passed,),
                tells=(
                    Announcement(
                        (Role.WG_HEAD,),
                        "Đã hết hạn nộp. Tổ trưởng tổng hợp và bắt đầu thẩm định lần 1.",
                    ),
                    Announcement(
                        UNIT_ROLES, "Đã hết hạn nộp. Hồ sơ của đơn vị không sửa được nữa."
                    ),
                ),
            ),
        ),
        on_return=(StepAct.REOPEN_REPLIES,),
    ),
    Phase.LATE: PhaseEntry(
        steps=(
            Step(
                Phase.LATE,
                Phase.APPRAISE_1,
                ADVANCE,
                label="Bắt đầu thẩm định lần 1",
                effect="Tổ giúp việc được xem hồ sơ và chấm lần 1.",
                needs=(needs.extensions_are_over, needs.every_unit_has_an_appraiser),
                tells=(
                    Announcement(
                        APPRAISING, "Bắt đầu thẩm định lần 1. Có hồ sơ đang chờ Ông/Bà thẩm định."
                    ),
                ),
            ),
        ),
        on_return=(StepAct.REOPEN_REPLIES,),
    ),
    Phase.APPRAISE_1: PhaseEntry(
        steps=(
            Step(
                Phase.APPRAISE_1,
                Phase.EXPLAIN,
                ADVANCE,
                label="Gửi kết quả lần 1 cho các đơn vị",
                effect="Kết quả lần 1 được khóa. Mỗi đơn vị thấy kết quả của mình, xác nhận hoặc "
                "giải trình.",
                needs=(
                    needs.RoundIsWhole(Round.FIRST),
                    needs.readings_are_settled(Round.FIRST),
                    needs.reply_deadline_lies_ahead,
                ),
                tells=(
                    Announcement(
                        UNIT_ROLES,
                        "Đã có kết quả thẩm định lần 1. Đơn vị xác nhận hoặc giải trình trước hạn.",
                    ),
                ),
                # All units are told of their results at once.
                holds_notices=True,
            ),
        ),
        unit_note="Tổ giúp việc đang thẩm định. Đơn vị thấy kết quả khi Tổ trưởng khóa lần 1 và "
        "gửi cho mọi đơn vị.",
        on_return=(StepAct.REOPEN_REPLIES,),
    ),
    Phase.EXPLAIN: PhaseEntry(
        steps=(
            Step(
                Phase.EXPLAIN,
                Phase.APPRAISE_2,
                ADVANCE,
                label="Bắt đầu thẩm định lần 2",
                effect="Đơn vị không giải trình được nữa. Tổ giúp việc chấm lần 2.",
                needs=(needs.units_were_told, needs.reply_deadline_passed),
                does=(StepAct.RECORD_SILENCE,),
                tells=(
                    Announcement(
                        APPRAISING, "Bắt đầu thẩm định lần 2. Có giải trình của các đơn vị cần xem."
                    ),
                ),
            ),
        ),
        on_return=(StepAct.REOPEN_SILENCE,),
    ),
    Phase.APPRAISE_2: PhaseEntry(
        steps=(
            Step(
                Phase.APPRAISE_2,
                Phase.DRAFT_REPORT,
                ADVANCE,
                label="Lập dự thảo báo cáo",
                effect="Kết quả lần 2 được khóa. Hội đồng đọc được điểm; Tổ trưởng và Thư ký lập "
                "dự thảo báo cáo.",
                needs=(needs.RoundIsWhole(Round.SECOND), needs.readings_are_settled(Round.SECOND)),
                tells=(Announcement(DRAFTERS, "Đã khóa kết quả lần 2. Lập dự thảo báo cáo."),),
            ),
        ),
        unit_note="Tổ giúp việc đang thẩm định lần 2, có xem giải trình.",
    ),
    Phase.DRAFT_REPORT: PhaseEntry(
        steps=(
            Step(
                Phase.DRAFT_REPORT,
                Phase.COUNCIL_1,
                ADVANCE,
                label="Trình Hội đồng họp lần 1",
                effect="Thành viên Hội đồng đọc dự thảo và góp ý.",
                tells=(
                    Announcement(COUNCIL_ROLES, "Dự thảo báo cáo đã trình Hội đồng họp lần 1."),
                ),
            ),
        )
    ),
    Phase.COUNCIL_1: PhaseEntry(
        steps=(
            Step(
                Phase.COUNCIL_1,
                Phase.REVISION,
                ADVANCE,
                label="Chỉnh sửa theo kết luận của Hội đồng",
                effect="Điểm chỉ đổi theo một kết luận được nêu rõ của Hội đồng.",
                tells=(Announcement(DRAFTERS, "Chỉnh sửa báo cáo theo kết luận của Hội đồng."),),
            ),
        )
    ),
    Phase.REVISION: PhaseEntry(
        steps=(
            Step(
                Phase.REVISION,
                Phase.COUNCIL_2,
                ADVANCE,
                label="Trình Hội đồng nghiệm thu",
                effect="Hội đồng họp nghiệm thu. Điểm không đổi được nữa.",
                tells=(
                    Announcement(COUNCIL_ROLES, "Báo cáo đã chỉnh sửa, trình Hội đồng nghiệm thu."),
                ),
            ),
        )
    ),
    Phase.COUNCIL_2: PhaseEntry(
        steps=(
            Step(
                Phase.COUNCIL_2,
                Phase.SIGNING,
                ADVANCE,
                label="Trình Lãnh đạo Bộ ký",
                effect="Báo cáo đã nghiệm thu được trình ký.",
                needs=(needs.RoundIsWhole(Round.SECOND),),
                tells=(
                    Announcement(
                        (Role.PUBLISHER,),
                        "Báo cáo đã được Hội đồng nghiệm thu, đang chờ ký ban hành.",
                    ),
                ),
            ),
        )
    ),
    Phase.SIGNING: PhaseEntry(
        steps=(
            Step(
                Phase.SIGNING,
                Phase.PUBLISHED,
                PUBLISH,
                label="Ban hành",
                effect="Mọi người đọc được báo cáo, không cần tài khoản. Việc này không lùi lại "
                "được.",
                needs=(needs.decision_is_written,),
                tells=(Announcement(EVERYBODY, "Kết quả đánh giá đã được ban hành."),),
            ),
        )
    ),
    Phase.PUBLISHED: PhaseEntry(
        steps=(
            Step(
                Phase.PUBLISHED,
                Phase.ARCHIVED,
                ARCHIVE,
                label="Đưa vào lưu trữ",
                effect="Đợt đánh giá được lưu trữ. Báo cáo vẫn đọc được như cũ.",
                tells=(Announcement(DRAFTERS, "Đợt đánh giá đã được đưa vào lưu trữ."),),
            ),
        )
    ),
    Phase.ARCHIVED: PhaseEntry(),
}
