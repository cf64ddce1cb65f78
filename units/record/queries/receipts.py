"""Receipts: an entry as its unit keeps it, to prove later, with Python alone, that it stands in
the record.
"""

import json

from ictindex.lib.chain import HASHED
from units.audit import RowValues, texts_of
from units.models import AuditEntry


def entry_receipt(entry: AuditEntry) -> RowValues:
    """The hashed columns as texts, with the hash over them; what `chain.py --receipt` reads."""
    return {**{name: texts_of(entry)[name] for name in HASHED}, "entry_hash": entry.entry_hash}


def receipt_json(entry: AuditEntry) -> str:
    return json.dumps(entry_receipt(entry), ensure_ascii=False, indent=1) + "\n"


def mark_of(entry: AuditEntry) -> str:
    """«120:9f2c…», which finds the entry again in any copy of the record."""
    return f"{entry.sequence}:{entry.entry_hash}"
