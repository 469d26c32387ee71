"""The stand-in sites, the webhook receiver and the mailbox behave as the outside world does."""

from __future__ import annotations

import gzip
import smtplib
import threading
from datetime import UTC, datetime
from email.message import EmailMessage

import feedparser
import httpx
import pytest

from tests.mailbox import Mailbox
from tests.outside import Receiver, Site, rss
from tests.servers import wait_until


def test_a_site_serves_a_page_and_keeps_the_request(site: Site) -> None:
    address = site.page("/news", "<p>Nothing new</p>")
    answer = httpx.get(address, headers={"User-Agent": "reader"})
    assert (answer.status_code, answer.text) == (200, "<p>Nothing new</p>")
    assert [request.headers["user-agent"] for request in site.requests_to("/news")] == ["reader"]


def test_an_unknown_path_is_a_404(site: Site) -> None:
    assert httpx.get(f"{site.url}/nowhere").status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": '"1"'}, 304),
        ({"If-None-Match": '"0"'}, 200),
        ({"If-Modified-Since": "Sat, 10 Oct 2020 08:00:00 GMT"}, 304),
        ({"If-None-Match": '"0"', "If-Modified-Since": "Sat, 10 Oct 2020 08:00:00 GMT"}, 200),
    ],
)
def test_a_page_that_the_client_has_is_a_304(site: Site, headers: dict[str, str], status: int) -> None:
    address = site.page("/news", "text", etag='"1"', last_modified="Sat, 10 Oct 2020 08:00:00 GMT")
    answer = httpx.get(address, headers=headers)
    assert (answer.status_code, answer.content) == (status, b"text" if status == 200 else b"")


def test_a_redirect_leads_on(site: Site) -> None:
    site.redirect("/old", site.page("/new", "here"), 301)
    assert httpx.get(f"{site.url}/old", follow_redirects=True).text == "here"


def test_a_compressed_page_is_sent_as_gzip(site: Site) -> None:
    site.page("/news", "text " * 100, compressed=True)
    with httpx.stream("GET", f"{site.url}/news") as answer:
        assert gzip.decompress(b"".join(answer.iter_raw())) == b"text " * 100


def test_a_dripping_page_comes_whole_but_in_pieces(site: Site) -> None:
    address = site.page("/slow", "x" * 40, drip=0.01)
    with httpx.stream("GET", address) as answer:
        assert [len(piece) for piece in answer.iter_raw(16)] == [16, 16, 8]


def test_an_endless_page_ends_when_the_client_has_enough(site: Site) -> None:
    address = site.page("/endless", "x" * 1000, endless=True)
    with httpx.stream("GET", address) as answer:
        assert len(next(answer.iter_bytes(100_000))) == 100_000


def test_a_stopped_site_refuses_and_comes_back_on_the_same_port(site: Site) -> None:
    address = site.page("/news", "text")
    with httpx.Client() as client:
        assert client.get(address).status_code == 200
        site.stop()
        with pytest.raises(httpx.TransportError):
            client.get(address)
        site.start()
        assert client.get(address).status_code == 200


def test_a_feed_reads_back_as_it_was_built() -> None:
    at = datetime(2020, 10, 10, 8, 5, tzinfo=UTC)
    built = rss(
        [{"id": "1", "title": "A & B <c>", "text": "<p>x</p>", "url": "http://a/1", "published_at": at}]
    )
    entry = feedparser.parse(built).entries[0]
    assert (entry.id, entry.title, entry.summary) == ("1", "A & B <c>", "<p>x</p>")
    assert entry.published_parsed[:5] == (2020, 10, 10, 8, 5)


def test_a_receiver_keeps_the_bytes_and_counts_what_it_accepted(receiver: Receiver) -> None:
    receiver.statuses = [503]
    codes = [
        httpx.post(receiver.url, content=b"{}", headers={"webhook-id": name}).status_code
        for name in ("first", "first", "second")
    ]
    assert codes == [503, 200, 200]
    assert receiver.accepted_ids == ["first", "second"]
    assert [request.body for request in receiver.requests] == [b"{}"] * 3


def test_a_hanging_receiver_answers_nothing_and_accepts_nothing(receiver: Receiver) -> None:
    receiver.hang = True
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(receiver.url, content=b"{}", timeout=0.2)
    assert (len(receiver.requests), receiver.accepted_ids) == (1, [])


def test_stopping_a_receiver_cuts_a_request_that_hangs(receiver: Receiver) -> None:
    receiver.hang = True
    errors: list[Exception] = []

    def post() -> None:
        try:
            httpx.post(receiver.url, content=b"{}", timeout=30)
        except httpx.TransportError as error:
            errors.append(error)

    poster = threading.Thread(target=post)
    poster.start()
    wait_until(lambda: receiver.requests, 5, "The request did not arrive")
    receiver.stop()
    poster.join(5)
    assert len(errors) == 1


def _write_mail(*recipients: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = (
        "A accuses B",
        "desk@example.org",
        ", ".join(recipients),
    )
    message.set_content("A accuses B of shelling at Ağdam.")
    message.add_alternative("<p>A accuses B</p>", subtype="html")
    return message


def _send(mailbox: Mailbox, *recipients: str) -> dict[str, tuple[int, bytes]]:
    with smtplib.SMTP("127.0.0.1", mailbox.port) as client:
        return client.send_message(_write_mail(*recipients))


def test_a_mailbox_keeps_the_parsed_message(mailbox: Mailbox) -> None:
    _send(mailbox, "a@example.org")
    mail = mailbox.mails[0]
    assert (mail.sender, mail.recipients, mail.subject) == (
        "desk@example.org",
        ("a@example.org",),
        "A accuses B",
    )
    assert mail.part("plain") == "A accuses B of shelling at Ağdam.\n"
    assert mail.part("html") == "<p>A accuses B</p>\n"


@pytest.mark.parametrize("code", [451, 550])
def test_a_mailbox_refuses_a_message_until_told_to_accept(mailbox: Mailbox, code: int) -> None:
    mailbox.refuse(code)
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        _send(mailbox, "a@example.org")
    assert (refusal.value.smtp_code, mailbox.mails) == (code, [])
    mailbox.accept()
    _send(mailbox, "a@example.org")
    assert len(mailbox.mails) == 1


def test_a_mailbox_refuses_one_recipient_of_two(mailbox: Mailbox) -> None:
    mailbox.refuse(550, "b@example.org")
    refused = _send(mailbox, "a@example.org", "b@example.org")
    assert (list(refused), mailbox.mails[0].recipients) == (["b@example.org"], ("a@example.org",))


def test_a_mailbox_keeps_what_a_client_logged_in_with(mailbox: Mailbox) -> None:
    with smtplib.SMTP("127.0.0.1", mailbox.port) as client:
        client.login("desk", "word")
    assert mailbox.logins == [("desk", "word")]


def test_a_stopped_mailbox_refuses_and_comes_back_on_the_same_port(mailbox: Mailbox) -> None:
    mailbox.stop()
    with pytest.raises(ConnectionError):
        _send(mailbox, "a@example.org")
    mailbox.start()
    _send(mailbox, "a@example.org")
    assert len(mailbox.mails) == 1
