"""What one appraiser has to do, and how far all units are."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from submissions.appraisal.pages.board import OFFICIAL, ORDERS, board_of
from submissions.appraisal.pages.inbox import inbox_of
from submissions.appraisal.queries.overview import overview_of
from submissions.appraisal.views.surroundings import SEE_DESK, around_work
from submissions.frame.queries import campaign_or_404
from units.access import require
from units.http import SignedInRequest

BY_GROUP = "nhom"


@require_safe
def inbox(request: SignedInRequest, code: str) -> HttpResponse:
    """The own files, or, with `?xep=nhom`, the same group by group."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, SEE_DESK, campaign)
    overview = overview_of(campaign)
    context = around_work(request, campaign, here="Việc của tôi", page="appraisal_inbox")
    context |= {
        "inbox": inbox_of(overview, request.user),
        "round": overview.round,
        "is_open": campaign.stands.round is not None,
        "is_by_group": request.GET.get("xep") == BY_GROUP,
    }
    return render(request, "submissions/appraisal/inbox.html", context)


@require_safe
def board(request: SignedInRequest, code: str) -> HttpResponse:
    """One row a unit, one an appraiser."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, SEE_DESK, campaign)
    overview, order = overview_of(campaign), request.GET.get("xep", OFFICIAL)
    context = around_work(request, campaign, here="Bảng theo dõi", page="appraisal_board")
    context |= {
        "board": board_of(overview, request.user, order=order),
        "round": overview.round,
        "root": reverse("appraisal_inbox", args=[code]),
        "orders": [
            {"code": name, "label": each.label, "is_current": name == order}
            for name, each in ORDERS.items()
        ],
    }
    return render(request, "submissions/appraisal/board.html", context)
