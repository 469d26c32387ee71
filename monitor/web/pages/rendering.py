"""Templates: everything is escaped, and what could hide or turn text is shown as a word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse, Response

from monitor import clock
from monitor.db import reading
from monitor.queries.delays import Delays, find_delays
from monitor.web.assets import asset_url
from monitor.web.desk import desk_of
from monitor.web.pages.doors import list_ways
from monitor.web.visitor import visitor_of

BIDI = {
    "\u061c": "ALM",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
}
UNSEEN = re.compile(f"[{''.join(BIDI)}\x00-\x08\x0b-\x1f\x7f-\x9f]")
WEB_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)
RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}


def shown(text: str) -> Markup:
    """Foreign text as HTML: characters that turn or hide text become visible tokens."""
    parts, end = [], 0
    for found in UNSEEN.finditer(text):
        parts += [escape(text[end : found.start()]), _token(found.group())]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def plain(text: str) -> str:
    """The same for titles and attributes, where no element can stand."""
    return UNSEEN.sub(lambda found: f"[{_name(found.group())}]", text)


def _token(char: str) -> Markup:
    title = unicodedata.name(char, "control character").lower()
    return Markup('<span class="unseen" title="{}">{}</span>').format(title, _name(char))


def _name(char: str) -> str:
    return BIDI.get(char, f"U+{ord(char):04X}")


def direction(lang: str) -> str:
    """`ltr`, `rtl`, or `auto` for a language that was not recognised."""
    if lang in ("", "und"):
        return "auto"
    return "rtl" if lang.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def web_address(url: str) -> str:
    """The address if it may be a link, else nothing: a source could name any scheme."""
    return url if WEB_ADDRESS.match(url) else ""


def _make_environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"shown": shown, "plain": plain, "direction": direction, "web": web_address}
    environment.globals["asset_url"] = asset_url
    return environment


TEMPLATES = _make_environment()


def render(
    request: Request, name: str, /, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any
) -> Response:
    """A page; `shell` says which agreement it is about, and is None where nobody is signed in."""
    visitor, shell = visitor_of(request), values.get("shell")
    ways = list_ways(request.url.path, shell.agreement, visitor.role if visitor else "") if shell else []
    late = _find_delays(request) if shell else None
    around = {"path": request.url.path, "shell": None, "visitor": visitor, "ways": ways, "late": late}
    body = TEMPLATES.get_template(name).render(around | values)
    return HTMLResponse(body, status, dict(headers or {}))


def _find_delays(request: Request) -> Delays:
    with reading(desk_of(request).engine) as session:
        return find_delays(session, clock.wall())
