"""A person at a browser, and what the browser complained of meanwhile."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 740}
#: A page at both widths. Who tries the suite at hand takes the narrow one; CI takes both, the wide
#: one on one database only.
_WIDE_TOO = (pytest.mark.slow, pytest.mark.representative, pytest.mark.looks)
BOTH = pytest.mark.parametrize(
    "viewport", [pytest.param(WIDE, id="1280", marks=_WIDE_TOO), pytest.param(NARROW, id="360")]
)


class Visitor:
    """A person at a browser of one width, and what the browser complained of meanwhile."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.context = context
        self.page: Page = context.new_page()
        self.origin = origin
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", self._hear_failure)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _hear_failure(self, request: Request) -> None:
        """What a page asks for while it is left is broken off, and is no complaint."""
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.url}: {request.failure}")

    def open(self, path: str) -> Page:
        self.page.goto(self.origin + path)
        return self.page

    def sign_in(self, name: str, password: str) -> None:
        self.open("/tai-khoan/dang-nhap/")
        self.page.get_by_label("Tên đăng nhập").fill(name)
        self.page.get_by_label("Mật khẩu").fill(password)
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )

    def axe_violations(self) -> list[str]:
        """What axe-core finds, each with the first place; it is put in past the policy, as an
        extension would be.
        """
        self.page.evaluate(AXE)
        found = self.page.evaluate("axe.run({resultTypes: ['violations']})")
        return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found["violations"]]
