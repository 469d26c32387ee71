"""The text of a statement's own page: by the source's selector, else the page's main text."""

from __future__ import annotations

import logging
import re
from functools import cache
from typing import Any

from lxml.etree import tostring

from monitor.readers.markup import Element, elements, line_of, select_outermost, shown_text

LEAST_LENGTH = 60
_MOST_ELEMENTS = 8_000
_STUB = re.compile(
    r"(?:enable|activate|turn on|requires?) (?:java ?script|cookies)|javascript (?:is )?(?:disabled|required)"
    r"|page (?:was |could )?not (?:be )?found|404|temporarily unavailable|internal server error|bad gateway"
    r"|страница не найдена|сторінку не знайдено|էջը չի գտնվել"
    r"|səhifə tapılmadı|sayfa bulunamadı|الصفحة غير موجودة",
    re.IGNORECASE,
)
_PICTURED = ("img", "embed", "object", "iframe", "canvas", "video")


def selected_text(root: Element, selector: str) -> str:
    """All that a body selector finds, in the page's order."""
    return "\n".join(filter(None, map(shown_text, select_outermost(root, selector, "body"))))


def main_text(root: Element, title: str) -> str:
    """The page's main text without its title, empty when there is less than a statement needs."""
    text = _extract(root)
    lines = [line.strip() for line in text.split("\n")]
    kept = "\n".join(line for line in lines if line and line.casefold() != title.casefold())
    return kept if len(kept) >= LEAST_LENGTH else ""


def is_stub(root: Element) -> bool:
    """A page that only says that it can't be shown, with 200."""
    said = line_of(root)[:2_000]
    return len(said) < 600 and bool(_STUB.search(said))


def holds_pictures(root: Element) -> bool:
    """Whether the page shows something that may hold words: a scan, a film, a document in a frame."""
    inside = next((one for one in elements(root, "article", "main")), root)
    return next(elements(inside, *_PICTURED), None) is not None or any(
        re.search(r"\.(?:pdf|docx?|jpe?g|png)(?:\?|\Z)", one.get("href") or "", re.IGNORECASE)
        for one in elements(inside, "a")
    )


@cache
def _trafilatura() -> Any:
    import trafilatura  # here: it takes a tenth of a second that only pages without a selector need

    for name in ("trafilatura", "justext", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return trafilatura


def _extract(root: Element) -> str:
    if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        return _densest(root)
    try:
        markup = tostring(root, encoding="unicode", method="html")
        found = _trafilatura().extract(
            markup, output_format="txt", include_comments=False, include_tables=True, deduplicate=False
        )
    except Exception:  # noqa: BLE001 - it names no errors of its own; another way stands beside it
        found = None
    return found or _densest(root)


def _densest(root: Element) -> str:
    """The paragraphs of the element that holds most of them."""
    lengths: dict[Element, int] = {}
    for one in elements(root, "p"):
        parent = one.getparent()
        if parent is not None:
            lengths[parent] = lengths.get(parent, 0) + len(one.text_content())
    if not lengths:
        return ""
    best = max(lengths, key=lambda one: lengths[one])
    return "\n".join(shown_text(one) for one in best if one.tag == "p")
