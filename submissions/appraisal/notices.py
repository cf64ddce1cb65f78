"""What members of the working group are told about their own assignments.

Units are never told who appraises them.
"""

from collections.abc import Iterable

from django.urls import reverse

from submissions.models import Assignment, Campaign
from units.models import User
from units.notify import tell


def tell_of_assignments(campaign: Campaign, assignments: Iterable[Assignment]) -> None:
    """One notification a person, however many files it names."""
    places: dict[User, list[str]] = {}
    for assignment in assignments:
        places.setdefault(assignment.user, []).append(place_in_words(assignment))
    for person, own in places.items():
        body = "Ông/Bà được phân công:\n" + "\n".join(f"- {place}" for place in own)
        _tell(campaign, person, "phân công thẩm định", body)


def tell_of_end(assignment: Assignment) -> None:
    body = f"Ông/Bà thôi được phân công: {place_in_words(assignment)}."
    _tell(assignment.submission.campaign, assignment.user, "thay đổi phân công thẩm định", body)


def place_in_words(assignment: Assignment) -> str:
    """«thẩm định hồ sơ Vụ A, nhóm HT», «đọc lần hai hồ sơ Vụ A»."""
    does = "đọc lần hai" if assignment.is_second else "thẩm định"
    group = f", nhóm {assignment.group_code}" if assignment.group_code else ""
    return f"{does} hồ sơ {assignment.submission.short_name}{group}"


def _tell(campaign: Campaign, person: User, subject: str, body: str) -> None:
    url = reverse("appraisal_inbox", args=[campaign.code])
    tell(
        [person],
        subject=f"{campaign.title}: {subject}",
        body=body,
        url=url,
        campaign_code=campaign.code,
    )
