"""Addresses of accounts, people, notifications and the record: each room names its own."""

from django.urls import include, path

urlpatterns = [
    path("tai-khoan/", include("units.sign_in.urls")),
    path("nguoi-dung/", include("units.people.urls")),
    path("thong-bao/", include("units.inbox.urls")),
    path("nhat-ky/", include("units.record.urls")),
]
