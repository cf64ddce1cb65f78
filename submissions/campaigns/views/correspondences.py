"""The page on which the working group says what of two frameworks can be compared."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from criteria.correspondences import groups_of, in_order
from criteria.models import Correspondence, Framework
from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.numbers import parse_whole
from submissions.campaigns.forms.correspondences import CorrespondenceForm
from submissions.campaigns.services.correspondences import (
    EDIT,
    correspondence_version,
    remove_correspondence,
    write_correspondence,
)
from submissions.frame.queries import around, campaign_or_404
from submissions.models import Campaign
from units.access import require
from units.http import SignedInRequest

FRAMEWORK, ROW = "bo", "dong"
_CONFLICT, _UNPROCESSABLE = 409, 422


@dataclass(frozen=True, slots=True)
class CorrespondenceRow:
    """A row with the names of both groups. `version` is what taking it out carries."""

    pk: int
    older: str
    newer: str
    is_comparable: bool
    reason: str
    version: str


@dataclass(frozen=True, slots=True)
class FrameworkPair:
    """The campaign's framework and the chosen one, the earlier first, with the groups of each."""

    other: Framework
    older: Framework
    newer: Framework
    older_groups: dict[str, str]
    newer_groups: dict[str, str]

    @classmethod
    def of(cls, campaign: Campaign, other: Framework) -> "FrameworkPair":
        older, newer = in_order(campaign.framework, other)
        return cls(other, older, newer, groups_of(older), groups_of(newer))

    def rows(self) -> QuerySet[Correspondence]:
        return Correspondence.objects.filter(
            Q(older=self.older, newer=self.newer) | Q(older=self.newer, newer=self.older)
        )

    def is_turned(self, row: Correspondence) -> bool:
        return row.older_id == self.newer.pk

    def form(self, request: HttpRequest) -> CorrespondenceForm:
        """Empty, with the row that the address names, or as it was sent."""
        groups = {"older": self.older_groups, "newer": self.newer_groups}
        if request.method == "POST":
            return CorrespondenceForm(request.POST, **groups)
        key = parse_whole(request.GET.get(ROW, ""))
        row = self.rows().filter(pk=key).first() if key else None
        return CorrespondenceForm(
            initial=CorrespondenceForm.initial_of(row, is_turned=self.is_turned(row))
            if row
            else None,
            **groups,
        )


@require_http_methods(["GET", "HEAD", "POST"])
def correspondences(request: SignedInRequest, code: str) -> HttpResponse:
    """The rows between the campaign's framework and another one, and the form for one of them."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, EDIT, campaign)
    both = _two(request, campaign)
    if both is None:
        return _page(request, campaign, None, None)
    form = both.form(request)
    if request.method != "POST":
        return _page(request, campaign, both, form)
    if not form.is_valid():
        return _page(request, campaign, both, form, status=_UNPROCESSABLE)
    return _write(request, campaign, both, form)


@require_POST
def correspondence_remove(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Take a row out: the two are not comparable then."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, EDIT, campaign)
    of_campaign = Q(older=campaign.framework_id) | Q(newer=campaign.framework_id)
    row = get_object_or_404(
        Correspondence.objects.filter(of_campaign).select_related("older", "newer"), pk=pk
    )
    other = row.newer if row.older_id == campaign.framework_id else row.older
    remove_correspondence(
        campaign=campaign, row=row, version=request.POST.get("version", ""), by=request.user
    )
    messages.success(
        request, "Đã bỏ dòng tương ứng. Hai nội dung này không còn được so sánh với nhau."
    )
    return redirect(_address(campaign, other))


def _write(
    request: SignedInRequest, campaign: Campaign, both: FrameworkPair, form: CorrespondenceForm
) -> HttpResponse:
    version = form.cleaned_data["version"]
    try:
        write_correspondence(
            campaign=campaign, other=both.other, pair=form.pair(), version=version, by=request.user
        )
    except NotAllowed:
        raise
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _page(
            request,
            campaign,
            both,
            form,
            status=_CONFLICT if isinstance(refusal, StaleState) else _UNPROCESSABLE,
        )
    messages.success(request, "Đã ghi dòng tương ứng. Trang so sánh các năm dùng dòng này ngay.")
    return redirect(_address(campaign, both.other))


def _two(request: HttpRequest, campaign: Campaign) -> FrameworkPair | None:
    """The framework that the address names, else the first other one;

    None where there is no other.
    """
    others = _others(campaign)
    asked = request.GET.get(FRAMEWORK, "")
    other = get_object_or_404(others, code=asked) if asked else others.first()
    return FrameworkPair.of(campaign, other) if other else None


def _others(campaign: Campaign) -> QuerySet[Framework]:
    return Framework.objects.exclude(pk=campaign.framework_id).order_by("-issued_on", "code")


def _address(campaign: Campaign, other: Framework) -> str:
    return f"{reverse('correspondences', args=[campaign.code])}?{FRAMEWORK}={other.code}"


def _page(
    request: SignedInRequest,
    campaign: Campaign,
    both: FrameworkPair | None,
    form: CorrespondenceForm | None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = around(request, campaign, here="So sánh giữa các bộ tiêu chí", name="correspondences")
    context |= {
        "both": both,
        "form": form,
        "others": _others(campaign),
        "rows": _rows(both) if both else (),
    }
    return render(request, "submissions/campaigns/correspondences.html", context, status=status)


def _rows(both: FrameworkPair) -> list[CorrespondenceRow]:
    return [_correspondence_row(row, both) for row in both.rows().order_by("pk")]


def _correspondence_row(row: Correspondence, both: FrameworkPair) -> CorrespondenceRow:
    codes = row.older_group, row.newer_group
    older, newer = reversed(codes) if both.is_turned(row) else codes
    return CorrespondenceRow(
        pk=row.pk,
        older=both.older_groups.get(older, older) or "Tổng điểm",
        newer=both.newer_groups.get(newer, newer) or "Tổng điểm",
        is_comparable=row.is_comparable,
        reason=row.reason,
        version=correspondence_version(row),
    )
