"""Setting a campaign up: the next one from this one, deadlines and the decision.

Only what the person may change is a form.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.campaigns.forms.campaign import DecisionForm, NextCampaignForm
from submissions.campaigns.pages.setup import taken_over
from submissions.campaigns.services import setup as services
from submissions.frame.forms import DeadlineForm
from submissions.frame.queries import around, campaign_or_404
from submissions.models import Campaign
from units.access import may, require
from units.http import SignedInRequest
from units.models import User

OPEN_NEXT = "period.open_next_period_from_this"
SET_DEADLINE = "period.set_deadlines"
SET_REPLY_DEADLINE = "period.set_reply_deadline"
WRITE_DECISION = "period.write_decision"
EDIT_TIMELINE = "period.edit_timeline"
SEE_OUTBOX = "period.view_outbox"
#: Who prepares a campaign or watches over it reads the page; to everybody else it would name the
#: appraisers.
READS_SETUP = (SET_DEADLINE, SET_REPLY_DEADLINE, WRITE_DECISION, EDIT_TIMELINE, SEE_OUTBOX)

_CONFLICT, _UNPROCESSABLE = 409, 422


@dataclass(frozen=True, slots=True)
class SetupPart:
    """A part of the page that is saved by itself: its form, what stands in it, and how it is
    saved.
    """

    name: str
    act: str
    form: type[DeadlineForm] | type[DecisionForm]
    initial: Callable[[Campaign], dict[str, Any]]
    save: Callable[[Campaign, Any, User], Campaign]
    done: str


def _initial_deadline(campaign: Campaign) -> dict[str, Any]:
    return DeadlineForm.initial_of(campaign.self_score_due_at, services.deadline_version(campaign))


def _save_deadline(campaign: Campaign, form: DeadlineForm, by: User) -> Campaign:
    version = form.cleaned_data["version"]
    return services.set_deadlines(
        campaign=campaign, self_score_due_at=form.moment(), version=version, by=by
    )


def _initial_reply_deadline(campaign: Campaign) -> dict[str, Any]:
    return DeadlineForm.initial_of(campaign.reply_due_at, services.reply_deadline_version(campaign))


def _save_reply_deadline(campaign: Campaign, form: DeadlineForm, by: User) -> Campaign:
    version = form.cleaned_data["version"]
    return services.set_reply_deadline(
        campaign=campaign, reply_due_at=form.moment(), version=version, by=by
    )


def _initial_decision(campaign: Campaign) -> dict[str, Any]:
    return {
        "number": campaign.decision_number,
        "decided_on": campaign.decided_on,
        "signer": campaign.signer,
        "authority": campaign.signer_authority,
        "version": services.decision_version(campaign),
    }


def _save_decision(campaign: Campaign, form: DecisionForm, by: User) -> Campaign:
    return services.write_decision(campaign=campaign, by=by, **form.cleaned_data)


DEADLINE = SetupPart(
    "nop", SET_DEADLINE, DeadlineForm, _initial_deadline, _save_deadline, "Đã đặt hạn nộp hồ sơ."
)
REPLY = SetupPart(
    "tra_loi",
    SET_REPLY_DEADLINE,
    DeadlineForm,
    _initial_reply_deadline,
    _save_reply_deadline,
    "Đã đặt hạn giải trình.",
)
DECISION = SetupPart(
    "quyet_dinh",
    WRITE_DECISION,
    DecisionForm,
    _initial_decision,
    _save_decision,
    "Đã ghi thông tin quyết định ban hành.",
)
_PARTS = (DEADLINE, REPLY, DECISION)


@require_http_methods(["GET", "HEAD", "POST"])
def open_next(request: SignedInRequest, code: str) -> HttpResponse:
    """A new campaign from this one."""
    source = campaign_or_404(request.user, code)
    require(request.user, OPEN_NEXT, source)
    form = NextCampaignForm(request.POST or None, initial=_suggested(source))
    if not form.is_valid():
        return _next_page(request, source, form)
    try:
        campaign = services.open_next(source=source, by=request.user, **form.cleaned_data)
    except NotAllowed:
        raise
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _next_page(request, source, form)
    messages.success(
        request,
        f"Đã mở «{campaign.title}». Đặt các hạn, kiểm tra đơn vị và thành viên trước khi cho tự "
        "chấm.",
    )
    return redirect("setup", campaign.code)


@require_safe
def setup(request: SignedInRequest, code: str) -> HttpResponse:
    """Deadlines, units, people and the decision."""
    return _setup_page(request, campaign_or_404(request.user, code))


@require_POST
def set_deadline(request: SignedInRequest, code: str) -> HttpResponse:
    """Until when units hand in."""
    return _save(request, code, DEADLINE)


@require_POST
def set_reply_deadline(request: SignedInRequest, code: str) -> HttpResponse:
    """Until when units reply."""
    return _save(request, code, REPLY)


@require_POST
def write_decision(request: SignedInRequest, code: str) -> HttpResponse:
    """The decision that publishes the report."""
    return _save(request, code, DECISION)


def _save(request: SignedInRequest, code: str, part: SetupPart) -> HttpResponse:
    """Back to the page when saved; else the page with the form as it was typed, and the
    sentence.
    """
    campaign = campaign_or_404(request.user, code)
    require(request.user, part.act, campaign)
    form = part.form(request.POST, prefix=part.name)
    if not form.is_valid():
        return _setup_page(request, campaign, part=part, form=form, status=_UNPROCESSABLE)
    try:
        part.save(campaign, form, request.user)
    except NotAllowed:
        raise
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        status = _CONFLICT if isinstance(refusal, StaleState) else _UNPROCESSABLE
        return _setup_page(
            request, campaign_or_404(request.user, code), part=part, form=form, status=status
        )
    messages.success(request, part.done)
    return redirect("setup", code)


def _setup_page(
    request: SignedInRequest,
    campaign: Campaign,
    *,
    part: SetupPart | None = None,
    form: Any = None,
    status: int = 200,
) -> HttpResponse:
    _require_reader(request.user, campaign)
    forms = {each.name: _form(each, campaign, request.user) for each in _PARTS}
    if part:
        forms[part.name] = _as_typed(form, part, campaign)
    context = {
        "page": taken_over(campaign),
        "forms": forms,
        "form": form,
        "may_edit_timeline": may(request.user, EDIT_TIMELINE, campaign),
        "may_open_next": may(request.user, OPEN_NEXT, campaign),
        "may_see_outbox": may(request.user, SEE_OUTBOX, campaign),
    }
    context |= around(request, campaign, here="Thiết lập", name="setup")
    return render(request, "submissions/campaigns/setup.html", context, status=status)


def _require_reader(user: User, campaign: Campaign) -> None:
    if not any(may(user, act, campaign) for act in READS_SETUP):
        require(user, SEE_OUTBOX, campaign)


def _form(part: SetupPart, campaign: Campaign, user: User) -> Any:
    """None for what the person may not change now."""
    return (
        part.form(prefix=part.name, initial=part.initial(campaign))
        if may(user, part.act, campaign)
        else None
    )


def _as_typed(form: Any, part: SetupPart, campaign: Campaign) -> Any:
    """What was typed, over the values that are stored now: to save it again is then a decision."""
    form.data = form.data.copy()
    form.data[form.add_prefix("version")] = part.initial(campaign)["version"]
    return form


def _next_page(request: SignedInRequest, source: Campaign, form: NextCampaignForm) -> HttpResponse:
    context = {"form": form, "page": taken_over(source, only_in_force=True)}
    context |= around(request, source, here="Mở đợt mới", name="")
    status = _UNPROCESSABLE if form.is_bound else 200
    return render(request, "submissions/campaigns/open_next.html", context, status=status)


def _suggested(source: Campaign) -> dict[str, Any]:
    """The next year that has no campaign yet."""
    taken = set(Campaign.objects.filter(year__gt=source.year).values_list("code", flat=True))
    year = next(year for year in count(source.year + 1) if str(year) not in taken)
    return {
        "year": year,
        "code": str(year),
        "title": source.title.replace(str(source.year), str(year)),
    }
