"""What the services of the Council have in common: their refusals, and holding a meeting while
it is changed.
"""

from django.http import Http404

from ictindex.lib.errors import DomainError, StaleState
from ictindex.lib.text import clean_text
from submissions.council.queries.rights import MANAGE
from submissions.models import Meeting
from units.access import require
from units.models import User

LONGEST = 10_000
CLOSED = (
    "Phiên họp này đã kết thúc nên nội dung của phiên họp không sửa được nữa. Ghi điều cần bổ "
    "sung ở phiên họp sau."
)
NOT_OPEN = "Phiên họp chưa mở. Hãy mở phiên họp trước."


class InvalidCouncilEntry(DomainError):
    """What was typed cannot be stored.

    `field` names the input that the sentence belongs to; empty: the whole.
    """

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class StaleMeeting(StaleState):
    """Somebody changed the meeting since the page was opened;

    `current` is the meeting as it is stored.
    """

    def __init__(self, current: Meeting) -> None:
        super().__init__(
            "Phiên họp này đã được người khác sửa sau khi Ông/Bà mở trang. Nội dung Ông/Bà nhập "
            "chưa được lưu."
        )
        self.current = current


def held_meeting(meeting_pk: int, *, action: str = MANAGE, by: User) -> Meeting:
    """The meeting as it is stored, locked with its campaign until the transaction ends.

    Raises Http404 or NotAllowed.
    """
    locked = Meeting.objects.select_for_update(of=("self", "campaign"), no_key=True).select_related(
        "campaign"
    )
    meeting = locked.filter(pk=meeting_pk).first()
    if meeting is None:
        raise Http404
    require(by, action, meeting.campaign)
    return meeting


def require_version(meeting: Meeting, version: int) -> None:
    if meeting.version != version:
        raise StaleMeeting(meeting)


def require_not_closed(meeting: Meeting) -> None:
    if meeting.is_closed:
        raise StaleState(CLOSED)


def require_meeting_open(meeting: Meeting) -> None:
    """Raises StaleState for a closed one, InvalidCouncilEntry for one that has not begun."""
    require_not_closed(meeting)
    if not meeting.is_open:
        raise InvalidCouncilEntry(NOT_OPEN)


def written(text: str, *, field: str, lacking: str) -> str:
    """The text in one composed form.

    Raises InvalidCouncilEntry where there is none (`lacking` says so) or too much.
    """
    text = clean_text(text)
    if not text:
        raise InvalidCouncilEntry(lacking, field=field)
    if len(text) > LONGEST:
        raise InvalidCouncilEntry(
            f"Nội dung dài {len(text)} ký tự, vượt mức {LONGEST}. Viết ngắn lại.", field=field
        )
    return text
