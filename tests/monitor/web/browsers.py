"""The browser of this machine, if it has one."""

from __future__ import annotations

import shutil

import pytest

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_browser = pytest.mark.skipif(
    PROGRAM is None, reason="There is no browser (chromium or Chrome) on this machine; .ci/run installs one."
)
