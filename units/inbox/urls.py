"""Addresses of a person's own notifications."""

from django.urls import path

from units.inbox import views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("da-doc/", views.mark_all_read, name="notices_read"),
    path("<int:pk>/da-doc/", views.mark_read, name="notice_read"),
]
