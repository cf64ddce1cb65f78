"""A row of the form as it travels: the texts a browser sends and shows again, by name. Reads them
into entries; stores nothing.

A text is named by its criterion and what it is: «12-v.numerator», «12-as_of», «12-skipped»,
«12-note».
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format

from criteria.fields import Texts
from ictindex.lib.numbers import parse_whole
from ictindex.lib.text import clean_line
from submissions.frame.deadlines import SubmissionClosed

VERSION, SEEN = "version", "seen"
_NAME = re.compile(r"([1-9][0-9]{0,17})-(.+)", re.DOTALL)
#: Otherwise what one person typed would be saved in the name of the next one at the same computer.
OTHER_PERSON = (
    "Người đang đăng nhập không phải người đã nhập, nên nội dung này chưa lưu. "
    "Nội dung được giữ trên máy này cho đến khi người đã nhập đăng nhập lại."
)
_CONFLICT, _UNPROCESSABLE = 409, 422


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row as it was sent.

    `version`: of the answer it was made from; `seen`: the mark of the texts that were shown.
    `texts`: by the part of their name after the hyphen.
    """

    version: int
    seen: str
    texts: Texts

    @property
    def is_touched(self) -> bool:
        """Something in it is not as it was shown."""
        return mark_of(self.texts) != self.seen


@dataclass(frozen=True, slots=True)
class RowMessage:
    """What the page says about one row instead of what is stored: the typed texts, with the
    refusal or the stored other value.
    """

    texts: Texts
    problems: Mapping[str, str]
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class SavedRows:
    """How many rows of a form were saved, and what to say about each of the others, by answer."""

    saved: int
    told: Mapping[int, RowMessage]


def rows_of(sent: Mapping[str, str]) -> dict[int, TypedRow]:
    """The rows of a form by answer; what belongs to no row is left out."""
    found: dict[int, dict[str, str]] = {}
    for name, text in sent.items():
        match = _NAME.fullmatch(name)
        if match:
            found.setdefault(int(match[1]), {})[match[2]] = text
    return {key: _row_of(texts) for key, texts in found.items()}


def touched_rows(sent: Mapping[str, str]) -> dict[int, TypedRow]:
    """Those that somebody has changed on the page."""
    return {key: row for key, row in rows_of(sent).items() if row.is_touched}


def told_as_typed(sent: Mapping[str, str]) -> dict[int, RowMessage]:
    """The touched rows as they were typed, where nothing could be saved at all."""
    return {key: RowMessage(row.texts, {}) for key, row in touched_rows(sent).items()}


def _row_of(texts: dict[str, str]) -> TypedRow:
    version, seen = texts.pop(VERSION, ""), texts.pop(SEEN, "")
    return TypedRow(parse_whole(version) or 0, seen, texts)


def mark_of(texts: Texts) -> str:
    """A short mark of the texts of one row, the same however a browser writes its line ends, and
    whatever an older row holds that is cleaned away when it is posted back.
    """
    lines = ((name, clean_line(text)) for name, text in texts.items())
    stated = sorted((name, line) for name, line in lines if line)
    return hashlib.blake2s(repr(stated).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def save_group_form(
    request: HttpRequest,
    save: Callable[[], SavedRows],
    show: Callable[..., HttpResponse],
    *,
    said: str,
) -> HttpResponse | None:
    """The page again where anything was not saved, made by `show`;

    None where all was. `said`: what was saved, «Đã lưu {}».
    """
    try:
        done = save()
    except SubmissionClosed as refusal:
        return show(
            status=_CONFLICT,
            refusal=str(refusal),
            told=told_as_typed(request.POST.dict()),
            keep_inputs=True,
        )
    if done.saved:
        messages.success(
            request, f"{said.format(done.saved)} lúc {date_format(timezone.localtime(), 'H:i')}."
        )
    return show(status=_UNPROCESSABLE, told=done.told) if done.told else None
