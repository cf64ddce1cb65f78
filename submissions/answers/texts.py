"""An entry as the texts of its row in the form, by name, and back. Stores nothing."""

from criteria.fields import Texts
from ictindex.lib.days import read_day
from submissions.dossier.queries.entries import (
    AS_OF,
    NOT_APPLICABLE,
    NOTE,
    SKIPPED,
    Entry,
    InvalidEntry,
)
from units.clock import day_in_words

VALUE = "v."


def texts_of(entry: Entry) -> dict[str, str]:
    """What the form shows for an entry; names without a text are left out."""
    texts = {f"{VALUE}{path}": text for path, text in entry.declared.items()}
    texts[AS_OF] = day_in_words(entry.as_of)
    texts[SKIPPED] = NOT_APPLICABLE if entry.is_not_applicable else entry.skipped
    texts[NOTE] = entry.note
    return {name: text for name, text in texts.items() if text}


def entry_from(texts: Texts) -> Entry:
    """The texts of one row as an entry.

    Raises InvalidEntry, whose sentences do not name the criterion yet.
    """
    try:
        as_of = read_day(texts.get(AS_OF, ""), called="Ngày số liệu")
    except ValueError as problem:
        raise InvalidEntry({AS_OF: str(problem)}) from problem
    skipped = texts.get(SKIPPED, "")
    return Entry(
        declared={
            name.removeprefix(VALUE): text for name, text in texts.items() if name.startswith(VALUE)
        },
        as_of=as_of,
        skipped="" if skipped == NOT_APPLICABLE else skipped,
        is_not_applicable=skipped == NOT_APPLICABLE,
        note=texts.get(NOTE, ""),
    )
