"""The record: for auditors the whole, for administrators security events, for a unit what it did, for a score its history."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ictindex.lib import chain
from submissions.campaigns.pages.overview import campaign_or_404
from submissions.campaigns.queries import record as scopes
from submissions.frame.menu import campaign_menu
from submissions.models import Answer, Campaign, Submission
from units import audit
from units.access import may, require
from units.http import SignedInRequest
from units.record.pages import Scope, entry_page, history_of, list_page
from units.record.queries.receipts import receipt_json
from units.record.verification import exported_entries

Steps = list[dict[str, str]]


@require_safe
def record(request: SignedInRequest, code: str = "") -> HttpResponse:
    """All entries, or all of a campaign."""
    campaign = campaign_or_404(request.user, code) if code else None
    return _list(request, scopes.whole_record(request.user, campaign), campaign)


@require_safe
def record_entry(request: SignedInRequest, sequence: int, code: str = "") -> HttpResponse:
    """One of them."""
    campaign = campaign_or_404(request.user, code) if code else None
    return _entry(request, scopes.whole_record(request.user, campaign), sequence, campaign)


@require_safe
def security_events(request: SignedInRequest) -> HttpResponse:
    """What happened to accounts."""
    return _list(request, scopes.security_events(request.user), None)


@require_safe
def security_event(request: SignedInRequest, sequence: int) -> HttpResponse:
    """One of them."""
    return _entry(request, scopes.security_events(request.user), sequence, None)


@require_safe
def unit_record(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """What was done about a unit's submission; its own people see what the unit did."""
    submission = _submission(request, code, unit)
    return _list(request, scopes.record_of_unit(request.user, submission), submission.campaign)


@require_safe
def unit_record_entry(request: SignedInRequest, code: str, unit: str, sequence: int) -> HttpResponse:
    """One of them, with its receipt."""
    submission = _submission(request, code, unit)
    scope = scopes.record_of_unit(request.user, submission)
    receipt = reverse("unit_receipt", args=[code, unit, sequence])
    return _entry(request, scope, sequence, submission.campaign, receipt_url=receipt)


@require_safe
def unit_receipt(request: SignedInRequest, code: str, unit: str, sequence: int) -> HttpResponseBase:
    """The receipt of an entry, to keep outside."""
    scope = scopes.record_of_unit(request.user, _submission(request, code, unit))
    entry = get_object_or_404(scope.entries, pk=sequence)
    return _file(HttpResponse(receipt_json(entry), content_type="application/json"), f"bien-nhan-{code}-{unit}-{sequence}.json")


@require_safe
def answer_history(request: SignedInRequest, code: str, unit: str, answer: int) -> HttpResponse:
    """Everything that was done to one declared criterion and its appraisals, and the way back to it."""
    submission = _submission(request, code, unit)
    asked = get_object_or_404(Answer.objects.select_related("criterion__group"), pk=answer, submission=submission)
    asked.submission = submission
    scope, entries = scopes.history_of_answer(request.user, asked)
    sees_figures = may(request.user, "report.view_ranking_and_charts_data", submission.campaign)
    context = {
        "answer": asked,
        "submission": submission,
        "page": history_of(scope, entries),
        "back_url": f"{reverse('unit_result', args=[code, unit])}#nhom-{asked.criterion.group.code}" if sees_figures else "",
    }
    return render(request, "units/record_history.html", context | record_frame(request, submission.campaign, "Lịch sử"))


@require_safe
def record_export(request: SignedInRequest) -> HttpResponseBase:
    """The whole record as JSON Lines. Taking it out is an act by itself, and the last entry of what is taken out."""
    require(request.user, scopes.EXPORT)
    with transaction.atomic():
        audit.record(act="record.exported", by=request.user)
    response = StreamingHttpResponse(_lines(), content_type="application/x-ndjson; charset=utf-8")
    return _file(response, "nhat-ky.jsonl")


@login_not_required
@require_safe
def record_verifier(_request: HttpRequest) -> HttpResponseBase:
    """The program that checks an exported record and receipts; it holds no data, and everybody may read it."""
    source = Path(chain.__file__).read_bytes()
    return _file(HttpResponse(source, content_type="text/x-python; charset=utf-8"), "kiem-tra-nhat-ky.py")


def _lines() -> Iterator[str]:
    for entry in exported_entries():
        yield json.dumps(entry, ensure_ascii=False) + "\n"


def _file(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _submission(request: SignedInRequest, code: str, unit: str) -> Submission:
    seen = Submission.objects.visible_to(request.user).select_related("campaign", "unit")
    return get_object_or_404(seen, campaign=campaign_or_404(request.user, code), unit__code=unit)


def _list(request: SignedInRequest, scope: Scope, campaign: Campaign | None) -> HttpResponse:
    context = {
        "scope": scope,
        "page": list_page(scope, request.GET),
        "may_export": bool(may(request.user, scopes.EXPORT)),
        "verification_url": scopes.verification_url(request.user, campaign),
    }
    return render(request, "units/record.html", context | record_frame(request, campaign, scope.heading))


def _entry(
    request: SignedInRequest, scope: Scope, sequence: int, campaign: Campaign | None, *, receipt_url: str = ""
) -> HttpResponse:
    context = {"scope": scope, "page": entry_page(scope, sequence, request.GET), "receipt_url": receipt_url}
    above = [{"label": scope.heading, "url": scope.url}]
    return render(request, "units/record_entry.html", context | record_frame(request, campaign, f"Mục {sequence}", above))


def record_frame(request: SignedInRequest, campaign: Campaign | None, here: str, above: Steps | None = None) -> dict[str, Any]:
    """The trail, and in a campaign its bar."""
    steps = [{"label": f"Đợt {campaign.code}", "url": reverse("campaign", args=[campaign.code])}] if campaign else []
    return {
        "frame": "campaign_base.html" if campaign else "plain_base.html",
        "campaign": campaign,
        "menu": campaign_menu(request.user, campaign, here="campaign_record") if campaign else (),
        "steps": [*steps, *(above or [])],
        "here": here,
    }
