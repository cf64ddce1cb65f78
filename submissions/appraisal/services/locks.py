"""The lock under which the working group writes about a unit's file."""

from django.http import Http404

from submissions.models import Submission


def hold_file(key: int) -> Submission:
    """The file as it is stored, with its campaign and unit, locked until the transaction ends; the
    phase cannot move meanwhile.

    Raises Http404.
    """
    locked = Submission.objects.select_for_update(of=("self", "campaign"), no_key=True)
    held = locked.select_related("campaign__framework", "unit").filter(pk=key).first()
    if held is None:
        raise Http404
    return held
