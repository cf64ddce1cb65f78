"""Comments of the Council: read, written about something of the draft, answered."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from reports.results.queries.charts import charts
from reports.results.queries.tables import tables
from scoring.results.queries import campaign_results
from submissions.council.forms import CommentForm, ResponseForm
from submissions.council.queries.comments import READ, about, comments_page
from submissions.council.queries.criteria import Choices, criteria_asked, units_listed
from submissions.council.queries.rights import ANSWER, WRITE
from submissions.council.services.comments import answer_comment, write_comment
from submissions.council.views.surroundings import campaign_for, council_context, form_page, saved
from submissions.enums import Pin
from submissions.models import Answer, Campaign, Comment
from units.access import may, require
from units.http import SignedInRequest, posted

_OPEN = "chua-tra-loi"


@require_safe
def comments(request: SignedInRequest, code: str) -> HttpResponse:
    """All of them, or those that wait for an answer."""
    campaign = campaign_for(request, code, READ)
    only_open = request.GET.get("xem") == _OPEN
    page = comments_page(campaign, request.user, only_open=only_open)
    context = council_context(request, campaign, here="Ý kiến", page=page, only_open=only_open)
    context["may_comment"] = bool(may(request.user, WRITE, campaign))
    return render(request, "reports/council/comments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, code: str) -> HttpResponse:
    """What it is about is chosen first, by the address; then only the inputs that this needs
    are there.
    """
    campaign = campaign_for(request, code, WRITE)
    pin, unit = request.GET.get("ve", ""), request.GET.get("don-vi", "")
    pin = pin if pin in Pin.values else str(Pin.WHOLE)
    first = {"about": request.GET.get("tieu-chi", "") or request.GET.get("cho", "")}
    form = CommentForm(
        posted(request), pin=pin, choices=_choices(campaign, pin, unit), initial=first
    )
    status = 0
    if form.is_valid():
        done, status = saved(
            request,
            form,
            lambda: _write(request, campaign, pin, form.cleaned_data),
            done="Đã ghi ý kiến.",
            then=reverse("council_comments", args=[code]),
        )
        if done:
            return done
    pins = [(str(each), str(each.label), each == pin) for each in Pin]
    return form_page(
        request,
        campaign,
        form,
        heading="Ý kiến mới",
        button="Gửi ý kiến",
        status=status,
        above=[_step(code)],
        pins=pins,
        pin=pin,
        units=units_listed(campaign, unit) if pin == Pin.CRITERION else None,
        unit=unit,
        lead=(
            "Ý kiến không sửa được sau khi gửi; Tổ trưởng và Thư ký trả lời từng ý kiến; Ông/Bà "
            "được báo khi có trả lời."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def respond(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """What was done about it."""
    campaign = campaign_for(request, code, ANSWER)
    found = Comment.objects.select_related(
        "campaign", "submission__campaign", "answer__criterion__group", "by"
    )
    comment = get_object_or_404(found, campaign=campaign, pk=pk)
    require(request.user, ANSWER, comment.submission or campaign)
    form, status = (
        ResponseForm(
            posted(request), initial={"version": comment.version, "response": comment.response}
        ),
        0,
    )
    if form.is_valid():
        text = form.cleaned_data["response"]
        done, status = saved(
            request,
            form,
            lambda: answer_comment(
                comment=comment, version=form.seen, response=text, by=request.user
            ),
            done="Đã trả lời ý kiến.",
            then=reverse("council_comments", args=[code]),
        )
        if done:
            return done
        comment.refresh_from_db()
    return form_page(
        request,
        campaign,
        form,
        heading="Trả lời ý kiến",
        button="Lưu trả lời",
        status=status,
        above=[_step(code)],
        facts=_facts(comment),
    )


def _facts(comment: Comment) -> list[tuple[str, str]]:
    facts = [("Về", about(comment)), ("Ý kiến", comment.text), ("Người nêu", str(comment.by))]
    return [*facts, ("Trả lời đang lưu", comment.response)] if comment.is_answered else facts


def _choices(campaign: Campaign, pin: str, unit: str) -> Choices:
    match pin:
        case Pin.UNIT:
            return [
                (str(key), name)
                for key, name in campaign.submissions.order_by("order", "pk").values_list(
                    "pk", "name"
                )
            ]
        case Pin.CRITERION:
            return criteria_asked(campaign, unit)
        case Pin.TABLE:
            return _places(campaign)
    return []


def _places(campaign: Campaign) -> Choices:
    """Every table and chart of the report."""
    results = campaign_results(campaign)
    listed = [
        (f"bang-{table.number}", f"Bảng {table.number}. {table.title}") for table in tables(results)
    ]
    drawn = [
        (f"bieu-do-{chart.number}", f"Biểu đồ {chart.number}. {chart.title}")
        for chart in charts(results)
    ]
    return [("Bảng", listed), ("Biểu đồ", drawn)]


def _write(request: SignedInRequest, campaign: Campaign, pin: str, value: dict[str, Any]) -> None:
    chosen = value.get("about", "")
    is_unit, is_criterion = pin == Pin.UNIT, pin == Pin.CRITERION
    write_comment(
        campaign=campaign,
        pin=pin,
        text=value["text"],
        submission=campaign.submissions.filter(pk=chosen).first() if is_unit else None,
        answer=Answer.objects.select_related("submission__unit").filter(pk=chosen).first()
        if is_criterion
        else None,
        place=value.get("place", "") or (chosen if pin == Pin.TABLE else ""),
        by=request.user,
    )


def _step(code: str) -> tuple[str, str]:
    return ("Ý kiến", reverse("council_comments", args=[code]))
