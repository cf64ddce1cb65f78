"""The appraiser's desk: a unit's file, one group of it, and what is decided there."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.appraisal.forms.decisions import (
    TypedDecision,
    decision_from,
    looked_at_in,
    round_in,
    typed_from,
)
from submissions.appraisal.pages.decision_reply import refused_reply, saved_reply, told
from submissions.appraisal.pages.group import desk_page
from submissions.appraisal.pages.unit import unit_page
from submissions.appraisal.queries.criteria import next_open
from submissions.appraisal.queries.desk import file_on_desk
from submissions.appraisal.services.decisions import (
    accept_unchanged,
    finish_round,
    record_appraisal_at,
    reopen_round,
)
from submissions.dossier.queries.decisions import InvalidDecision
from submissions.frame.queries import Crumb, around
from submissions.frame.responses import shows_previews
from submissions.models import Answer, Appraisal, Submission
from submissions.reply.queries.window import reply_ended
from units.http import SignedInRequest

#: Otherwise what one person decided would be stored in the name of the next one at the same
#: computer.
OTHER_PERSON = (
    "Người đang đăng nhập không phải người đã mở trang, nên kết quả này chưa lưu. Tải lại trang "
    "rồi chấm lại."
)
NOT_LOOKED = "Đánh dấu đã xem các tiêu chí và tài liệu kiểm chứng rồi mới giữ nguyên cả nhóm."


@never_cache
@require_safe
def unit(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """How far each group of the file has come."""
    return _unit_page(request, file_on_desk(request.user, code, unit))


@never_cache
@require_safe
def desk(request: SignedInRequest, code: str, unit: str, group: str) -> HttpResponse:
    """All criteria of a group with what a decision needs beside each."""
    return _desk_page(request, file_on_desk(request.user, code, unit), group)


@require_POST
def decide(request: SignedInRequest, code: str, unit: str, key: int) -> HttpResponse:
    """Store the outcome of one criterion: for the script of the page, or as a plain form, which
    leads to the next open one.
    """
    typed = typed_from(request.POST.dict())
    if request.headers.get("Accept") == "application/json":
        return _decide_for_script(request, code, unit, key, typed)
    try:
        stored = _record(request, code, unit, key, typed)
    except NotAllowed:
        raise
    except DomainError as refusal:
        submission = file_on_desk(request.user, code, unit)
        group = get_object_or_404(
            Answer.objects.select_related("criterion__group"), submission=submission, pk=key
        ).criterion.group
        status = 409 if isinstance(refusal, StaleState) else 422
        said = "" if isinstance(refusal, InvalidDecision) else str(refusal)
        return _desk_page(
            request,
            submission,
            group.code,
            status=status,
            refusal=said,
            told={key: told(typed, refusal)},
        )
    messages.success(request, f"Đã lưu kết quả tiêu chí {stored.answer.criterion.code}.")
    place = next_open(stored)
    url = reverse("appraisal_desk", args=[code, unit, stored.answer.criterion.group.code])
    return redirect(f"{url}#tc-{place}" if place else url)


@require_POST
def accept(request: SignedInRequest, code: str, unit: str, group: str) -> HttpResponse:
    """Keep what was looked at and not decided yet."""
    submission = file_on_desk(request.user, code, unit)
    which = round_in(request.POST.dict())
    if not request.POST.get("looked"):
        return _desk_page(request, submission, group, status=422, refusal=NOT_LOOKED)
    looked_at = looked_at_in(request.POST.getlist("seen"))
    stored = accept_unchanged(
        submission=submission, group=group, round=which, versions=looked_at, by=request.user
    )
    messages.success(request, f"Đã giữ nguyên {len(stored)} tiêu chí.")
    return redirect("appraisal_desk", code, unit, group)


@require_POST
def finish(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    return _say(request, code, unit, finish_round, "Đã xác nhận thẩm định xong hồ sơ.")


@require_POST
def reopen(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    return _say(request, code, unit, reopen_round, "Đã mở lại hồ sơ để thẩm định tiếp.")


def _decide_for_script(
    request: SignedInRequest, code: str, unit: str, key: int, typed: TypedDecision
) -> JsonResponse:
    if request.POST.get("user") != str(request.user.pk):
        return JsonResponse({"state": "closed", "sentence": OTHER_PERSON}, status=403)
    try:
        stored = _record(request, code, unit, key, typed)
    except NotAllowed as refusal:
        return JsonResponse({"state": "closed", "sentence": str(refusal)}, status=403)
    except DomainError as refusal:
        status, reply = refused_reply(refusal)
        return JsonResponse(reply, status=status)
    return JsonResponse(saved_reply(stored, is_kept=bool(typed.keep)))


def _record(
    request: SignedInRequest, code: str, unit: str, key: int, typed: TypedDecision
) -> Appraisal:
    return record_appraisal_at(
        campaign=code,
        unit=unit,
        key=key,
        round=typed.round,
        version=typed.version,
        decision=decision_from(typed),
        by=request.user,
    )


def _say(request: SignedInRequest, code: str, unit: str, act: Any, said: str) -> HttpResponse:
    """What the working group says about the whole file; a refusal is shown on its page."""
    submission = file_on_desk(request.user, code, unit)
    try:
        act(submission=submission, round=round_in(request.POST.dict()), by=request.user)
    except NotAllowed:
        raise
    except DomainError as refusal:
        status = 409 if isinstance(refusal, StaleState) else 422
        return _unit_page(request, submission, status=status, refusal=str(refusal))
    messages.success(request, said)
    return redirect("appraisal_unit", code, unit)


def _unit_page(
    request: SignedInRequest, submission: Submission, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    context = _around(request, submission, here=submission.short_name, steps=())
    context |= {"page": unit_page(submission, request.user), "refusal": refusal}
    context |= {"reply_ended": reply_ended(submission, request.user)}
    return render(request, "submissions/appraisal/unit.html", context, status=status)


@shows_previews
def _desk_page(
    request: SignedInRequest,
    submission: Submission,
    code: str,
    *,
    status: int = 200,
    refusal: str = "",
    **options: Any,
) -> HttpResponse:
    place = (submission.campaign.code, submission.unit.code)
    address = reverse("appraisal_unit", args=place)
    page = desk_page(
        submission, code, request.user, address=address, token=get_token(request), **options
    )
    above = [(submission.short_name, address)]
    context = _around(request, submission, here=page.group.name, steps=above)
    context |= {
        "page": page,
        "refusal": refusal,
        "unit_url": reverse("unit_home", args=place),
        "desk_url": address,
    }
    context |= {
        "inbox_url": reverse("appraisal_inbox", args=place[:1]),
        "notes_url": f"{address}ghi-chu/",
    }
    context |= {"notes": page.notes, "may_write_note": page.may_write_note}
    context["note_back"] = reverse("appraisal_desk", args=[*place, page.group.code])
    return render(request, "submissions/appraisal/desk.html", context, status=status)


def _around(
    request: HttpRequest, submission: Submission, *, here: str, steps: Iterable[Crumb]
) -> dict[str, Any]:
    """The bar and the trail of a page below the inbox of the working group."""
    inbox = ("Thẩm định", reverse("appraisal_inbox", args=[submission.campaign.code]))
    context = around(
        request, submission.campaign, here=here, below="appraisal_inbox", above=(inbox, *steps)
    )
    return context | {"submission": submission}
