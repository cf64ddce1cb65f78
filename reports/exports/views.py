"""The report in forms to go on working with: Word file and workbook, every criterion, and the
whole file of a campaign.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseStopPolling

from ictindex.lib.office_files import DOCX, XLSX
from ictindex.lib.private_files import StoredFileDamaged
from ictindex.lib.text import slug
from reports.data_book.queries import book_of_units
from reports.data_book.services import make_book
from reports.document.queries.facts import report_facts
from reports.document.queries.report import report_document
from reports.enums import FileFormat
from reports.exports.services.packages import take_package, units_in_sight
from reports.frame.surroundings import EXPORT, EXPORT_UNITS, campaign_with_figures, no_report
from reports.jobs.queries import current_rendering, job_shown, latest_rendering
from reports.jobs.services.requests import request_report
from reports.jobs.services.worker import open_rendering
from reports.results.queries.csv_data import figures_csv
from reports.results.queries.open_data import as_open_data
from scoring.results.queries import campaign_results
from submissions.frame.queries import campaign_or_404
from submissions.frame.responses import send_package
from submissions.models import Campaign
from units.access import require
from units.http import SignedInRequest

_MEDIA_TYPES = {FileFormat.DOCX: DOCX, FileFormat.XLSX: XLSX}
_ASKED = "Đã nhận yêu cầu tạo tệp {}. Việc này thường mất vài giây."


@require_safe
def report_file(request: SignedInRequest, code: str, form: str) -> HttpResponseBase:
    """The newest finished Word file or workbook; 404 with the reason where there is none."""
    campaign, chosen = _campaign_and_form(request, code, form)
    rendering = latest_rendering(campaign, chosen)
    try:
        file = open_rendering(rendering) if rendering else None
    except StoredFileDamaged as problem:
        return no_report(request, campaign, str(problem))
    if file is None:
        return no_report(request, campaign, f"Tệp {chosen.label} của báo cáo này chưa được tạo.")
    name = (
        f"bao-cao-{campaign.code}.{chosen}"
        if chosen is FileFormat.DOCX
        else f"so-lieu-{campaign.code}.{chosen}"
    )
    return FileResponse(file, as_attachment=True, content_type=_MEDIA_TYPES[chosen], filename=name)


@require_POST
def report_file_request(request: SignedInRequest, code: str, form: str) -> HttpResponse:
    """Ask for a new one."""
    campaign, chosen = _campaign_and_form(request, code, form)
    request_report(campaign=campaign, by=request.user, form=chosen)
    messages.success(request, _ASKED.format(chosen.label))
    return redirect("report", code=campaign.code)


@require_safe
def report_file_progress(request: SignedInRequest, code: str, form: str) -> HttpResponse:
    """How far it has come, for the page to put in its place."""
    campaign, chosen = _campaign_and_form(request, code, form)
    job = job_shown(current_rendering(campaign, chosen), now=timezone.now())
    context = {"job": job, "campaign": campaign, "is_polled": True, "what": f"Tệp {chosen.label}"}
    body = render_to_string("components/rendering.html", context, request)
    return HttpResponse(body) if job and job.is_unfinished else HttpResponseStopPolling(body)


@require_safe
def units_book(request: SignedInRequest, code: str) -> HttpResponse:
    """All tables and every criterion of the units that the person may see, as a workbook made
    at once.
    """
    campaign = campaign_or_404(request.user, code)
    require(request.user, EXPORT_UNITS, campaign)
    results = campaign_results(campaign)
    digest = as_open_data(results)["sha256"]
    document = report_document(results, report_facts(campaign, data_sha256=digest))
    units, left_out = units_in_sight(campaign, request.user)
    content = make_book(
        book_of_units(campaign, results, document, digest, units=units, left_out=left_out)
    )
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="tieu-chi-{slug(campaign.code)}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def report_package(request: SignedInRequest, code: str) -> HttpResponseBase:
    """The whole file of the campaign, as far as the person may read it."""
    campaign = campaign_or_404(request.user, code)
    return send_package(
        take_package(campaign=campaign, by=request.user), f"ho-so-{slug(campaign.code)}.zip"
    )


@login_not_required
@require_safe
def results_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Every figure of the tables, one a row."""
    campaign = campaign_with_figures(request, code)
    response = HttpResponse(
        figures_csv(campaign_results(campaign)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="so-lieu-{slug(campaign.code)}.csv"'
    return response


def _campaign_and_form(
    request: SignedInRequest, code: str, form: str
) -> tuple[Campaign, FileFormat]:
    """Raises Http404 for another form or out of sight, NotAllowed."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, EXPORT, campaign)
    if form not in _MEDIA_TYPES:
        raise Http404
    return campaign, FileFormat(form)
