"""Editions for reading: what each is, and its stored files, the same bytes at each download."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ictindex.lib.private_files import StoredFileDamaged
from reports.editions.permissions import WORKING, edition_or_404, require_working_files
from reports.editions.queries.editions import edition_shown
from reports.editions.queries.store import file_of
from reports.editions.services.delivery import send_edition_file
from reports.editions.services.freeze import published_edition
from reports.frame.surroundings import page_context
from reports.models import Edition
from submissions.frame.queries import campaign_or_404


@login_not_required
@require_safe
def edition(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """What the edition is, what it put right, its files, and who signed it."""
    campaign = campaign_or_404(request.user, code)
    shown = edition_shown(edition_or_404(request.user, campaign, number), request.user)
    above = [("Báo cáo", reverse("report", args=[code]))]
    context = page_context(
        request, campaign, shown, here=f"Bản số {number}", above=above, below="report"
    )
    context["current"] = published_edition(campaign)
    return render(request, "reports/editions/edition.html", context)


@login_not_required
@require_safe
def edition_file(request: HttpRequest, code: str, number: int, form: str) -> HttpResponseBase:
    """What is published: PDF, signed PDF, workbook, open data."""
    if form in WORKING:
        raise Http404
    campaign = campaign_or_404(request.user, code)
    return _send(request, edition_or_404(request.user, campaign, number), form)


@require_safe
def edition_working_file(
    request: HttpRequest, code: str, number: int, form: str
) -> HttpResponseBase:
    """What is for going on working with: Word, the whole file, the frozen content."""
    campaign = campaign_or_404(request.user, code)
    require_working_files(request.user, campaign)
    found = campaign.editions.filter(number=number).first()
    if form not in WORKING or found is None:
        raise Http404
    return _send(request, found, form)


def _send(request: HttpRequest, found: Edition, form: str) -> HttpResponseBase:
    file = file_of(found, form)
    if file is None:
        raise Http404
    try:
        return send_edition_file(file)
    except StoredFileDamaged as problem:
        context = page_context(
            request, found.campaign, None, here="Tệp bị hỏng", below="report"
        ) | {"reason": str(problem)}
        return render(request, "reports/frame/no_report.html", context, status=404)
