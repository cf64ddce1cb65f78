"""Addresses of the Council, all under its campaign."""

from django.urls import path

from reports.council.views import comments as council_comments
from reports.council.views import council, minutes
from submissions.council.views import meetings, motions
from submissions.council.views import members as council_members
from submissions.council.views import scores as council_scores

_COUNCIL = "dot/<slug:code>/hoi-dong/"
_MEETING = f"{_COUNCIL}hop/<int:number>/"
_MOTION = f"{_MEETING}bieu-quyet/<int:motion>/"

urlpatterns = [
    path(_COUNCIL, council.council, name="council"),
    path(f"{_COUNCIL}thanh-vien/", council_members.members, name="council_members"),
    path(f"{_COUNCIL}thanh-vien/them/", council_members.add, name="seat_add"),
    path(f"{_COUNCIL}thanh-vien/<int:pk>/", council_members.describe, name="seat_edit"),
    path(f"{_COUNCIL}thanh-vien/<int:pk>/thoi/", council_members.end, name="seat_end"),
    path(f"{_COUNCIL}hop/moi/", meetings.plan, name="meeting_plan"),
    path(_MEETING, meetings.meeting, name="meeting"),
    path(f"{_MEETING}sua/", meetings.edit, name="meeting_edit"),
    path(f"{_MEETING}huy/", meetings.cancel, name="meeting_cancel"),
    path(f"{_MEETING}mo/", council.open_meeting, name="meeting_open"),
    path(f"{_MEETING}du-thao.pdf", council.meeting_draft, name="meeting_draft"),
    path(f"{_MEETING}diem-danh/", meetings.attend, name="meeting_attend"),
    path(f"{_MEETING}dien-bien/", meetings.write, name="meeting_write"),
    path(f"{_MEETING}ket-luan/", meetings.conclude, name="conclusion_add"),
    path(f"{_MEETING}ket-thuc/", meetings.close, name="meeting_close"),
    path(f"{_MEETING}bieu-quyet/", motions.put, name="motion_put"),
    path(_MOTION, motions.vote, name="motion_vote"),
    path(f"{_MOTION}ghi/", motions.note, name="motion_note"),
    path(f"{_MOTION}chot/", motions.count, name="motion_close"),
    path(f"{_MEETING}bien-ban.docx", minutes.minutes_docx, name="minutes_docx"),
    path(f"{_MEETING}bien-ban.pdf", minutes.minutes_pdf, name="minutes_pdf"),
    path(f"{_COUNCIL}y-kien/", council_comments.comments, name="council_comments"),
    path(f"{_COUNCIL}y-kien/moi/", council_comments.write, name="comment_write"),
    path(f"{_COUNCIL}y-kien/<int:pk>/", council_comments.respond, name="comment_answer"),
    path(f"{_COUNCIL}ket-luan/<int:pk>/diem/", council_scores.change, name="score_change"),
    path(f"{_COUNCIL}nghiem-thu/", council.acceptance, name="acceptance"),
    path(f"{_COUNCIL}nghiem-thu/ghi/", council.record_acceptance, name="accept"),
]
