"""Every page of the desk, found by the routes of the app, so that a new one can't be forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from alerts.columns import new_id
from alerts.link_keys import take_link_key
from alerts.links import Links
from alerts.models import Alert, Channel, Delivery, Rule
from monitor.clock import wall
from monitor.db import writing
from monitor.ledger.people import make_password_key
from monitor.models import (
    Agreement,
    AgreementVersion,
    Capture,
    JournalEntry,
    Lineage,
    Source,
    Statement,
    User,
)
from monitor.settings import Settings
from monitor.web.app import create_app
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.person import Person

IDS: dict[str, Any] = {
    "claims": select(Lineage.claim_id).where(col(Lineage.claim_id).is_not(None)),
    "captures": select(Capture.id).where(Capture.media_type == "text/html"),
    "statements": select(Statement.id),
    "agreements": select(Agreement.id).order_by(col(Agreement.id).desc()),
    "sources": select(Source.id),
    "channels": select(Channel.id),
    "rules": select(Rule.id),
    "alerts": select(Alert.id),
    "deliveries": select(Delivery.id),
    "exports": select(JournalEntry.number).where(JournalEntry.kind == "export"),
    "versions": select(AgreementVersion.version),
}
ASSETS = "/static/"
NOTHING = "a claim that is not there"
# No first administrator is wanted any more.
EXPECTED = {NOTHING: 404, "/first": 404}
SIGNED_OUT = ("/login",)
# A page that looks different with something in its address, beside the page as it opens.
MORE = {
    "/claims": ["in_force=true&type=shelling", "q=nothing-of-the-kind", "by=armenia&by=russia&sort=occurred"],
    "/deliveries": ["state=cancelled"],
    "/agreements/new": ["from=nothing", "from=karabakh-2020"],
    "/exports/file": ["format=csv"],
}


def describe_app() -> FastAPI:
    """The app for its routes only; it answers nothing."""
    nothing: Any = None
    return create_app(Settings(), nothing, nothing, nothing)


def page_routes(app: FastAPI) -> list[str]:
    """The addresses that people may open: whatever is no part of the API."""
    found = {
        route.path
        for route in _routes(app.routes)
        if "GET" in route.methods and not route.include_in_schema and not route.path.startswith(ASSETS)
    }
    return sorted(found)


def _routes(routes: Iterable[Any]) -> Iterator[APIRoute]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from _routes(route.original_router.routes)


def fill_in(route: str, session: Session) -> str:
    """The address of a route about something that is there; raises LookupError for a new noun."""
    while "{" in route:
        before, _, rest = route.partition("{")
        name, _, after = rest.partition("}")
        noun = before.rstrip("/").rpartition("/")[2]
        if noun not in IDS:
            raise LookupError(f"Say in {__name__}.IDS where {route} finds its {name}.")
        route = f"{before}{session.exec(IDS[noun]).first()}{after}"
    return route


def list_pages(desk: OpenDesk) -> dict[str, str]:
    """What Ada sees as a page (of the way in, a stranger): each by its name, with its address."""
    ada, pages = Person(desk), {}
    ada.sign_in("Ada")
    for name, address in list_addresses(desk.engine, desk.url).items():
        person = Person(desk) if name in SIGNED_OUT else ada
        answer = person.open(address, headers={"Accept": "text/html"}, follow_redirects=True)
        assert answer.status_code == EXPECTED.get(name, 200), f"{name}: {answer.text[:500]}"
        whole = answer.text.startswith("<!doctype html>")  # a part of a page is looked at in its page
        if whole and answer.headers["content-type"].startswith("text/html"):
            pages[name] = address
    return pages


def list_addresses(engine: Engine, base_url: str) -> dict[str, str]:
    """Every address by what it is: the routes with ids that exist, one-time links with a key that is good."""
    with writing(engine) as session:
        addresses = {route: fill_in(route, session) for route in page_routes(describe_app())}
        links = Links(take_link_key(session, wall()), base_url, "desk")
        alert = str(session.exec(select(Delivery.alert_id).where(Delivery.channel_id == "desk")).first())
        other = str(session.exec(select(User.id).where(User.name != "Ada")).first())
        addresses["/acknowledge"] = links.acknowledge(alert, wall()).removeprefix(base_url)
        addresses["/unsubscribe"] = links.unsubscribe(["desk@example.org"]).removeprefix(base_url)
        addresses["/password"] += "?" + urlencode({"key": make_password_key(session, other, wall(), "Ada")})
    for route, queries in MORE.items():
        addresses |= {f"{route}?{query}": f"{route}?{query}" for query in queries}
    del addresses["/exports/file"]  # it has to be told a format
    return addresses | {NOTHING: f"/claims/{new_id()}"}
