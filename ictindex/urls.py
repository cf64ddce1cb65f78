"""Every address of the application: each app names its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("units.urls")),
    path("", include("submissions.urls")),
    path("", include("reports.urls")),
]
