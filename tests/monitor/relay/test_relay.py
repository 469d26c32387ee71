"""Messages through the real apprise, in its child process, to receivers on loopback."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from alerts.courier import Answer, Brief, Relay, Undelivered
from alerts.services import SERVICES
from monitor.relay.keeper import open_relay
from tests.outside import Page, Receiver, Request, Site

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
LINK = "https://desk.example/claims?agreement=a_b-c&from=2020-10-10T08%3A00%3A00Z"
BRIEF = Brief("Armenia accuses Azerbaijan of shelling", ("Ministry of *Defence* & others",), LINK)
TOKEN = "3ccdd113474722377935511fc85d3dd4"


class Service(Receiver):
    """A receiver that answers with the empty object, as services do that speak JSON."""

    def answer(self, request: Request) -> Page:
        return replace(super().answer(request), body=b"{}")


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    made.start()
    yield made
    made.stop()


def open_to(*networks: Any) -> Relay:
    relay = open_relay(networks)
    assert relay is not None, "apprise is not installed; the extra `test` brings it."
    return relay


def send(service: Service, address: str, timeout: float = 15) -> Answer:
    """Hand the brief to an address in which {} stands for the service's host and port."""
    return open_to(*LOOPBACK)(address.format(f"127.0.0.1:{service.port}"), BRIEF, timeout)


def fail(service: Service, address: str, *networks: Any, timeout: float = 15) -> Undelivered:
    with pytest.raises(Undelivered) as failure:
        open_to(*networks)(address.format(service.port), BRIEF, timeout)
    assert TOKEN not in failure.value.sentence
    return failure.value


def test_a_message_arrives_as_title_and_plain_lines_and_nothing_else_is_asked_for(service: Service) -> None:
    assert send(service, "json://{}/hook") == Answer(200)
    (request,) = service.requests
    body = json.loads(request.body)
    assert (request.path, body["title"]) == ("/hook", BRIEF.title)
    assert body["message"] == f"Ministry of *Defence* & others\n{LINK}"
    assert request.headers["user-agent"] == "Ceasewatch"


@pytest.mark.parametrize(
    "address",
    [
        f"mmost://{{}}/{TOKEN}",
        f"rocket://{TOKEN[:24]}/{TOKEN}@{{}}/#desk",
        f"matrix://{TOKEN}@{{}}/!room",
        "ntfy://{}/desk",
        "gotify://{}/AbCdEfGhIjKlMnO",
        f"nctalk://watch:{TOKEN}@{{}}/room",
        "signal://{}/+15551234567/+15551234568",
    ],
    ids=lambda address: address.partition(":")[0],
)
def test_a_service_of_ones_own_gets_title_and_link_whole(service: Service, address: str) -> None:
    assert send(service, address).status == 200
    body = service.requests[-1].body.decode()
    assert BRIEF.title in body
    assert LINK in body
    assert "github" not in body  # no picture from elsewhere


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_guarded_address_is_refused_at_the_socket(service: Service, host: str) -> None:
    failure = fail(service, f"json://{host}:{{}}/{TOKEN}", ipaddress.ip_network("10.0.0.0/8"))
    assert service.requests == []
    assert failure.permanent
    assert failure.sentence == (
        "The service leads to 127.0.0.1, which is not on the public Internet;"
        " list its network in CEASEWATCH_ALLOW_NETWORKS to allow it."
    )


def test_a_redirect_is_an_answer_and_leads_nowhere(service: Service, make_site: Callable[[], Site]) -> None:
    other = make_site()
    service.status, service.headers = 302, {"Location": other.url}
    assert send(service, "json://{}/?redirect=yes").status == 302
    assert other.requests == []


@pytest.mark.parametrize(
    ("status", "headers", "answer"),
    [
        (404, {}, Answer(404)),
        (410, {}, Answer(410)),
        (429, {"Retry-After": "60"}, Answer(429, "60")),
        (503, {}, Answer(503)),
    ],
)
def test_what_the_service_answers_is_told(
    service: Service, status: int, headers: dict[str, str], answer: Answer
) -> None:
    service.status, service.headers = status, headers
    assert send(service, "json://{}") == answer


def test_a_service_that_hangs_is_given_up_in_time(service: Service) -> None:
    service.hang = True
    failure = fail(service, f"json://127.0.0.1:{{}}/{TOKEN}", *LOOPBACK, timeout=2)
    assert (failure.sentence, failure.permanent) == ("The service did not answer in time.", False)


def test_a_service_that_is_down_gives_no_answer(service: Service) -> None:
    service.stop()
    failure = fail(service, f"json://127.0.0.1:{{}}/{TOKEN}", *LOOPBACK)
    assert (failure.sentence, failure.permanent) == ("The service gave no answer.", False)


@pytest.mark.parametrize(
    "address", ["mailto://a:b@127.0.0.1:{}", "syslog://", "xml://127.0.0.1:{}", "slack://x"]
)
def test_what_is_not_on_the_list_is_not_sent(service: Service, address: str) -> None:
    failure = fail(service, address, *LOOPBACK)
    assert failure.sentence == "apprise does not understand the address of this channel."
    assert service.requests == []


def test_a_proxy_of_the_environment_is_not_used(
    service: Service, make_site: Callable[[], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = make_site()
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, proxy.url)
    assert send(service, "json://{}").status == 200
    assert (len(service.requests), proxy.requests) == (1, [])


def test_nothing_of_the_address_is_printed_or_logged(
    service: Service, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    service.status = 500
    send(service, f"json://{{}}/{TOKEN}")
    fail(service, f"json://127.0.0.1:{{}}/{TOKEN}")
    shown = capfd.readouterr()
    assert (shown.out, shown.err, caplog.text) == ("", "", "")


def test_every_service_of_ours_is_known_to_apprise() -> None:
    from apprise import Apprise

    schemes: set[str] = set()
    for entry in Apprise().details()["schemas"]:
        schemes |= {*(entry["protocols"] or []), *(entry["secure_protocols"] or [])}
    assert SERVICES.keys() - schemes == set()
