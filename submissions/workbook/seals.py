"""Marks on what the hidden sheet says, so that a workbook whose hidden sheet was changed is
told from one that was made here.
"""

from collections.abc import Sequence

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

from ictindex.lib.chain import canonical

_SALT = "submissions.workbook"


def seal(texts: Sequence[str]) -> str:
    """The mark of these texts, in this order."""
    return Signer(salt=_SALT).signature(canonical(list(texts)))


def is_sealed(texts: Sequence[str], mark: str) -> bool:
    """The mark is that of these texts."""
    return constant_time_compare(seal(texts), mark)
