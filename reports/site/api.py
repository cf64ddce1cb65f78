"""Open data over HTTP with a page that explains every field: published campaigns only, and of
each the edition in force.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, reverse
from ninja import Field, NinjaAPI, Schema

from reports.editions.queries import store
from reports.enums import FileFormat
from reports.models import Edition
from reports.results.queries.csv_data import figures_csv
from reports.results.queries.open_data import as_json, as_open_data
from reports.site.pages.open_data import PlainDocs
from scoring.results.queries import campaign_results
from submissions.frame.queries import campaign_or_404
from submissions.models import Campaign
from units.access import require

SPACE = "open_data"
READ = "public.download_open_data"
NOT_PUBLISHED = "Không có đợt đánh giá này, hoặc đợt này chưa được ban hành."
_ABOUT = (
    "Số liệu của các đợt đánh giá đã ban hành, không cần tài khoản. Mọi số là chuỗi hai chữ số "
    "thập phân («62.00»); `null` là "
    "không áp dụng hoặc chưa có số liệu, khác với «0.00». `recomputed` chỉ có ở số mà quy tắc cho "
    "kết quả khác số đã công bố. "
    "`sha256` tính trên tài liệu không có khóa này, khóa xếp theo thứ tự, không khoảng trắng, "
    "UTF-8; mã ấy in ở cuối báo cáo."
)

api = NinjaAPI(
    title="Dữ liệu mở – Chỉ số ứng dụng công nghệ thông tin",
    version="1",
    description=_ABOUT,
    urls_namespace=SPACE,
    docs=PlainDocs(),
    docs_url="/tai-lieu",
    openapi_url="/openapi.json",
    openapi_extra={"info": {"x-language": "vi"}},
)


class CampaignListed(Schema):
    """A published campaign."""

    code: str = Field(description="Mã đợt đánh giá")
    title: str = Field(description="Tên đợt đánh giá")
    year: int = Field(description="Năm đánh giá")
    previous_year: int | None = Field(description="Năm so sánh")
    decision: str = Field(description="Số quyết định công bố")
    edition: int | None = Field(description="Bản ban hành đang có hiệu lực")
    data_sha256: str | None = Field(description="SHA-256 của số liệu trong bản đang có hiệu lực")
    url: str = Field(description="Địa chỉ của số liệu (JSON)")
    csv_url: str = Field(description="Địa chỉ của số liệu (CSV)")


class TableRow(Schema):
    """A unit in a table."""

    rank: int | None = Field(description="Thứ hạng; null khi chưa có điểm cuối cùng")
    unit: str = Field(description="Mã đơn vị")
    values: dict[str, str | None] = Field(
        description="Khóa của cột («final_2020», «HTKT_2020») → số chính thức"
    )
    recomputed: dict[str, str | None] = Field(
        description="Khóa của cột → số quy tắc cho ra, chỉ khi khác"
    )


class MeanValue(Schema):
    """An average with its base."""

    value: str | None = Field(description="Trung bình chính thức")
    n: int = Field(description="Số đơn vị được tính")
    recomputed: dict[str, Any] | None = Field(
        default=None, description="Trung bình tính lại và số đơn vị, chỉ khi khác"
    )


class TableData(Schema):
    """One Bảng."""

    number: int = Field(description="Số của bảng trong báo cáo")
    title: str = Field(description="Tên bảng")
    kind: str | None = Field(description="Loại đơn vị; null: mọi đơn vị")
    rows: list[TableRow] = Field(description="Các dòng, theo thứ tự đã in")
    averages: dict[str, MeanValue] = Field(description="Khóa của cột → trung bình")
    not_comparable: dict[str, str] | None = Field(
        default=None,
        description="Khóa của cột năm trước → lý do không so sánh được với năm này, chỉ khi có",
    )


class SeriesData(Schema):
    """Bars of one colour."""

    name: str = Field(description="Tên chuỗi: năm, hoặc mã nhóm tiêu chí")
    values: list[str | None] = Field(description="Theo thứ tự của `categories`")


class ChartData(Schema):
    """One Biểu đồ."""

    number: int = Field(description="Số của biểu đồ trong báo cáo")
    title: str = Field(description="Tên biểu đồ")
    categories: list[str] = Field(description="Mã đơn vị, theo thứ hạng")
    series: list[SeriesData] = Field(description="Các dãy số, mỗi dãy một màu")
    note: str | None = Field(
        default=None, description="Vì sao không có năm trước, hoặc vì sao vẽ theo tỷ lệ, chỉ khi có"
    )


class BandData(Schema):
    """The units of one kind in one letter group."""

    kind: str = Field(description="Loại đơn vị")
    band: str = Field(description="Mã nhóm")
    units: list[str] = Field(description="Mã đơn vị, theo thứ hạng")


class OpenData(Schema):
    """All figures of a campaign."""

    campaign: str = Field(description="Mã đợt đánh giá")
    framework: str = Field(description="Mã bộ tiêu chí")
    tables: list[TableData] = Field(description="Các bảng của báo cáo")
    charts: list[ChartData] = Field(description="Các biểu đồ của báo cáo")
    bands: list[BandData] = Field(description="Xếp nhóm đơn vị")
    sha256: str = Field(description="SHA-256 của tài liệu này không kể khóa sha256")


class Problem(Schema):
    """Why there is no answer."""

    detail: str = Field(description="Lý do, bằng lời")


@api.get(
    "/dot",
    response=list[CampaignListed],
    url_name="campaigns",
    operation_id="reports_api_campaigns",
    summary="Các đợt đánh giá đã ban hành",
)
def campaigns(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 - ninja knows it by this name
    """Newest first."""
    in_force = {each.campaign_id: each for each in Edition.objects.published()}
    return [_listed(each, in_force.get(each.pk)) for each in Campaign.objects.public()]


@api.get(
    "/dot/{code}",
    response={200: OpenData, 404: Problem},
    url_name="figures",
    operation_id="reports_api_figures",
    summary="Số liệu của một đợt",
)
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """As it lies in the edition in force, byte for byte."""
    campaign = _published(request, code)
    content = (
        _of_edition(campaign, FileFormat.JSON)
        or as_json(as_open_data(campaign_results(campaign))).encode()
    )
    return HttpResponse(content, content_type="application/json")


@api.get(
    "/dot/{code}/bang.csv",
    url_name="figures_csv",
    operation_id="reports_api_csv",
    summary="Số liệu các bảng của một đợt (CSV)",
    response={404: Problem},
)
def csv(request: HttpRequest, code: str) -> HttpResponse:
    """UTF-8 with its mark, semicolons, decimal commas: one figure a row."""
    campaign = _published(request, code)
    content = _of_edition(campaign, FileFormat.CSV) or figures_csv(campaign_results(campaign))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="so-lieu-{campaign.code}.csv"'
    return response


@api.exception_handler(Http404)
def nothing_there(request: HttpRequest, _problem: Http404) -> HttpResponse:
    """In the words of people who read what their program was told."""
    return api.create_response(request, {"detail": NOT_PUBLISHED}, status=404)


def open_addresses() -> tuple[list[URLPattern | URLResolver], str, str]:
    """The addresses for `include`, open to everybody."""
    patterns, app, space = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.callback is not None:
            pattern.callback = login_not_required(pattern.callback)
    return patterns, app, space


def _listed(campaign: Campaign, edition: Edition | None) -> dict[str, Any]:
    return {
        "code": campaign.code,
        "title": campaign.title,
        "year": campaign.year,
        "previous_year": campaign.previous_year,
        "decision": campaign.decision_number,
        "edition": edition.number if edition else None,
        "data_sha256": edition.data_sha256 if edition else None,
        "url": _public_url("figures", campaign),
        "csv_url": _public_url("figures_csv", campaign),
    }


def _public_url(name: str, campaign: Campaign) -> str:
    return settings.PUBLIC_URL.rstrip("/") + reverse(f"{SPACE}:{name}", args=[campaign.code])


def _published(request: HttpRequest, code: str) -> Campaign:
    """Raises Http404 out of sight, NotAllowed for who works on a campaign that is not published
    yet.
    """
    campaign = campaign_or_404(request.user, code)
    require(request.user, READ, campaign)
    return campaign


def _of_edition(campaign: Campaign, form: FileFormat) -> bytes | None:
    """The file of the edition in force;

    None for a campaign that was published before there were editions.
    """
    edition = campaign.editions.published().first()
    file = store.file_of(edition, form) if edition else None
    return store.read_checked(file) if file else None
