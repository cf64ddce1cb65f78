"""A unit's reply to the first round: reading the results, replying criterion by criterion, and
the head's confirmation.
"""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.frame.deadlines import SubmissionClosed
from submissions.frame.form_rows import OTHER_PERSON, rows_of, save_group_form
from submissions.frame.queries import around
from submissions.frame.responses import shows_previews
from submissions.models import Answer, Submission
from submissions.reply.forms import conflict_reply, said_in, save_form, saved_reply
from submissions.reply.pages.group import group_page, group_summary
from submissions.reply.queries.reply import reply_page
from submissions.reply.queries.window import file_or_404
from submissions.reply.services import confirmation, replies
from submissions.reply.statements import InvalidReply
from units.http import SignedInRequest

_CONFLICT, _UNPROCESSABLE = 409, 422


@never_cache
@require_safe
def reply(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """All outcomes with what the unit says to them, and the head's confirmation."""
    return _page(request, file_or_404(request.user, code, unit))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: SignedInRequest, code: str, unit: str, group: str) -> HttpResponse:
    """The outcomes of a group as one form.

    Without JavaScript its one button saves what can be saved.
    """
    submission = file_or_404(request.user, code, unit)
    show = partial(_group_page, request, submission, group)
    if request.method != "POST":
        return show()
    save = partial(save_form, submission, request.POST.dict(), by=request.user, now=timezone.now())
    again = save_group_form(request, save, show, said="Đã lưu ý kiến về {} tiêu chí")
    return again or redirect("reply_group", code, unit, group)


@require_safe
def summary(request: SignedInRequest, code: str, unit: str, group: str) -> JsonResponse:
    """How far the reply to the group has come, for the line above the form."""
    now = group_summary(
        file_or_404(request.user, code, unit), group, request.user, now=timezone.now()
    )
    return JsonResponse({"points": now.replied, "sentence": now.in_words})


@require_POST
def save(request: SignedInRequest, code: str, unit: str, key: int) -> HttpResponse:
    """One row: answers the script with what became of it; without the script, with the page of
    the group.
    """
    now = timezone.now()
    answer = _answer_or_404(file_or_404(request.user, code, unit), key)
    if request.headers.get("Accept") != "application/json":
        return group(request, code, unit, answer.criterion.group.code)
    if request.POST.get("user") != who(request):
        return JsonResponse({"state": "closed", "sentence": OTHER_PERSON}, status=403)
    row = rows_of(request.POST.dict()).get(key)
    if row is None:
        raise Http404
    try:
        saved = replies.save_reply(
            answer=answer, version=row.version, said=said_in(row), by=request.user, now=now
        )
    except DomainError as refusal:
        return _refused(refusal)
    return JsonResponse(saved_reply(saved))


@require_POST
def agree(request: SignedInRequest, code: str, unit: str, group: str) -> HttpResponse:
    """To every outcome of the group that nobody of the unit has replied to yet."""
    now = timezone.now()
    submission = file_or_404(request.user, code, unit)
    try:
        count = replies.agree_to_rest(
            submission=submission, group_code=group, by=request.user, now=now
        )
    except SubmissionClosed as refusal:
        return _group_page(request, submission, group, status=_CONFLICT, refusal=str(refusal))
    messages.success(
        request,
        f"Đã ghi nhất trí với {count} tiêu chí."
        if count
        else "Mọi tiêu chí của nhóm đã có ý kiến.",
    )
    return redirect("reply_group", code, unit, group)


@require_POST
def confirm(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """The clock is read first, before this request waits for its turn to write."""
    now = timezone.now()
    submission = file_or_404(request.user, code, unit)
    seen = request.POST.get("seen", "")
    try:
        confirmation.confirm_reply(
            submission=submission, seen_sha256=seen, by=request.user, now=now
        )
    except NotAllowed:
        raise
    except DomainError as refusal:
        return _page(request, submission, refusal=refusal)
    messages.success(request, "Đã xác nhận. Tổ giúp việc xem giải trình khi thẩm định lần 2.")
    return redirect("reply", code, unit)


@require_POST
def reopen(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """Before the deadline the head takes the confirmation back."""
    now = timezone.now()
    submission = file_or_404(request.user, code, unit)
    try:
        confirmation.reopen_reply(submission=submission, by=request.user, now=now)
    except StaleState as refusal:
        return _page(request, submission, refusal=refusal)
    messages.success(request, "Đã mở lại giải trình. Thủ trưởng phải xác nhận lại trước hạn.")
    return redirect("reply", code, unit)


def who(request: SignedInRequest) -> str:
    """Whose the texts are that a browser keeps: another name than for the same criterion while
    the unit filled in its file.
    """
    return f"{request.user.pk}:giai-trinh"


def _refused(refusal: DomainError) -> JsonResponse:
    told: dict[str, Any] = {"sentence": str(refusal)}
    match refusal:
        case replies.StaleReply():
            return JsonResponse(conflict_reply(refusal), status=_CONFLICT)
        case SubmissionClosed():
            return JsonResponse(told | {"state": "closed"}, status=_CONFLICT)
        case InvalidReply():
            return JsonResponse(
                told | {"state": "refused", "problems": refusal.problems}, status=_UNPROCESSABLE
            )
    return JsonResponse(
        told | {"state": "closed"},
        status=403 if isinstance(refusal, NotAllowed) else _UNPROCESSABLE,
    )


def _answer_or_404(submission: Submission, key: int) -> Answer:
    return get_object_or_404(
        Answer.objects.select_related("criterion__group"), submission=submission, pk=key
    )


@shows_previews
def _page(
    request: SignedInRequest, submission: Submission, *, refusal: DomainError | None = None
) -> HttpResponse:
    context = {
        "submission": submission,
        "page": reply_page(submission, request.user, now=timezone.now()),
        "refusal": str(refusal) if refusal else "",
    }
    context |= around(
        request,
        submission.campaign,
        here="Kết quả lần 1 và giải trình",
        below="files",
        above=[_unit_step(submission)],
    )
    return render(request, "submissions/reply/reply.html", context, status=_status(refusal))


@shows_previews
def _group_page(
    request: SignedInRequest,
    submission: Submission,
    code: str,
    *,
    status: int = 200,
    refusal: str = "",
    **options: Any,
) -> HttpResponse:
    page = group_page(submission, code, request.user, now=timezone.now(), **options)
    place = [submission.campaign.code, submission.unit.code]
    steps = [_unit_step(submission), ("Kết quả lần 1 và giải trình", reverse("reply", args=place))]
    context = around(request, submission.campaign, here=page.group.name, below="files", above=steps)
    context |= {
        "page": page,
        "submission": submission,
        "unit_url": _unit_step(submission)[1],
        "refusal": refusal,
    }
    context |= {"who": who(request)}
    return render(request, "submissions/reply/group.html", context, status=status)


def _unit_step(submission: Submission) -> tuple[str, str]:
    return submission.short_name, reverse(
        "unit_home", args=[submission.campaign.code, submission.unit.code]
    )


def _status(refusal: DomainError | None) -> int:
    if refusal is None:
        return 200
    return _CONFLICT if isinstance(refusal, StaleState) else _UNPROCESSABLE
