"""Addresses of the Council's first page, drafts, minutes, comments and acceptance, all under
its campaign.
"""

from django.urls import path

from reports.council.views import comments, council, minutes

_COUNCIL = "dot/<slug:code>/hoi-dong/"
_MEETING = f"{_COUNCIL}hop/<int:number>/"

urlpatterns = [
    path(_COUNCIL, council.council, name="council"),
    path(f"{_MEETING}mo/", council.open_meeting, name="meeting_open"),
    path(f"{_MEETING}du-thao.pdf", council.meeting_draft, name="meeting_draft"),
    path(f"{_MEETING}bien-ban.docx", minutes.minutes_docx, name="minutes_docx"),
    path(f"{_MEETING}bien-ban.pdf", minutes.minutes_pdf, name="minutes_pdf"),
    path(f"{_COUNCIL}y-kien/", comments.comments, name="council_comments"),
    path(f"{_COUNCIL}y-kien/moi/", comments.write, name="comment_write"),
    path(f"{_COUNCIL}y-kien/<int:pk>/", comments.respond, name="comment_answer"),
    path(f"{_COUNCIL}nghiem-thu/", council.acceptance, name="acceptance"),
    path(f"{_COUNCIL}nghiem-thu/ghi/", council.record_acceptance, name="accept"),
]
