"""Votes of a meeting: a question is put, members vote or raise a hand, it is counted."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from submissions.council.queries.rights import CAST, MANAGE
from submissions.council.services import motions
from submissions.council.views.meetings import done_in_meeting, key_behind
from submissions.council.views.surroundings import meeting_for
from submissions.enums import VoteChoice
from submissions.models import Meeting, Motion
from units.http import SignedInRequest


@require_POST
def put(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """A question."""
    held = meeting_for(request, code, number, MANAGE)
    question, is_acceptance = (
        request.POST.get("question", ""),
        request.POST.get("is_acceptance") == "on",
    )
    return done_in_meeting(
        request,
        held,
        "Đã đặt biểu quyết. Thành viên có mặt biểu quyết được từ bây giờ.",
        "bieu-quyet",
        lambda: motions.put_motion(
            meeting=held, question=question, is_acceptance=is_acceptance, by=request.user
        ),
        question=question,
    )


@require_POST
def vote(request: SignedInRequest, code: str, number: int, motion: int) -> HttpResponse:
    """The member's own."""
    held = meeting_for(request, code, number, CAST)
    found, choice = _motion(held, motion), request.POST.get("choice", "")
    label = str(VoteChoice(choice).label) if choice in VoteChoice.values else ""
    return done_in_meeting(
        request,
        held,
        f"Đã ghi ý kiến của Ông/Bà: {label}.",
        "bieu-quyet",
        lambda: motions.cast_vote(motion=found, choice=choice, by=request.user),
    )


@require_POST
def note(request: SignedInRequest, code: str, number: int, motion: int) -> HttpResponse:
    """The hands that the secretary saw."""
    held = meeting_for(request, code, number, MANAGE)
    found = _motion(held, motion)
    # One button notes all that are left as in favour: the usual end of a vote by hand.
    rest = request.POST.get("rest", "")
    hands = {
        key: motions.NotedVote(request.POST.get(f"was-{key}", ""), str(choice) or rest)
        for name, choice in request.POST.items()
        if (key := key_behind("hand-", name))
    }
    return done_in_meeting(
        request,
        held,
        "Đã ghi ý kiến của các thành viên.",
        "bieu-quyet",
        lambda: motions.note_hands(motion=found, hands=hands, by=request.user),
    )


@require_POST
def count(request: SignedInRequest, code: str, number: int, motion: int) -> HttpResponse:
    """Count it: the vote is fixed."""
    held = meeting_for(request, code, number, MANAGE)
    found = _motion(held, motion)
    return done_in_meeting(
        request,
        held,
        "Đã chốt biểu quyết.",
        "bieu-quyet",
        lambda: motions.close_motion(motion=found, by=request.user),
    )


def _motion(meeting: Meeting, number: int) -> Motion:
    return get_object_or_404(Motion, meeting=meeting, number=number)
