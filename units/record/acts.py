"""The names of acts, as the record page shows them: one table for all floors. A new act needs a line here.

Acts named `self.…` are those of a unit on its own submission, and the only ones that its people read on their page. Acts
named `account.…` are about accounts and security, and hold no scores.
"""

from typing import Final

OF_UNIT: Final = "self."
SECURITY: Final = "account."

ACTS: Final[dict[str, str]] = {
    "account.created": "Tạo tài khoản",
    "account.disabled": "Khóa tài khoản",
    "account.enabled": "Mở khóa tài khoản",
    "account.invited": "Gửi lại lời mời",
    "account.invitation_accepted": "Đặt mật khẩu theo lời mời",
    "account.locked_out": "Tạm khóa đăng nhập vì sai nhiều lần",
    "account.password_changed": "Đổi mật khẩu",
    "account.password_reset": "Đặt lại mật khẩu qua thư",
    "account.recovery_code_used": "Dùng mã khôi phục",
    "account.recovery_codes_made": "Tạo mã khôi phục mới",
    "account.second_factor_added": "Bật xác thực hai bước",
    "account.second_factor_failed": "Nhập sai mã xác thực",
    "account.second_factor_removed": "Tắt xác thực hai bước",
    "account.second_factor_reset": "Bỏ xác thực hai bước của người khác",
    "account.sessions_ended": "Kết thúc phiên đăng nhập khác",
    "account.sign_in_failed": "Đăng nhập không thành công",
    "account.sign_on_refused": "Từ chối đăng nhập dùng chung",
    "account.signed_in": "Đăng nhập",
    "account.signed_out": "Đăng xuất",
    "campaign.opened": "Mở đợt đánh giá mới",
    "campaign.loaded": "Nạp đợt đánh giá đã ban hành",
    "campaign.advanced": "Chuyển giai đoạn",
    "campaign.step_back_proposed": "Đề nghị lùi giai đoạn",
    "campaign.stepped_back": "Lùi giai đoạn",
    "campaign.step_back_declined": "Không đồng ý lùi giai đoạn",
    "campaign.deadline_set": "Đặt hạn nộp hồ sơ",
    "campaign.reply_deadline_set": "Đặt hạn giải trình",
    "campaign.decision_written": "Ghi quyết định ban hành",
    "campaign.timeline_written": "Ghi diễn biến của đợt",
    "demo.loaded": "Nạp tài khoản trình diễn",
    "framework.loaded": "Nạp bộ tiêu chí",
    "record.exported": "Xuất nhật ký",
    "record.verified": "Kiểm tra nhật ký",
    "submission.loaded": "Nạp số liệu của đơn vị",
    "membership.added": "Ghi nơi công tác",
    "membership.ended": "Kết thúc nơi công tác",
    "role.confirmed": "Xác nhận vai trò",
    "role.ended": "Kết thúc vai trò",
    "role.granted": "Trao vai trò",
    "role.proposed": "Đề nghị vai trò",
}


def name_of(act: str) -> str:
    """An act that the table does not know is shown by its code, so that no entry is ever hidden."""
    return ACTS.get(act, act)
