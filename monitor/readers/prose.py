"""HTML to the plain text of a statement: one line a block, entities resolved, white space folded."""

from __future__ import annotations

import re
from html import unescape

from lxml import html
from lxml.etree import ParserError

_BLOCKS = frozenset(
    [
        *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure"),
        *("footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre"),
        *("section", "table", "tr", "ul"),
    ]
)
_SILENT = frozenset(("script", "style", "noscript", "template", "iframe", "object", "svg", "head"))
MOST_TAGS = 20_000  # more is no statement; a tree of it would only fill the memory
_TAG = re.compile(r"<[^<>]{0,1000}>")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SPACE = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")


def storable(text: str) -> str:
    """Text that any database takes: no control characters, and no half of a surrogate pair."""
    return _CONTROLS.sub("", text).encode("utf-8", "replace").decode("utf-8")


def plain_text(markup: str) -> str:
    """The text of an HTML fragment; text without markup is only tidied."""
    markup = storable(markup)
    if "<" not in markup and "&" not in markup:
        return tidy_text(markup)
    if markup.count("<") > MOST_TAGS:
        return tidy_text(storable(unescape(_TAG.sub(" ", markup))))
    try:
        root = html.fragment_fromstring(markup, create_parent="div", parser=html.HTMLParser(huge_tree=True))
    except (ParserError, ValueError):
        return ""
    return element_text(root)


def element_text(root: html.HtmlElement) -> str:
    """The text at and below an element, one line a block."""
    return storable(tidy_text("".join(_pieces(root))))


def _pieces(root: html.HtmlElement) -> list[str]:
    """The text in document order, without recursion: publishers nest deeper than Python may call."""
    pieces: list[str] = []
    stack: list[html.HtmlElement | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
            continue
        block = "\n" if node.tag in _BLOCKS else ""
        shown = isinstance(node.tag, str) and node.tag not in _SILENT
        below: list[html.HtmlElement | str] = []
        if shown:
            below = [block + (node.text or "").replace("\n", " ")]
            for child in node:
                below += [child, (child.tail or "").replace("\n", " ")]
            below.append(block)
        stack.extend(reversed(below))
    return pieces


def tidy_text(text: str) -> str:
    """White space folded; one line break between lines."""
    return _LINES.sub("\n", _SPACE.sub(" ", text)).strip()
