"""Stylesheets, scripts and the mark."""

from __future__ import annotations

import re

from monitor.web.assets import ASSETS, FOLDER, IMPORT, asset_url
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


def test_no_stylesheet_asks_anybody_else_for_anything() -> None:
    for css in (asset.body.decode() for name, asset in ASSETS.items() if name.endswith(".css")):
        assert "url(" not in css
        assert "@import" not in css
    assert asset_url("mark.svg").startswith("/static/mark.svg?v=")


def test_a_script_is_short_makes_no_code_and_names_the_versions_of_those_that_it_imports() -> None:
    for path in FOLDER.glob("*.js"):
        written = path.read_text(encoding="utf-8")
        assert len(written.splitlines()) <= 200, path.name
        assert not re.search(r"\beval\b|new Function|https?:", written), path.name
        for imported in IMPORT.findall(path.read_bytes()):
            name = imported.decode()
            assert f"./{name}?v={ASSETS[name].version}" in ASSETS[path.name].body.decode()
