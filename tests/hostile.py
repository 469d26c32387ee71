"""Texts that would like to be more than text, and an installation that was fed with them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import col, select

from monitor.agreements.form import read_form
from monitor.db import writing
from monitor.demo.play import LOOPBACK
from monitor.ledger.accounts import add_user
from monitor.ledger.adoption import adopt_forms
from monitor.ledger.passwords import hash_password
from monitor.ledger.reviews import Opinion, record_review
from monitor.models import Lineage, Source
from monitor.settings import Settings
from tests.builders import a_capture
from tests.filled import PASSWORD
from tests.mailbox import Mailbox
from tests.outside import Site
from tests.walking import StandingClock, Walk

OUTSIDE = "outside.example"
REFRESH = f"<meta http-equiv=refresh content='0;//{OUTSIDE}'>"
HOSTILE = {
    "script": f"<script src=//{OUTSIDE}/x.js>alert(1)</script><img src=//{OUTSIDE}/x onerror=alert(1)>",
    "svg": "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'><set attributeName=href to=x></a></svg>",
    "style": f"</style><style>*{{background:url(//{OUTSIDE}/css)}}@import '//{OUTSIDE}/i.css'</style>",
    "attribute": "\" autofocus onfocus=alert(1) x=\"' onmouseover='alert(1)",
    "address": f"javascript:alert(1)//https://{OUTSIDE}/ <a href=javascript:alert(1)>here</a>",
    "direction": "\u202eevil\u202c \u2066\u2067turned \u200f\u061c",
    "formula": f'=HYPERLINK("http://{OUTSIDE}/","x")',
    "header": f"A title\r\nBcc: spy@{OUTSIDE}\r\n\r\nAnother body",
    "unseen": "one\x00two\x1b[31mthree\x7f\ufeff\u2028four",
    "cdata": "]]><script>alert(1)</script><![CDATA[ --><script>alert(1)</script><!-- ?>",
    "template": "{{ 7 * 7 }}{% include 'x' %}${7*7}<%= 7*7 %>#{7*7}%s{0}",
    "closing": "</title></textarea></select></script><script>alert(1)</script>",
    "entity": "&lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62; &amp;amp;",
    "frame": f"<iframe srcdoc='<script>alert(1)</script>'></iframe>{REFRESH}",
    "marks": "Z" + "\u0301" * 2000,
    "megabyte": "Unbroken" * 131_072,
}
SAID = "At 08:05 the enemy opened fire with mortars at our positions near Ganja, {}"
START = datetime(2020, 10, 10, 8, 0, tzinfo=UTC)


def short(name: str) -> str:
    """What fits where names have a greatest length, in one line and without what nobody can see."""
    return "".join(char for char in HOSTILE[name] if char.isprintable())[:60]


def feed_hostile(home: Path, site: Site, mailbox: Mailbox) -> None:
    """Poll an outlet that publishes each of them as title and as text; mail what it alleges; review it."""
    url = _publish(site, 1)
    settings = Settings(
        home=home,
        smtp_url=mailbox.url,
        allow_networks=(LOOPBACK,),
        host_gap=0,
        base_url="http://127.0.0.1:8080",
    )
    walk = Walk(settings, StandingClock(START))
    form = read_form(yaml.safe_dump(_write_form(url), allow_unicode=True), "hostile.yaml")
    adopt_forms(walk.rig.engine, [form], now=START, by=HOSTILE["script"])
    walk.to(START + timedelta(minutes=20))  # of what stands at the first look nobody is told
    _publish(site, len(HOSTILE))
    for hours in (1, 2):
        walk.to(START + timedelta(hours=hours))
    _judge(walk)
    walk.end()


def _publish(site: Site, count: int) -> str:
    """Put the first so many of them into the outlet's feed."""
    items = [
        {
            "id": name,
            "url": f"https://am-mod.example/{name}",
            "title": text,
            "content_text": SAID.format(text),
            "date_published": (START + timedelta(minutes=20 + number)).isoformat(),
        }
        for number, (name, text) in enumerate(HOSTILE.items())
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": HOSTILE["script"], "items": items[:count]}
    return site.page("/feed.json", json.dumps(feed), "application/feed+json")


def _write_form(url: str) -> dict[str, Any]:
    places = [{"id": "ganja", "lat": 40.68, "lon": 46.36, "names": {"en": ["Ganja", short("style")]}}]
    parties = [
        {"id": "north", "name": short("script"), "side": "north"},
        {"id": "south", "name": short("template"), "side": "south"},
    ]
    agreement = {"id": "truce", "name": short("closing"), "starts_at": START.isoformat(), "parties": parties}
    agreement |= {
        "terms": [HOSTILE["svg"], HOSTILE["frame"]],
        "starts_note": short("attribute"),
        "places": places,
    }
    source = {"id": "am-mod", "publisher": short("formula"), "party": "north", "kind": "jsonfeed", "url": url}
    return {
        "version": 1,
        "agreements": [agreement | {"sources": [source | {"note": short("cdata"), "languages": ["en"]}]}],
        "channels": [{"id": "desk", "kind": "email", "to": ["desk@example.org"]}],
        "rules": [{"id": "all", "group_wait": "0s", "group_interval": "0s", "send_to": ["desk"]}],
    }


def _judge(walk: Walk) -> None:
    """A reviewer with such a name, a review of every claim with such a note, a page as received."""
    now = walk.time.now()
    with writing(walk.rig.engine) as session:
        add_user(session, "Ada", hash_password(PASSWORD), "admin", now, "user add")
        add_user(session, short("entity"), hash_password(PASSWORD), "reviewer", now, short("svg"))
        body = "<!doctype html>" + "".join(f'<p title="{text}">{text}</p>' for text in HOSTILE.values())
        a_capture(session, session.get_one(Source, "am-mod"), body=body.encode(), media_type="text/html")
        claims = session.exec(select(Lineage.claim_id).where(col(Lineage.claim_id).is_not(None))).all()
        notes = [text[:1000] for text in HOSTILE.values()]
        for claim, note in zip(claims, notes, strict=False):
            record_review(session, Opinion(str(claim), "rejected", short("script"), {}, note), now)
