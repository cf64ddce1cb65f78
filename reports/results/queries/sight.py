"""What of one unit's file a reader may see in a page of figures: the policy's answers, put
together once for each page.
"""

from typing import Any

from submissions.dossier.queries.trails import Sight
from submissions.enums import Round
from submissions.models import Submission
from units.access import may

SEE_CLAIMS = "self.view_self_scores_of_U"
SEE_FIRST = "appraise.view_round1_scores_of_U"
SEE_FINAL = "appraise.view_round2_scores_of_U"
SEE_REPLIES = "appraise.read_explanation_of_U"
SEE_NAMES = "appraise.view_who_appraised_U"
SEE_EVIDENCE = "self.list_evidence_of_U"
NOTHING = Sight()


def is_open(submission: Submission) -> bool:
    """Single criteria are nobody's secret: a published year whose points were reconstructed
    from what was printed.
    """
    campaign = submission.campaign
    return campaign.is_reconstructed and campaign.is_public


def sight_of(user: Any, submission: Submission) -> Sight:
    """Nothing at all unless the reader may see both what was claimed and what was decided in
    the end.
    """
    sees_all = bool(may(user, SEE_CLAIMS, submission) and may(user, SEE_FINAL, submission))
    if not (sees_all or is_open(submission)):
        return NOTHING
    first = {Round.FIRST} if may(user, SEE_FIRST, submission) else set()
    return Sight(
        claims=True,
        rounds=frozenset({Round.SECOND, Round.COUNCIL} | first),
        replies=bool(may(user, SEE_REPLIES, submission)),
        names=bool(may(user, SEE_NAMES, submission)),
        evidence=bool(may(user, SEE_EVIDENCE, submission)),
    )
