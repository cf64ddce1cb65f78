"""Giving files to appraisers, by hand or spread evenly, and taking them back; an appraiser who
claims a file or gives it back.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.numbers import parse_whole
from submissions.appraisal.assignment import services
from submissions.appraisal.assignment.forms import SECOND, AssignForm
from submissions.appraisal.assignment.pages import AssignmentPage, assigning_page
from submissions.appraisal.queries.rights import CLAIM
from submissions.appraisal.views.surroundings import ASSIGN, around_work, file_or_404
from submissions.frame.queries import campaign_or_404
from submissions.models import Assignment, Campaign, Submission
from units.access import require
from units.http import SignedInRequest
from units.models import User

_CONFLICT, _UNPROCESSABLE = 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
def assignments(request: SignedInRequest, code: str) -> HttpResponse:
    """Who has what; one more by hand."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, ASSIGN, campaign)
    page = assigning_page(campaign, request.user)
    if request.method != "POST":
        return _page(request, campaign, page, AssignForm(page=page))
    form = AssignForm(request.POST, page=page)
    if not form.is_valid():
        return _page(request, campaign, page, form, status=_UNPROCESSABLE)
    return _assign(request, campaign, page, form)


def _assign(
    request: SignedInRequest, campaign: Campaign, page: AssignmentPage, form: AssignForm
) -> HttpResponse:
    typed = form.cleaned_data
    submission = get_object_or_404(Submission, campaign=campaign, unit__code=typed["unit"])
    try:
        made = services.assign_appraiser(
            submission=submission,
            person=User.objects.get(pk=typed["person"]),
            group=typed["group"],
            is_second=typed["reading"] == SECOND,
            by=request.user,
        )
    except NotAllowed:
        raise
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _page(
            request,
            campaign,
            page,
            form,
            status=_CONFLICT if isinstance(refusal, StaleState) else _UNPROCESSABLE,
        )
    messages.success(request, f"Đã phân công {made.user}: hồ sơ {made.submission.short_name}.")
    return redirect("assignments", campaign.code)


@require_POST
def spread(request: SignedInRequest, code: str) -> HttpResponse:
    """The files that nobody has, over the people who are ticked."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, ASSIGN, campaign)
    chosen = [key for text in request.POST.getlist("people") if (key := parse_whole(text))]
    try:
        people = list(User.objects.filter(pk__in=chosen))
        made = services.spread_evenly(campaign=campaign, people=people, by=request.user)
    except NotAllowed:
        raise
    except DomainError as refusal:
        page = assigning_page(campaign, request.user)
        return _page(
            request,
            campaign,
            page,
            AssignForm(page=page),
            refusal=str(refusal),
            chosen=chosen,
            status=_UNPROCESSABLE,
        )
    messages.success(request, f"Đã chia {len(made)} hồ sơ. Người được phân công đã được báo.")
    return redirect("assignments", code)


@require_POST
def end(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    campaign = campaign_or_404(request.user, code)
    require(request.user, ASSIGN, campaign)
    try:
        ended = services.end_assignment(
            assignment=_assignment(campaign, pk),
            reason=request.POST.get("reason", ""),
            by=request.user,
        )
    except (NotAllowed, StaleState):
        raise
    except DomainError as refusal:
        page = assigning_page(campaign, request.user)
        return _page(
            request,
            campaign,
            page,
            AssignForm(page=page),
            problem=str(refusal),
            status=_UNPROCESSABLE,
        )
    messages.success(
        request, f"{ended.user} thôi được phân công hồ sơ {ended.submission.short_name}."
    )
    return redirect("assignments", code)


@require_POST
def claim(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    submission = file_or_404(request.user, code, unit, CLAIM)
    services.claim_file(submission=submission, group=request.POST.get("group", ""), by=request.user)
    messages.success(request, f"Ông/Bà đã nhận thẩm định hồ sơ {submission.short_name}.")
    return redirect("appraisal_inbox", code)


@require_POST
def give_back(request: SignedInRequest, code: str, unit: str, pk: int) -> HttpResponse:
    submission = file_or_404(request.user, code, unit, CLAIM)
    assignment = get_object_or_404(Assignment, pk=pk, submission=submission)
    services.give_back(assignment=assignment, by=request.user)
    messages.success(request, f"Ông/Bà đã trả lại hồ sơ {submission.short_name}.")
    return redirect("appraisal_inbox", code)


def _assignment(campaign: Campaign, pk: int) -> Assignment:
    return get_object_or_404(Assignment, pk=pk, submission__campaign=campaign)


def _page(
    request: SignedInRequest,
    campaign: Campaign,
    page: AssignmentPage,
    form: AssignForm,
    *,
    status: int = 200,
    refusal: str = "",
    problem: str = "",
    chosen: Any = None,
) -> HttpResponse:
    context = around_work(request, campaign, here="Phân công", page="assignments")
    ticked = {person.pk for person in page.people} if chosen is None else set(chosen)
    context |= {
        "page": page,
        "form": form,
        "refusal": refusal,
        "problem": problem,
        "ticked": ticked,
    }
    return render(
        request, "submissions/appraisal/assignment/assignments.html", context, status=status
    )
