"""What an act left behind: entries of the record, notices, mails."""

import json
from dataclasses import dataclass
from typing import Any

from django.core import mail

from tests.answers.normal_form import mask
from units.models import AuditEntry, Notification


@dataclass(frozen=True)
class Mark:
    """How far the record and the notices went before."""

    sequence: int
    notice: int

    @classmethod
    def now(cls) -> "Mark":
        entry = AuditEntry.objects.order_by("-sequence").values_list("sequence", flat=True).first()
        notice = Notification.objects.order_by("-pk").values_list("pk", flat=True).first()
        return cls(entry or 0, notice or 0)


def traces_since(mark: Mark) -> str:
    """Entries with the columns that they change, and what people were told."""
    entries = AuditEntry.objects.filter(sequence__gt=mark.sequence).order_by("sequence")
    notices = Notification.objects.filter(pk__gt=mark.notice).order_by("pk").select_related("user")
    return lines([*map(_entry, entries.select_related("unit")), *map(_notice, notices)])


def mails() -> str:
    """What was sent, without what the server adds."""
    sent = [
        {
            "to": each.to,
            "subject": each.subject,
            "body": each.body,
            "headers": dict(each.extra_headers),
        }
        for each in getattr(mail, "outbox", [])
    ]
    return lines(sent)


def lines(rows: list[dict[str, Any]]) -> str:
    return mask(
        "\n".join(
            json.dumps(row, ensure_ascii=False, sort_keys=True, indent=1, default=str)
            for row in rows
        )
    )


def _entry(entry: AuditEntry) -> dict[str, Any]:
    return {
        "act": entry.act,
        "by": entry.actor_name,
        "campaign": entry.campaign_code,
        "phase": entry.phase,
        "unit": entry.unit.code if entry.unit else "",
        "subject": entry.subject,
        "reason": entry.reason,
        "facts": json.loads(entry.facts),
        "changes": json.loads(entry.changes),
    }


def _notice(notice: Notification) -> dict[str, Any]:
    return {
        "told": notice.user.username,
        "subject": notice.subject,
        "body": notice.body,
        "url": notice.url,
        "mail": notice.mail_state,
    }
