"""A page as it was received, made harmless: its words, nothing that runs, loads or leads away."""

from __future__ import annotations

import re

from lxml import html

from monitor.queries.captures import Proof
from monitor.readers.coding import decode
from monitor.readers.markup import MOST_BYTES, MOST_TAGS, parse_markup

PAGES = ("text/html", "application/xhtml+xml")
# Nothing of it runs or loads anything, should what was taken out here ever come back another way.
CAGE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'self'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-DNS-Prefetch-Control": "off",
}
_TAKEN_OUT = (
    *("script", "link", "base", "meta", "template", "iframe", "frame", "object", "embed", "applet"),
    *("portal", "audio", "video", "source", "track", "svg", "math", "canvas", "dialog"),
)
# What a style could load something by; a backslash could hide each of them.
_LOADING = re.compile(r"\\|@import|(?:url|src|image|image-set|cross-fade)\s*\(", re.IGNORECASE)
_LEFT = {"class", "id", "lang", "dir", "style", "title", "alt", "colspan", "rowspan", "datetime", "start"}


def is_page(proof: Proof) -> bool:
    """Whether a browser would draw it as a page, of a size that can be made harmless."""
    if proof.body is None or len(proof.body) > MOST_BYTES or proof.body.count(b"<") > MOST_TAGS:
        return False
    return (proof.capture.media_type or "").partition(";")[0].strip().lower() in PAGES


def read_text(proof: Proof) -> str:
    """The bytes as text, whatever they are; nothing where there are none."""
    sent = {name.lower(): value for name, value in proof.capture.headers}.get("content-type")
    languages = tuple(proof.source.document.get("languages") or ())
    return decode(proof.body or b"", sent or proof.capture.media_type, languages)


def clean_page(text: str) -> str:
    """The page without scripts, addresses and whatever a browser would fetch, connect to or follow."""
    root = parse_markup(text, "The capture")
    for element in list(root.iter(*_TAKEN_OUT)):
        if element.getparent() is not None:
            element.drop_tree()
    for element in root.iter():
        for name in set(element.attrib) - _LEFT:
            del element.attrib[name]
        if "style" in element.attrib:
            element.set("style", _LOADING.sub(" ", element.get("style", "")))
    for style in root.iter("style"):
        style.text = _LOADING.sub(" ", style.text or "")
    return f"<!doctype html>\n{html.tostring(root, encoding='unicode', method='html')}"
