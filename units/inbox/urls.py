"""Addresses of a person's own notifications."""

from django.urls import path

from units.inbox import views as notices

urlpatterns = [
    path("", notices.notices, name="notices"),
    path("da-doc/", notices.mark_all_read, name="notices_read"),
    path("<int:pk>/da-doc/", notices.mark_read, name="notice_read"),
]
