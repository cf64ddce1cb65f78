"""Addresses of the open data, for machines."""

from django.urls import path

from reports.site.api import open_addresses

urlpatterns = [path("", open_addresses())]
