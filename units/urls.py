"""Addresses of accounts."""

from django.urls import path

from units.views import sign_in

urlpatterns = [
    path("dang-nhap/", sign_in.SignIn.as_view(), name="login"),
    path("dang-xuat/", sign_in.SignOut.as_view(), name="logout"),
]
