"""The browser that tests, measures and pictures look with: Debian's Chromium, or what CHROMIUM names."""

import os
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

# The same engine; without windows to draw it takes a fifth less time.
INSTALLED = [Path("/usr/bin", name) for name in ("chromium-headless-shell", "chromium")]
PROGRAM = Path(os.environ.get("CHROMIUM") or next(filter(Path.exists, INSTALLED), INSTALLED[-1]))
LAUNCH = {"executable_path": str(PROGRAM), "args": ["--no-sandbox"]}


@contextmanager
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)
        yield browser
        browser.close()
