"""Addresses of the Council's members, meetings, motions and score changes, all under its
campaign.
"""

from django.urls import path

from submissions.council.views import meetings, members, motions, scores
from units.addresses import address

_GRANT_ROLE_TO_OTHER = "account.grant_role_to_other"
_MANAGE_MEETINGS = "report.manage_meetings"

_COUNCIL = "dot/<slug:code>/hoi-dong/"
_MEETING = f"{_COUNCIL}hop/<int:number>/"
_MOTION = f"{_MEETING}bieu-quyet/<int:motion>/"

urlpatterns = [
    path(f"{_COUNCIL}thanh-vien/", members.members, name="council_members"),
    address(f"{_COUNCIL}thanh-vien/them/", members.add, _GRANT_ROLE_TO_OTHER, name="seat_add"),
    address(
        f"{_COUNCIL}thanh-vien/<int:pk>/", members.describe, _GRANT_ROLE_TO_OTHER, name="seat_edit"
    ),
    address(
        f"{_COUNCIL}thanh-vien/<int:pk>/thoi/", members.end, _GRANT_ROLE_TO_OTHER, name="seat_end"
    ),
    address(f"{_COUNCIL}hop/moi/", meetings.plan, _MANAGE_MEETINGS, name="meeting_plan"),
    address(_MEETING, meetings.meeting, "report.view_meetings", name="meeting"),
    address(f"{_MEETING}sua/", meetings.edit, _MANAGE_MEETINGS, name="meeting_edit"),
    address(f"{_MEETING}huy/", meetings.cancel, _MANAGE_MEETINGS, name="meeting_cancel"),
    address(f"{_MEETING}diem-danh/", meetings.attend, _MANAGE_MEETINGS, name="meeting_attend"),
    address(f"{_MEETING}dien-bien/", meetings.write, _MANAGE_MEETINGS, name="meeting_write"),
    address(f"{_MEETING}ket-luan/", meetings.conclude, _MANAGE_MEETINGS, name="conclusion_add"),
    address(f"{_MEETING}ket-thuc/", meetings.close, _MANAGE_MEETINGS, name="meeting_close"),
    address(f"{_MEETING}bieu-quyet/", motions.put, _MANAGE_MEETINGS, name="motion_put"),
    address(_MOTION, motions.vote, "report.cast_vote", name="motion_vote"),
    address(f"{_MOTION}ghi/", motions.note, _MANAGE_MEETINGS, name="motion_note"),
    address(f"{_MOTION}chot/", motions.count, _MANAGE_MEETINGS, name="motion_close"),
    address(
        f"{_COUNCIL}ket-luan/<int:pk>/diem/",
        scores.change,
        "report.change_score_on_council_request",
        name="score_change",
    ),
]
