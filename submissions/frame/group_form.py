"""The form of a group of criteria as it is sent without JavaScript: what can be saved is saved, and the rest is shown again."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format

from submissions.frame.deadlines import Closed
from submissions.frame.form_rows import FormSaved, told_as_typed

#: Otherwise what one person typed would be saved in the name of the next one at the same computer.
OTHER_PERSON = (
    "Người đang đăng nhập không phải người đã nhập, nên nội dung này chưa lưu. "
    "Nội dung được giữ trên máy này cho đến khi người đã nhập đăng nhập lại."
)
_CONFLICT, _UNPROCESSABLE = 409, 422


def save_group_form(
    request: HttpRequest, save: Callable[[], FormSaved], show: Callable[..., HttpResponse], *, said: str
) -> HttpResponse | None:
    """The page again where anything was not saved, made by `show`; None where all was. `said`: what was saved, «Đã lưu {}»."""
    try:
        done = save()
    except Closed as refusal:
        return show(status=_CONFLICT, refusal=str(refusal), told=told_as_typed(request.POST.dict()), keep_inputs=True)
    if done.saved:
        messages.success(request, f"{said.format(done.saved)} lúc {date_format(timezone.localtime(), 'H:i')}.")
    return show(status=_UNPROCESSABLE, told=done.told) if done.told else None
