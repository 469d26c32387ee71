"""The courier: guarded posts whose failures give no key away."""

import ipaddress

import pytest

from alerts.courier import Undelivered
from monitor.courier import open_courier
from monitor.http import open_client
from monitor.settings import Settings

LOOPBACK = ipaddress.ip_network("127.0.0.0/8")


def fail(settings: Settings, url: str) -> Undelivered:
    courier = open_courier(settings, open_client(settings))
    with pytest.raises(Undelivered) as failure:
        courier.post(url, {}, b"{}", 5)
    return failure.value


@pytest.mark.parametrize("networks", [(), (LOOPBACK,)])
def test_a_webhook_that_fails_is_named_by_its_host_alone(networks, receiver):
    receiver.stop()
    hook = receiver.url.partition("//")[2]
    host = hook.partition("/")[0]
    address = f"http://user:hunter2@{host}/T00/secret-path?token=s3cret"
    sentence = fail(Settings(allow_networks=networks), address).sentence
    assert sentence.startswith(f"http://{host}: ")
    assert not any(key in sentence for key in ("secret", "s3cret", "T00", "hunter2"))


@pytest.mark.parametrize("address", ["http://[1::2/?token=s3cret", "ftp://example.org/s3cret"])
def test_what_is_no_address_gives_no_key_away_either(address):
    failure = fail(Settings(), address)
    assert failure.permanent
    assert "s3cret" not in failure.sentence
