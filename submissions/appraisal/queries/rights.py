"""The rights of the appraisal by their names in the policy."""

from submissions.enums import Round

CLAIM = "appraise.claim_U_for_appraisal"
FINISH = "appraise.finish_round_for_U"
_EDIT = {
    Round.FIRST: "appraise.edit_round1_score_of_U",
    Round.SECOND: "appraise.edit_round2_score_of_U",
}


def edit_action(round: int) -> str:
    """The right to decide in that round.

    Raises KeyError for the Council's, which decides by its conclusions.
    """
    return _EDIT[Round(round)]
