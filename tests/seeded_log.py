"""A made-up log of any size in either database: six bundled agreements, the same claims for the same seed."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import select

from monitor.agreements.presets import read_preset
from monitor.db import reading
from monitor.ledger.adoption import adopt_forms
from monitor.ledger.rebuilding import rebuild_lines
from monitor.models import Agreement, Source, Watch
from tests.bulk import writing_bulk, writing_fast
from tests.seeded_claims import COLUMNS, Maker, Outlet, Theatre

NOW = datetime.fromisoformat("2026-11-22T12:00:00+00:00")
# The agreements with the share of all claims that each has and, in days, how long they come in.
PRESETS = {
    "minsk-2-2015": (0.38, 2566),
    "karabakh-2020": (0.22, 900),
    "lebanon-2024": (0.16, 725),
    "gaza-2025": (0.16, 408),
    "thailand-cambodia-2025": (0.06, 330),
    "sudan-jeddah-2023": (0.02, 9),
}


def build_log(engine: Engine, claims: int, seed: int = 6) -> None:
    """Fill a database that has its tables: about so many current claims, and what became of others."""
    adopt_forms(engine, [read_preset(name) for name in PRESETS], now=NOW, by="seeded")
    rng = random.Random(seed)
    theatres = [_find_theatre(engine, rng, name) for name in PRESETS]
    with writing_bulk(engine, {table: names.split() for table, names in COLUMNS.items()}) as bulk:
        for theatre in theatres:
            maker, made = Maker(rng, theatre, bulk), 0
            while made < claims * theatre.share:
                made += maker.make_statement()
    with writing_fast(engine) as session:
        rebuild_lines(session)


def _find_theatre(engine: Engine, rng: random.Random, name: str) -> Theatre:
    with reading(engine) as session:
        agreement = session.get_one(Agreement, name)
        watches = select(Watch, Source).join(Source).where(Watch.agreement_id == name)
        outlets = [
            Outlet(source.id, watch.speaker, _languages(source), rng.paretovariate(1.1))
            for watch, source in session.exec(watches.order_by(Source.id)).all()
        ]
    share, days = PRESETS[name]
    starts = int(agreement.starts_at.timestamp()) - 5 * 86400
    document: dict[str, Any] = agreement.document
    return Theatre(
        agreement=name,
        starts=starts,
        ends=starts + (days + 5) * 86400,
        share=share,
        sides={party["id"]: party["side"] for party in document["parties"]},
        observers=tuple(observer["id"] for observer in document["observers"]),
        places=tuple((place["id"], place["names"]) for place in document["places"]),
        outlets=tuple(outlets),
    )


def _languages(source: Source) -> tuple[str, ...]:
    return tuple(source.document.get("languages") or ("en",))
