"""Addresses of a unit's reply to the first round, under its file in a campaign."""

from submissions.reply import views
from units.addresses import address

_VIEW_ROUND1_SCORES = "appraise.view_round1_scores_of_U"
_READ_EXPLANATION = "appraise.read_explanation_of_U"
_WRITE_EXPLANATION = "appraise.write_explanation_of_U"

_REPLY = "dot/<slug:code>/ho-so/<str:unit>/giai-trinh/"

urlpatterns = [
    address(_REPLY, views.reply, _VIEW_ROUND1_SCORES, _READ_EXPLANATION, name="reply"),
    address(
        f"{_REPLY}nhom/<str:group>/",
        views.group,
        _VIEW_ROUND1_SCORES,
        _WRITE_EXPLANATION,
        _READ_EXPLANATION,
        name="reply_group",
    ),
    address(
        f"{_REPLY}nhom/<str:group>/tong/",
        views.summary,
        _VIEW_ROUND1_SCORES,
        _READ_EXPLANATION,
        name="reply_summary",
    ),
    address(
        f"{_REPLY}nhom/<str:group>/nhat-tri/", views.agree, _WRITE_EXPLANATION, name="reply_agree"
    ),
    address(f"{_REPLY}tieu-chi/<int:key>/", views.save, _WRITE_EXPLANATION, name="reply_save"),
    address(
        f"{_REPLY}xac-nhan/",
        views.confirm,
        "appraise.confirm_round1_result_of_U",
        name="reply_confirm",
    ),
    address(f"{_REPLY}mo-lai/", views.reopen, "appraise.reopen_reply_of_U", name="reply_reopen"),
]
