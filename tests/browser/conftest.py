"""A real browser on the running application.

Debian's chromium is used; without it these tests are skipped.
"""

import asyncio
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.visitor import WIDE, Visitor

#: Seconds.
SERVER_ENDS = 10
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # Its loop is there before the first fixture that asks for a connection.
            item.fixturenames.insert(0, "browser")
            item.add_marker(pytest.mark.skipif(CHROMIUM is None, reason="chromium chưa được cài"))


@pytest.fixture(scope="session", autouse=True)
def _allow_the_database_beside_the_browser() -> Iterator[None]:
    """Playwright keeps an event loop in this thread, in which Django would refuse to touch the
    database.
    """
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True)
def _server_at_rest() -> Iterator[None]:
    """What a page asked for before it was closed is still being answered; it must not write
    into the next test's database.
    """
    yield
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=SERVER_ENDS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        loop = asyncio.get_running_loop()
        yield chromium
        asyncio._set_running_loop(loop)  # the last test may have been one from which it was hidden
        chromium.close()


@pytest.fixture
def visit(browser: Browser, live_server, campaign_2020) -> Iterator:
    """Makes visitors: `visit(WIDE)`. Their pages are closed after the test."""
    contexts: list[BrowserContext] = []

    def make(viewport: dict[str, int] = WIDE, **options: object) -> Visitor:
        context = browser.new_context(
            viewport=viewport, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options
        )
        contexts.append(context)
        return Visitor(context, live_server.url)

    yield make
    for context in contexts:
        context.close()
