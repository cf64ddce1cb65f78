"""What a person is told when something about the safety of their account changed, so that they
notice if it was not them.
"""

from units.models import User
from units.notify import Notice, tell

_NOT_YOU = (
    "Nếu không phải Ông/Bà làm việc này, hãy đổi mật khẩu và báo ngay cho người quản trị hệ thống."
)

#: Subject and text by what happened; the names are those of allauth's mails, which these replace.
_TEXTS = {
    "account/email/password_changed": ("Mật khẩu đã được đổi", "Mật khẩu của Ông/Bà vừa được đổi."),
    "account/email/password_reset": (
        "Mật khẩu đã được đặt lại",
        "Mật khẩu của Ông/Bà vừa được đặt lại qua thư.",
    ),
    "mfa/email/totp_activated": (
        "Đã bật xác thực hai bước",
        "Tài khoản của Ông/Bà vừa bật xác thực hai bước.",
    ),
    "mfa/email/totp_deactivated": (
        "Đã tắt xác thực hai bước",
        "Tài khoản của Ông/Bà vừa tắt xác thực hai bước.",
    ),
    "mfa/email/recovery_codes_generated": (
        "Đã tạo mã khôi phục mới",
        "Tài khoản của Ông/Bà vừa có bộ mã khôi phục mới. Các mã cũ không dùng được nữa.",
    ),
}


def tell_of_change(person: User, happened: str) -> None:
    subject, text = _TEXTS[happened]
    tell(_to_owner(person, subject, text))


def tell_of_factor_reset(person: User, reason: str) -> None:
    """An administrator took the second factor away."""
    text = f"Quản trị viên đã bỏ xác thực hai bước của tài khoản này. Lý do: {reason}"
    tell(_to_owner(person, "Xác thực hai bước đã bị bỏ", text))


def _to_owner(person: User, subject: str, text: str) -> Notice:
    return Notice([person], subject=subject, body=f"{text} {_NOT_YOU}", url="/tai-khoan/")
