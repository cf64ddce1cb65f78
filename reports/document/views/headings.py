"""One section of the text with everything under it; its heading, new headings, their place,
whether they are printed.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ictindex.lib.numbers import parse_whole
from reports.document.pages import section_page
from reports.document.queries.draft import drafts_of
from reports.document.queries.history import wordings_of
from reports.document.services.headings import (
    add_section,
    edit_section,
    leave_out_section,
    move_section,
    print_section,
    remove_section,
)
from reports.document.services.restoration import restore_title
from reports.document.services.rows import InvalidText, StaleText
from reports.document.views.words import section_to_write, sequence_of, version_of
from reports.enums import DocumentPart
from reports.frame.surroundings import page_context
from reports.models import Section
from units.http import SignedInRequest

_CONFLICT, _UNPROCESSABLE = 409, 422
_DEEPEST = 3


@require_http_methods(["GET", "HEAD", "POST"])
def report_section(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """The passages with what can be done to each; posting changes the heading."""
    section = section_to_write(request, code, pk)
    if request.method != "POST":
        return _page(request, section)
    title, level = request.POST.get("title", ""), _level(request)
    try:
        edit_section(
            section=section,
            version=version_of(request.POST),
            title=title,
            level=level,
            by=request.user,
        )
    except StaleText as refusal:
        return _page(
            request, section, problem=str(refusal), title=title, level=level, status=_CONFLICT
        )
    except InvalidText as refusal:
        return _page(
            request, section, problem=str(refusal), title=title, level=level, status=_UNPROCESSABLE
        )
    messages.success(request, "Đã lưu đề mục.")
    return redirect("report_section", code, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def section_add(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """A new heading behind this one with all that is below it, or a new article of the decision."""
    section = section_to_write(request, code, pk)
    title, level = request.POST.get("title", ""), _level(request) or section.level
    problem = ""
    if request.method == "POST":
        try:
            new = add_section(after=section, title=title, level=level, by=request.user)
        except InvalidText as refusal:
            problem = str(refusal)
        else:
            messages.success(
                request, "Đã thêm. Thêm đoạn để có nội dung; mục không có đoạn nào chỉ in đề mục."
            )
            return redirect("report_section", code, new.pk)
    context = _around(request, section, here="Thêm mục") | {
        "title": title,
        "level": level,
        "problem": problem,
    }
    return render(
        request,
        "reports/document/add_section.html",
        context,
        status=_UNPROCESSABLE if problem else 200,
    )


@require_POST
def section_print(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Leave a section out with those below it, for the reason that is given, or print them
    again.
    """
    section = section_to_write(request, code, pk)
    version, reason = version_of(request.POST), request.POST.get("reason", "")
    if request.POST.get("leave_out") != "yes":
        print_section(section=section, version=version, by=request.user)
        messages.success(request, "Mục này được in lại.")
        return redirect("report_section", code, pk)
    try:
        leave_out_section(section=section, version=version, reason=reason, by=request.user)
    except InvalidText as refusal:
        return _page(request, section, problem=str(refusal), reason=reason, status=_UNPROCESSABLE)
    messages.success(request, "Mục này không in nữa; lời văn vẫn được giữ.")
    return redirect("report_section", code, pk)


@require_POST
def section_move(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """One place up or down, with all that is below it."""
    section = section_to_write(request, code, pk)
    is_upwards = request.POST.get("way") == "up"
    try:
        is_moved = move_section(section=section, by_places=-1 if is_upwards else 1, by=request.user)
    except InvalidText as refusal:
        messages.error(request, str(refusal))
    else:
        if not is_moved:
            messages.warning(
                request,
                f"«{section.title}» đã ở {'đầu' if is_upwards else 'cuối'}, không chuyển được nữa.",
            )
    return redirect(f"{reverse('report_text', args=[code])}#muc-{pk}")


@require_POST
def title_restore(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """A heading that was there before."""
    section = section_to_write(request, code, pk)
    restore_title(
        section=section,
        version=version_of(request.POST),
        sequence=sequence_of(request.POST),
        by=request.user,
    )
    messages.success(request, "Đã lấy lại đề mục cũ.")
    return redirect("report_section", code, pk)


@require_POST
def section_remove(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Take out a heading that was added by hand, with its passages."""
    section = section_to_write(request, code, pk)
    try:
        remove_section(section=section, version=version_of(request.POST), by=request.user)
    except InvalidText as refusal:
        return _page(request, section, problem=str(refusal), status=_UNPROCESSABLE)
    messages.success(
        request, f"Đã xóa mục «{section.title}». Muốn lấy lại, xem «Đã xóa» ở cuối trang này."
    )
    return redirect("report_text", code)


def _level(request: SignedInRequest) -> int:
    """0 where none of the three is named, which the service refuses."""
    level = request.POST.get("level", "")
    return parse_whole(level, most=_DEEPEST) or 0


def _page(
    request: SignedInRequest, section: Section, *, status: int = 200, **typed: Any
) -> HttpResponse:
    page = section_page(drafts_of(section.campaign), section.pk)
    if page is None:
        raise Http404
    context = _around(request, section, here=page.row.title) | {
        "page": page,
        "is_decision": page.part == DocumentPart.DECISION,
    }
    context["wordings"] = wordings_of(section, section.campaign)
    context |= {"title": page.row.title, "level": page.row.level} | typed
    return render(request, "reports/document/section.html", context, status=status)


def _around(request: SignedInRequest, section: Section, *, here: str) -> dict[str, Any]:
    steps = [("Soạn báo cáo", reverse("report_text", args=[section.campaign.code]))]
    context = page_context(
        request, section.campaign, None, here=here, above=steps, below="report_text"
    )
    return context | {"section": section, "levels": LEVELS}


LEVELS = ((1, "Cấp 1: I, II, III"), (2, "Cấp 2: 1, 2, 3"), (3, "Cấp 3: a, b, c"))
