"""An alert as the plain text and the HTML of a mail."""

from __future__ import annotations

from functools import cache
from typing import Any

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from alerts.message import Message
from alerts.passages import write_passage
from alerts.subjects import write_subject
from alerts.wording import isolate


def write_text(message: Message) -> str:
    """The plain text of a mail."""
    return _open_templates().get_template("alert.txt").render(_fill(message)).strip() + "\n"


def write_html(message: Message) -> str:
    """The HTML of a mail: styles inline, nothing loaded from elsewhere, dark where the reader is."""
    html = _open_templates().get_template("alert.html").render(_fill(message))
    inliner = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)
    return str(inliner.inline(html))


def _fill(message: Message) -> dict[str, Any]:
    passages = [write_passage(entry, message.base_url) for entry in message.entries]
    agreements = [entry.facts["agreement"]["name"] for entry in message.entries if "agreement" in entry.facts]
    return {
        "message": message,
        "subject": write_subject(message),
        "passages": passages,
        "agreements": list(dict.fromkeys(map(isolate, agreements))),
    }


@cache
def _open_templates() -> Environment:
    return Environment(
        loader=PackageLoader("alerts"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
