"""Editing the passages of a section: other words, new ones, their place, whether they are
printed.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ictindex.lib.numbers import parse_whole
from reports.document.queries.history import wordings_of
from reports.document.services.passages import (
    add_passages,
    edit_passage,
    move_passage,
    print_passage,
    remove_passage,
    restore_passage,
)
from reports.document.services.restoration import restore_wording
from reports.document.services.rows import InvalidText, StaleText
from reports.document.text.markup import WordBlock, block_of
from reports.document.text.plain_text import typed_of
from reports.document.views.words import (
    passage_to_write,
    section_to_write,
    sequence_of,
    version_of,
    words_of,
)
from reports.frame.surroundings import page_context
from reports.models import Passage, Section
from units.http import SignedInRequest

_CONFLICT, _UNPROCESSABLE = 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
def passage_edit(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """The words of one passage in the editor.

    What was typed is never lost: a refusal shows it again.
    """
    passage = passage_to_write(request, code, pk)
    if request.method != "POST":
        return _passage_page(request, passage, (block_of(passage.text),))
    blocks: tuple[WordBlock, ...] = ()
    try:
        blocks = words_of(request.POST)
        edit_passage(
            passage=passage, version=version_of(request.POST), blocks=blocks, by=request.user
        )
    except StaleText as refusal:
        passage.refresh_from_db()
        stored = block_of(passage.text)
        return _passage_page(
            request, passage, blocks, problem=str(refusal), stored=stored, status=_CONFLICT
        )
    except InvalidText as refusal:
        return _passage_page(request, passage, blocks, problem=str(refusal), status=_UNPROCESSABLE)
    messages.success(request, "Đã lưu đoạn.")
    return _to_section(passage.section, passage.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def passage_add(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """New passages in a section, behind the one that `sau` names or at the head."""
    section = section_to_write(request, code, pk)
    after = _after(request, section)
    if request.method != "POST":
        return _editor(request, section, (), here="Thêm đoạn")
    blocks: tuple[WordBlock, ...] = ()
    try:
        blocks = words_of(request.POST)
        new = add_passages(section=section, after=after, blocks=blocks, by=request.user)
    except InvalidText as refusal:
        return _editor(
            request, section, blocks, here="Thêm đoạn", problem=str(refusal), status=_UNPROCESSABLE
        )
    messages.success(request, f"Đã thêm {len(new)} đoạn.")
    return _to_section(section, new[0].pk)


@require_POST
def passage_print(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Leave a passage out, or print it again."""
    passage = passage_to_write(request, code, pk)
    is_left_out = request.POST.get("leave_out") == "yes"
    print_passage(
        passage=passage, version=version_of(request.POST), is_left_out=is_left_out, by=request.user
    )
    messages.success(
        request,
        "Đoạn này không in nữa; lời văn vẫn được giữ." if is_left_out else "Đoạn này được in lại.",
    )
    return _to_section(passage.section, pk)


@require_POST
def passage_move(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """One place up or down."""
    passage = passage_to_write(request, code, pk)
    by_places = -1 if request.POST.get("way") == "up" else 1
    move_passage(
        passage=passage, version=version_of(request.POST), by_places=by_places, by=request.user
    )
    return _to_section(passage.section, pk)


@require_POST
def passage_restore(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Back to the application's own words."""
    passage = passage_to_write(request, code, pk)
    return _act(request, passage, restore_passage, "Đã lấy lại đoạn ứng dụng soạn.")


@require_POST
def wording_restore(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Words that were there before."""
    passage = passage_to_write(request, code, pk)
    restore_wording(
        passage=passage,
        version=version_of(request.POST),
        sequence=sequence_of(request.POST),
        by=request.user,
    )
    messages.success(request, "Đã lấy lại lời cũ. Lời vừa thay vẫn đọc lại được ở trang sửa đoạn.")
    return _to_section(passage.section, pk)


@require_POST
def passage_remove(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Take out what was added by hand."""
    passage = passage_to_write(request, code, pk)
    return _act(
        request,
        passage,
        remove_passage,
        "Đã xóa đoạn. Muốn lấy lại, xem «Đã xóa» ở cuối trang Soạn báo cáo.",
    )


def _act(request: SignedInRequest, passage: Passage, service: Any, done: str) -> HttpResponse:
    section = passage.section
    try:
        service(passage=passage, version=version_of(request.POST), by=request.user)
    except InvalidText as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return _to_section(section, passage.pk)


def _after(request: SignedInRequest, section: Section) -> Passage | None:
    named = request.GET.get("sau", "")
    if not named:
        return None
    return get_object_or_404(section.passages, pk=parse_whole(named) or 0)


def _to_section(section: Section, passage: int) -> HttpResponse:
    return redirect(
        f"{reverse('report_section', args=[section.campaign.code, section.pk])}#doan-{passage}"
    )


def _passage_page(
    request: SignedInRequest,
    passage: Passage,
    blocks: Sequence[WordBlock],
    *,
    problem: str = "",
    stored: WordBlock | None = None,
    status: int = 200,
) -> HttpResponse:
    generated = (
        block_of(passage.generated)
        if passage.generated and passage.generated != passage.text
        else None
    )
    earlier = [
        (each, block_of(each.words)) for each in wordings_of(passage, passage.section.campaign)
    ]
    more = {
        "version": passage.version,
        "stored": stored,
        "generated": generated,
        "passage": passage,
        "earlier": earlier,
    }
    return _editor(
        request, passage.section, blocks, here="Sửa đoạn", problem=problem, status=status, **more
    )


def _editor(
    request: SignedInRequest,
    section: Section,
    blocks: Sequence[WordBlock],
    *,
    here: str,
    problem: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    campaign = section.campaign
    steps = [
        ("Soạn báo cáo", reverse("report_text", args=[campaign.code])),
        (section.title, reverse("report_section", args=[campaign.code, section.pk])),
    ]
    context = page_context(request, campaign, None, here=here, above=steps, below="report_text")
    typed = typed_of(blocks) if blocks else request.POST.get("typed", "")
    context |= {"section": section, "blocks": blocks, "typed": typed, "problem": problem} | more
    return render(request, "reports/document/editor.html", context, status=status)
