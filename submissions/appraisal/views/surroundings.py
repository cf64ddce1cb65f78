"""What every page of the working group shows around itself, and how it reaches a file that the
person may work on.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from submissions.frame.queries import Crumb, around
from submissions.models import Campaign, Submission
from units.access import may, require

SEE_DESK = "appraise.view_desk"
ASSIGN = "period.assign_appraiser"
#: (address, label, the act that must be allowed) of the pages about all units.
_PAGES = (
    ("appraisal_inbox", "Việc của tôi", SEE_DESK),
    ("appraisal_board", "Bảng theo dõi", SEE_DESK),
    ("criteria_index", "Theo tiêu chí", SEE_DESK),
    ("largest_gaps", "Chênh lệch lớn", SEE_DESK),
    ("identical_evidence", "Tài liệu trùng nhau", SEE_DESK),
    ("assignments", "Phân công", ASSIGN),
)


def around_work(
    request: HttpRequest, campaign: Campaign, *, here: str, page: str, above: Iterable[Crumb] = ()
) -> dict[str, Any]:
    """`page` is the entry of the working group's own bar;

    `above` lies between that bar and this page.
    """
    inbox = (
        [("Thẩm định", reverse("appraisal_inbox", args=[campaign.code]))]
        if may(request.user, SEE_DESK, campaign)
        else []
    )
    below = "assignments" if page == "assignments" else "appraisal_inbox"
    pages = [
        {"label": label, "url": reverse(name, args=[campaign.code]), "is_current": name == page}
        for name, label, act in _PAGES
        if may(request.user, act, campaign)
    ]
    return around(request, campaign, here=here, below=below, above=(*inbox, *above)) | {
        "pages": pages
    }


def file_or_404(user: Any, code: str, unit: str, action: str) -> Submission:
    """The file with its campaign and unit.

    Raises Http404 out of sight, NotAllowed where the act is refused.
    """
    files = Submission.objects.select_related("campaign__framework", "unit", "kind")
    submission = get_object_or_404(files, campaign__code=code, unit__code=unit)
    require(user, action, submission)
    return submission
