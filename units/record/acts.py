"""The names of acts, as the record page shows them: one table for all floors. A new act needs a line here.

Acts named `self.…` are those of a unit on its own submission, and the only ones that its people read on their page. Acts
about accounts, roles and workplaces are the security events; they hold no scores.
"""

from typing import Final

OF_UNIT: Final = "self."
SECURITY: Final = ("account.", "membership.", "role.")
#: Tried by somebody who was not signed in: whom it was about is known, who it was is not.
BY_STRANGERS: Final = frozenset(
    {"account.locked_out", "account.second_factor_failed", "account.sign_in_failed", "account.sign_on_refused"}
)

ACTS: Final[dict[str, str]] = {
    "account.created": "Tạo tài khoản",
    "account.disabled": "Khóa tài khoản",
    "account.enabled": "Mở khóa tài khoản",
    "account.invitation_accepted": "Nhận lời mời và đặt mật khẩu",
    "account.invited": "Gửi lời mời",
    "account.locked_out": "Tạm khóa đăng nhập vì sai nhiều lần",
    "account.password_changed": "Đổi mật khẩu",
    "account.password_reset": "Đặt lại mật khẩu đã quên",
    "account.recovery_code_used": "Dùng mã khôi phục",
    "account.recovery_codes_made": "Tạo mã khôi phục mới",
    "account.second_factor_added": "Bật xác thực hai bước",
    "account.second_factor_failed": "Nhập sai mã xác thực hai bước",
    "account.second_factor_removed": "Tắt xác thực hai bước",
    "account.second_factor_reset": "Bỏ xác thực hai bước cho người khác",
    "account.sessions_ended": "Kết thúc phiên đăng nhập",
    "account.sign_in_failed": "Đăng nhập không thành công",
    "account.sign_on_refused": "Từ chối đăng nhập một cửa",
    "account.signed_in": "Đăng nhập",
    "account.signed_out": "Đăng xuất",
    "appraise.absence_confirmed": "Xác nhận nhóm không áp dụng",
    "appraise.absence_unconfirmed": "Bỏ xác nhận nhóm không áp dụng",
    "appraise.accepted_together": "Giữ nguyên các tiêu chí còn lại của nhóm",
    "appraise.assigned": "Phân công thẩm định",
    "appraise.assignment_ended": "Kết thúc phân công thẩm định",
    "appraise.checked_on_site": "Ghi số liệu kiểm tra thực tế",
    "appraise.claimed": "Nhận hồ sơ để thẩm định",
    "appraise.decided": "Thẩm định",
    "appraise.given_back": "Trả lại hồ sơ đã nhận thẩm định",
    "appraise.note_written": "Ghi chú nội bộ",
    "appraise.read_second_time": "Đọc lần hai",
    "appraise.readings_settled": "Thống nhất hai lượt đọc",
    "appraise.round_finished": "Xác nhận thẩm định xong hồ sơ",
    "appraise.round_reopened": "Mở lại hồ sơ đã thẩm định xong",
    "appraise.spread": "Chia đều hồ sơ cho người thẩm định",
    "campaign.opened": "Mở đợt đánh giá mới",
    "campaign.loaded": "Nạp đợt đánh giá đã ban hành",
    "campaign.advanced": "Chuyển giai đoạn",
    "campaign.step_back_proposed": "Đề nghị lùi giai đoạn",
    "campaign.step_back_withdrawn": "Rút đề nghị lùi giai đoạn",
    "campaign.stepped_back": "Lùi giai đoạn",
    "campaign.step_back_declined": "Không đồng ý lùi giai đoạn",
    "campaign.deadline_set": "Đặt hạn nộp hồ sơ",
    "campaign.reply_deadline_set": "Đặt hạn giải trình",
    "campaign.decision_written": "Ghi quyết định ban hành",
    "campaign.timeline_written": "Ghi diễn biến của đợt",
    "self.answers_saved": "Kê khai, tự chấm",
    "self.group_done": "Xác nhận nhóm đã xong",
    "self.group_reopened": "Mở lại nhóm đã xong",
    "self.group_declared_absent": "Khai nhóm không áp dụng",
    "self.declaration_taken_back": "Rút lời khai nhóm không áp dụng",
    "demo.loaded": "Nạp tài khoản trình diễn",
    "evidence.damaged": "Phát hiện tệp tài liệu bị hỏng khi tải về",
    "evidence.downloaded": "Tải về tài liệu kiểm chứng",
    "evidence.package_downloaded": "Tải về trọn bộ tài liệu kiểm chứng",
    "framework.loaded": "Nạp bộ tiêu chí",
    "membership.added": "Ghi nơi công tác",
    "membership.ended": "Kết thúc nơi công tác",
    "record.exported": "Xuất nhật ký",
    "record.verified": "Kiểm tra nhật ký",
    "report.requested": "Yêu cầu tạo báo cáo",
    "role.confirmed": "Xác nhận vai trò",
    "role.ended": "Kết thúc vai trò",
    "role.granted": "Trao vai trò",
    "role.proposed": "Đề nghị vai trò",
    "self.taken_back": "Rút lại hồ sơ đã nộp",
    "self.evidence_uploaded": "Tải lên tài liệu kiểm chứng",
    "self.evidence_infected": "Từ chối tệp có mã độc",
    "self.evidence_described": "Ghi thông tin tài liệu kiểm chứng",
    "self.evidence_cited": "Viện dẫn tài liệu cho tiêu chí",
    "self.evidence_uncited": "Bỏ viện dẫn tài liệu cho tiêu chí",
    "self.evidence_withdrawn": "Rút tài liệu kiểm chứng",
    "self.evidence_downloaded": "Đơn vị tải về tài liệu của mình",
    "self.evidence_package_downloaded": "Đơn vị tải về trọn bộ tài liệu của mình",
    "self.evidence_damaged": "Đơn vị phát hiện tệp tài liệu bị hỏng khi tải về",
    "self.handed_in": "Nộp hồ sơ",
    "self.workbook_imported": "Ghi số liệu từ tệp Excel",
    "submission.deadline_extended": "Gia hạn nộp cho đơn vị",
    "submission.loaded": "Nạp số liệu của đơn vị",
}


def name_of(act: str) -> str:
    """An act that the table does not know is shown by its code, so that no entry is ever hidden."""
    return ACTS.get(act, act)
