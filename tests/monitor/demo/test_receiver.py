"""The local receiver takes what is signed with its secret, once, and refuses everything else."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from urllib.parse import urlsplit

import httpx
import pytest
from standardwebhooks import Webhook

from alerts.signing import read_keys, sign_content
from monitor.demo.receiver import Receiver

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
WALL = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
BODY = json.dumps({"type": "claims.accusation", "timestamp": "t", "data": {"more": 0}}).encode()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver(SECRET, lambda: WALL)
    yield receiver
    receiver.stop()


def post(receiver: Receiver, id: str = "d1", body: bytes = BODY, **changes: str) -> int:
    headers = sign_content(read_keys(SECRET), id, WALL, body)
    headers |= {name.replace("_", "-"): value for name, value in changes.items()}
    return httpx.post(receiver.url, content=body, headers=headers).status_code


def test_a_signed_webhook_is_kept(receiver: Receiver) -> None:
    assert post(receiver) == 204
    (hook,) = receiver.hooks
    assert (hook.id, hook.type, hook.data) == ("d1", "claims.accusation", {"more": 0})


def test_the_signature_of_the_public_library_is_understood(receiver: Receiver) -> None:
    signature = Webhook(SECRET).sign("d1", WALL, BODY.decode())
    assert post(receiver, webhook_signature=signature) == 204


def test_a_repeat_is_answered_and_dropped(receiver: Receiver) -> None:
    assert [post(receiver), post(receiver), post(receiver, id="d2")] == [204, 204, 204]
    assert [hook.id for hook in receiver.hooks] == ["d1", "d2"]
    assert receiver.repeats == 1


def test_one_right_signature_among_several_is_enough(receiver: Receiver) -> None:
    right = sign_content(read_keys(SECRET), "d1", WALL, BODY)["webhook-signature"]
    assert post(receiver, webhook_signature=f"v1,AAAA v1a,xyz {right}") == 204


@pytest.mark.parametrize(
    "changes",
    [
        {"webhook_signature": "v1,AAAA"},
        {"webhook_signature": ""},
        {"webhook_id": "d2"},
        {"webhook_id": ""},
        {"webhook_timestamp": str(int(WALL.timestamp()) + 1)},
        {"webhook_timestamp": "soon"},
        {"webhook_timestamp": "1" * 40},
    ],
)
def test_what_is_not_signed_as_it_came_is_refused(receiver: Receiver, changes: dict[str, str]) -> None:
    assert post(receiver, **changes) == 401
    assert (receiver.hooks, receiver.refusals) == ([], 1)


def test_another_secret_is_refused(receiver: Receiver) -> None:
    wrong = sign_content([b"another"], "d1", WALL, BODY)
    assert httpx.post(receiver.url, content=BODY, headers=wrong).status_code == 401
    assert httpx.post(receiver.url, content=BODY).status_code == 401


def test_a_changed_body_is_refused(receiver: Receiver) -> None:
    headers = sign_content(read_keys(SECRET), "d1", WALL, BODY)
    assert httpx.post(receiver.url, content=BODY + b" ", headers=headers).status_code == 401


def test_an_old_signature_is_refused(receiver: Receiver) -> None:
    old = sign_content(read_keys(SECRET), "d1", WALL - timedelta(minutes=6), BODY)
    assert httpx.post(receiver.url, content=BODY, headers=old).status_code == 401


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"type": "test"}', b'{"type": "test", "data": 3}'])
def test_a_signed_body_that_is_no_webhook_is_refused(receiver: Receiver, body: bytes) -> None:
    assert post(receiver, body=body) == 400
    assert receiver.hooks == []


def test_other_paths_and_methods_are_not_found(receiver: Receiver) -> None:
    assert httpx.get(receiver.url).status_code == 404
    assert httpx.post(receiver.url + "/more", content=BODY).status_code == 404


@pytest.mark.parametrize("length", ["90000000", "-1", "many"])
def test_a_body_without_a_sensible_length_is_not_read(receiver: Receiver, length: str) -> None:
    address = urlsplit(receiver.url)
    connection = HTTPConnection(address.netloc, timeout=5)
    connection.putrequest("POST", address.path)
    connection.putheader("Content-Length", length)
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()
