"""Elements of an SVG: everything escaped, numbers short, no style but classes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from markupsafe import Markup, escape

from monitor.web.pages.rendering import plain

Value = str | float


def element(name: str, *children: str, **attributes: Value) -> Markup:
    """`class_` and `aria_label` become the attributes `class` and `aria-label`.

    Text that turns or hides itself is shown as a word, as everywhere.
    """
    written = "".join(f' {_name(key)}="{write_value(value)}"' for key, value in attributes.items())
    if not children:
        return Markup(f"<{name}{written}/>")  # noqa: S704 - every value was escaped
    inner = "".join(child if isinstance(child, Markup) else _escape(child) for child in children)
    return Markup(f"<{name}{written}>{inner}</{name}>")  # noqa: S704 - as above


def join(pieces: Iterable[Markup]) -> Markup:
    return Markup("".join(pieces))  # noqa: S704 - of markup


@cache
def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _escape(text: str) -> str:
    return str(escape(plain(text)))


def percent(part: float) -> str:
    """Where a part of the whole width lies, so that a chart is as wide as its page and its text is not."""
    return f"{100 * part:.2f}".rstrip("0").rstrip(".") + "%"


def write_value(value: Value) -> str:
    """Coordinates to a tenth."""
    return _escape(value) if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def side_class(kind: str, mark: str) -> str:
    """The class that fills (`f`) or outlines (`d`) with the hue of a side: `f1` for the mark `s1`."""
    return kind + (mark[1:] if mark.startswith("s") else "o")


def hatching(id: str) -> Markup:
    """The pattern of hours that nobody could read."""
    line = element("line", class_="hatch", x1=0, x2=0, y1=0, y2=6)
    attributes = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    return element("defs", element("pattern", line, id=id, width=6, height=6, **attributes))
