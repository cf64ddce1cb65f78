"""Addresses of the Council's members, meetings, motions and score changes, all under its
campaign.
"""

from django.urls import path

from submissions.council.views import meetings, members, motions, scores

_COUNCIL = "dot/<slug:code>/hoi-dong/"
_MEETING = f"{_COUNCIL}hop/<int:number>/"
_MOTION = f"{_MEETING}bieu-quyet/<int:motion>/"

urlpatterns = [
    path(f"{_COUNCIL}thanh-vien/", members.members, name="council_members"),
    path(f"{_COUNCIL}thanh-vien/them/", members.add, name="seat_add"),
    path(f"{_COUNCIL}thanh-vien/<int:pk>/", members.describe, name="seat_edit"),
    path(f"{_COUNCIL}thanh-vien/<int:pk>/thoi/", members.end, name="seat_end"),
    path(f"{_COUNCIL}hop/moi/", meetings.plan, name="meeting_plan"),
    path(_MEETING, meetings.meeting, name="meeting"),
    path(f"{_MEETING}sua/", meetings.edit, name="meeting_edit"),
    path(f"{_MEETING}huy/", meetings.cancel, name="meeting_cancel"),
    path(f"{_MEETING}diem-danh/", meetings.attend, name="meeting_attend"),
    path(f"{_MEETING}dien-bien/", meetings.write, name="meeting_write"),
    path(f"{_MEETING}ket-luan/", meetings.conclude, name="conclusion_add"),
    path(f"{_MEETING}ket-thuc/", meetings.close, name="meeting_close"),
    path(f"{_MEETING}bieu-quyet/", motions.put, name="motion_put"),
    path(_MOTION, motions.vote, name="motion_vote"),
    path(f"{_MOTION}ghi/", motions.note, name="motion_note"),
    path(f"{_MOTION}chot/", motions.count, name="motion_close"),
    path(f"{_COUNCIL}ket-luan/<int:pk>/diem/", scores.change, name="score_change"),
]
