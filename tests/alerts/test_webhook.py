"""Settings and secrets of webhooks; kinds of channels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from standardwebhooks import Webhook

from alerts.channels import BadChannel, check_channel, find_kinds
from tests.alerts.scenes import SECRET, WALL, Road, a_courier
from tests.outside import Receiver

HOOK = "https://example.org/hook"


@pytest.fixture
def road(sqlite_engine: Engine) -> Road:
    made = Road(sqlite_engine)
    made.time = WALL.now(WALL.tzinfo)  # the library compares the signature's time with today
    made.rule(group_wait=0)
    return made


def deliver_with(road: Road, receiver: Receiver, secret: Any) -> str:
    """What came of an alert signed with this secret: "signed", or the sentence in the log."""
    road.webhook(receiver.url, secret=secret)
    road.post()
    road.close()
    road.deliver()
    if not receiver.requests:
        return road.log()[0].attempts[0].detail
    request = receiver.requests[-1]
    Webhook(SECRET).verify(request.body, dict(request.headers))
    return "signed"


def test_the_kinds_are_the_files_of_the_folder() -> None:
    assert list(find_kinds()) == ["apprise", "email", "webhook"]
    with pytest.raises(BadChannel, match="kind: 'pigeon' is not known; use one of apprise, email, webhook"):
        check_channel("pigeon", {})


def test_a_secret_may_come_from_the_environment(road: Road, receiver: Receiver) -> None:
    road.courier = a_courier(environ={"NEWSROOM_SECRET": SECRET})
    assert deliver_with(road, receiver, {"env": "NEWSROOM_SECRET"}) == "signed"


def test_a_secret_may_come_from_a_file(road: Road, receiver: Receiver, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET + "\n")
    assert deliver_with(road, receiver, {"file": str(tmp_path / "secret")}) == "signed"


def test_a_secret_may_be_stored(road: Road, receiver: Receiver) -> None:
    assert deliver_with(road, receiver, SECRET) == "signed"


def test_a_missing_secret_is_said_and_nothing_goes_out_unsigned(road: Road, receiver: Receiver) -> None:
    assert deliver_with(road, receiver, {"env": "NOSUCH"}) == "The secret env NOSUCH is not set."
    assert receiver.requests == []


def test_a_secret_file_that_is_not_there_is_said(road: Road, receiver: Receiver, tmp_path: Path) -> None:
    path = tmp_path / "nosuch"
    assert deliver_with(road, receiver, {"file": str(path)}) == f"The secret file {path} can't be read."


@pytest.mark.parametrize("secret", ["plain", SECRET, {"env": "N"}, {"file": "/run/s"}, {"stored": "hook"}])
def test_a_good_webhook_is_kept_as_written(secret: Any) -> None:
    document = {"url": HOOK, "secret": secret}
    assert check_channel("webhook", document) == document


def test_a_webhook_without_a_secret_is_allowed() -> None:
    assert check_channel("webhook", {"url": HOOK}) == {"url": HOOK}


@pytest.mark.parametrize("url", [None, "", "example.org", "ftp://example.org", "https://", "https://a:b/", 7])
def test_an_address_that_is_none_is_refused_by_name(url: object) -> None:
    with pytest.raises(BadChannel, match=r"^url: "):
        check_channel("webhook", {"url": url})


@pytest.mark.parametrize(
    "secret", ["", " ", 7, {}, {"vault": "x"}, {"env": ""}, {"env": "A", "file": "B"}, "whsec_*"]
)
def test_a_secret_that_is_none_is_refused_by_name(secret: object) -> None:
    with pytest.raises(BadChannel, match=r"^secret: "):
        check_channel("webhook", {"url": HOOK, "secret": secret})
