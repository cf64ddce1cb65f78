"""The decision's page: its parts in the order of the decree, and the legal bases it rests on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from reports.document.forms import BasisForm
from reports.document.pages import basis_rows
from reports.document.queries.campaign_document import campaign_document
from reports.document.queries.rights import DECISION
from reports.document.queries.text import chosen_bases
from reports.document.services.bases import (
    add_basis,
    choose_basis,
    drop_basis,
    edit_basis,
    move_basis,
)
from reports.document.views.words import version_of
from reports.frame.surroundings import page_context
from reports.models import LegalBasis
from submissions.frame.queries import campaign_or_404
from submissions.models import Campaign
from units.access import may, require
from units.http import SignedInRequest

_CONFLICT, _UNPROCESSABLE = 409, 422


@require_safe
def decision_text(request: SignedInRequest, code: str) -> HttpResponse:
    """The decision as it would be printed now, its legal bases with their days, and those that
    could be chosen.
    """
    campaign = _campaign(request, code)
    day = campaign.decided_on or timezone.localdate()
    chosen = chosen_bases(campaign)
    others = LegalBasis.objects.exclude(pk__in=[basis.pk for basis in chosen]).order_by(
        "order", "pk"
    )
    context = _around(request, campaign, here="Quyết định") | {
        "decision": campaign_document(campaign).decision,
        "is_begun": campaign.sections.exists(),
        "bases": basis_rows(chosen, day),
        "others": [(basis, basis.is_in_force(day)) for basis in others],
        "day": day,
        "may_write_decision": bool(may(request.user, "period.write_decision", campaign)),
    }
    return render(request, "reports/document/decision.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def basis_add(request: SignedInRequest, code: str) -> HttpResponse:
    """A new row, chosen at once."""
    campaign = _campaign(request, code)
    form = BasisForm(request.POST if request.method == "POST" else None)
    return _form(
        request,
        campaign,
        form,
        here="Thêm căn cứ",
        save=lambda: add_basis(campaign=campaign, entry=form.entry(), by=request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def basis_edit(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Other words or days of a row."""
    campaign = _campaign(request, code)
    basis = _basis(pk)
    form = BasisForm(
        request.POST if request.method == "POST" else None, initial=BasisForm.initial_of(basis)
    )
    version = version_of(request.POST)

    def save() -> object:
        return edit_basis(
            campaign=campaign, basis=basis, version=version, entry=form.entry(), by=request.user
        )

    return _form(request, campaign, form, here="Sửa căn cứ", save=save, basis=basis)


@require_POST
def basis_choose(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Let the decision rest on it."""
    return _act(request, code, pk, choose_basis, "Đã chọn căn cứ.")


@require_POST
def basis_drop(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Not any more."""
    return _act(
        request,
        code,
        pk,
        drop_basis,
        "Đã bỏ căn cứ khỏi quyết định; căn cứ vẫn còn trong danh mục.",
    )


@require_POST
def basis_move(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """One place up or down."""
    by_places = -1 if request.POST.get("way") == "up" else 1
    return _act(request, code, pk, move_basis, "Đã đổi thứ tự căn cứ.", by_places=by_places)


def _act(
    request: SignedInRequest, code: str, pk: int, service: Any, done: str, **more: Any
) -> HttpResponse:
    campaign = _campaign(request, code)
    try:
        service(campaign=campaign, basis=_basis(pk), by=request.user, **more)
    except (NotAllowed, StaleState):
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(f"{reverse('decision_text', args=[campaign.code])}#can-cu")


def _form(
    request: SignedInRequest,
    campaign: Campaign,
    form: BasisForm,
    *,
    here: str,
    save: Callable[[], object],
    basis: LegalBasis | None = None,
) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = _UNPROCESSABLE
        if form.is_valid():
            status = _saved(form, save)
        if not status:
            messages.success(request, "Đã lưu căn cứ.")
            return redirect(f"{reverse('decision_text', args=[campaign.code])}#can-cu")
    if basis:
        basis.refresh_from_db()
    context = _around(request, campaign, here=here) | {
        "form": form,
        "basis": basis,
        "is_stale": status == _CONFLICT,
    }
    return render(request, "reports/document/basis.html", context, status=status)


def _saved(form: BasisForm, save: Callable[[], object]) -> int:
    """The status of the refusal, 0 where it was saved."""
    try:
        save()
    except NotAllowed:
        raise
    except StaleState as refusal:
        form.add_error(None, str(refusal))
        return _CONFLICT
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _UNPROCESSABLE
    return 0


def _campaign(request: SignedInRequest, code: str) -> Campaign:
    campaign = campaign_or_404(request.user, code)
    require(request.user, DECISION, campaign)
    return campaign


def _basis(pk: int) -> LegalBasis:
    basis = LegalBasis.objects.filter(pk=pk).first()
    if basis is None:
        raise Http404
    return basis


def _around(request: SignedInRequest, campaign: Campaign, *, here: str) -> dict[str, Any]:
    steps = [("Soạn báo cáo", reverse("report_text", args=[campaign.code]))]
    return page_context(request, campaign, None, here=here, above=steps, below="report_text")
