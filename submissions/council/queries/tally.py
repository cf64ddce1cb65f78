"""How a vote came out. Plain arithmetic on whole numbers: no rows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from submissions.enums import VoteChoice
from submissions.models import Vote


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes of a motion beside the number of members and of those present."""

    entitled: int
    present: int
    votes_for: int = 0
    against: int = 0
    abstain: int = 0

    @property
    def cast(self) -> int:
        return self.votes_for + self.against + self.abstain

    @property
    def silent(self) -> int:
        """Present, and gave no vote; not the same as abstaining."""
        return max(self.present - self.cast, 0)

    @property
    def is_carried(self) -> bool:
        """More than half of all members of the Council, present or not, are for it.

        So no thin meeting decides.
        """
        return self.votes_for * 2 > self.entitled

    @property
    def in_words(self) -> str:
        """«9 tán thành, 1 không tán thành, 2 không có ý kiến trên 13 thành viên (12 có mặt):
        được thông qua».
        """
        parts = [
            f"{self.votes_for} tán thành",
            f"{self.against} không tán thành",
            f"{self.abstain} không có ý kiến",
        ]
        if self.silent:
            parts.append(f"{self.silent} không biểu quyết")
        verdict = "được thông qua" if self.is_carried else "không được thông qua"
        return (
            f"{', '.join(parts)} trên {self.entitled} thành viên ({self.present} có mặt): {verdict}"
        )


def tally_of(choices: Iterable[str], *, entitled: int, present: int) -> Tally:
    """`choices` as stored."""
    counted = Counter(choices)
    return Tally(
        entitled=entitled,
        present=present,
        votes_for=counted[VoteChoice.FOR],
        against=counted[VoteChoice.AGAINST],
        abstain=counted[VoteChoice.ABSTAIN],
    )


def is_own(vote: Vote) -> bool:
    """Given by the member and not noted by somebody else."""
    return vote.member.user_id is not None and vote.entered_by_id == vote.member.user_id
