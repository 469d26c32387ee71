"""Mails of every sort, kept as snapshots: what a change does to them is seen in the diff.

`python -m tests.alerts.letters` writes `snapshots/` anew. The HTML stands there without its
stylesheet, which has a file of its own, and before the styles are put inline.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from alerts.links import Links
from alerts.mails import Actions, write_page, write_text
from alerts.message import Entry, Followed, Message, Tally
from alerts.subjects import write_subject
from tests.alerts.scenes import WALL, a_statement, claim_facts, source_facts

FOLDER = Path(__file__).parent / "snapshots"
LINKS = Links(b"the key of the snapshots", "https://desk.example", "newsroom")
LOG = "https://desk.example/claims?agreement=karabakh-2020&from=2020-10-10T08%3A00%3A00Z"
CLOSED = datetime(2020, 10, 10, 8, 46, tzinfo=UTC)
ARMENIA, AZERBAIJAN = "Ministry of Defence of Armenia", "Ministry of Defence of Azerbaijan"
BACK = {"by": "azerbaijan", "against": "armenia"}


class Elements(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@dataclass(frozen=True)
class Letter:
    """A message and whoever reads it."""

    message: Message
    reader: str | None = None
    recipients: Sequence[str] = field(default=("desk@example.org",))

    @property
    def actions(self) -> Actions:
        is_test = self.message.rule is None
        acknowledge = "" if is_test else LINKS.acknowledge(self.message.alert_id, WALL)
        return Actions(acknowledge, LINKS.unsubscribe(self.recipients))

    def write_text(self) -> str:
        """Subject and text."""
        text = write_text(self.message, self.reader, self.actions)
        return f"Subject: {write_subject(self.message, self.reader)}\n\n{text}"

    def write_html(self) -> str:
        page = write_page(self.message, self.reader, self.actions)
        return re.sub("<style>.*?</style>", "<style></style>", page, flags=re.DOTALL)


def a_letter(*entries: Entry, reader: str | None = None, **changes: Any) -> Letter:
    values: dict[str, Any] = {
        "type": "claims.accusation",
        "alert_id": "a1",
        "rule": "every-accusation",
        "agreement": "karabakh-2020",
        "entries": entries,
        "more": 0,
        "url": LOG,
        "base_url": "https://desk.example",
        "closed_at": CLOSED,
    }
    return Letter(Message(**(values | changes)), reader)


def told(kind: str = "accusation", *, answers: Mapping[str, Any] | None = None, **changes: Any) -> Entry:
    return Entry(kind, claim_facts(**changes), answers)


def said(publisher: str, lang: str, quote: str, **changes: Any) -> dict[str, Any]:
    """The words of a claim and where they stand."""
    statement = a_statement(publisher=publisher, lang=lang, url="https://mil.example/news/7")
    return {"statement": statement, "evidence": {"quote": quote}} | changes


def said_back(**changes: Any) -> Entry:
    """What Azerbaijan says of Armenia."""
    words = said(AZERBAIJAN, "az", "Düşmən Gəncə şəhərini raket atəşinə tutub.")
    facts = claim_facts(**BACK, types=["missile"], places=["Ganja"], **(words | changes))
    return Entry("accusation", facts | {"names": {"by": "Azerbaijan", "against": "Armenia"}})


def _several() -> Letter:
    armenian = said(ARMENIA, "hy", "Հակառակորդը հրետանային կրակի տակ է պահում Մարտունին եւ հարակից գյուղերը։")
    arabic = said(
        "هيئة المراقبة المشتركة",
        "ar",
        "قصفت القوات مدينة ترتر بالمدفعية الثقيلة صباح 10 أكتوبر، وأصيب شخصان (2) بحسب البيان.",
    )
    hebrew = said("משקיפי ההפוגה", "he", "מטוסים תקפו את העיר Stepanakert במהלך היום, למרות הפסקת האש.")
    names = {
        "places": {"Stepanakert": ["Stepanakert", "Khankendi"]},
        "by": "Armenia",
        "against": "Azerbaijan",
    }
    occurred = {"from": "2020-10-10T06:00:00+04:00", "to": "2020-10-10T12:00:00+04:00", "precision": "part"}
    return a_letter(
        told(types=["shelling"], places=["Martuni"], **armenian),
        told(types=["shelling"], places=["ترتر"], wounded=2, occurred=occurred, **arabic),
        Entry(
            "accusation",
            claim_facts(types=["air_strike"], places=["Stepanakert"], occurred=None, **hebrew)
            | {"names": names},
        ),
        said_back(killed=5, wounded=28, civilians=True),
        told(types=["unspecified"], places=[], against=None),
    )


def _correction() -> Letter:
    return a_letter(
        told(
            "correction",
            previous={"killed": None, "wounded": 1, "places": [], "types": ["unspecified"], "evidence": {}},
            killed=2,
            wounded=4,
            statement=a_statement(revision=2),
        ),
        type="claims.correction",
        follows="a0",
        thread=Followed(CLOSED, "d0"),
    )


def _retraction() -> Letter:
    return a_letter(told("retraction"), type="claims.retraction", follows="a0", thread=Followed(CLOSED, "d0"))


def _denial() -> Letter:
    words = said(AZERBAIJAN, "az", "Ermənistanın hücum barədə iddiaları həqiqəti əks etdirmir.")
    denial = claim_facts(**BACK, stance="denial", occurred=None, **words)
    names = {"by": "Azerbaijan", "against": "Armenia"}
    return a_letter(
        Entry("denial", denial | {"names": names}, answers=claim_facts()),
        type="claims.denial",
        follows="a0",
        thread=Followed(CLOSED, "d0"),
    )


def _mutual() -> Letter:
    return a_letter(
        told(), said_back(), told(types=["shelling"], places=["Hadrut"]), rule="both", when={"mutual": 21600}
    )


def _source() -> Letter:
    blocked = source_facts(state="blocked", reason="https://mil.example/feed answered 403.")
    return a_letter(
        Entry("source", blocked), type="source.state", rule="sources", url="https://desk.example/sources"
    )


def _system() -> Letter:
    sentence = "The oldest alert that was not delivered is older than 5 minutes: newsroom, since 12:46 UTC+4."
    return a_letter(
        Entry("system", {"system": {"sentence": sentence}}),
        type="system",
        rule="service",
        agreement=None,
        url="https://desk.example/",
    )


def _digest() -> Letter:
    tallies = (
        Tally("accusation", "Azerbaijan", "Armenia", 9),
        Tally("accusation", "Armenia", "Azerbaijan", 12),
        Tally("accusation", "Russia", None, 1),
        Tally("denial", "Azerbaijan", "Armenia", 3),
        Tally("correction", "Armenia", "Azerbaijan", 1),
    )
    return a_letter(
        told(),
        said_back(),
        told("correction", previous={"killed": 1}, killed=2),
        more=23,
        type="claims.mixed",
        rule="every-morning",
        digest={"every": "day", "at": "08:00", "on": None, "timezone": "Asia/Yerevan"},
        tallies=tallies,
        closed_at=datetime(2020, 10, 11, 4, 0, tzinfo=UTC),
    )


def _many() -> Letter:
    words = said(ARMENIA, "en", "The enemy shelled the village again.")
    entries = [told(types=["shelling"], places=[f"Village {number}"], **words) for number in range(1, 51)]
    return a_letter(*entries, more=73)


def _hostile() -> Letter:
    bad = "<script>alert(1)</script>\r\nBcc: spy@example.org\r\n\r\n\u202eevil\u202c\u2066 {{ 7 * 7 }}\x00"
    statement = a_statement(publisher=bad, lang='"><img src=x>', url="javascript:alert(1)")
    long = "Unbroken" * 60
    facts = claim_facts(statement=statement, evidence={"quote": bad + long}, places=[bad, long], types=[bad])
    names = {"by": bad, "against": long}
    agreement = {"id": "x", "name": bad, "timezone": "UTC"}
    return a_letter(
        Entry("accusation", facts | {"names": names, "agreement": agreement}),
        told("correction", previous={"places": [bad]}, places=[bad]),
        rule=bad,
    )


LETTERS: dict[str, Letter] = {
    "one_claim": a_letter(
        told(),
    ),
    "several": _several(),
    "correction": _correction(),
    "retraction": _retraction(),
    "denial": _denial(),
    "mutual": _mutual(),
    "source": _source(),
    "system": _system(),
    "digest": _digest(),
    "test": a_letter(type="test", rule=None, agreement=None, url="https://desk.example/rules"),
    "many": _many(),
    "hostile": _hostile(),
    "elsewhere": a_letter(told(killed=2), reader="Europe/Berlin"),
}


def write_snapshots() -> None:
    """All of them, in place of what is there."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    for name, letter in LETTERS.items():
        (FOLDER / f"{name}.txt").write_text(letter.write_text(), encoding="utf-8")
        (FOLDER / f"{name}.html").write_text(letter.write_html(), encoding="utf-8")


if __name__ == "__main__":
    write_snapshots()
