"""An HTML answer as a tree within bounds, and the questions that are asked of its elements."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from cssselect import SelectorError
from lxml import html
from lxml.cssselect import CSSSelector
from lxml.etree import LxmlError

from monitor.readers.coding import decode
from monitor.readers.contract import CaptureText, SourceFacts, Unreadable
from monitor.readers.prose import element_text, storable

MOST_BYTES = 8_000_000
MOST_TAGS = 150_000
Element = html.HtmlElement


def parse_page(answer: CaptureText, source: SourceFacts) -> Element:
    """The tree of an HTML answer; raises Unreadable for what is none, or holds more than a page does."""
    if len(answer.body) > MOST_BYTES or answer.body.count(b"<") > MOST_TAGS:
        raise Unreadable(f"{answer.final_url} is far longer than a page of press releases; it was not read.")
    text = decode(answer.body, answer.content_type, source.languages).lstrip("\ufeff")
    start = text.lstrip()[:1]
    if not start:
        raise Unreadable(f"{answer.final_url} can't be read: the answer is empty.")
    if start != "<" and "<" not in text[:20_000]:
        raise Unreadable(f"{answer.final_url} is not an HTML page: no markup was recognised in it.")
    return parse_markup(text, answer.final_url)


def parse_markup(text: str, at: str) -> Element:
    """The tree of decoded markup; a declared coding no longer matters."""
    parser = html.HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(storable(text).encode("utf-8"), parser=parser)
    except (LxmlError, ValueError, AssertionError, TypeError) as error:
        raise Unreadable(f"{at} can't be read as an HTML page: {type(error).__name__}.") from None
    return root


@cache
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def select(element: Element, selector: str, key: str) -> list[Element]:
    """What a CSS selector finds at or below an element; raises Unreadable naming the key when it is none."""
    try:
        return [one for one in _compiled(selector)(element) if isinstance(one.tag, str)]
    except (SelectorError, LxmlError, ValueError, TypeError, RecursionError):
        raise Unreadable(f"select.{key}: {selector!r} is no CSS selector that can be used here.") from None


def select_outermost(element: Element, selector: str, key: str) -> list[Element]:
    """The matches that stand in no other match, in document order."""
    found = select(element, selector, key)
    chosen = set(found)
    return [one for one in found if not any(above in chosen for above in one.iterancestors())]


def shown_text(element: Element) -> str:
    """The element's text as prose: one line a block."""
    return element_text(element)


def line_of(element: Element) -> str:
    """The element's text on one line."""
    return " ".join(element_text(element).split())


def attribute(element: Element, *names: str) -> str:
    """The first of these attributes that holds something."""
    return next((value for name in names if (value := (element.get(name) or "").strip())), "")


def classes(element: Element) -> tuple[str, ...]:
    """The element's classes."""
    return tuple((element.get("class") or "").split())


def elements(root: Element, *tags: str) -> Iterator[Element]:
    """The element and those below it, in document order; only elements, no comments."""
    return (one for one in root.iter(*tags) if isinstance(one.tag, str))


def page_language(root: Element) -> str | None:
    """The language that the page declares, as BCP 47."""
    declared = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    return declared.replace("_", "-")[:35] or None
