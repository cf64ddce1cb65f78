"""Asking permission: one named rule per act, answered with a reason.

The floors above register their rules here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from ictindex.lib.errors import NotAllowed

Person = Any
AccessRule = Callable[[Person, Any], "AccessVerdict"]
_rules: dict[str, AccessRule] = {}


@dataclass(frozen=True, slots=True)
class AccessVerdict:
    """Yes, or no with the sentence to show; its truth value is the answer.

    Out of sight: not even the refusal may be seen.
    """

    allowed: bool
    reason: str = ""
    in_sight: bool = True

    def __bool__(self) -> bool:
        return self.allowed


def register(name: str, rule: AccessRule) -> None:
    """Give an act its rule, once. Raises ValueError when it has one."""
    if name in _rules:
        raise ValueError(f"the act {name} has a rule already")
    _rules[name] = rule


def may(user: Person, name: str, subject: Any = None) -> AccessVerdict:
    """Whether the person may do the act to the subject, now.

    Raises KeyError for an act without a rule.
    """
    return _rules[name](user, subject)


def require(user: Person, name: str, subject: Any = None) -> None:
    """Raises Http404 when the subject is out of the person's sight, NotAllowed with the reason
    when the act is refused.
    """
    verdict = may(user, name, subject)
    if not verdict.in_sight:
        raise Http404
    if not verdict:
        raise NotAllowed(verdict.reason)
