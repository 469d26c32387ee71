"""What a delivery has to say, and where its link leads."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from alerts.contents import gather_message
from alerts.message import MOST_ENTRIES
from alerts.models import Delivery
from alerts.subjects import write_subject
from tests.alerts.scenes import NOON, Road, a_statement, claim_facts, source_facts


@pytest.fixture
def road(engine: Engine) -> Road:
    made = Road(engine)
    made.webhook("https://news.example/hook")
    made.rule(when={"kind": ["accusation", "source"]})
    return made


def link_of(road: Road) -> str:
    road.close()
    road.pass_time(400)
    road.close()
    with Session(road.engine) as session:
        return gather_message(session, session.exec(select(Delivery)).one(), "https://desk.example").url


def test_the_link_spans_the_dates_of_the_statements_as_the_log_has_them(road: Road) -> None:
    for date in ("2020-10-10T12:00:00+04:00", "2020-10-10T09:30:00+00:00", "2020-10-10T12:50:00+04:00"):
        facts = claim_facts(statement=a_statement(published_at=date, precision="day"))
        road.post(facts=facts, published_at=NOON + timedelta(hours=9))
    query = parse_qs(urlsplit(link_of(road)).query)
    assert (query["from"], query["to"]) == (["2020-10-10T08:00:00Z"], ["2020-10-10T09:30:01Z"])


def test_what_is_told_of_a_source_has_no_dates_in_its_link(road: Road) -> None:
    road.post("source", facts=source_facts())
    assert link_of(road) == "https://desk.example/sources"


def test_a_digest_counts_everything_in_it_and_lists_the_first(road: Road) -> None:
    road.rule(when={"kind": ["accusation", "source"]}, digest={"every": "hour", "timezone": "Asia/Yerevan"})
    back = claim_facts(by="azerbaijan", against="armenia") | {
        "names": {"by": "Azerbaijan", "against": "Armenia"}
    }
    unnamed = claim_facts(against=None) | {"names": {"by": "Armenia", "against": None}}
    for number in range(MOST_ENTRIES + 5):
        road.post(facts=back if number % 5 else claim_facts())
    road.post(facts=unnamed)
    road.close()
    road.pass_time(3600)
    road.close()
    with Session(road.engine) as session:
        message = gather_message(session, session.exec(select(Delivery)).one(), "https://desk.example")
    assert (len(message.entries), message.more) == (MOST_ENTRIES, 6)
    assert [(tally.by, tally.against, tally.number) for tally in message.tallies] == [
        ("Armenia", None, 1),
        ("Armenia", "Azerbaijan", 11),
        ("Azerbaijan", "Armenia", 44),
    ]
    assert write_subject(message).startswith("Hourly digest, 10 October 2020, 13:")
