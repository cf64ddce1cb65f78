"""Forms of administrators about people: a new account, a place of work, a role, and the reason of an act."""

from typing import Any

from django import forms

from submissions.campaigns.services.appointments import OF_UNIT
from submissions.models import Campaign
from units.enums import Role
from units.models import Unit, User
from units.sign_in.forms import dress


class DressedForm(forms.Form):
    """Looks like the rest of the application."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class NewPersonForm(DressedForm):
    """An account to be opened by an invitation."""

    full_name = forms.CharField(label="Họ và tên", max_length=150, error_messages={"required": "Hãy nhập họ và tên."})
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
        help_text="Người công tác tại một đơn vị không bao giờ thẩm định đơn vị đó, dù giữ vai trò gì.",
    )


class ReasonForm(DressedForm):
    """Why."""

    reason = forms.CharField(
        label="Lý do",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lý do được lưu trong nhật ký.",
        error_messages={"required": "Hãy ghi lý do."},
    )


class MembershipForm(DressedForm):
    """Where the person works, besides where they do already."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Đơn vị",
        empty_label="Chọn đơn vị",
        error_messages={"required": "Hãy chọn đơn vị.", "invalid_choice": "Hãy chọn một đơn vị trong danh sách."},
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.exclude(memberships__user=person)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class GrantForm(DressedForm):
    """A role for a person. The unit is one that the person works in."""

    role = forms.ChoiceField(label="Vai trò", choices=Role.choices)
    campaign = forms.ModelChoiceField(
        Campaign.objects.all(),
        label="Đợt đánh giá",
        required=False,
        empty_label="Mọi đợt (chỉ quản trị hệ thống và thanh tra)",
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Đơn vị",
        required=False,
        empty_label="Không gắn với đơn vị",
        help_text="Bắt buộc với cán bộ và thủ trưởng đơn vị. Chỉ gồm các đơn vị đã ghi là nơi công tác của người này.",
    )
    position = forms.CharField(label="Chức vụ", required=False, max_length=300)
    title = forms.CharField(label="Nhiệm vụ", required=False, max_length=100, help_text="Ví dụ: Chủ tịch, Ủy viên.")
    document = forms.CharField(label="Văn bản phân công", required=False, max_length=60, help_text="Ví dụ: 1045/QĐ-BNV.")

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(memberships__user=person)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["campaign"].initial = Campaign.objects.first()

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        role = cleaned.get("role")
        if role in OF_UNIT and not cleaned.get("unit") and "unit" not in self.errors:
            self.add_error("unit", f"Vai trò «{role.label}» gắn với một đơn vị. Hãy chọn đơn vị.")
        return cleaned
