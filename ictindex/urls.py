"""Every address of the application: each app names its own."""

from django.urls import path

urlpatterns: list = []
