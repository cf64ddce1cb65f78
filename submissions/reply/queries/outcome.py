"""How a unit's reply ended, in one sentence for who appraises it: the pages that quote the reply say whose word it is."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from submissions.enums import Phase, ReplyState
from submissions.models import Submission
from submissions.reply.queries.window import READ, confirmation_of
from units.access import may
from units.clock import moment_in_words


@dataclass(frozen=True, slots=True)
class Ended:
    """The sentence, and the address of the whole reply. `is_silent`: what stands there are drafts that no head confirmed."""

    sentence: str
    url: str
    is_silent: bool


def reply_ended(submission: Submission, user: Any) -> Ended | None:
    """None for who may not read the reply yet, and before there is one. At most one query."""
    is_early = list(Phase).index(Phase(submission.campaign.phase)) <= list(Phase).index(Phase.EXPLAIN)
    if is_early or not may(user, READ, submission):
        return None
    confirmation = confirmation_of(submission)
    if confirmation is None:
        return None
    url = reverse("reply", args=[submission.campaign.code, submission.unit.code])
    if confirmation.state == ReplyState.CONFIRMED:
        return Ended(f"Thủ trưởng đơn vị đã xác nhận giải trình lúc {moment_in_words(confirmation.at)}.", url, is_silent=False)
    sentence = "Đơn vị không trả lời trong hạn. Ý kiến đã ghi, nếu có, chưa được thủ trưởng xác nhận."
    return Ended(sentence, url, is_silent=True)
