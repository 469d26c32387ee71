"""What a chart holds, read back from its SVG."""

from __future__ import annotations

from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"


def read_svg(markup: str) -> etree._Element:
    """The drawing as a browser would take it from a page: well-formed, nothing but SVG."""
    return etree.fromstring(str.replace(markup, "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def parts(svg: etree._Element, tag: str, class_: str = "") -> list[etree._Element]:
    return [each for each in svg.iter(f"{SVG}{tag}") if class_ in ("", *each.get("class", "").split())]


def titles(svg: etree._Element) -> list[str]:
    return ["".join(each.itertext()) for each in parts(svg, "title")]


def words(svg: etree._Element) -> list[str]:
    return ["".join(each.itertext()) for each in parts(svg, "text")]
