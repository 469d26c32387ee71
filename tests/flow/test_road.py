"""The whole road as a user drives it: `ceasewatch run`, real feeds, mail and webhooks."""

import json
from datetime import UTC, datetime, timedelta

from standardwebhooks import Webhook

from tests.servers import wait_until


def test_an_accusation_is_in_the_log_the_mailbox_and_the_receiver(house, outlet, form):
    north, south = outlet("north-mod", "north"), outlet("south-mod", "south")
    north.publish("old", at=datetime.now(UTC) - timedelta(hours=3))
    house.apply(form(north.source, south.source))
    house.run()
    wait_until(lambda: north.site.requests and south.site.requests, 10, "a source was never polled")

    north.publish("new")
    wait_until(lambda: house.mailbox.mails and house.receiver.accepted, 10, "no alert came")
    (mail,) = house.mailbox.mails
    assert "Northland accuses Southland" in mail.subject
    assert len(house.receiver.accepted) == 1
    in_force = house.claims("--in-force", "true")
    assert [claim["statement"]["title"] for claim in in_force] == ["Statement"]
    assert (in_force[0]["by"], in_force[0]["against"]) == ("north", "south")


def test_the_webhook_is_signed_as_the_standard_says(house, outlet, form):
    north = outlet("north-mod", "north")
    house.apply(form(north.source))
    house.run()
    wait_until(lambda: north.site.requests, 10, "the source was never polled")
    north.publish("new")
    wait_until(lambda: house.receiver.accepted, 10, "no webhook came")
    request = house.receiver.accepted[0]
    body = Webhook(b"a-secret-of-ours").verify(request.body, dict(request.headers))
    assert body["type"] == "claims.accusation"
    assert body["data"]["claims"][0]["by"] == "north"


def test_a_source_of_an_agreement_that_starts_in_two_days_is_never_requested(house, outlet, form):
    today, later = outlet("north-mod", "north"), outlet("later-mod", "north")
    house.apply(form(today.source))
    future = form(later.source, starts_at=datetime.now(UTC) + timedelta(days=2))
    future["agreements"][0]["id"] = "later"
    house.apply({"version": 1, "agreements": future["agreements"]})
    house.run()
    wait_until(lambda: len(today.site.requests) >= 4, 20, "the watched source was not polled")
    assert later.site.requests == []


def test_what_stood_at_the_source_before_the_start_raises_nothing(house, outlet, form):
    north = outlet("north-mod", "north")
    north.publish("before", at=datetime.now(UTC) - timedelta(hours=2))
    house.apply(form(north.source))
    house.run()
    wait_until(lambda: house.claims(), 15, "the baseline was never read")
    assert [claim["in_force"] for claim in house.claims()] == [False]
    assert house.receiver.requests == []
    assert house.mailbox.mails == []


def test_an_edit_shows_as_revision_2_is_counted_once_and_goes_out_as_a_correction(house, outlet, form):
    north = outlet("north-mod", "north")
    house.apply(form(north.source))
    house.run()
    wait_until(lambda: north.site.requests, 10, "the source was never polled")
    north.publish("one", more="One soldier was killed.")
    wait_until(lambda: house.receiver.accepted, 10, "no webhook came")
    (claim,) = house.claims()
    published = datetime.fromisoformat(claim["statement"]["published_at"])

    north.publish("one", more="Two soldiers were killed.", at=published)
    wait_until(lambda: len(house.receiver.accepted) == 2, 10, "no correction came")
    (edited,) = house.claims()
    assert (edited["statement"]["revision"], edited["killed"]) == (2, 2)
    assert edited["lineage"] == claim["lineage"]
    body = json.loads(house.receiver.accepted[1].body)
    assert body["type"] == "claims.correction"
    assert body["data"]["claims"][0]["previous"] == {"killed": 1}


def test_the_desk_alone_fetches_nothing_and_what_came_meanwhile_is_caught_up(house, outlet, form):
    north = outlet("north-mod", "north")
    house.apply(form(north.source))
    desk = house.start("web", "--port", str(house.port))
    house.await_desk("/healthz")
    north.publish("meanwhile")
    token = house.command("token", "create", "--role", "viewer").strip()
    assert house.get("/api/v1/claims", token) == (200, {"items": [], "next": ""})
    assert north.site.requests == []
    house.kill(desk)
    house.run()
    wait_until(lambda: house.mailbox.mails, 15, "what came meanwhile was not caught up")
