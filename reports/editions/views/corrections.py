"""Corrections of a published report: what is put right, and the new edition that takes the
place of the old one.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ictindex.lib.errors import DomainError, NotAllowed
from reports.editions.forms import CorrectionForm, ErrataFormSet, PublishForm
from reports.editions.members import read_source
from reports.editions.permissions import CORRECT
from reports.editions.services.editions import prepare_correction
from reports.editions.services.freeze import changes_since, published_edition
from reports.editions.services.publication import publish_correction as make_public
from reports.editions.views.publication import publish_page, seen_edition
from reports.frame.surroundings import page_context
from submissions.frame.queries import campaign_or_404
from submissions.models import Campaign
from units.access import require
from units.http import SignedInRequest, posted
from units.sign_in.queries import where_to_prove

_CONFLICT, _UNPROCESSABLE = 409, 422
_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: SignedInRequest, code: str) -> HttpResponse:
    """What is put right, before it is frozen as a new edition."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, CORRECT, campaign)
    form, errata = (
        CorrectionForm(posted(request)),
        ErrataFormSet(posted(request), prefix="dinh-chinh"),
    )
    if request.method != "POST":
        return _correction_page(request, campaign, form, errata)
    if not (form.is_valid() and errata.is_valid()):
        return _correction_page(request, campaign, form, errata, status=_UNPROCESSABLE)
    named = [each for line in errata if (each := line.erratum())]
    try:
        prepare_correction(
            campaign=campaign,
            explanation=form.cleaned_data["explanation"],
            errata=named,
            by=request.user,
        )
    except NotAllowed:
        raise
    except DomainError as refusal:
        return _correction_page(
            request, campaign, form, errata, problem=str(refusal), status=_CONFLICT
        )
    messages.success(
        request,
        "Đã nhận yêu cầu chốt bản đính chính. Bản đang ban hành vẫn giữ nguyên đến khi bản đính "
        "chính được ban hành.",
    )
    return redirect("publication", code)


@require_http_methods(["GET", "HEAD", "POST"])
def correction_publication(request: SignedInRequest, code: str) -> HttpResponse:
    """The correction takes the place of the edition in force, behind a fresh proof."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, CORRECT, campaign)
    page_that_asks = where_to_prove(request, then=reverse("publish_correction", args=[code]))
    if page_that_asks:
        return redirect(page_that_asks)
    form = PublishForm(posted(request), initial=seen_edition(campaign))
    if request.method != "POST" or not form.is_valid():
        return publish_page(
            request, campaign, form, status=_UNPROCESSABLE if request.method == "POST" else 200
        )
    try:
        edition = make_public(
            campaign=campaign, number=form.cleaned_data["edition"], by=request.user
        )
    except NotAllowed:
        raise
    except DomainError as refusal:
        return publish_page(request, campaign, form, problem=str(refusal), status=_CONFLICT)
    messages.success(
        request, f"Đã ban hành bản đính chính số {edition.number}. Bản trước vẫn đọc được."
    )
    return redirect("publication", code)


def _correction_page(
    request: SignedInRequest,
    campaign: Campaign,
    form: CorrectionForm,
    errata: Any,
    *,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    edition = published_edition(campaign)
    found = changes_since(edition, read_source(campaign)) if edition else ()
    context = {
        "form": form,
        "errata": errata,
        "problem": problem,
        "changes": found[:200],
        "count": len(found),
        "edition": edition,
    }
    above = [("Ban hành", reverse("publication", args=[campaign.code]))]
    context |= page_context(
        request, campaign, None, here="Đính chính", above=above, below="publication"
    )
    return render(request, "reports/editions/correction.html", context, status=status)
