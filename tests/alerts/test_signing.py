"""Standard Webhooks, checked by that standard's own library."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from alerts.signing import read_keys, sign_content
from tests.alerts.scenes import SECRET

BODY = '{"type":"test","quote":"կրակ"}'.encode()
OTHER = "whsec_" + base64.b64encode(b"another secret, long enough").decode()


def signed(secret: str) -> dict[str, str]:
    return sign_content(read_keys(secret), "d1", datetime.now(UTC), BODY)


def test_the_standards_library_accepts_our_signature() -> None:
    assert Webhook(SECRET).verify(BODY, signed(SECRET))["type"] == "test"


def test_it_refuses_a_changed_body_and_another_secret() -> None:
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY + b" ", signed(SECRET))
    with pytest.raises(WebhookVerificationError):
        Webhook(OTHER).verify(BODY, signed(SECRET))


def test_during_a_rotation_both_secrets_are_accepted() -> None:
    headers = signed(f"{SECRET}\n{OTHER}")
    assert len(headers["webhook-signature"].split()) == 2
    for secret in (SECRET, OTHER):
        assert Webhook(secret).verify(BODY, headers)


def test_any_other_string_is_used_as_its_own_bytes() -> None:
    assert read_keys("not-base64!") == [b"not-base64!"]
    plain = base64.b64encode(b"not-base64!").decode()
    assert Webhook(plain).verify(BODY, signed("not-base64!"))


def test_base64_without_the_prefix_is_accepted_by_receivers_that_decode_it() -> None:
    bare = SECRET.removeprefix("whsec_")
    assert Webhook(bare).verify(BODY, signed(bare))
    assert read_keys(bare)[0] == bare.encode()


@pytest.mark.parametrize("secret", ["whsec_", "whsec_***", "whsec_abc"])
def test_a_marked_secret_that_is_not_base64_is_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="not base64"):
        read_keys(secret)


def test_without_a_secret_there_is_no_signature() -> None:
    assert set(sign_content([], "d1", datetime.now(UTC), BODY)) == {"webhook-id", "webhook-timestamp"}
