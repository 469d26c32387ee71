"""The stylesheet and the mark."""

from __future__ import annotations

import re

from monitor.web.assets import ASSETS, asset_url
from tests.monitor.web.conftest import OpenDesk


def test_the_stylesheet_of_a_page_may_be_kept_for_a_year(desk: OpenDesk) -> None:
    found = re.search(r'<link rel="stylesheet" href="([^"]+)"', desk.page("/claims"))
    assert found is not None
    answer = desk.stranger(found.group(1))
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_another_version_is_asked_for_again(desk: OpenDesk) -> None:
    assert desk.stranger("/static/ceasewatch.css?v=old").headers["Cache-Control"] == "no-cache"


def test_nothing_else_is_served_from_the_disk(desk: OpenDesk) -> None:
    for name in ("nothing.css", "..%2fapp.py", "%2e%2e%2fassets.py"):
        assert desk.stranger(f"/static/{name}").status_code == 404


def test_the_stylesheet_asks_nobody_else_for_anything() -> None:
    css = ASSETS["ceasewatch.css"].body.decode()
    assert "url(" not in css
    assert "@import" not in css
    assert asset_url("mark.svg").startswith("/static/mark.svg?v=")
