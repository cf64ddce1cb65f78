"""The whole record: for auditors everything, for administrators security events, its export and
its verification.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ictindex.lib import chain
from ictindex.lib.errors import DomainError, NotAllowed
from units.access import may, require
from units.http import SignedInRequest
from units.record.pages import check_page, entry_page, list_page
from units.record.queries.scopes import EXPORT, RecordScope, security_events, whole_record
from units.record.queries.verification import exported_entries
from units.record.services import MAY_VERIFY, ask_for_verification, enter_export

_ASKED = "Đã nhận yêu cầu kiểm tra nhật ký. Việc này thường mất vài giây."


@require_safe
def record(request: SignedInRequest) -> HttpResponse:
    """All entries."""
    return _list(request, whole_record(request.user))


@require_safe
def record_entry(request: SignedInRequest, sequence: int) -> HttpResponse:
    """One of them."""
    return _entry(request, whole_record(request.user), sequence)


@require_safe
def events(request: SignedInRequest) -> HttpResponse:
    """What happened to accounts."""
    return _list(request, security_events(request.user))


@require_safe
def event(request: SignedInRequest, sequence: int) -> HttpResponse:
    """One of them."""
    return _entry(request, security_events(request.user), sequence)


@require_safe
def export(request: SignedInRequest) -> HttpResponseBase:
    """The whole record as JSON Lines.

    Taking it out is an act by itself, and the last entry of what is taken out.
    """
    enter_export(by=request.user)
    response = StreamingHttpResponse(_lines(), content_type="application/x-ndjson; charset=utf-8")
    return as_download(response, "nhat-ky.jsonl")


@login_not_required
@require_safe
def verifier(_request: HttpRequest) -> HttpResponseBase:
    """The program that checks an exported record and receipts; it holds no data, and everybody
    may read it.
    """
    source = Path(chain.__file__).read_bytes()
    response = HttpResponse(source, content_type="text/x-python; charset=utf-8")
    return as_download(response, "kiem-tra-nhat-ky.py")


@require_safe
def check(request: SignedInRequest) -> HttpResponse:
    """The last verification and what it found."""
    require(request.user, MAY_VERIFY)
    context = check_page(request.user, url=reverse("record_check")) | _frame("Kiểm tra nhật ký")
    return render(request, "units/record/record_check.html", context)


@require_POST
def run_check(request: SignedInRequest) -> HttpResponse:
    """Ask for a verification."""
    ask_or_say_why_not(request, campaign=None)
    return redirect("record_check")


def ask_or_say_why_not(request: SignedInRequest, *, campaign: Any) -> None:
    """`campaign`: what gives the person the right, None for a right in all. Raises NotAllowed."""
    try:
        ask_for_verification(
            campaign=campaign, by=request.user, witness=request.POST.get("dau", "")
        )
    except NotAllowed:
        raise
    except DomainError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _ASKED)


def show_list(
    request: SignedInRequest, scope: RecordScope, frame: dict[str, Any], *, verification_url: str
) -> HttpResponse:
    """The entries of a scope inside the frame of their page; no `verification_url` for who may not
    have the record verified.
    """
    context = {
        "scope": scope,
        "page": list_page(scope, request.GET),
        "may_export": bool(may(request.user, EXPORT)),
        "verification_url": verification_url,
    }
    return render(request, "units/record/record.html", context | frame)


def show_entry(
    request: SignedInRequest,
    scope: RecordScope,
    sequence: int,
    frame: dict[str, Any],
    *,
    receipt_url: str = "",
) -> HttpResponse:
    """One entry of a scope. Raises Http404 for one that the reader does not see."""
    page = entry_page(scope, sequence, request.GET)
    context = {"scope": scope, "page": page, "receipt_url": receipt_url}
    return render(request, "units/record/record_entry.html", context | frame)


def as_download(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines() -> Iterator[str]:
    for entry in exported_entries():
        yield json.dumps(entry, ensure_ascii=False) + "\n"


def _list(request: SignedInRequest, scope: RecordScope) -> HttpResponse:
    url = reverse("record_check") if may(request.user, MAY_VERIFY) else ""
    return show_list(request, scope, _frame(scope.heading), verification_url=url)


def _entry(request: SignedInRequest, scope: RecordScope, sequence: int) -> HttpResponse:
    frame = _frame(f"Mục {sequence}") | {"steps": [{"label": scope.heading, "url": scope.url}]}
    return show_entry(request, scope, sequence, frame)


def _frame(here: str) -> dict[str, Any]:
    """Outside of campaigns there is no bar."""
    return {"frame": "plain_base.html", "campaign": None, "menu": (), "steps": [], "here": here}
