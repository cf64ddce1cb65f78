"""HTML to tagged PDF/A: the only importer of WeasyPrint, which is loaded on first use because Pango
may be absent.

What the document says is made in `document`; who renders when, and where the file goes, in
`reports.jobs`.
"""

import hashlib
import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings

from ictindex.lib.garbage import seldom_collecting

APT_LINE = "apt-get install -y libpangoft2-1.0-0 libharfbuzz-subset0"
#: Addresses of what a printed page may load start with this; nothing answers to it but
#: `print_assets`.
ORIGIN = "ictindex-print:/"

Progress = Callable[[str, int], None]
#: What a printed page may load: address → content and media type.
Assets = Mapping[str, tuple[bytes, str]]

_PAGE_STEP = re.compile(r"Step 5 - Creating layout - Page (\d+)")


@dataclass(frozen=True, slots=True)
class PdfAttachment:
    """A file inside the PDF: the data that the document was made of.

    `day` is written as when it was made.
    """

    name: str
    media_type: str
    content: bytes
    description: str
    day: date


class PdfUnavailable(RuntimeError):
    """The libraries that lay out text are not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Máy chủ chưa có thư viện dàn trang chữ (Pango), nên không tạo được PDF. Người quản "
            f"trị cần chạy: {APT_LINE}"
        )


class PdfRefused(RuntimeError):
    """The document asked for something that is not the application's own, or a part of it could
    not be drawn.
    """


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished document."""

    content: bytes
    pages: int


def require_weasyprint() -> ModuleType:
    """Load WeasyPrint. Raises PdfUnavailable where Pango is missing."""
    try:
        import weasyprint  # noqa: PLC0415 - everything but PDF must work without Pango
    except (ImportError, OSError) as problem:
        raise PdfUnavailable from problem
    return weasyprint


def engine() -> dict[str, str]:
    """Which versions lay out the text; other versions may break lines elsewhere.

    Pango is empty where it is missing.
    """
    names = ("weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5")
    return {name: metadata.version(name) for name in names} | {"pango": _pango_version()}


def _pango_version() -> str:
    try:
        require_weasyprint()
    except PdfUnavailable:
        return ""
    from weasyprint.text.ffi import pango  # noqa: PLC0415 - see require_weasyprint

    return str(pango.pango_version())


def make_pdf(
    html: str,
    *,
    progress: Progress | None = None,
    assets: Assets | None = None,
    enclosed: PdfAttachment | None = None,
) -> Pdf:
    """Lay out a page of the application and write it as PDF/A-2a, or PDF/A-3a with a file inside.

    Its identifier is the SHA-256 of the page and that file. `assets`: the style and fonts of a
    frozen edition, instead of the present ones. Raises PdfUnavailable, and PdfRefused where the
    page asks for anything but those.
    """
    tell = progress or _tell_nobody
    weasyprint = require_weasyprint()
    options: dict[str, Any] = {
        "pdf_variant": "pdf/a-3a" if enclosed else "pdf/a-2a",
        "pdf_tags": True,
    }
    with _refusals_as_errors(), _complaints_as_errors(), _pages_told(tell), seldom_collecting():
        page = weasyprint.HTML(string=html, base_url=ORIGIN, url_fetcher=own_assets_fetcher(assets))
        laid_out = page.render(**options)
        tell("Đang ghi tệp PDF", 90)
        content = laid_out.write_pdf(
            pdf_identifier=_identifier(html, enclosed),
            attachments=[_attachment(enclosed)] if enclosed else None,
            finisher=_list_files_once,
            **options,
        )
    return Pdf(content=content, pages=len(laid_out.pages))


def _identifier(html: str, enclosed: PdfAttachment | None) -> bytes:
    return (
        hashlib.sha256(html.encode() + (enclosed.content if enclosed else b""))
        .hexdigest()[:32]
        .encode()
    )


def _attachment(enclosed: PdfAttachment) -> Any:
    """Given by an address, because WeasyPrint asks the machine for the type of what is given as
    bytes.
    """
    address, moment = f"{ORIGIN}{enclosed.name}", datetime.combine(enclosed.day, time(), UTC)
    return require_weasyprint().Attachment(
        url=address,
        url_fetcher=own_assets_fetcher({address: (enclosed.content, enclosed.media_type)}),
        name=enclosed.name,
        description=enclosed.description,
        created=moment,
        modified=moment,
        relationship="Data",
    )


def _list_files_once(_document: Any, pdf: Any) -> None:
    """WeasyPrint lists a file of the whole document twice: as its attachment, and as an object
    that it finds.
    """
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])


def own_assets_fetcher(assets: Assets | None = None) -> Any:
    """A WeasyPrint URLFetcher that knows these assets by name (none given: the present ones),
    and nothing else in the world.
    """
    require_weasyprint()
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - see require_weasyprint

    known = print_assets() if assets is None else assets

    class OwnAssets(URLFetcher):
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
            if url not in known:
                raise PdfRefused(f"Tài liệu in không được tải «{url[:200]}».")
            content, media_type = known[url]
            return URLFetcherResponse(url, content, {"Content-Type": media_type})

    return OwnAssets(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)


def print_assets() -> dict[str, tuple[bytes, str]]:
    """The print style and the vendored fonts as they are now."""
    base = Path(settings.BASE_DIR)
    fonts = sorted((base / "static" / "fonts").glob("Liberation*.ttf"))
    style = (base / "templates" / "print" / "report.css").read_bytes()
    return {f"{ORIGIN}report.css": (style, "text/css")} | {
        f"{ORIGIN}fonts/{font.name}": (font.read_bytes(), "font/ttf") for font in fonts
    }


@contextmanager
def _refusals_as_errors() -> Iterator[None]:
    """WeasyPrint signals a refused address with a BaseException, which would walk past every
    handler of the worker.
    """
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 - see require_weasyprint

    try:
        yield
    except FatalURLFetchingError as problem:
        raise PdfRefused(str(problem.__cause__ or problem)) from problem


@contextmanager
def _complaints_as_errors() -> Iterator[None]:
    """WeasyPrint leaves out a drawing that it cannot draw and only logs it; a report must not
    lose a chart that way.
    """
    logger, listener = logging.getLogger("weasyprint"), _ComplaintListener()
    logger.addHandler(listener)
    try:
        yield
    finally:
        logger.removeHandler(listener)
    if listener.heard:
        raise PdfRefused(f"Không dàn được trọn vẹn tài liệu: {listener.heard[0][:200]}")


@contextmanager
def _pages_told(tell: Progress) -> Iterator[None]:
    """Pass on each page that is laid out; the number of pages is not known before, so the
    percentage only comes closer to 90.
    """
    logger = logging.getLogger("weasyprint.progress")
    listener, level, propagate = _PageListener(tell), logger.level, logger.propagate
    logger.addHandler(listener)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)
        logger.propagate = propagate


class _ComplaintListener(logging.Handler):
    """Keeps the errors that WeasyPrint logs in this thread."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.heard.append(record.getMessage())


class _PageListener(logging.Handler):
    """Hears WeasyPrint's own log of this thread.

    An exception of `tell` goes through, and so stops the rendering.
    """

    def __init__(self, tell: Progress) -> None:
        super().__init__()
        self._tell = tell
        self._thread = threading.get_ident()
        self._heard = 0

    def emit(self, record: logging.LogRecord) -> None:
        page = _PAGE_STEP.match(record.getMessage())
        if page and record.thread == self._thread:
            self._heard += 1
            self._tell(f"Đang dàn trang {page[1]}", 10 + 80 * self._heard // (self._heard + 40))


def _tell_nobody(step: str, percent: int) -> None:
    """Nobody asked how far it is."""
