"""The pages of the record: a list of entries and one entry, over whatever entries a reader may
see.
"""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, QueryDict

from ictindex.lib.numbers import parse_whole
from units.access import may
from units.models import ChainHead, VerificationRun
from units.record.queries.filters import ROWS_ON_PAGE, Entries, RecordFilter, RecordSlice, page_of
from units.record.queries.rows import ChangeTally, RecordEntry, entries_shown, read_changes, tallies
from units.record.queries.scopes import SEE_ALL, RecordScope

_OLDER, _NEWER = "truoc", "sau"


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """An entry in the list and where more of it is."""

    entry: RecordEntry
    url: str


@dataclass(frozen=True, slots=True)
class RecordListPage:
    """The list: the filter, the entries, the ways to older and newer ones, and the head of the
    whole record.
    """

    form: Form
    entries: tuple[ListedEntry, ...]
    older_url: str
    newer_url: str
    is_filtered: bool
    head: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry with a page of its rows, and the rows of all in sums."""

    entry: RecordEntry
    tallies: tuple[ChangeTally, ...]
    rows: Any
    previous_hash: str
    entry_hash: str


def list_page(scope: RecordScope, query: QueryDict) -> RecordListPage:
    """At most eight queries and one for each table that is named, whatever the number of
    entries.
    """
    asked = RecordFilter(query, scope.entries)
    page = page_of(
        asked.chosen(),
        before=_number(query, _OLDER),
        after=_number(query, _NEWER),
        phases=scope.phases,
        shows=scope.shows,
    )
    return RecordListPage(
        form=asked.form,
        entries=tuple(
            ListedEntry(entry, scope.entry_url(entry.sequence)) for entry in page.entries
        ),
        older_url=_way(query, _OLDER, page.older),
        newer_url=_way(query, _NEWER, page.newer),
        is_filtered=any(query.get(name) for name in asked.form.fields),
        head=str(ChainHead.objects.get(pk=1)),
    )


def entry_page(scope: RecordScope, sequence: int, query: QueryDict) -> EntryPage:
    """Raises Http404 for an entry that the reader does not see."""
    entry = scope.entries.select_related("unit").filter(pk=sequence).first()
    if entry is None:
        raise Http404
    changes = [
        change
        for change in read_changes(entry.changes)
        if scope.shows is None or scope.shows(change)
    ]
    rows = Paginator(changes, ROWS_ON_PAGE).get_page(query.get("trang"))
    shown = entries_shown([(entry, list(rows.object_list), len(changes))], scope.phases)[0]
    return EntryPage(shown, tuple(tallies(changes)), rows, entry.previous_hash, entry.entry_hash)


def history_of(scope: RecordScope, entries: Entries) -> RecordSlice:
    """The entries of one thing, newest first, with those rows only that belong to it."""
    return page_of(entries, before=0, after=0, phases=scope.phases, shows=scope.shows)


def _number(query: QueryDict, name: str) -> int:
    """A sequence number from the address; anything else is no wish."""
    return parse_whole(query.get(name, "")) or 0


def _way(query: QueryDict, name: str, sequence: int) -> str:
    if not sequence:
        return ""
    kept = query.copy()
    for other in (_OLDER, _NEWER):
        kept.pop(other, None)
    kept[name] = str(sequence)
    return f"?{kept.urlencode()}"


def check_page(user: Any, *, url: str) -> dict[str, Any]:
    """The last verification and what it found; `url` is the page's own."""
    run = VerificationRun.objects.select_related("asked_by").first()
    return {
        "run": run,
        "is_unfinished": run is not None and run.is_unfinished,
        # What was changed into what can be a score that the person may not see.
        "sees_values": bool(may(user, SEE_ALL)),
        "head": ChainHead.objects.get(pk=1),
        "run_url": f"{url}chay/",
        "here_url": url,
    }
