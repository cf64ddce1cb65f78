"""Addresses of a unit's reply to the first round, under its file in a campaign."""

from django.urls import path

from submissions.campaigns.views import round_end as closing
from submissions.reply import views as replies

_REPLY = "dot/<slug:code>/ho-so/<str:unit>/giai-trinh/"

urlpatterns = [
    path("dot/<slug:code>/khoa-lan-tham-dinh/", closing.closing, name="close_round"),
    path(_REPLY, replies.reply, name="reply"),
    path(f"{_REPLY}nhom/<str:group>/", replies.group, name="reply_group"),
    path(f"{_REPLY}nhom/<str:group>/tong/", replies.summary, name="reply_summary"),
    path(f"{_REPLY}nhom/<str:group>/nhat-tri/", replies.agree, name="reply_agree"),
    path(f"{_REPLY}tieu-chi/<int:key>/", replies.save, name="reply_save"),
    path(f"{_REPLY}xac-nhan/", replies.confirm, name="reply_confirm"),
    path(f"{_REPLY}mo-lai/", replies.reopen, name="reply_reopen"),
]
