"""Who exists, what was done (the record), and who is told."""

from units.models.directory import Unit, UnitKind
from units.models.notices import Notification
from units.models.people import Invitation, Membership, User
from units.models.record import AuditEntry, ChainHead, VerificationRun

__all__ = [
    "AuditEntry",
    "ChainHead",
    "Invitation",
    "Membership",
    "Notification",
    "Unit",
    "UnitKind",
    "User",
    "VerificationRun",
]
