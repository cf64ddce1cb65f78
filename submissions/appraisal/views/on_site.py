"""Writing down what was counted on the spot for one criterion of a unit."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from criteria.phrases import declared_in_words
from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.appraisal.forms.on_site import OnSiteForm
from submissions.appraisal.queries.on_site import asked_of, check_of, found_in, typed_of
from submissions.appraisal.services.on_site import (
    CHECK,
    CHECKED_ON,
    NOTE,
    StaleCheck,
    record_on_site_check,
)
from submissions.appraisal.views.surroundings import around_work, file_or_404
from submissions.dossier.queries.entries import InvalidEntry
from submissions.models import Answer, OnSiteCheck
from units.http import SignedInRequest, posted

_CONFLICT, _UNPROCESSABLE = 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
def on_site(request: SignedInRequest, code: str, unit: str, pk: int) -> HttpResponse:
    submission = file_or_404(request.user, code, unit, CHECK)
    answers = Answer.objects.select_related("criterion__group").prefetch_related(
        "criterion__levels"
    )
    answer = get_object_or_404(answers, pk=pk, submission=submission)
    answer.submission = submission
    check = check_of(answer)
    form = OnSiteForm(
        posted(request), rule=asked_of(answer.criterion), initial=_initial(answer, check)
    )
    if form.is_bound and form.is_valid():
        return _store(request, answer, check, form)
    return _page(request, answer, check, form, status=_UNPROCESSABLE if form.is_bound else 200)


def _store(
    request: SignedInRequest, answer: Answer, check: OnSiteCheck | None, form: OnSiteForm
) -> HttpResponse:
    try:
        record_on_site_check(
            answer=answer,
            version=form.cleaned_data["version"],
            counted=form.counted(),
            by=request.user,
        )
    except NotAllowed:
        raise
    except InvalidEntry as refusal:
        form.add_problems(refusal.problems)
        return _page(request, answer, check, form, status=_UNPROCESSABLE)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        current = refusal.current if isinstance(refusal, StaleCheck) else check
        form.data = {**request.POST.dict(), "version": str(current.version if current else 0)}
        return _page(
            request,
            answer,
            current,
            form,
            status=_CONFLICT if isinstance(refusal, StaleState) else _UNPROCESSABLE,
        )
    messages.success(
        request, f"Đã lưu số liệu kiểm tra thực tế của tiêu chí {answer.criterion.code}."
    )
    return redirect(_desk(answer))


def _initial(answer: Answer, check: OnSiteCheck | None) -> dict[str, object]:
    if check is None:
        return {"version": 0}
    figures = OnSiteForm.figures_named(typed_of(check, asked_of(answer.criterion)))
    return {**figures, CHECKED_ON: check.checked_on, NOTE: check.note, "version": check.version}


def _desk(answer: Answer) -> str:
    submission = answer.submission
    url = reverse(
        "appraisal_desk",
        args=[submission.campaign.code, submission.unit.code, answer.criterion.group.code],
    )
    return f"{url}#tc-{answer.pk}"


def _page(
    request: SignedInRequest,
    answer: Answer,
    check: OnSiteCheck | None,
    form: OnSiteForm,
    *,
    status: int = 200,
) -> HttpResponse:
    submission, criterion = answer.submission, answer.criterion
    steps = [(f"{submission.short_name}, nhóm {criterion.group.name}", _desk(answer))]
    context = around_work(
        request,
        submission.campaign,
        here=f"Kiểm tra thực tế tiêu chí {criterion.code}",
        page="",
        above=steps,
    )
    context |= {
        "submission": submission,
        "answer": answer,
        "declared": declared_in_words(answer.declared, asked_of(criterion)),
        "check": found_in(check, criterion) if check else None,
        "form": form,
        "desk_url": _desk(answer),
    }
    return render(request, "submissions/appraisal/on_site.html", context, status=status)
