"""Addresses of the open data, for machines."""

from django.urls import path

from reports.api import open_addresses

urlpatterns = [path("", open_addresses())]
