"""The desk as an ASGI application."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy import Engine
from starlette.exceptions import HTTPException

from monitor import clock
from monitor.settings import Settings
from monitor.web import assets, feed, health, metrics
from monitor.web.api import agreements as agreements_api
from monitor.web.api import alerts as alerts_api
from monitor.web.api import (
    channel_care,
    channels,
    claims,
    deliveries,
    exports,
    misses,
    previews,
    quality,
    reviews,
    rules,
    statements,
    stats,
    stream,
)
from monitor.web.api import people as people_api
from monitor.web.api import sources as sources_api
from monitor.web.api import system as system_api
from monitor.web.api import tokens as tokens_api
from monitor.web.description import describing
from monitor.web.desk import Desk
from monitor.web.middleware import DeskRules
from monitor.web.pages import (
    acknowledge,
    agreement_edit,
    agreement_live,
    agreement_versions,
    agreements,
    alert,
    alert_list,
    audit,
    bulk,
    capture,
    channel_orders,
    claim,
    entry,
    first,
    log,
    login,
    overview,
    pane,
    password,
    people,
    sessions,
    silences,
    source,
    source_entry,
    sources,
    statement,
    system,
    tokens,
    unsubscribe,
    verdict,
    views,
)
from monitor.web.pages import channels as channels_page
from monitor.web.pages import deliveries as deliveries_page
from monitor.web.pages import exports as exports_page
from monitor.web.pages import quality as quality_page
from monitor.web.pages import rules as rules_page
from monitor.web.pages import statements as statements_page
from monitor.web.problems import answer_bad_parameters, answer_http_error

DESCRIPTION = (
    "Who accuses whom of what, where, when, in which words. A claim is what its speaker says;"
    " nothing here establishes what happened."
)
ROUTERS = (  # in the order in which addresses are looked for
    health.router,
    metrics.router,
    feed.router,
    exports.router,
    people_api.router,
    tokens_api.router,
    system_api.router,
    claims.router,
    stream.router,
    reviews.router,
    statements.router,
    misses.router,
    stats.router,
    agreements_api.router,
    sources_api.router,
    alerts_api.router,
    deliveries.router,
    previews.router,
    rules.router,
    channels.router,
    channel_care.router,
    entry.router,
    first.router,
    login.router,
    log.router,
    bulk.router,
    pane.router,
    views.router,
    claim.router,
    verdict.router,
    capture.router,
    statements_page.router,
    statement.router,
    agreements.router,
    agreement_live.router,
    agreement_edit.router,
    agreement_versions.router,
    sources.router,
    source.router,
    source_entry.router,
    deliveries_page.router,
    alert_list.router,
    rules_page.router,
    channels_page.router,
    channel_orders.router,
    alert.router,
    silences.router,
    people.router,
    password.router,
    tokens.router,
    sessions.router,
    audit.router,
    system.router,
    exports_page.router,
    acknowledge.router,
    unsubscribe.router,
    quality.router,
    quality_page.router,
    overview.router,  # its /agreements/{id} would take the place of /agreements/new
    assets.router,
)


def create_app(
    settings: Settings,
    engine: Engine,
    now: clock.Now,
    queue_probe: Callable[[], bool],
    *,
    open_to_read: bool = False,
) -> FastAPI:
    """The desk over a database that is migrated; `open_to_read` is for a demo and answers loopback only."""
    app = FastAPI(
        title="Ceasewatch",
        version=version("ceasewatch"),
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
    )
    app.state.desk = Desk(settings, engine, now, queue_probe, open_to_read)
    app.add_middleware(DeskRules, base_url=settings.base_url, loopback_only=open_to_read)
    app.add_exception_handler(HTTPException, answer_http_error)
    app.add_exception_handler(RequestValidationError, answer_bad_parameters)
    for router in ROUTERS:
        app.include_router(router)
    app.openapi = describing(app)  # type: ignore[method-assign]
    return app
