"""The names of acts, as the record page shows them: one table for all floors. A new act needs a line here.

Acts named `self.…` are those of a unit on its own submission, and the only ones that its people read on their page. Acts
named `account.…` are about accounts and security, and hold no scores.
"""

from typing import Final

OF_UNIT: Final = "self."
SECURITY: Final = "account."

ACTS: Final[dict[str, str]] = {
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
}


def name_of(act: str) -> str:
    """An act that the table does not know is shown by its code, so that no entry is ever hidden."""
    return ACTS.get(act, act)
