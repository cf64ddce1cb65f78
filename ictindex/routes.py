"""Which addresses serve which action of the policy, as the addresses themselves say
(`units.addresses`); and which addresses serve none, and which actions have none, with the reasons.

A test holds this against the resolver and the policy.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from django.urls import URLPattern, URLResolver, get_resolver

from units.addresses import Address

#: Addresses that a library makes.
_OF_LIBRARIES: Final[dict[str, str]] = {
    "open_data:figures": "public.download_open_data",
    "open_data:figures_csv": "public.download_open_data",
}


def addresses_by_action() -> dict[str, tuple[str, ...]]:
    """The names of the addresses that serve each action; an action that none serves is left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, pattern in named_addresses():
        for action in pattern.actions if isinstance(pattern, Address) else ():
            found[action].append(name)
    for name, action in _OF_LIBRARIES.items():
        found[action].append(name)
    return {action: tuple(names) for action, names in found.items()}


def named_addresses() -> Iterator[tuple[str, URLPattern]]:
    """Every address of the application by its name, with the name space of a library before it;
    an address without a name has an empty one.
    """
    yield from _named(get_resolver(), "")


def _named(resolver: URLResolver, space: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}" if pattern.name else "", pattern
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _named(pattern, inner)


#: What the policy lets somebody do, and no address serves, and why.
WITHOUT_ADDRESS: Final[dict[str, str]] = {
    "public.download_published_tables_xlsx": "not built yet",
    "public.view_framework_criteria": "not built yet",
    "account.open_django_admin": "there is no such page, for anybody",
    "period.create_or_edit_framework": "not built yet",
    "period.import_framework_xlsx": "not built yet",
    "period.rename_or_remove_unit": "not built yet",
    "appraise.view_round2_scores_of_U": "not built yet",
    "appraise.view_who_appraised_U": "not built yet",
    "appraise.bulk_set_scores": "not built yet",
    "appraise.view_identical_evidence_of_U": "asked of each file on identical_evidence",
    "report.view_total_of_U_before_publication": (
        "asked on unit_result, beside the right to all figures"
    ),
    "audit.open_detailed_health_page": "not built yet",
}

#: Pages of a campaign without any figure, for whoever sees the campaign, and why. Out of sight they
#: do not exist.
WHOEVER_SEES_THE_CAMPAIGN: Final[dict[str, str]] = {
    "council_members": (
        "the members of the Council and the working group, as the first page lists them; needs an "
        "account"
    ),
    "campaign": "where the campaign stands, its timeline and the members of its bodies",
    "phases": (
        "the phases and their meaning; who may take a step finds the button there; needs an account"
    ),
    "files": (
        "a list of the units' files that the person may read, empty where there is none; needs an "
        "account"
    ),
}

#: What every account has for itself, and why. Without an account they lead to the sign-in.
FOR_EVERY_ACCOUNT: Final[dict[str, str]] = {
    "notices": "the person's own notifications",
    "notice_read": "one of them",
    "notices_read": "all of them",
}

#: Addresses that hold nothing that anybody could not have, and why.
FOR_EVERYBODY: Final[dict[str, str]] = {
    "record_verifier": "a program without data, which units run on their receipts",
    "open_data:campaigns": "which campaigns are published",
    "open_data:openapi-json": "what the fields of the open data mean, without any of it",
    "open_data:openapi-view": "the same as a page",
    "open_data:api-root": (
        "an address that programs take for the beginning of the others; it answers nothing"
    ),
}
