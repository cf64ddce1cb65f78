"""The internal notes about a unit's file, and writing one, here or from the desk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from ictindex.lib.errors import DomainError, NotAllowed
from ictindex.lib.numbers import parse_whole
from submissions.appraisal.queries.notes import READ, all_notes_of, criteria_to_note
from submissions.appraisal.services.notes import WRITE, write_note
from submissions.appraisal.views.surroundings import around_work, file_or_404
from submissions.models import Answer, Submission
from units.access import may
from units.http import SignedInRequest

_UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """All notes about the file.

    A note that was written on another page of the working group leads back to it.
    """
    is_written = request.method == "POST"
    submission = file_or_404(request.user, code, unit, WRITE if is_written else READ)
    if not is_written:
        return _page(request, submission)
    text = request.POST.get("text", "")
    try:
        write_note(
            submission=submission, text=text, answer=_answer(request, submission), by=request.user
        )
    except NotAllowed:
        raise
    except DomainError as refusal:
        return _page(request, submission, text=text, problem=str(refusal), status=_UNPROCESSABLE)
    messages.success(request, "Đã lưu ghi chú nội bộ. Đơn vị không đọc được ghi chú này.")
    return redirect(_back(request, submission))


def _answer(request: SignedInRequest, submission: Submission) -> Answer | None:
    """The answer that the note is about, if any. Raises Http404 for one of another file."""
    key = request.POST.get("answer", "")
    if not key:
        return None
    return get_object_or_404(Answer, pk=parse_whole(key) or 0, submission=submission)


def _back(request: SignedInRequest, submission: Submission) -> str:
    """Only to the working group's own pages of this campaign."""
    back = request.POST.get("back", "")
    home = reverse("appraisal_inbox", args=[submission.campaign.code])
    is_own = back.startswith(home) and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return (
        back
        if is_own
        else reverse("internal_notes", args=[submission.campaign.code, submission.unit.code])
    )


def _page(
    request: SignedInRequest,
    submission: Submission,
    *,
    text: str = "",
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    campaign = submission.campaign
    context = around_work(
        request, campaign, here=f"Ghi chú nội bộ về {submission.short_name}", page=""
    )
    may_write = bool(may(request.user, WRITE, submission))
    context |= {
        "submission": submission,
        "criteria": criteria_to_note(submission) if may_write else (),
        "notes": all_notes_of(submission, request.user),
        "notes_url": reverse("internal_notes", args=[campaign.code, submission.unit.code]),
        "may_write_note": may_write,
        "note_text": text,
        "note_problem": problem,
        "answer": request.POST.get("answer", "") or request.GET.get("tieu-chi", ""),
        "back": request.POST.get("back", ""),
    }
    return render(request, "submissions/appraisal/notes.html", context, status=status)
