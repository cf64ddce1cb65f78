"""The report as a document: its page, its progress, the file, and asking for a new one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseStopPolling

from ictindex.lib.private_files import StoredFileDamaged
from reports.editions.queries.editions import public_editions
from reports.editions.queries.store import official_file
from reports.editions.services.delivery import send_edition_file
from reports.frame.surroundings import (
    EXPORT,
    EXPORT_UNITS,
    PDF_POLICY,
    campaign_with_report,
    may_request_report,
    no_report,
    page_context,
)
from reports.jobs.queries import current_rendering, job_shown, latest_rendering
from reports.jobs.services.requests import request_report
from reports.jobs.services.worker import open_rendering
from reports.results.queries.open_data import as_open_data
from reports.site.pages.files import FORMS, forms_shown
from reports.site.pages.report import report_page
from scoring.results.queries import campaign_results
from submissions.frame.queries import campaign_or_404
from submissions.models import Campaign
from units.access import may
from units.http import SignedInRequest

NOT_MADE = "Bản PDF của báo cáo này chưa được tạo."


@login_not_required
@require_safe
def report(request: HttpRequest, code: str) -> HttpResponse:
    """What there is to download, and what is being made."""
    campaign = campaign_with_report(request, code)
    digest = as_open_data(campaign_results(campaign))["sha256"]
    page = report_page(
        done=latest_rendering(campaign),
        newest=current_rendering(campaign),
        data_sha256=digest,
        may_request=may_request_report(request.user, campaign),
        now=timezone.now(),
    )
    context = page_context(request, campaign, page, here="Báo cáo", name="report")
    context["editions"] = public_editions(campaign, request.user)
    return render(
        request,
        "reports/site/report.html",
        context | _working_forms(request.user, campaign, digest),
    )


def _working_forms(user: Any, campaign: Campaign, digest: str) -> dict[str, Any]:
    """What there is besides the PDF, for who may go on working with it."""
    found = {}
    if may(user, EXPORT, campaign):
        found = {
            form: (latest_rendering(campaign, form), current_rendering(campaign, form))
            for form in FORMS
        }
    return {
        "forms": forms_shown(campaign.code, found, data_sha256=digest, now=timezone.now())
        if found
        else (),
        "may_export_units": bool(may(user, EXPORT_UNITS, campaign)),
        "is_public": campaign.is_public,
    }


@login_not_required
@require_safe
def report_progress(request: HttpRequest, code: str) -> HttpResponse:
    """How far the rendering has come, for the page to put in its place every few seconds until
    there is no more to tell.
    """
    campaign = campaign_with_report(request, code)
    job = job_shown(current_rendering(campaign), now=timezone.now())
    body = render_to_string(
        "components/rendering.html", {"job": job, "campaign": campaign, "is_polled": True}, request
    )
    return HttpResponse(body) if job and job.is_unfinished else HttpResponseStopPolling(body)


@login_not_required
@require_safe
def report_pdf(request: HttpRequest, code: str) -> HttpResponseBase:
    """What was published, signed if it was taken in; before that the newest draft; 404 with the
    reason where there is none.
    """
    campaign = campaign_with_report(request, code)
    try:
        official = official_file(campaign)
        if official:
            return send_edition_file(official)
        rendering = latest_rendering(campaign)
        file = open_rendering(rendering) if rendering else None
    except StoredFileDamaged as problem:
        return no_report(request, campaign, str(problem))
    if file is None:
        return no_report(request, campaign, NOT_MADE)
    response = FileResponse(
        file, content_type="application/pdf", filename=f"bao-cao-{campaign.code}.pdf"
    )
    response["Content-Security-Policy"] = PDF_POLICY
    return response


@require_POST
def report_request(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for a new document."""
    campaign = campaign_or_404(request.user, code)
    request_report(campaign=campaign, by=request.user)
    messages.success(request, "Đã nhận yêu cầu tạo bản PDF. Việc này thường mất chưa đến một phút.")
    return redirect("report", code=campaign.code)
