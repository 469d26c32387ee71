"""The public preview of Telegram channels."""

from datetime import UTC, datetime

import pytest

from monitor.readers import CaptureText, SourceFacts, Unreadable, reader_for
from monitor.terms import PublishedPrecision
from tests.wire import previews
from tests.wire.previews import post, preview

RECEIVED = datetime(2020, 10, 10, 12, 0, tzinfo=UTC)
AT = "https://t.me/s/mod_example"


def source(url=AT, accepted=True):
    return SourceFacts("mod", "telegram", url, options={"acknowledge_terms": accepted})


def listing(markup, at=AT):
    return reader_for("telegram").read(CaptureText(markup.encode(), at, RECEIVED, "text/html"), source())


def read(*posts):
    return listing(preview(*posts)).statements


@pytest.mark.parametrize(
    "pasted",
    [
        "@mod_example",
        "t.me/mod_example",
        "https://t.me/mod_example",
        "http://t.me/s/mod_example",
        "https://telegram.me/mod_example/",
        "https://www.t.me/mod_example?q=1",
        "https://t.me/mod_example/123",
        "https://t.me/s/mod_example?before=50",
        "mod-example.t.me".replace("-", "_"),
        "tg://resolve?domain=mod_example",
    ],
)
def test_a_channel_in_any_form_leads_to_its_preview(pasted):
    assert reader_for("telegram").address(source(pasted)) == AT


def test_another_host_is_asked_as_given():
    assert reader_for("telegram").address(source("http://127.0.0.1:8/s/x", False)) == "http://127.0.0.1:8/s/x"


def test_nothing_is_asked_of_telegram_before_its_terms_are_accepted():
    with pytest.raises(Unreadable, match="acknowledge_terms"):
        reader_for("telegram").address(source(accepted=False))


@pytest.mark.parametrize(
    "url", ["https://t.me/+AbCdEf", "https://t.me/joinchat/AbC", "https://t.me/c/12/3", "@x"]
)
def test_what_is_no_public_channel_is_said(url):
    with pytest.raises(Unreadable, match="no public channel"):
        reader_for("telegram").address(source(url))


def test_a_post_becomes_a_statement():
    (found,) = read(post(123))
    assert (found.external_id, found.url) == ("123", "https://t.me/mod_example/123")
    assert (found.title, found.text) == ("", "The enemy opened fire.")
    assert found.published_at == datetime(2020, 10, 10, 10, 5, tzinfo=UTC)
    assert found.precision is PublishedPrecision.SECOND
    assert not found.edited
    assert not found.forwarded


def test_lines_and_signs_of_a_post_are_kept():
    (found,) = read(post(1, '<i class="emoji"><b>⚡️</b></i>At 12:05<br/><br/>the <b>enemy</b> &amp; others'))
    assert found.text == "⚡️At 12:05\nthe enemy & others"


def test_the_text_of_an_album_stands_once():
    (found,) = read(post(5, nested=True, before=previews.PHOTO + previews.PHOTO))
    assert found.text == "The enemy opened fire."


@pytest.mark.parametrize("quote", [previews.REPLY, previews.REPLY_SAME_CLASS])
def test_a_quoted_post_is_not_the_posts_own_text(quote):
    (found,) = read(post(5, before=quote))
    assert found.text == "The enemy opened fire."


def test_a_reply_without_words_of_its_own_is_not_given_the_quoted_ones():
    (found,) = read(post(5, None, before=previews.REPLY_SAME_CLASS, after=previews.PHOTO))
    assert (found.text, found.unread) == ("", "The post holds a photo and no text.")


def test_a_forwarded_post_is_somebody_elses_words():
    (found,) = read(post(5, before=previews.FORWARDED))
    assert (found.forwarded, found.original_of) == (True, "Other MoD")


def test_an_edited_post_keeps_its_time_and_says_so():
    (found,) = read(post(5, edited=True))
    assert found.edited
    assert found.published_at == datetime(2020, 10, 10, 10, 5, tzinfo=UTC)


def test_service_posts_are_no_statements():
    assert [one.external_id for one in read(post(1, "Channel created", kind="service_message"), post(2))] == [
        "2"
    ]


def test_the_length_of_a_video_is_no_date():
    (found,) = read(post(5, before=previews.VIDEO))
    assert found.published_at == datetime(2020, 10, 10, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("media", "what"),
    [(previews.PHOTO, "a photo"), (previews.VIDEO, "a video"), (previews.NOT_SUPPORTED, "its app only")],
)
def test_media_without_words_wait_for_a_person(media, what):
    (found,) = read(post(5, None, before=media))
    assert what in found.unread


def test_a_poll_says_what_it_asks():
    (found,) = read(post(5, None, before=previews.POLL))
    assert found.text == "Was it shelled?\nYes"


def test_posts_come_oldest_first_and_their_number_is_their_id():
    assert [one.external_id for one in read(post(12), post(9), post(10))] == ["9", "10", "12"]


@pytest.mark.parametrize(
    ("page", "older"),
    [
        (preview(post(101), head='<link rel="prev" href="/s/mod_example?before=101">'), "?before=101"),
        (
            preview(
                post(101),
                more='<a href="/s/mod_example?before=99" class="tme_messages_more" data-before="99"></a>',
            ),
            "?before=99",
        ),
        (preview(post(101), post(102)), "?before=101"),
        (preview(post(1)), None),
        (previews.BEGINNING, None),
    ],
)
def test_the_page_before_is_named(page, older):
    assert listing(page).older == (AT + older if older else None)


def test_the_beginning_of_a_channel_is_empty_and_no_fault():
    assert listing(previews.BEGINNING, AT + "?before=2").statements == ()


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (previews.NO_PREVIEW, "no public preview"),
        (preview(), "not the preview"),
        ("<html><body>Hello</body></html>", "not the preview"),
        ("", "empty"),
    ],
)
def test_any_other_page_without_posts_is_no_success(page, why):
    with pytest.raises(Unreadable, match=why):
        listing(page)
