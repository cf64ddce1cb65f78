"""What a service may answer instead of doing what was asked.

Each carries a full Vietnamese sentence for the person.
"""


class DomainError(Exception):
    """The act was refused and nothing was changed; `str()` is the sentence to show."""


class NotAllowed(DomainError):
    """The person may see the thing but not do this to it, now (403)."""


class StaleState(DomainError):
    """Somebody was faster, or it is too late: the state the person acted on is gone (409)."""
