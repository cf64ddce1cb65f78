"""What members of the working group are told about their own assignments.

Units are never told who appraises them.
"""

from collections.abc import Iterable

from submissions.frame.notices import campaign_notice
from submissions.models import Assignment, Campaign
from units.models import User
from units.notify import Notice


def notices_of_assignments(campaign: Campaign, assignments: Iterable[Assignment]) -> list[Notice]:
    """One notification a person, however many files it names."""
    places: dict[User, list[str]] = {}
    for assignment in assignments:
        places.setdefault(assignment.user, []).append(place_in_words(assignment))
    return [
        _to_person(
            campaign,
            person,
            "phân công thẩm định",
            "Ông/Bà được phân công:\n" + "\n".join(f"- {place}" for place in own),
        )
        for person, own in places.items()
    ]


def notice_of_end(assignment: Assignment) -> Notice:
    body = f"Ông/Bà thôi được phân công: {place_in_words(assignment)}."
    campaign = assignment.submission.campaign
    return _to_person(campaign, assignment.user, "thay đổi phân công thẩm định", body)


def place_in_words(assignment: Assignment) -> str:
    """«thẩm định hồ sơ Vụ A, nhóm HT», «đọc lần hai hồ sơ Vụ A»."""
    does = "đọc lần hai" if assignment.is_second else "thẩm định"
    group = f", nhóm {assignment.group_code}" if assignment.group_code else ""
    return f"{does} hồ sơ {assignment.submission.short_name}{group}"


def _to_person(campaign: Campaign, person: User, about: str, body: str) -> Notice:
    return campaign_notice(campaign, [person], about=about, body=body, page="appraisal_inbox")
