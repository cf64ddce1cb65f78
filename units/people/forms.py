"""Forms of administrators about people: a new account, a place of work, the reason of an act."""

from typing import Any

from django import forms

from units.forms import SmallForm
from units.models import Unit, User


class NewPersonForm(SmallForm):
    """An account to be opened by an invitation."""

    full_name = forms.CharField(
        label="Họ và tên", max_length=150, error_messages={"required": "Hãy nhập họ và tên."}
    )
    email = forms.EmailField(
        label="Địa chỉ thư điện tử",
        max_length=200,
        help_text="Lời mời được gửi tới đây. Phần trước dấu @ trở thành tên đăng nhập.",
        error_messages={"required": "Hãy nhập địa chỉ thư điện tử."},
    )
    unit = forms.ModelChoiceField(
        Unit.objects.all(),
        label="Nơi công tác",
        required=False,
        empty_label="Không thuộc đơn vị nào",
        help_text=(
            "Người công tác tại một đơn vị không bao giờ thẩm định đơn vị đó, dù giữ vai trò gì."
        ),
    )


class PersonReasonForm(SmallForm):
    """Why."""

    reason = forms.CharField(
        label="Lý do",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lý do được lưu trong nhật ký.",
        error_messages={"required": "Hãy ghi lý do."},
    )


class MembershipForm(SmallForm):
    """Where the person works, besides where they do already."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Đơn vị",
        empty_label="Chọn đơn vị",
        error_messages={
            "required": "Hãy chọn đơn vị.",
            "invalid_choice": "Hãy chọn một đơn vị trong danh sách.",
        },
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.exclude(memberships__user=person)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
