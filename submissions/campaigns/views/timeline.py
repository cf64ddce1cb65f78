"""What happened when, as the procedure's steps with their dates and documents."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.numbers import parse_whole
from submissions.campaigns.forms.timeline import TimelineForm
from submissions.campaigns.services.setup import timeline_version, write_timeline
from submissions.frame.queries import around, campaign_or_404
from submissions.models import Campaign, TimelineStep
from units.access import require
from units.http import SignedInRequest

EDIT_TIMELINE = "period.edit_timeline"
_CONFLICT, _UNPROCESSABLE = 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
def timeline(request: SignedInRequest, code: str) -> HttpResponse:
    """The rows; a row is added or taken out by a button of the same form, and nothing is stored
    until it is saved.
    """
    campaign = campaign_or_404(request.user, code)
    require(request.user, EDIT_TIMELINE, campaign)
    if request.method != "POST":
        return _page(request, campaign, TimelineForm.of_stored(list(campaign.timeline.all())))
    form = TimelineForm.of_request(request.POST)
    act, _, place = request.POST.get("act", "save").partition(":")
    if act == "save":
        return _save(request, campaign, form)
    if act == "remove":
        form.remove_row(parse_whole(place) or 0)
    elif act == "add":
        form.add_row()
    return _page(request, campaign, form)


def _save(request: SignedInRequest, campaign: Campaign, form: TimelineForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, campaign, form, status=_UNPROCESSABLE)
    try:
        write_timeline(campaign=campaign, steps=form.steps, version=form.version, by=request.user)
    except NotAllowed:
        raise
    except StaleState as refusal:
        stored = list(campaign.timeline.all())
        form.version = timeline_version(stored)
        return _page(request, campaign, form, stored=stored, problem=str(refusal), status=_CONFLICT)
    except DomainError as refusal:
        return _page(request, campaign, form, problem=str(refusal), status=_UNPROCESSABLE)
    messages.success(request, f"Đã lưu {len(form.steps)} bước.")
    return redirect("timeline", campaign.code)


def _page(
    request: SignedInRequest,
    campaign: Campaign,
    form: TimelineForm,
    *,
    stored: list[TimelineStep] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "stored": stored, "problem": problem}
    context |= around(request, campaign, here="Tiến trình", name="timeline")
    return render(request, "submissions/campaigns/timeline.html", context, status=status)
