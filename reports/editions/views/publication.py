"""Before publication, and publishing itself: checks, answering for them, the frozen edition and
the signed file.
"""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseStopPolling

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.files import size_in_words
from reports.editions.forms import EditionReasonForm, PublishForm, SignOffForm
from reports.editions.pages import making_of, publication_page
from reports.editions.permissions import freezing_act
from reports.editions.queries.check_results import waiting_edition
from reports.editions.services.editions import (
    MOST_ADDED,
    TAKE_IN,
    ask_again,
    ask_to_freeze,
    take_in_signed,
)
from reports.editions.services.editions import withdraw_edition as give_up
from reports.editions.services.freeze import GONE, published_edition
from reports.editions.services.publication import PUBLISH, sign_off
from reports.editions.services.publication import publish as make_public
from reports.frame.surroundings import page_context
from reports.models import Edition
from submissions.campaigns.queries.next_steps import next_steps
from submissions.campaigns.views.phases import moved, was_seen_elsewhere
from submissions.evidence.services.arrival import ArrivingHandler, arrived
from submissions.frame.queries import campaign_or_404
from submissions.models import Campaign
from units.access import require
from units.http import SignedInRequest, clean_form, posted
from units.sign_in.queries import where_to_prove

SEE_CHECKS = "report.view_publication_checks"
_CONFLICT, _UNPROCESSABLE = 409, 422
#: An approved PDF and its signatures; what is larger is no report.
_LARGEST = MOST_ADDED + (80 << 20)


@require_safe
def publication(request: SignedInRequest, code: str) -> HttpResponse:
    """What was checked, and the edition that waits for the signature."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, SEE_CHECKS, campaign)
    return _page(request, campaign)


@require_safe
def edition_progress(request: SignedInRequest, code: str) -> HttpResponse:
    """How far freezing is, put into the page every few seconds until there is no more to tell."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, SEE_CHECKS, campaign)
    making = making_of(campaign, waiting_edition(campaign), now=timezone.now())
    answer = render(
        request,
        "reports/editions/edition_making.html",
        {"making": making, "campaign": campaign, "is_polled": True},
    )
    return answer if making and making.is_unfinished else HttpResponseStopPolling(answer.content)


@require_POST
def freeze_edition(request: SignedInRequest, code: str) -> HttpResponse:
    """The report as it is now becomes what is signed."""
    campaign = campaign_or_404(request.user, code)
    rendering = ask_to_freeze(campaign=campaign, by=request.user)
    if rendering.requested_by == request.user:
        messages.success(
            request, "Đã nhận yêu cầu chốt bản báo cáo. Việc này thường mất chưa đến một phút."
        )
    else:
        messages.info(
            request,
            f"{rendering.requested_by} đã yêu cầu chốt trước đó. Bản ấy đang được chốt; không có "
            "bản thứ hai.",
        )
    return redirect("publication", code)


@require_POST
def edition_withdrawal(request: SignedInRequest, code: str) -> HttpResponse:
    """Give up what waits for the signature."""
    campaign, edition = _campaign_and_waiting(request, code)
    form = EditionReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        give_up(edition=edition, reason=reason, by=request.user)
    except (NotAllowed, StaleState):
        raise
    except DomainError:
        return _page(request, campaign, withdraw_form=form, status=_UNPROCESSABLE)
    messages.success(
        request, f"Đã hủy bản số {edition.number}. Bản này vẫn được lưu trong nhật ký."
    )
    return redirect("publication", code)


@require_POST
def make_edition_files(request: SignedInRequest, code: str) -> HttpResponse:
    """Have done again what a worker did not get to do."""
    ask_again(campaign=campaign_or_404(request.user, code), by=request.user)
    messages.success(request, "Đã yêu cầu làm lại. Việc này thường mất chưa đến một phút.")
    return redirect("publication", code)


@require_POST
def sign_off_check(request: SignedInRequest, code: str) -> HttpResponse:
    """Answer by name for what a check found."""
    campaign = campaign_or_404(request.user, code)
    form = SignOffForm(request.POST)
    typed = form.cleaned_data if form.is_valid() else request.POST
    try:
        sign_off(
            campaign=campaign,
            check=typed.get("check_code", ""),
            state_sha256=typed.get("state", ""),
            reason=typed.get("reason", ""),
            by=request.user,
        )
    except (NotAllowed, StaleState):
        raise
    except DomainError as refusal:
        return _page(
            request, campaign, sign_off_form=form, problem=str(refusal), status=_UNPROCESSABLE
        )
    messages.success(request, "Đã ghi nhận xác nhận của Ông/Bà.")
    return redirect("publication", code)


# The body is read only when the person is known to be allowed to send it; `_take_in` checks the
# token then.
@csrf_exempt
@require_POST
def upload_signed(request: SignedInRequest, code: str) -> HttpResponse:
    """The PDF that was signed outside comes back in."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, TAKE_IN, campaign)
    handler = ArrivingHandler(request, most=_LARGEST, room=_LARGEST)
    request.upload_handlers = [handler]
    return _take_in(request, campaign, handler)


@csrf_protect
def _take_in(
    request: SignedInRequest, campaign: Campaign, handler: ArrivingHandler
) -> HttpResponse:
    clean_form(request)
    file = request.FILES.get("file")
    edition = waiting_edition(campaign) or published_edition(campaign)
    try:
        if handler.turned_away:
            raise DomainError(f"Tệp quá lớn. Tệp đã ký nhiều nhất {size_in_words(_LARGEST)}.")
        if file is None:
            raise DomainError("Chưa chọn tệp. Chọn tệp PDF đã ký rồi bấm «Tải lên bản đã ký».")
        if edition is None:
            raise DomainError("Chưa có bản nào được chốt để nhận bản đã ký.")
        content = Path(arrived(file).path).read_bytes()
        seen = request.POST.get("seen", "")
        taken = take_in_signed(edition=edition, content=content, seen_sha256=seen, by=request.user)
    except (NotAllowed, StaleState):
        raise
    except DomainError as refusal:
        return _page(request, campaign, signed_problem=str(refusal), status=_UNPROCESSABLE)
    messages.success(
        request, f"Đã nhận bản đã ký. Tìm thấy {len(taken.findings)} chữ ký số, tất cả nguyên vẹn."
    )
    return redirect("publication", campaign.code)


@require_http_methods(["GET", "HEAD", "POST"])
def edition_publication(request: SignedInRequest, code: str) -> HttpResponse:
    """The frozen edition becomes everybody's.

    A page of its own, behind a fresh proof of who is at the keyboard.
    """
    campaign = campaign_or_404(request.user, code)
    if request.method == "POST" and was_seen_elsewhere(request, campaign):
        return moved(request, campaign)
    require(request.user, PUBLISH, campaign)
    page_that_asks = where_to_prove(request, then=reverse("publish", args=[code]))
    if page_that_asks:
        return redirect(page_that_asks)
    form = PublishForm(posted(request), initial=seen_edition(campaign))
    if request.method != "POST" or not form.is_valid():
        return publish_page(
            request, campaign, form, status=_UNPROCESSABLE if request.method == "POST" else 200
        )
    return _publish(request, campaign, form)


def _publish(request: SignedInRequest, campaign: Campaign, form: PublishForm) -> HttpResponse:
    value = form.cleaned_data
    try:
        make_public(
            campaign=campaign, source=value["phase"], number=value["edition"], by=request.user
        )
    except NotAllowed:
        raise
    except StaleState as refusal:
        if campaign_or_404(request.user, campaign.code).phase != value["phase"]:
            return moved(request, campaign_or_404(request.user, campaign.code))
        return publish_page(request, campaign, form, problem=str(refusal), status=_CONFLICT)
    except DomainError as refusal:
        return publish_page(request, campaign, form, problem=str(refusal), status=_CONFLICT)
    messages.success(
        request, f"Đã ban hành. Bản số {value['edition']} là bản chính thức, ai cũng đọc được."
    )
    return redirect("phases", campaign.code)


def _campaign_and_waiting(request: SignedInRequest, code: str) -> tuple[Campaign, Edition]:
    """Stale before refused only for who may: others learn nothing of what waits.

    Raises StaleState where nothing does.
    """
    campaign = campaign_or_404(request.user, code)
    require(request.user, freezing_act(campaign), campaign)
    edition = waiting_edition(campaign)
    if edition is None:
        raise StaleState(GONE)
    return campaign, edition


def seen_edition(campaign: Campaign) -> dict[str, Any]:
    waiting = waiting_edition(campaign)
    return {"phase": campaign.phase, "edition": waiting.number if waiting else None}


def _page(
    request: SignedInRequest, campaign: Campaign, *, status: int = 200, **given: Any
) -> HttpResponse:
    page = publication_page(campaign, request.user, now=timezone.now())
    context = {"withdraw_form": EditionReasonForm()} | given
    context |= page_context(request, campaign, page, here="Ban hành", name="publication")
    return render(request, "reports/editions/publication.html", context, status=status)


def publish_page(
    request: SignedInRequest,
    campaign: Campaign,
    form: PublishForm,
    *,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    page = publication_page(campaign, request.user, now=timezone.now())
    steps = next_steps(campaign, request.user, now=timezone.now())
    context = {
        "form": form,
        "problem": problem,
        "step": next((step for step in steps if step.action == PUBLISH), None),
    }
    above = [("Ban hành", reverse("publication", args=[campaign.code]))]
    context |= page_context(
        request, campaign, page, here="Xác nhận ban hành", above=above, below="publication"
    )
    return render(request, "reports/editions/publish.html", context, status=status)
