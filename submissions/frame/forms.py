"""Small forms that several rooms ask: a deadline, and a step whose effect was read."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from units.forms import DayField, HourField, SmallForm

RELOAD = "Trang thiếu giai đoạn đã xem. Tải lại trang rồi thực hiện lại."


class ConfirmedStepForm(SmallForm):
    """The step that was seen, and that its effect was read."""

    phase = forms.CharField(widget=forms.HiddenInput, error_messages={"required": RELOAD})
    confirmed = forms.BooleanField(
        label="Tôi đã đọc những gì sẽ xảy ra nêu trên và xác nhận thực hiện.",
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={"required": "Đánh dấu vào ô xác nhận trước khi chuyển giai đoạn."},
    )


class DeadlineForm(SmallForm):
    """The last day and hour, as people say them; the instant is in the ministry's time."""

    day = DayField(
        label="Ngày",
        help_text="Ví dụ 16/11/2020",
        error_messages={"required": "Nhập ngày hết hạn."},
    )
    hour = HourField(
        label="Giờ", help_text="Ví dụ 17:00", error_messages={"required": "Nhập giờ hết hạn."}
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def moment(self) -> datetime:
        return timezone.make_aware(
            datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"])
        )

    @staticmethod
    def initial_of(moment: datetime | None, version: str) -> dict[str, Any]:
        local = timezone.localtime(moment) if moment else None
        return {"day": local and local.date(), "hour": local and local.time(), "version": version}
