"""Evidence of a unit: the list, one file, and what proves one criterion; what is said about
files, and taking them out.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.numbers import parse_whole
from submissions.evidence.forms import DescriptionForm, ProofLines
from submissions.evidence.pages import (
    answer_page,
    asked_of,
    item_page,
    largest_file_in_words,
    list_page,
    submission_or_404,
)
from submissions.evidence.queries import adding
from submissions.evidence.services.changes import (
    cite_evidence,
    describe_evidence,
    description_version,
    uncite_evidence,
    withdraw_evidence,
)
from submissions.evidence.services.upload import largest_file
from submissions.frame.queries import Crumb, around
from submissions.frame.responses import shows_previews
from submissions.models import Answer, Evidence, Submission
from units.access import require
from units.http import SignedInRequest

_CONFLICT, _UNPROCESSABLE = 409, 422


@require_safe
@shows_previews
def evidence(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """All files of the unit."""
    submission = submission_or_404(request.user, code, unit)
    page = list_page(
        submission, request.user, chosen=request.GET.get("xem", ""), now=timezone.now()
    )
    context = around_file(request, submission, here="Tài liệu kiểm chứng") | upload_context(
        submission
    )
    return render(request, "submissions/evidence/list.html", context | {"page": page})


@require_safe
@shows_previews
def evidence_item(request: SignedInRequest, code: str, unit: str, pk: int) -> HttpResponse:
    """One file, with a preview beside what is said about it."""
    return _item(request, submission_or_404(request.user, code, unit), pk)


@require_POST
@shows_previews
def evidence_describe(request: SignedInRequest, code: str, unit: str, pk: int) -> HttpResponse:
    """What the document is, and which criteria it proves."""
    submission = submission_or_404(request.user, code, unit)
    file = get_object_or_404(
        Evidence.objects.select_related("submission__campaign", "submission__unit"),
        submission=submission,
        pk=pk,
    )
    require(request.user, adding(submission), submission)
    form, lines = DescriptionForm(request.POST), ProofLines.of_request(request.POST)
    if not (form.is_valid() & lines.is_valid(asked_of(submission))):
        return _item(request, submission, pk, form=form, lines=lines, status=_UNPROCESSABLE)
    try:
        describe_evidence(
            evidence=file,
            description=form.description(),
            pages=lines.pages(),
            version=form.cleaned_data["version"],
            by=request.user,
        )
    except NotAllowed:
        raise
    except DomainError as refusal:
        return _refused(request, file, form, lines, refusal)
    messages.success(request, f"Đã lưu thông tin của tài liệu «{file.name}».")
    return redirect(_after_describing(request, submission, pk))


@require_safe
@shows_previews
def evidence_of_answer(request: SignedInRequest, code: str, unit: str, answer: int) -> HttpResponse:
    """What proves one criterion, and adding to it."""
    return _answer(request, submission_or_404(request.user, code, unit), answer)


@require_POST
@shows_previews
def evidence_cite(request: SignedInRequest, code: str, unit: str, answer: int) -> HttpResponse:
    """A file of the unit proves this criterion, on a page."""

    def cite(file: Evidence, asked: Answer) -> None:
        cite_evidence(
            evidence=file, answer=asked, page=request.POST.get("page", ""), by=request.user
        )
        messages.success(request, f"Đã ghi viện dẫn tài liệu «{file.name}».")

    return _change_proof(request, (code, unit, answer), cite)


@require_POST
@shows_previews
def evidence_uncite(request: SignedInRequest, code: str, unit: str, answer: int) -> HttpResponse:
    """It does not."""

    def uncite(file: Evidence, asked: Answer) -> None:
        uncite_evidence(evidence=file, answer=asked, by=request.user)
        messages.success(
            request,
            f"Đã bỏ viện dẫn tài liệu «{file.name}» cho tiêu chí này. Tệp vẫn còn trong hồ sơ.",
        )

    return _change_proof(request, (code, unit, answer), uncite)


@require_POST
def evidence_withdraw(request: SignedInRequest, code: str, unit: str, pk: int) -> HttpResponse:
    """Take a document out of the unit's file; its octets are kept."""
    submission = submission_or_404(request.user, code, unit)
    file = get_object_or_404(Evidence, submission=submission, pk=pk)
    withdraw_evidence(evidence=file, by=request.user, reason=request.POST.get("reason", "")[:2000])
    messages.success(
        request, f"Đã rút tài liệu «{file.name}» khỏi hồ sơ. Tệp vẫn được lưu trong lịch sử."
    )
    return redirect("evidence", code, unit)


def around_file(
    request: HttpRequest, submission: Submission, *, here: str, above: Iterable[Crumb] = ()
) -> dict[str, Any]:
    """The bar and the trail of a page below the unit's file;

    `above` lies between the unit and the page.
    """
    home = (
        submission.short_name,
        reverse("unit_home", args=[submission.campaign.code, submission.unit.code]),
    )
    return around(request, submission.campaign, here=here, below="files", above=(home, *above)) | {
        "submission": submission
    }


def upload_context(submission: Submission, **more: Any) -> dict[str, Any]:
    """What the form for uploading needs; `more` says what the files are for."""
    url = reverse("evidence_upload", args=[submission.campaign.code, submission.unit.code])
    return {
        "upload": {
            "url": url,
            "most": largest_file(),
            "most_in_words": largest_file_in_words(),
            **more,
        }
    }


def key_of(text: str) -> int:
    """The key of a row as a form sends it; 0, which no row has, for anything else."""
    return parse_whole(text) or 0


def _list_step(submission: Submission) -> tuple[str, str]:
    return "Tài liệu kiểm chứng", reverse(
        "evidence", args=[submission.campaign.code, submission.unit.code]
    )


def _item(
    request: SignedInRequest,
    submission: Submission,
    pk: int,
    *,
    form: DescriptionForm | None = None,
    lines: ProofLines | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    page = item_page(submission, request.user, pk, now=timezone.now())
    context = around_file(request, submission, here=page.file.name, above=(_list_step(submission),))
    context |= upload_context(submission, supersedes=pk) | {"page": page, **more}
    if page.can_change or form:
        stored = get_object_or_404(Evidence, submission=submission, pk=pk)
        pages = {proof.answer: proof.page for proof in page.file.proofs}
        context["form"] = form or DescriptionForm(
            initial=DescriptionForm.initial_of(stored, description_version(stored))
        )
        context["lines"] = lines or ProofLines.of_stored(pages)
        context["asked"] = asked_of(submission)
    return render(request, "submissions/evidence/item.html", context, status=status)


def _refused(
    request: SignedInRequest,
    file: Evidence,
    form: DescriptionForm,
    lines: ProofLines,
    refusal: DomainError,
) -> HttpResponse:
    """What was typed stays, over what is stored now: to save it again is then a decision."""
    file.refresh_from_db()
    typed = request.POST.copy()
    typed["version"] = description_version(file)
    form.data = typed
    form.add_error(None, str(refusal))
    is_stale = isinstance(refusal, StaleState)
    status = _CONFLICT if is_stale else _UNPROCESSABLE
    return _item(
        request, file.submission, file.pk, form=form, lines=lines, status=status, is_stale=is_stale
    )


def _after_describing(request: HttpRequest, submission: Submission, pk: int) -> str:
    if "next" in request.POST:
        onward = item_page(submission, request.user, pk, now=timezone.now()).next_url
        return onward or _list_step(submission)[1]
    return reverse("evidence_item", args=[submission.campaign.code, submission.unit.code, pk])


def _answer(
    request: SignedInRequest,
    submission: Submission,
    answer: int,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    page = answer_page(submission, request.user, answer, now=timezone.now())
    criterion = page.answer.criterion
    place = [submission.campaign.code, submission.unit.code]
    page_name = "reply_group" if page.rights.is_explaining else "unit_group"
    group = (
        criterion.group.name,
        reverse(page_name, args=[*place, criterion.group.code]) + f"#tc-{answer}",
    )
    context = around_file(
        request, submission, here=f"Tài liệu cho tiêu chí {criterion.code}", above=(group,)
    )
    context |= upload_context(submission, answer=answer) | {
        "page": page,
        "problem": problem,
        "group_url": group[1],
    }
    return render(request, "submissions/evidence/answer.html", context, status=status)


def _change_proof(
    request: SignedInRequest,
    place: tuple[str, str, int],
    change: Callable[[Evidence, Answer], None],
) -> HttpResponse:
    code, unit, answer = place
    submission = submission_or_404(request.user, code, unit)
    require(request.user, adding(submission), submission)
    asked = get_object_or_404(Answer, submission=submission, pk=answer)
    chosen = key_of(request.POST.get("evidence", ""))
    if not chosen:
        return _answer(
            request,
            submission,
            answer,
            problem="Chọn một tài liệu trong danh sách.",
            status=_UNPROCESSABLE,
        )
    file = get_object_or_404(Evidence, submission=submission, pk=chosen)
    try:
        change(file, asked)
    except NotAllowed:
        raise
    except DomainError as refusal:
        status = _CONFLICT if isinstance(refusal, StaleState) else _UNPROCESSABLE
        return _answer(request, submission, answer, problem=str(refusal), status=status)
    return redirect("evidence_of_answer", code, unit, answer)
