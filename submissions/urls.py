"""Addresses of campaigns and of all that is done in them: each room names its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("submissions.home.urls")),
    path("", include("submissions.campaigns.urls")),
    path("", include("submissions.answers.urls")),
    path("", include("submissions.handing_in.urls")),
    path("", include("submissions.reply.urls")),
    path("", include("submissions.workbook.urls")),
    path("", include("submissions.evidence.urls")),
    path("", include("submissions.appraisal.urls")),
    path("", include("submissions.council.urls")),
]
