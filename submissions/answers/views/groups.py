"""A unit at work on its file: the home, the pages of its groups, and what it says about a group."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ictindex.lib.errors import DomainError, StaleState
from submissions.answers.forms import save_form
from submissions.answers.pages.files import files_page
from submissions.answers.pages.group import group_page, group_summary
from submissions.answers.pages.home import home_page
from submissions.answers.services.entries import SubmissionClosed
from submissions.answers.services.groups import (
    declare_group_absent,
    mark_group_done,
    reopen_group,
    take_back_declaration,
)
from submissions.answers.services.visits import look
from submissions.dossier.queries.files import file_or_404
from submissions.frame.form_rows import save_group_form
from submissions.frame.queries import around, campaign_or_404
from submissions.frame.responses import shows_previews
from submissions.models import Submission
from units.http import SignedInRequest


@require_safe
def files(request: SignedInRequest, code: str) -> HttpResponse:
    """The files that the person may read, perhaps none; who has one only is led there."""
    campaign = campaign_or_404(request.user, code)
    rows = files_page(campaign, request.user, now=timezone.now())
    if len(rows) == 1:
        return redirect("unit_home", code, rows[0].unit)
    context = around(request, campaign, here="Hồ sơ các đơn vị", below="files")
    return render(request, "submissions/answers/files.html", context | {"rows": rows})


@never_cache
@require_safe
def home(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """What is to be done, until when, and what others have done since the last visit."""
    submission, now = file_or_404(request.user, code, unit), timezone.now()
    since = look(submission, request.user, request.session, now=now)
    page = home_page(submission, request.user, since=since, now=now)
    context = around(request, submission.campaign, here=submission.short_name, below="files")
    return render(
        request, "submissions/answers/home.html", context | {"page": page, "submission": submission}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: SignedInRequest, code: str, unit: str, group: str) -> HttpResponse:
    """All criteria of a group as one form.

    Without JavaScript its one button saves what can be saved.
    """
    submission = file_or_404(request.user, code, unit)
    show = partial(_group_page, request, submission, group)
    if request.method != "POST":
        return show()
    save = partial(
        save_form, submission, group, request.POST.dict(), by=request.user, now=timezone.now()
    )
    again = save_group_form(request, save, show, said="Đã lưu {} tiêu chí")
    return again or redirect("unit_group", code, unit, group)


@require_safe
def summary(request: SignedInRequest, code: str, unit: str, group: str) -> JsonResponse:
    """How far the group has come, for the line above the form."""
    now = group_summary(file_or_404(request.user, code, unit), group)
    return JsonResponse({"points": now.points, "maximum": now.maximum, "sentence": now.in_words})


@require_POST
def done(request: SignedInRequest, code: str, unit: str, group: str) -> HttpResponse:
    return _say(
        request,
        (code, unit, group),
        mark_group_done,
        "Đã ghi nhận: đơn vị xác nhận đã xong nhóm này.",
    )


@require_POST
def reopen(request: SignedInRequest, code: str, unit: str, group: str) -> HttpResponse:
    return _say(request, (code, unit, group), reopen_group, "Đã mở lại nhóm để làm tiếp.")


@require_POST
def declare_absent(request: SignedInRequest, code: str, unit: str, group: str) -> HttpResponse:
    done_so = "Đã khai nhóm này không áp dụng với đơn vị. Tổ giúp việc sẽ xác nhận."
    return _say(
        request,
        (code, unit, group),
        declare_group_absent,
        done_so,
        reason=request.POST.get("reason", ""),
    )


@require_POST
def take_back(request: SignedInRequest, code: str, unit: str, group: str) -> HttpResponse:
    return _say(
        request,
        (code, unit, group),
        take_back_declaration,
        "Đã rút lời khai. Đơn vị trả lời nhóm này như nhóm khác.",
    )


def _say(
    request: SignedInRequest, place: tuple[str, str, str], act: Any, said: str, **values: str
) -> HttpResponse:
    """What the unit says about a group; a refusal is shown on the group's page with what was
    typed.
    """
    code, unit, group = place
    submission = file_or_404(request.user, code, unit)
    try:
        act(submission=submission, group_code=group, by=request.user, **values)
    except DomainError as refusal:
        if type(refusal) not in (DomainError, StaleState, SubmissionClosed):
            raise
        status = 409 if isinstance(refusal, StaleState) else 422
        return _group_page(
            request,
            submission,
            group,
            status=status,
            refusal=str(refusal),
            reason=values.get("reason", ""),
        )
    messages.success(request, said)
    return redirect("unit_group", code, unit, group)


@shows_previews
def _group_page(
    request: SignedInRequest,
    submission: Submission,
    code: str,
    *,
    status: int = 200,
    refusal: str = "",
    reason: str = "",
    **options: Any,
) -> HttpResponse:
    is_checked = "kiem-tra" in request.GET
    page = group_page(
        submission, code, request.user, now=timezone.now(), is_checked=is_checked, **options
    )
    home = reverse("unit_home", args=[submission.campaign.code, submission.unit.code])
    context = around(
        request,
        submission.campaign,
        here=page.group.name,
        below="files",
        above=[(submission.short_name, home)],
    )
    context |= {
        "page": page,
        "submission": submission,
        "unit_url": home,
        "refusal": refusal,
        "reason": reason,
    }
    return render(request, "submissions/answers/group.html", context, status=status)
