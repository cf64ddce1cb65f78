"""Addresses of the Council's first page, drafts, minutes, comments and acceptance, all under
its campaign.
"""

from reports.council.views import comments, council, minutes
from units.addresses import address

_VIEW_MEETINGS = "report.view_meetings"

_COUNCIL = "dot/<slug:code>/hoi-dong/"
_MEETING = f"{_COUNCIL}hop/<int:number>/"

urlpatterns = [
    address(_COUNCIL, council.council, _VIEW_MEETINGS, name="council"),
    address(f"{_MEETING}mo/", council.open_meeting, "report.manage_meetings", name="meeting_open"),
    address(
        f"{_MEETING}du-thao.pdf",
        council.meeting_draft,
        "report.view_draft_report",
        name="meeting_draft",
    ),
    address(f"{_MEETING}bien-ban.docx", minutes.minutes_docx, _VIEW_MEETINGS, name="minutes_docx"),
    address(f"{_MEETING}bien-ban.pdf", minutes.minutes_pdf, _VIEW_MEETINGS, name="minutes_pdf"),
    address(
        f"{_COUNCIL}y-kien/",
        comments.comments,
        "report.read_council_comments",
        name="council_comments",
    ),
    address(
        f"{_COUNCIL}y-kien/moi/",
        comments.write,
        "report.write_council_comment",
        name="comment_write",
    ),
    address(
        f"{_COUNCIL}y-kien/<int:pk>/",
        comments.respond,
        "report.answer_council_comment",
        name="comment_answer",
    ),
    address(f"{_COUNCIL}nghiem-thu/", council.acceptance, _VIEW_MEETINGS, name="acceptance"),
    address(
        f"{_COUNCIL}nghiem-thu/ghi/",
        council.record_acceptance,
        "report.record_council_acceptance",
        name="accept",
    ),
]
