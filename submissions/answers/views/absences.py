"""The groups that units declared not to apply, for the working group to confirm."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from submissions.answers.pages.files import declarations_of
from submissions.answers.services.groups import CONFIRM, confirm_declaration, unconfirm_declaration
from submissions.frame.queries import around, campaign_or_404
from submissions.models import GroupDeclaration
from units.access import require
from units.http import SignedInRequest


@require_safe
def absences(request: SignedInRequest, code: str) -> HttpResponse:
    """What was declared, with the reasons, and by whom."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, CONFIRM, campaign)
    context = around(request, campaign, here="Nhóm không áp dụng", name="absences")
    return render(
        request,
        "submissions/answers/absences.html",
        context | {"declarations": declarations_of(campaign)},
    )


@require_POST
def confirm(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    return _decide(
        request, code, pk, confirm_declaration, "Đã xác nhận nhóm không áp dụng với đơn vị."
    )


@require_POST
def unconfirm(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    return _decide(
        request,
        code,
        pk,
        unconfirm_declaration,
        "Đã bỏ xác nhận. Đơn vị phải được chấm điểm nhóm này.",
    )


def _decide(
    request: SignedInRequest, code: str, pk: int, decide: Callable[..., GroupDeclaration], said: str
) -> HttpResponse:
    campaign = campaign_or_404(request.user, code)
    declared = GroupDeclaration.objects.select_related("submission__campaign", "submission__unit")
    decide(
        declaration=get_object_or_404(declared, pk=pk, submission__campaign=campaign),
        by=request.user,
    )
    messages.success(request, said)
    return redirect("absences", code)
