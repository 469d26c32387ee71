"""A desk's database as the demonstration fills it, and beside that whatever else a page can show."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import yaml
from sqlmodel import Session, col, select

from alerts.deliveries import cancel_delivery
from alerts.models import Delivery
from monitor.agreements.form import Form, read_form
from monitor.agreements.silence import read_silence
from monitor.db import writing
from monitor.demo.play import Demo
from monitor.ledger.accounts import add_user
from monitor.ledger.adoption import adopt_forms
from monitor.ledger.passwords import hash_password
from monitor.ledger.reviews import Opinion, record_review
from monitor.ledger.silences import order_silence
from monitor.models import Lineage, Source
from tests.builders import a_capture, a_token
from tests.walking import StandingClock, Walk

PASSWORD = "a word long enough"
PEOPLE = {"Ada": "admin", "Rosa": "reviewer", "Vera": "viewer"}
PAGE = "<!doctype html><html lang=en><title>A page</title><h1>A page of an outlet</h1><p>Its text.</p></html>"
STEP = timedelta(hours=4)
VERDICTS = ("confirmed", "corrected", "rejected", "note")


def token_of(role: str) -> str:
    """The plain text of the token that each role has."""
    return f"token-of-the-{role}"


def fill_database(path: Path) -> None:
    """Play the demonstration by hand, with an outlet and a receiver that fail, and with people's work."""
    demo = Demo()
    demo.clock = StandingClock(demo.scenario.begins_at)  # type: ignore[assignment]
    with demo:
        walk = Walk(demo.settings, demo.clock)  # type: ignore[arg-type]
        forms = [*demo.forms, _write_more(demo.site.url)]
        adopt_forms(walk.rig.engine, forms, now=demo.clock.now(), by="Ada")
        while demo.clock.now() < demo.ends_at + STEP:
            walk.to(demo.clock.now() + STEP)
        with writing(walk.rig.engine) as session:
            _add_people(session, walk)
            _add_work(session, walk)
        walk.end()
        shutil.copyfile(demo.home / "ceasewatch.sqlite3", path)


def _write_more(url: str) -> Form:
    """An agreement that ended and one to come; an outlet that answers 404, a receiver that is not there."""
    sides = [{"id": id, "name": f"{id.title()}land", "side": id} for id in ("north", "south")]
    lost = {
        "id": "lost",
        "publisher": "A lost outlet",
        "kind": "feed",
        "url": f"{url}/lost",
        "party": "north",
    }
    ended = {"starts_at": "2020-10-01T00:00:00Z", "ends_at": "2020-10-11T00:00:00Z", "sources": [lost]}
    to_come = {"starts_at": "2021-01-01T00:00:00Z", "terms": ["No fire across the river."]}
    document = {
        "version": 1,
        "agreements": [
            {"id": "ended", "name": "A truce that ended", "parties": sides} | ended,
            {"id": "to-come", "name": "A truce to come", "parties": sides} | to_come,
        ],
        "channels": [{"id": "gone", "kind": "webhook", "url": "http://127.0.0.1:9/", "secret": "of-no-use"}],
        "rules": [{"id": "to-nobody", "max_age": "168h", "send_to": ["gone"]}],
    }
    return read_form(yaml.safe_dump(document), "more.yaml")


def _add_people(session: Session, walk: Walk) -> None:
    hashed = hash_password(PASSWORD)
    for name, role in PEOPLE.items():
        add_user(session, name, hashed, role, walk.time.now(), "user add")
        a_token(session, token_of(role), role)


def _add_work(session: Session, walk: Walk) -> None:
    """Reviews of every kind, a silence, a delivery that was cancelled."""
    now = walk.time.now()
    newest = select(Lineage.claim_id).where(col(Lineage.claim_id).is_not(None))
    claims = session.exec(newest.order_by(col(Lineage.published_at).desc()).limit(len(VERDICTS))).all()
    for claim, verdict in zip(claims, VERDICTS, strict=True):
        changes = {"killed": 2} if verdict == "corrected" else {}
        record_review(session, Opinion(str(claim), verdict, "Rosa", changes, "Read twice."), now)
    document = read_silence(session, [], "karabakh-2020", "{types: [missile]}")
    order_silence(session, document, reason="Known.", starts_at=now, ends_at=now + STEP, by="Rosa", now=now)
    a_capture(session, session.get_one(Source, "am-mod"), body=PAGE.encode(), media_type="text/html")
    waiting = session.exec(select(Delivery.id).where(Delivery.state == "pending")).first()
    cancel_delivery(session, str(waiting), "Cancelled by Rosa.")
