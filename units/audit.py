"""The record: every act with who, when, what, before and after, appended in the transaction of the
act itself.

An entry is chained to the one before it (`ictindex.lib.chain`), so that none can be changed, taken
out or put in between, which anybody can check from an export. Its `seal` is an HMAC of its hash
with a key that is not in the database, so that a chain cannot be rewritten by who has only the
database.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NewType, Protocol

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models
from django.utils import timezone

from ictindex.lib.chain import HASHED, canonical, digests_of, hash_of
from ictindex.lib.errors import DomainError
from units.models import AuditEntry, ChainHead, Unit, User

RowValues = dict[str, str | None]
#: What an entry says was done: «self.handed_in». Made by `name_act` only.
ActCode = NewType("ActCode", str)

#: The Vietnamese name of each act, as the pages of the record show it.
ACT_NAMES: Final[dict[str, str]] = {}


class NotInTransaction(DomainError):
    """An act was recorded outside the transaction that does it."""


class CampaignLike(Protocol):
    """What the record keeps of a campaign."""

    code: str
    phase: str


@dataclass(frozen=True, slots=True)
class Change:
    """One row of a recorded table before and after; None where the row did not exist."""

    table: str
    key: str
    before: RowValues | None
    after: RowValues | None

    def as_plain(self) -> dict[str, Any]:
        return {"table": self.table, "key": self.key, "before": self.before, "after": self.after}


def name_act(code: str, name: str) -> ActCode:
    """An act, named once, by the module that records it, when that is loaded.

    Raises ImproperlyConfigured where it has another name already.
    """
    if ACT_NAMES.setdefault(code, name) != name:
        raise ImproperlyConfigured(f"{code}: «{ACT_NAMES[code]}», «{name}»")
    return ActCode(code)


def recorded_models() -> list[type[models.Model]]:
    """The models whose every row must follow from the record, by table name."""
    found = [model for model in apps.get_models() if getattr(model, "is_recorded", False)]
    return sorted(found, key=lambda model: model._meta.db_table)


def recorded_fields(model: type[models.Model]) -> list[models.Field]:
    left_out: frozenset[str] = getattr(model, "unrecorded_columns", frozenset())
    return [field for field in model._meta.concrete_fields if field.column not in left_out]


def row_of(obj: models.Model) -> RowValues:
    """The row as it is stored: column → text."""
    return {
        str(field.column): text_of(field, getattr(obj, field.attname))
        for field in recorded_fields(type(obj))
    }


def text_of(field: models.Field, value: Any) -> str | None:
    """One canonical text per stored value, the same whatever database it was read from."""
    if value is None:
        return None
    if isinstance(field, models.DecimalField):
        return f"{field.to_python(value):.{field.decimal_places}f}"
    if isinstance(field, models.DateTimeField):
        return time_text(value)
    if isinstance(field, models.JSONField):
        return canonical(value)
    if isinstance(field, models.BooleanField):
        return {True: "true", False: "false"}.get(value, str(value))
    return str(value)


def time_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def inserted(obj: models.Model) -> Change:
    """The row was just inserted (its key is known)."""
    return Change(obj._meta.db_table, str(obj.pk), None, row_of(obj))


def updated(before: RowValues, obj: models.Model) -> Change:
    """The row was `before` (from `row_of`, taken first) and is now as the object says.

    Only changed columns are kept.
    """
    after = row_of(obj)
    changed = [column for column in after if before.get(column) != after[column]]
    was, now = ({column: row.get(column) for column in changed} for row in (before, after))
    return Change(obj._meta.db_table, str(obj.pk), was, now)


def deleted(before: RowValues, model: type[models.Model], key: Any) -> Change:
    """The row is gone."""
    return Change(model._meta.db_table, str(key), before, None)


def record(
    *,
    act: ActCode,
    by: User | None,
    changes: Iterable[Change] = (),
    campaign: CampaignLike | None = None,
    unit: Unit | None = None,
    subject: models.Model | None = None,
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Append an entry, in two queries, inside the caller's transaction. `by` None: the operator at
    the command line.

    `facts` are further plain values worth keeping. Raises NotInTransaction.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction("Mỗi việc phải được ghi nhật ký trong cùng một giao dịch.")
    head = ChainHead.objects.select_for_update().get(pk=1)
    entry = AuditEntry(
        sequence=head.sequence + 1,
        at=timezone.now(),
        act=act,
        actor=by,
        actor_name=str(by) if by else "",
        campaign_code=campaign.code if campaign else "",
        phase=campaign.phase if campaign else "",
        unit=unit,
        subject=f"{subject._meta.db_table}:{subject.pk}" if subject else "",
        reason=reason,
        facts=canonical(facts or {}),
        changes=canonical([change.as_plain() for change in changes]),
        previous_hash=head.entry_hash,
    )
    _seal(entry)
    entry.save(force_insert=True)
    return entry


def texts_of(entry: AuditEntry) -> dict[str, str | None]:
    """The hashed columns as canonical texts."""
    return {name: text_of(_FIELDS[name], getattr(entry, name)) for name in HASHED}


def seal_of(entry_hash: str) -> str:
    return hmac.new(settings.RECORD_KEY.encode(), entry_hash.encode(), hashlib.sha256).hexdigest()


def _seal(entry: AuditEntry) -> None:
    entry.digests = digests_of(texts_of(entry))
    entry.entry_hash = hash_of(texts_of(entry))
    entry.seal = seal_of(entry.entry_hash)


_FIELDS = {field.attname: field for field in AuditEntry._meta.concrete_fields}
