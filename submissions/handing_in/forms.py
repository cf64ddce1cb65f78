"""The form with which one unit is given more time."""

from django import forms

from submissions.frame.forms import DeadlineForm


class ExtensionForm(DeadlineForm):
    """Until when, and why."""

    reason = forms.CharField(
        label="Lý do gia hạn",
        help_text="Mọi đơn vị trong đợt đọc được lý do này. Không ghi chuyện riêng của cá nhân.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={
            "required": "Ghi lý do gia hạn.",
            "max_length": "Lý do dài nhất 500 ký tự.",
        },
    )
