"""The form with which an administrator gives a person a role."""

from typing import Any

from django import forms

from submissions.models import Campaign
from units.enums import UNIT_ROLES, Role
from units.forms import SmallForm
from units.models import Unit, User


class GrantForm(SmallForm):
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
        help_text=(
            "Bắt buộc với cán bộ và thủ trưởng đơn vị. Chỉ gồm các đơn vị đã ghi là nơi công tác "
            "của người này."
        ),
    )
    position = forms.CharField(label="Chức vụ", required=False, max_length=300)
    title = forms.CharField(
        label="Nhiệm vụ", required=False, max_length=100, help_text="Ví dụ: Chủ tịch, Ủy viên."
    )
    document = forms.CharField(
        label="Văn bản phân công", required=False, max_length=60, help_text="Ví dụ: 1045/QĐ-BNV."
    )

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
        if role in UNIT_ROLES and not cleaned.get("unit") and "unit" not in self.errors:
            self.add_error("unit", f"Vai trò «{role.label}» gắn với một đơn vị. Hãy chọn đơn vị.")
        return cleaned
