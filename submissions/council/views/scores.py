"""Changing a score by a conclusion of the Council that names the criterion of the unit."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from submissions.council.forms import ScoreForm
from submissions.council.queries.rights import CHANGE
from submissions.council.queries.score import score_page
from submissions.council.services.scores import change_score_by_conclusion
from submissions.council.views.surroundings import form_page, saved
from submissions.frame.queries import campaign_or_404
from submissions.models import Conclusion
from units.access import require
from units.http import SignedInRequest, posted


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """All values of the criterion side by side, and the outcome that the conclusion gives."""
    campaign = campaign_or_404(request.user, code)
    found = Conclusion.objects.select_related(
        "meeting__campaign", "answer__submission__campaign", "answer__criterion__group"
    )
    conclusion = get_object_or_404(found, meeting__campaign=campaign, pk=pk, answer__isnull=False)
    answer = conclusion.answer
    require(request.user, CHANGE, answer)
    if answer is None:
        raise Http404
    page = score_page(conclusion, answer)
    form, status = ScoreForm(posted(request), initial=page.initial), 0
    if form.is_valid():
        done, status = saved(
            request,
            form,
            lambda: change_score_by_conclusion(
                conclusion=conclusion, version=form.seen, decision=form.decision(), by=request.user
            ),
            done=(
                f"Đã ghi kết quả theo kết luận {conclusion.number}, phiên họp "
                f"{conclusion.meeting.number}."
            ),
            then=reverse("council", args=[code]),
        )
        if done:
            return done
        page = score_page(conclusion, answer)
    return form_page(
        request,
        campaign,
        form,
        heading="Đổi điểm theo kết luận",
        button="Ghi kết quả",
        status=status,
        facts=page.facts,
        lead=page.lead,
    )
