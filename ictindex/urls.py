"""Every address of the application: each app names its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("tai-khoan/", include("units.urls")),
    path("nguoi-dung/", include("submissions.people_urls")),
    path("thong-bao/", include("units.notice_urls")),
    path("", include("submissions.urls")),
    path("", include("submissions.handing_urls")),
    path("", include("submissions.reply_urls")),
    path("", include("submissions.workbook_urls")),
    path("", include("submissions.evidence_urls")),
    path("", include("submissions.record_urls")),
    path("", include("submissions.working_group_urls")),
    path("", include("submissions.appraising_urls")),
    path("", include("reports.council_urls")),
    path("api/", include("reports.api_urls")),
    path("", include("reports.urls")),
    path("", include("reports.text_urls")),
]
