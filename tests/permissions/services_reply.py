"""The services of a unit's reply and of the outbox, each with the action that it is and right
values.
"""

from submissions.campaigns.services import outbox as releasing
from submissions.reply.queries.content import content_of, digest_of
from submissions.reply.services import confirmation, replies
from submissions.reply.statements import ReplyStatement
from tests.permissions.recipes_reply import held_keys, hold_notice
from tests.permissions.service import Service

WRITE = ("appraise.write_explanation_of_U",)
AGREES = ReplyStatement("agrees")

SERVICES: dict[str, Service] = {
    "reply.save_reply": Service(
        "unit",
        WRITE,
        lambda stage, by: replies.save_reply(answer=stage.answer, version=0, said=AGREES, by=by),
    ),
    "reply.save_replies": Service(
        "unit",
        WRITE,
        lambda stage, by: replies.save_replies(
            submission=stage.submission, replies=[(stage.answer.pk, 0, AGREES)], by=by
        ),
    ),
    "reply.agree_to_rest": Service(
        "unit",
        WRITE,
        lambda stage, by: replies.agree_to_rest(
            submission=stage.submission, group_code="HT", by=by
        ),
    ),
    "reply.confirm_reply": Service(
        "unit",
        ("appraise.confirm_round1_result_of_U",),
        lambda stage, by: confirmation.confirm_reply(
            submission=stage.submission, seen_sha256=digest_of(content_of(stage.submission)), by=by
        ),
    ),
    "reply.reopen_reply": Service(
        "unit",
        ("appraise.reopen_reply_of_U",),
        lambda stage, by: confirmation.reopen_reply(submission=stage.submission, by=by),
    ),
    "campaigns.release_notices": Service(
        "campaign",
        ("period.release_notices",),
        lambda stage, by: releasing.release_notices(
            campaign=stage.campaign, notices=held_keys(stage), by=by
        ),
        prepare=lambda stage, _: hold_notice(stage),
    ),
}
