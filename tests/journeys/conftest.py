"""Desks to walk through, and the people who do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.walker import Walker
from tests.monitor.web.conftest import (  # noqa: F401 - fixtures: what a desk needs
    OpenDesk,
    browser,
    filled_desk,
    make_desk,
    serve,
    show_copy,
)


@pytest.fixture
def walk_in(browser: Browser, filled_desk: OpenDesk) -> Iterator[Callable[..., Walker]]:  # noqa: F811
    """Somebody signs in at the filled desk, in a browser of their own; a fault in a script fails the test."""
    walkers: list[Walker] = []
    with ExitStack() as contexts:

        def come(name: str = "Rosa", **options: Any) -> Walker:
            context = contexts.enter_context(browser.new_context(**options))
            walkers.append(Walker(context.new_page(), filled_desk.url))
            walkers[-1].sign_in(name)
            return walkers[-1]

        yield come
        assert [fault for walker in walkers for fault in walker.faults] == []
