"""The text of the report: its list of sections, taking it over for editing, and deciding about
what the data changed.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from ictindex.lib.errors import StaleState
from reports.document.pages import changes_shown, contents, removed_shown
from reports.document.queries.draft import drafts_of
from reports.document.queries.history import removed_from
from reports.document.services.changes import WordingChoice, decide, take_unedited
from reports.document.services.passages import begin_text
from reports.document.services.restoration import bring_back
from reports.document.services.rows import InvalidText
from reports.document.views.words import campaign_to_write, may_write
from reports.frame.surroundings import page_context
from submissions.frame.queries import campaign_or_404
from units.http import SignedInRequest

_CONFLICT = 409


@require_safe
def report_text(request: SignedInRequest, code: str) -> HttpResponse:
    """The sections of both parts, or the button that takes the text over."""
    campaign = campaign_to_write(request, code)
    drafts, rights = drafts_of(campaign), may_write(request.user, campaign)
    context = page_context(
        request, campaign, contents(drafts), here="Soạn báo cáo", name="report_text"
    )
    context |= {
        "is_begun": drafts.stored is not None,
        "drafted": sum(len(draft.passages) for draft in drafts.sections),
    }
    context |= {
        "removed": removed_shown(removed_from(campaign), drafts),
        "rights": {str(part): may for part, may in rights.items()},
    }
    return render(request, "reports/document/contents.html", context)


@require_POST
def report_text_begin(request: SignedInRequest, code: str) -> HttpResponse:
    """Store what the application would write now."""
    campaign = campaign_or_404(request.user, code)
    count = begin_text(campaign=campaign, by=request.user)
    messages.success(request, f"Đã lấy {count} đoạn ra để soạn. Từ nay bản in dùng lời văn ở đây.")
    return redirect("report_text", campaign.code)


@require_safe
def report_changes(request: SignedInRequest, code: str) -> HttpResponse:
    """Old and new side by side."""
    return _changes_page(request, code)


@require_POST
def report_decide(request: SignedInRequest, code: str) -> HttpResponse:
    """Take or keep one passage."""
    campaign = campaign_to_write(request, code)
    choice = (
        WordingChoice.TAKE
        if request.POST.get("choice") == WordingChoice.TAKE
        else WordingChoice.KEEP
    )
    try:
        decide(campaign=campaign, mark=request.POST.get("mark", ""), choice=choice, by=request.user)
    except StaleState as refusal:
        return _changes_page(request, code, problem=str(refusal))
    messages.success(request, f"Đã ghi: {choice.label.lower()}.")
    return redirect("report_changes", campaign.code)


@require_POST
def report_take_all(request: SignedInRequest, code: str) -> HttpResponse:
    """Take the new words of every passage that nobody edited by hand, as far as they were on
    the page.
    """
    campaign = campaign_to_write(request, code)
    try:
        count = take_unedited(
            campaign=campaign, marks=request.POST.getlist("mark"), by=request.user
        )
    except StaleState as refusal:
        return _changes_page(request, code, problem=str(refusal))
    messages.success(request, f"Đã dùng lời mới cho {count} chỗ chưa sửa tay.")
    return redirect("report_changes", campaign.code)


@require_POST
def removal_undo(request: SignedInRequest, code: str, sequence: int) -> HttpResponse:
    """Put back what was removed."""
    campaign = campaign_to_write(request, code)
    try:
        section = bring_back(campaign=campaign, sequence=sequence, by=request.user)
    except InvalidText as refusal:
        messages.error(request, str(refusal))
        return redirect("report_text", campaign.code)
    messages.success(request, "Đã lấy lại phần đã xóa.")
    return redirect("report_section", campaign.code, section.pk)


def _changes_page(request: SignedInRequest, code: str, *, problem: str = "") -> HttpResponse:
    campaign = campaign_to_write(request, code)
    page = changes_shown(drafts_of(campaign).changes, may_write(request.user, campaign))
    context = page_context(
        request, campaign, page, here="Số liệu đổi", above=[], below="report_text"
    )
    together = [
        change.mark
        for change in page
        if change.may_decide and not (change.is_by_hand or change.is_gone)
    ]
    context |= {"problem": problem, "together": together}
    return render(
        request, "reports/document/changes.html", context, status=_CONFLICT if problem else 200
    )
