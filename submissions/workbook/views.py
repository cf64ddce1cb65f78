"""The unit's workbook: fetched, uploaded, compared with what is stored, and stored after the
person has confirmed.
"""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.sheets import WorkbookLimits, WorkbookRefused, too_large
from submissions.answers.services.entries import IMPORT
from submissions.dossier.queries.files import desk_of, file_or_404
from submissions.evidence.services.arrival import ArrivingHandler, arrived
from submissions.frame.deadlines import SubmissionClosed
from submissions.frame.queries import around
from submissions.models import Submission, WorkbookImport
from submissions.workbook.book import file_name, make_workbook
from submissions.workbook.pages import choices_from, preview_page, side_from
from submissions.workbook.queries import asked_of
from submissions.workbook.services import (
    CellsRefused,
    MergeChoices,
    apply_upload,
    keep_upload,
    plan_of,
)
from units.access import may, require
from units.http import SignedInRequest, clean_form

EXPORT = "self.export_own_xlsx_of_U"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CONFLICT, _UNPROCESSABLE = 409, 422
_LARGEST = WorkbookLimits().file_bytes


@require_safe
def workbook(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """How to work offline, and where to fetch and to upload the workbook."""
    submission = file_or_404(request.user, code, unit)
    require(request.user, EXPORT, submission)
    return _workbook_page(request, submission)


@require_safe
@never_cache
def download(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """The workbook as of this moment."""
    submission = file_or_404(request.user, code, unit)
    require(request.user, EXPORT, submission)
    content = make_workbook(submission, asked_of(submission), now=timezone.now())
    return HttpResponse(
        content,
        content_type=MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{file_name(submission)}"'},
    )


# The body is read only when the person is known to be allowed to send it; `_take_in` checks the
# token then.
@csrf_exempt
@require_POST
def upload(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """Read a workbook; nothing of it is stored in the unit's file yet."""
    submission = file_or_404(request.user, code, unit)
    require(request.user, IMPORT, submission)
    handler = ArrivingHandler(request, most=_LARGEST, room=_LARGEST)
    request.upload_handlers = [handler]
    return _take_in(request, submission, handler)


@require_safe
@never_cache
def preview(request: SignedInRequest, code: str, unit: str, pk: int) -> HttpResponse:
    """What storing the uploaded workbook would change, what is wrong with it, and what has to
    be chosen.
    """
    kept = _kept(request, code, unit, pk)
    if kept.applied_at:
        return redirect("workbook", code, unit)
    return _preview_page(request, kept)


@require_POST
def apply(request: SignedInRequest, code: str, unit: str, pk: int) -> HttpResponse:
    """Store the uploaded workbook as a whole."""
    kept = _kept(request, code, unit, pk)
    choices = choices_from(request.POST.dict())
    try:
        plan = apply_upload(
            kept=kept, choices=choices, seen=request.POST.get("seen", ""), by=request.user
        )
    except NotAllowed:
        raise
    except DomainError as refusal:
        status = _CONFLICT if isinstance(refusal, StaleState) else _UNPROCESSABLE
        return _preview_page(request, kept, choices=choices, refusal=refusal, status=status)
    messages.success(
        request,
        f"Đã ghi {plan.changed_cells} ô của {len(plan.entries)} tiêu chí từ tệp Excel vào hồ sơ.",
    )
    return redirect("unit_home", code, unit)


@csrf_protect
def _take_in(
    request: SignedInRequest, submission: Submission, handler: ArrivingHandler
) -> HttpResponse:
    clean_form(request)
    file = request.FILES.get("file")
    try:
        if handler.turned_away:
            raise WorkbookRefused(too_large(WorkbookLimits()))
        if file is None:
            raise WorkbookRefused(
                "Chưa chọn tệp. Chọn tệp Excel (.xlsx) của đơn vị rồi bấm «Tải lên và xem trước»."
            )
        with Path(arrived(file).path).open("rb") as content:
            kept = keep_upload(submission=submission, file=content, by=request.user)
    except (WorkbookRefused, SubmissionClosed) as refusal:
        status = _CONFLICT if isinstance(refusal, SubmissionClosed) else _UNPROCESSABLE
        return _workbook_page(request, submission, refusal=str(refusal), status=status)
    return redirect("workbook_preview", submission.campaign.code, submission.unit.code, kept.pk)


def _kept(request: SignedInRequest, code: str, unit: str, pk: int) -> WorkbookImport:
    """An upload is seen by who made it. Raises Http404 or NotAllowed."""
    submission = file_or_404(request.user, code, unit)
    require(request.user, IMPORT, submission)
    kept = get_object_or_404(WorkbookImport, pk=pk, submission=submission, uploaded_by=request.user)
    kept.submission = submission
    return kept


def _workbook_page(
    request: SignedInRequest, submission: Submission, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    desk = desk_of(submission, request.user, now=timezone.now())
    own = WorkbookImport.objects.filter(submission=submission, uploaded_by=request.user.pk)
    context = _around(request, submission, here="Làm việc bằng Excel")
    context |= {
        "desk": desk,
        "may_import": not desk.closed and bool(may(request.user, IMPORT, submission)),
        "waiting": own.waiting().first(),
        "refusal": refusal,
    }
    return render(request, "submissions/workbook/workbook.html", context, status=status)


def _preview_page(
    request: SignedInRequest,
    kept: WorkbookImport,
    *,
    choices: MergeChoices | None = None,
    refusal: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    submission = kept.submission
    plan = plan_of(kept, asked_of(submission), choices)
    url = reverse("workbook", args=[submission.campaign.code, submission.unit.code])
    context = _around(request, submission, here="Xem trước", steps=(("Làm việc bằng Excel", url),))
    context |= {
        "kept": kept,
        "page": preview_page(plan, side=side_from(request.GET.get("chon"))),
        "refusal": str(refusal) if refusal and not isinstance(refusal, CellsRefused) else "",
        "refused_cells": refusal.problems if isinstance(refusal, CellsRefused) else (),
    }
    return render(request, "submissions/workbook/preview.html", context, status=status)


def _around(
    request: SignedInRequest,
    submission: Submission,
    *,
    here: str,
    steps: tuple[tuple[str, str], ...] = (),
) -> dict[str, Any]:
    home = reverse("unit_home", args=[submission.campaign.code, submission.unit.code])
    context = around(
        request,
        submission.campaign,
        here=here,
        below="files",
        above=((submission.short_name, home), *steps),
    )
    return context | {"submission": submission}
