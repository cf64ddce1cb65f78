"""What the pages of the Council share: the meeting of an address, the page around a form, and a
refusal beside what was typed.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.council.forms import put_refusal
from submissions.council.queries.rights import VIEW
from submissions.frame.queries import Crumb, around, campaign_or_404
from submissions.models import Campaign, Meeting
from units.access import may, require
from units.http import SignedInRequest

CONFLICT, UNPROCESSABLE = 409, 422
COUNCIL = "Hội đồng"


def campaign_for(request: HttpRequest, code: str, action: str) -> Campaign:
    """The campaign, if the reader may do that in it. Raises Http404 or NotAllowed."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, action, campaign)
    return campaign


def meeting_for(request: HttpRequest, code: str, number: int, action: str = VIEW) -> Meeting:
    """The meeting, asked for after the right, so that nobody learns by numbers which meetings
    there are.
    """
    campaign = campaign_for(request, code, action)
    return get_object_or_404(
        Meeting.objects.select_related("campaign", "closed_by"), campaign=campaign, number=number
    )


def council_context(
    request: HttpRequest,
    campaign: Campaign,
    *,
    here: str,
    above: Sequence[Crumb] = (),
    **values: Any,
) -> dict[str, Any]:
    """Around a page of the Council: the bar, and the way to it."""
    first = (
        [(COUNCIL, reverse("council", args=[campaign.code]))]
        if may(request.user, VIEW, campaign)
        else []
    )
    return around(request, campaign, here=here, below="council", above=(*first, *above)) | values


def meeting_step(meeting: Meeting) -> Crumb:
    """The meeting in the trail of a page below it."""
    return (f"Phiên họp {meeting.number}", meeting_url(meeting))


def meeting_url(meeting: Meeting) -> str:
    return reverse("meeting", args=[meeting.campaign.code, meeting.number])


def form_page(
    request: HttpRequest,
    campaign: Campaign,
    form: forms.Form,
    *,
    heading: str,
    button: str,
    status: int = 0,
    **values: Any,
) -> HttpResponse:
    """A page with one form.

    `lead`: what it is for; `above`: where it lies; `facts`: what it is about, as terms.
    """
    above = values.pop("above", ())
    context = council_context(
        request,
        campaign,
        here=heading,
        above=above,
        form=form,
        heading=heading,
        button=button,
        **values,
    )
    status = status or (UNPROCESSABLE if form.errors else 200)
    return render(request, "submissions/council/form.html", context, status=status)


def saved(
    request: SignedInRequest, form: forms.Form, act: Callable[[], Any], *, done: str, then: str
) -> tuple[HttpResponse | None, int]:
    """Do it and lead on; where it was refused, None with the status that the form is shown
    again with. Raises NotAllowed.
    """
    try:
        act()
    except NotAllowed:
        raise
    except StaleState as refusal:
        put_refusal(form, refusal)
        return None, CONFLICT
    except DomainError as refusal:
        put_refusal(form, refusal)
        return None, UNPROCESSABLE
    messages.success(request, done)
    return redirect(then), 302
