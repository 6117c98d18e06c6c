"""A real browser: Debian's Chromium, driven on local files and loopback."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tools.browser import MISSING, chromium, there


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, headless. Missing: a failure where CI=true, otherwise not run."""
    if not there():
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with chromium() as browser:
        yield browser
