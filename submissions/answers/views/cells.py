"""Saving one row of a group's form: for the script of the page while somebody types, and as a
plain form without it.
"""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from ictindex.lib.errors import DomainError, NotAllowed
from submissions.answers.forms import conflict_reply, saved_reply
from submissions.answers.services.entries import StaleAnswer, SubmissionClosed, save_answer_at
from submissions.answers.texts import VALUE, entry_from
from submissions.answers.views import groups as work
from submissions.dossier.queries.entries import Entry, InvalidEntry
from submissions.dossier.queries.files import file_or_404
from submissions.frame.form_rows import OTHER_PERSON, TypedRow, rows_of
from submissions.models import Answer, Submission
from units.http import SignedInRequest


@require_POST
def save_cell(request: SignedInRequest, code: str, unit: str, key: int) -> HttpResponse:
    """Answers the script with what became of the row; without it, with the page of the group."""
    if request.headers.get("Accept") != "application/json":
        answer = _answer_or_404(file_or_404(request.user, code, unit), key)
        return work.group(request, code, unit, answer.criterion.group.code)
    if request.POST.get("user") != str(request.user.pk):
        return JsonResponse({"state": "closed", "sentence": OTHER_PERSON}, status=403)
    row = rows_of(request.POST.dict()).get(key)
    if row is None:
        raise Http404
    try:
        entry = _entry_of(request, code, unit, key, row)
        saved = save_answer_at(
            campaign=code, unit=unit, key=key, version=row.version, entry=entry, by=request.user
        )
    except (InvalidEntry, StaleAnswer, SubmissionClosed, NotAllowed) as refusal:
        return _refused(refusal)
    return JsonResponse(saved_reply(saved))


def _entry_of(request: SignedInRequest, code: str, unit: str, key: int, row: TypedRow) -> Entry:
    try:
        return entry_from(row.texts)
    except InvalidEntry as refusal:
        answer = _answer_or_404(file_or_404(request.user, code, unit), key)
        raise refusal.about(answer.criterion.code) from refusal


def _refused(refusal: DomainError) -> JsonResponse:
    reply: dict[str, Any] = {"sentence": str(refusal)}
    match refusal:
        case StaleAnswer():
            return JsonResponse(conflict_reply(refusal), status=409)
        case SubmissionClosed():
            return JsonResponse(reply | {"state": "closed"}, status=409)
        case InvalidEntry():
            return JsonResponse(
                reply | {"state": "refused", "problems": _by_name(refusal)}, status=422
            )
    return JsonResponse(reply | {"state": "closed"}, status=403)


def _by_name(refusal: InvalidEntry) -> dict[str, str]:
    """By the names that the form gives its fields."""
    own = ("as_of", "skipped", "note")
    return {
        path if path in own else f"{VALUE}{path}": sentence
        for path, sentence in refusal.problems.items()
    }


def _answer_or_404(submission: Submission, key: int) -> Answer:
    return get_object_or_404(
        Answer.objects.select_related("criterion__group"), submission=submission, pk=key
    )
