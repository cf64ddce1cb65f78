"""Addresses of campaigns."""

from django.urls import path

from submissions.views import campaigns

urlpatterns = [
    path("", campaigns.home, name="home"),
    path("dot/<slug:code>/", campaigns.campaign, name="campaign"),
]
