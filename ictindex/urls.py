"""Every address of the application: each app names its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("tai-khoan/", include("units.sign_in.urls")),
    path("nguoi-dung/", include("submissions.campaigns.urls.people")),
    path("thong-bao/", include("units.inbox.urls")),
    path("", include("submissions.campaigns.urls.campaigns")),
    path("", include("submissions.handing_in.urls")),
    path("", include("submissions.reply.urls")),
    path("", include("submissions.workbook.urls")),
    path("", include("submissions.evidence.urls")),
    path("", include("submissions.campaigns.urls.record")),
    path("", include("submissions.appraisal.urls.working_group")),
    path("", include("submissions.appraisal.urls.desk")),
    path("", include("reports.council.urls")),
    path("api/", include("reports.site.urls")),
    path("", include("reports.urls")),
    path("", include("reports.document.urls")),
]
