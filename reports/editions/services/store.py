"""Keeping files in the private folder of editions, and taking out what nothing speaks of."""

import secrets

from ictindex.lib.files import write_whole
from reports.editions.queries.store import folder, path_of


def keep(content: bytes) -> str:
    """Store it, safe from a power cut, and return the name it has there. Raises OSError."""
    stored_as = secrets.token_hex(24)
    path = folder() / stored_as
    write_whole(path, content)
    path.chmod(0o400)
    return stored_as


def discard(stored_as: str) -> None:
    """Of a file that no row ever spoke of."""
    path_of(stored_as).unlink(missing_ok=True)
