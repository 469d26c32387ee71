"""An alert as the plain text and the HTML of a mail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from alerts.message import Message
from alerts.passages import find_room, write_passage
from alerts.reasons import write_reason
from alerts.sentences import notice_sentence
from alerts.subjects import write_subject
from alerts.tallies import list_tallies
from alerts.wording import isolate

FEW = 3
MOST_LISTED = 10
SHORT_QUOTE = 280
LEADS_TO = {"source.state": "All sources", "system": "Ceasewatch", "test": "Ceasewatch"}


@dataclass(frozen=True, slots=True)
class Actions:
    """The signed links of one mail; nothing but a mail has them."""

    acknowledge: str = ""
    unsubscribe: str = ""


def write_text(message: Message, reader: str | None = None, actions: Actions | None = None) -> str:
    """The plain text of a mail; `reader`: the zone of its times, if not the agreement's."""
    filled = _fill(message, reader, actions or Actions())
    text = _open_templates().get_template("alert.txt").render(filled).strip()
    return re.sub("\n{3,}", "\n\n", text) + "\n"


def write_html(message: Message, reader: str | None = None, actions: Actions | None = None) -> str:
    """The HTML of a mail: styles inline, nothing loaded from elsewhere, dark where the reader is."""
    inliner = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)
    return str(inliner.inline(write_page(message, reader, actions)))


def write_page(message: Message, reader: str | None = None, actions: Actions | None = None) -> str:
    """The same before its styles are put where mail programs look for them."""
    filled = _fill(message, reader, actions or Actions())
    return _open_templates().get_template("alert.html").render(filled)


def _fill(message: Message, reader: str | None, actions: Actions) -> dict[str, Any]:
    room = SHORT_QUOTE if message.follows is not None else find_room(len(message.entries))
    return {
        "message": message,
        "actions": actions,
        "subject": write_subject(message, reader),
        "reason": write_reason(message, reader),
        "tallies": list_tallies(message.tallies),
        "listed": _list_sentences(message, reader),
        "passages": [write_passage(entry, message.base_url, reader, room) for entry in message.entries],
        "agreements": _name_agreements(message),
        "rule": isolate(message.rule or ""),
        "leads_to": LEADS_TO.get(message.type, "All of it in the log"),
        "reader": reader,
    }


def _list_sentences(message: Message, reader: str | None) -> list[str]:
    """The overview at the top; none where there are few, or where a digest's counts stand there."""
    if len(message.entries) <= FEW or message.tallies:
        return []
    return [notice_sentence(entry.kind, entry.facts, reader) for entry in message.entries[:MOST_LISTED]]


def _name_agreements(message: Message) -> list[str]:
    names = [entry.facts["agreement"]["name"] for entry in message.entries if "agreement" in entry.facts]
    return list(dict.fromkeys(map(isolate, names)))


def let_break(sentence: str) -> Markup:
    """All names of a place are one long word to a browser: it may break after each stroke."""
    return Markup("/<wbr>").join(sentence.split("/"))


@cache
def _open_templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("alerts"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["let_break"] = let_break
    return environment
