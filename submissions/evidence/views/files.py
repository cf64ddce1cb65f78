"""Files of evidence over HTTP: uploading them, with or without JavaScript, and handing them out."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.file_names import shown_name
from ictindex.lib.private_files import StoredFileDamaged
from ictindex.lib.text import slug
from submissions.dossier.queries.evidence import proofs_of
from submissions.evidence.pages import seen_or_404
from submissions.evidence.queries import require_addable
from submissions.evidence.services.arrival import (
    ArrivedFile,
    ArrivingHandler,
    RejectedFile,
    arrived,
)
from submissions.evidence.services.changes import cite_evidence
from submissions.evidence.services.delivery import send_file
from submissions.evidence.services.download import hand_out, hand_out_all
from submissions.evidence.services.package import package
from submissions.evidence.services.scanner import Scan
from submissions.evidence.services.upload import (
    EvidenceExists,
    largest_file,
    receive_evidence,
    room_of,
)
from submissions.evidence.views.documents import around_file, key_of
from submissions.frame.responses import send_package
from submissions.models import Answer, Evidence, Submission
from units.http import SignedInRequest, clean_form

NONE_CHOSEN = "Chưa chọn tệp nào. Chọn một hoặc nhiều tệp rồi bấm «Tải lên»."
NOT_SCANNED = "Tệp này chưa được quét vi-rút vì không liên lạc được với phần mềm quét."
_BLOCK = 1 << 16
_CREATED, _UNPROCESSABLE, _BROKEN = 201, 422, 500
_STATUS = {NotAllowed: 403, StaleState: 409}


@dataclass
class Purpose:
    """What the files of one request are for: a criterion, the next version of a file, or
    nothing yet.
    """

    answer: Answer | None = None
    supersedes: Evidence | None = None


@dataclass
class UploadResult:
    """What became of the files of one request: (file, remark) for those that are there now, and
    the others with their reason.
    """

    received: list[tuple[Evidence, str]] = field(default_factory=list)
    refused: list[RejectedFile] = field(default_factory=list)


# The body is read only when the person is known to be allowed to send it; `_take_in` checks the
# token then.
@csrf_exempt
@require_POST
def evidence_upload(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """One or many files; one request for each where JavaScript shows their progress.

    The clock is read when the request comes: a file that is on its way before the deadline is in
    time.
    """
    now = timezone.now()
    submission = seen_or_404(request.user, code, unit)
    try:
        require_addable(submission, by=request.user, now=now)
    except (NotAllowed, StaleState) as refusal:
        _read_off(request)
        return _tell_refusal(request, refusal)
    handler = ArrivingHandler(request, most=largest_file(), room=room_of(submission))
    request.upload_handlers = [handler]
    return _take_in(request, submission, handler, now)


@require_GET
def evidence_download(request: SignedInRequest, code: str, unit: str, pk: int) -> HttpResponseBase:
    """The file, to be saved."""
    return _hand_out(request, (code, unit, pk), is_preview=False)


@require_GET
def evidence_preview(request: SignedInRequest, code: str, unit: str, pk: int) -> HttpResponseBase:
    """The file, to be looked at inside a page."""
    return _hand_out(request, (code, unit, pk), is_preview=True)


@require_GET
def evidence_package(request: SignedInRequest, code: str, unit: str) -> HttpResponseBase:
    """All files of the unit with a list."""
    submission = seen_or_404(request.user, code, unit)
    files = hand_out_all(submission=submission, by=request.user)
    name = f"tai-lieu-{slug(submission.campaign.code)}-{slug(submission.unit.code)}.zip"
    return send_package(package(files, proofs_of(submission)), name)


@csrf_protect
def _take_in(
    request: SignedInRequest, submission: Submission, handler: ArrivingHandler, now: datetime
) -> HttpResponse:
    clean_form(request)
    files = [arrived(file) for file in request.FILES.getlist("files")]
    purpose = _purpose(request, submission)
    outcome = UploadResult(refused=list(handler.turned_away))
    for file in files:
        _receive(request, submission, file, purpose, outcome=outcome, now=now)
    if not files and not outcome.refused:
        outcome.refused.append(RejectedFile("", NONE_CHOSEN))
    return (
        _tell_program(submission, outcome)
        if _is_from_program(request)
        else _tell_person(request, submission, purpose, outcome)
    )


def _purpose(request: HttpRequest, submission: Submission) -> Purpose:
    """Raises Http404 for what is not of the unit."""
    answer, supersedes = request.POST.get("answer", ""), request.POST.get("supersedes", "")
    return Purpose(
        answer=get_object_or_404(Answer, submission=submission, pk=key_of(answer))
        if answer
        else None,
        supersedes=get_object_or_404(Evidence, submission=submission, pk=key_of(supersedes))
        if supersedes
        else None,
    )


def _receive(
    request: SignedInRequest,
    submission: Submission,
    file: ArrivedFile,
    purpose: Purpose,
    *,
    outcome: UploadResult,
    now: datetime,
) -> None:
    """Each file by itself: one that is refused keeps none of the others back."""
    confirmed = request.POST.get("no_secret") == "on"
    try:
        received = receive_evidence(
            submission=submission,
            arrived=file,
            is_no_secret=confirmed,
            by=request.user,
            answer=purpose.answer,
            supersedes=purpose.supersedes,
            now=now,
        )
        outcome.received.append(
            (received.evidence, NOT_SCANNED if received.scan == Scan.MISSED else "")
        )
    except EvidenceExists as refusal:
        _use_the_one_there(request, file, purpose, outcome=outcome, refusal=refusal, now=now)
    except DomainError as refusal:
        outcome.refused.append(RejectedFile(shown_name(file.name), str(refusal)))


def _use_the_one_there(
    request: SignedInRequest,
    file: ArrivedFile,
    purpose: Purpose,
    *,
    outcome: UploadResult,
    refusal: EvidenceExists,
    now: datetime,
) -> None:
    """The very file is there, by another criterion or by an upload whose answer was lost: it
    serves as well.
    """
    if purpose.supersedes:
        outcome.refused.append(RejectedFile(shown_name(file.name), str(refusal)))
        return
    try:
        if purpose.answer and not refusal.evidence.uses.filter(answer=purpose.answer).exists():
            cite_evidence(
                evidence=refusal.evidence, answer=purpose.answer, page="", by=request.user, now=now
            )
        outcome.received.append((refusal.evidence, str(refusal)))
    except DomainError as problem:
        outcome.refused.append(RejectedFile(shown_name(file.name), str(problem)))


def _is_from_program(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _tell_program(submission: Submission, outcome: UploadResult) -> JsonResponse:
    place = (submission.campaign.code, submission.unit.code)
    received = [
        {"name": file.name, "note": note, "url": reverse("evidence_item", args=[*place, file.pk])}
        for file, note in outcome.received
    ]
    refused = [{"name": each.name, "sentence": each.sentence} for each in outcome.refused]
    return JsonResponse(
        {"received": received, "refused": refused}, status=_CREATED if received else _UNPROCESSABLE
    )


def _tell_person(
    request: SignedInRequest, submission: Submission, purpose: Purpose, outcome: UploadResult
) -> HttpResponse:
    if outcome.refused:
        context: dict[str, Any] = around_file(request, submission, here="Kết quả tải lên")
        back = _back_to(submission, purpose, outcome)
        context |= {"outcome": outcome, "back": back}
        return render(request, "submissions/evidence/outcome.html", context, status=_UNPROCESSABLE)
    messages.success(
        request,
        f"Đã nhận {len(outcome.received)} tệp. Ghi số, ký hiệu, ngày và trích yếu cho từng tệp.",
    )
    for file, note in outcome.received:
        if note:
            messages.warning(request, f"«{file.name}»: {note}")
    return redirect(_back_to(submission, purpose, outcome))


def _back_to(submission: Submission, purpose: Purpose, outcome: UploadResult) -> str:
    place = (submission.campaign.code, submission.unit.code)
    if purpose.answer:
        return reverse("evidence_of_answer", args=[*place, purpose.answer.pk])
    if purpose.supersedes:
        shown = outcome.received[0][0] if outcome.received else purpose.supersedes
        return reverse("evidence_item", args=[*place, shown.pk])
    return reverse("evidence", args=place)


def _tell_refusal(request: HttpRequest, refusal: NotAllowed | StaleState) -> HttpResponse:
    if not _is_from_program(request):
        raise refusal
    status = next(status for kind, status in _STATUS.items() if isinstance(refusal, kind))
    return JsonResponse(
        {"received": [], "refused": [{"name": "", "sentence": str(refusal)}]}, status=status
    )


def _read_off(request: HttpRequest) -> None:
    """A browser that is still sending would report a broken connection instead of the reason."""
    with suppress(UnreadablePostError, OSError):
        for _ in range(2 * largest_file() // _BLOCK):
            if not request.read(_BLOCK):
                return


def _hand_out(
    request: SignedInRequest, place: tuple[str, str, int], *, is_preview: bool
) -> HttpResponseBase:
    code, unit, pk = place
    submission = seen_or_404(request.user, code, unit)
    evidence = get_object_or_404(Evidence, submission=submission, pk=pk)
    evidence.submission = submission
    try:
        file = hand_out(evidence=evidence, is_preview=is_preview, by=request.user)
    except StoredFileDamaged as problem:
        return render(
            request, "submissions/evidence/damaged.html", {"problem": str(problem)}, status=_BROKEN
        )
    return send_file(evidence, file, is_preview=is_preview)
