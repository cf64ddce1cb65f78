"""Addresses of a unit's reply to the first round, under its file in a campaign."""

from django.urls import path

from submissions.reply import views

_REPLY = "dot/<slug:code>/ho-so/<str:unit>/giai-trinh/"

urlpatterns = [
    path(_REPLY, views.reply, name="reply"),
    path(f"{_REPLY}nhom/<str:group>/", views.group, name="reply_group"),
    path(f"{_REPLY}nhom/<str:group>/tong/", views.summary, name="reply_summary"),
    path(f"{_REPLY}nhom/<str:group>/nhat-tri/", views.agree, name="reply_agree"),
    path(f"{_REPLY}tieu-chi/<int:key>/", views.save, name="reply_save"),
    path(f"{_REPLY}xac-nhan/", views.confirm, name="reply_confirm"),
    path(f"{_REPLY}mo-lai/", views.reopen, name="reply_reopen"),
]
