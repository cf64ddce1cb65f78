"""Addresses to ask for: each route with what there is in its place, and what the pages lead to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from django.urls import NoReverseMatch, Resolver404, get_resolver, resolve, reverse

from criteria.models import CriterionGroup
from submissions.models import Campaign, Submission
from tests.permissions.recipes import RECIPES

_LINK = re.compile(r'\b(?:href|src|hx-get|data-[a-z-]+)="(/[^"#]*)')
#: These are made on request and take long: they are asked for by name, in a few phases.
SLOW = frozenset(
    {
        *("receipt_pdf", "reply_letter", "first_round_pdf", "minutes_pdf", "meeting_draft"),
        *("report_package", "units_book", "workbook_download"),
    }
)


@dataclass
class Addresses:
    """In the order in which they were found.

    At most so many are taken for a route, and for each kind of question behind its address.
    """

    cap: int
    found: list[str] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)
    _counts: dict[tuple[str, tuple[str, ...]], int] = field(default_factory=dict)

    def add(self, url: str, cap: int = 0) -> None:
        """Taken as they are up to the cap; another one where it is named."""
        route = route_of(url)
        if url in self._known or not route:
            return
        self._known.add(url)
        asked = tuple(
            sorted({name for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)})
        )
        if self._counts.get((route, asked), 0) < (cap or self.cap):
            self._counts[route, asked] = self._counts.get((route, asked), 0) + 1
            self.found.append(url)

    def add_links(self, content: bytes) -> None:
        for link in _LINK.findall(content.decode(errors="replace")):
            self.add(unescape(link))


@lru_cache(maxsize=200_000)
def route_of(url: str) -> str:
    """The name of the route; empty for what is no page of the application."""
    try:
        return resolve(urlsplit(url).path).view_name or ""
    except Resolver404:
        return ""


def named_routes() -> list[str]:
    """Every name in the resolver, with its space."""
    return sorted(_names(get_resolver(), ""))


def _names(resolver: object, space: str) -> Iterator[str]:
    for pattern in getattr(resolver, "url_patterns", []):
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _names(pattern, inner)
        elif pattern.name:
            yield f"{space}{pattern.name}"


def of_campaign(campaign: Campaign, units: int, groups: int) -> list[str]:
    """Every route that names nothing but a campaign, units and groups of criteria, with some."""
    pairs = [
        {"unit": file.unit.code, "group": code}
        for file in some_files(campaign, units)
        for code in codes_of_groups(file)[:groups]
    ]
    shown = [name for name in named_routes() if name not in RECIPES or RECIPES[name].gets]
    urls = [url for name in shown for url in _reversed(name, campaign.code, pairs)]
    return list(dict.fromkeys(urls))


def some_files(campaign: Campaign, count: int) -> list[Submission]:
    """One unit of each kind, and further ones in their order."""
    files = list(campaign.submissions.select_related("unit").order_by("order", "pk"))
    first = {file.kind_id: file for file in reversed(files)}
    return [*first.values(), *(file for file in files if file not in first.values())][:count]


def codes_of_groups(file: Submission) -> list[str]:
    """Of the criteria that the unit answers, in their order."""
    groups = CriterionGroup.objects.filter(criteria__answers__submission=file).distinct()
    return [group.code for group in groups.order_by("order")] or ["HT"]


def _reversed(name: str, code: str, pairs: list[dict[str, str]]) -> Iterator[str]:
    ways: list[dict[str, str]] = [
        {},
        {"code": code},
        *({"code": code, "unit": each["unit"]} for each in pairs),
    ]
    ways += [{"code": code, **each} for each in pairs]
    ways += [
        {"code": code, "form": form} for form in ("pdf", "docx", "xlsx", "content", "csv", "json")
    ]
    ways += [{"code": code, "number": str(number)} for number in range(1, 5)]
    for arguments in ways:
        try:
            yield reverse(name, kwargs=arguments)
        except NoReverseMatch:
            continue
