"""When a person last looked at a unit's file, and remembering that look."""

from collections.abc import MutableMapping
from datetime import datetime
from typing import Any

from submissions.models import Submission, Visit


def look(
    submission: Submission, user: Any, session: MutableMapping[str, Any], *, now: datetime
) -> datetime:
    """When the person last looked in an earlier session, or first looked in this one; the look of
    now is kept for the next.

    Within one session the answer stays the same, so that opening the page again does not hide what
    is new. At most two queries.
    """
    name = f"seen_before_{submission.pk}"
    if name not in session:
        before = (
            Visit.objects.filter(user=user, submission=submission)
            .values_list("seen_at", flat=True)
            .first()
        )
        session[name] = (before or now).isoformat()
    Visit.objects.bulk_create(
        [Visit(user=user, submission=submission, seen_at=now)],
        update_conflicts=True,
        unique_fields=["user", "submission"],
        update_fields=["seen_at"],
    )
    return datetime.fromisoformat(session[name])
