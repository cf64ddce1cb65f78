"""The rights of the Council by their names in the policy."""

MANAGE = "report.manage_meetings"
VIEW = "report.view_meetings"
WRITE = "report.write_council_comment"
ANSWER = "report.answer_council_comment"
CAST = "report.cast_vote"
CHANGE = "report.change_score_on_council_request"
