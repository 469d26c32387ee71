"""The feed reader: RSS, Atom and RDF, as officials really write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.readers import CaptureText, SourceFacts, Unreadable, known_kinds, reader_for
from monitor.terms import PublishedPrecision

RECEIVED = datetime(2020, 10, 10, 10, 0, tzinfo=UTC)
SOURCE = SourceFacts("am-mod", "feed", "https://mod.example/feed", timezone="Asia/Yerevan")


def read(body: bytes | str, content_type: str | None = "application/rss+xml", source: SourceFacts = SOURCE):
    data = body.encode() if isinstance(body, str) else body
    answer = CaptureText(data, "https://mod.example/feed", RECEIVED, content_type)
    return list(reader_for("feed").read(answer, source).statements)


def rss(*items: str, encoding: str = "utf-8") -> str:
    head = f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>MoD</title>'
    return head + "".join(f"<item>{item}</item>" for item in items) + "</channel></rss>"


DATED = "<guid>1</guid><title>Statement</title><pubDate>Sat, 10 Oct 2020 12:19:00 +0400</pubDate>"


def test_an_rss_item_becomes_a_statement():
    (found,) = read(rss(DATED + "<link>/news/1</link><description>The enemy &amp;amp; fire</description>"))
    assert (found.external_id, found.url) == ("1", "https://mod.example/news/1")
    assert (found.title, found.text) == ("Statement", "The enemy & fire")
    assert found.published_at == datetime(2020, 10, 10, 8, 19, tzinfo=UTC)


def test_an_atom_entry_becomes_a_statement():
    (found,) = read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:a,2020:1</id><title>T</title>'
        '<link href="https://a.example/1"/><published>2020-10-10T12:19:00+04:00</published>'
        '<content type="html">&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;</content></entry></feed>'
    )
    assert (found.external_id, found.text) == ("tag:a,2020:1", "One\nTwo")
    assert found.published_at == datetime(2020, 10, 10, 8, 19, tzinfo=UTC)


def test_an_rdf_item_becomes_a_statement():
    (found,) = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="https://a.example/1"><title>T</title>'
        "<link>https://a.example/1</link><description>D</description>"
        "<dc:date>2020-10-10T12:19+04:00</dc:date></item></rdf:RDF>"
    )
    assert found.published_at == datetime(2020, 10, 10, 8, 19, tzinfo=UTC)
    assert found.precision is PublishedPrecision.MINUTE


def test_the_longest_text_of_an_item_is_its_text():
    item = (
        DATED
        + '<description>Short</description><c:encoded xmlns:c="http://purl.org/rss/1.0/modules/content/">'
    )
    (found,) = read(rss(item + "&lt;p&gt;The whole statement.&lt;/p&gt;</c:encoded>"))
    assert found.text == "The whole statement."


def test_a_time_without_a_zone_is_read_in_the_sources_zone():
    (found,) = read(rss("<guid>1</guid><title>T</title><pubDate>Sat, 10 Oct 2020 12:19:00</pubDate>"))
    assert found.published_at == datetime(2020, 10, 10, 8, 19, tzinfo=UTC)


def test_a_mere_day_keeps_its_precision():
    (found,) = read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>T</title>'
        "<published>2020-10-10</published></entry></feed>"
    )
    assert found.precision is PublishedPrecision.DAY
    assert found.published_at == datetime(2020, 10, 9, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize("date", ["", "soon", "Sat, 10 Oct 2099 12:00:00 +0400", "99/99/9999"])
def test_a_missing_future_or_unreadable_date_is_not_invented(date):
    (found,) = read(rss(f"<guid>1</guid><title>T</title><pubDate>{date}</pubDate>"))
    assert (found.published_at, found.precision) == (None, PublishedPrecision.FIRST_SEEN)


def test_one_guid_on_every_item_says_nothing_and_the_link_stands_in():
    found = read(
        rss("<guid>x</guid><title>A</title><link>/a</link>", "<guid>x</guid><title>B</title><link>/b</link>")
    )
    assert sorted(one.external_id for one in found) == ["/a", "/b"]


def test_an_item_without_guid_or_link_still_has_an_identity():
    found = read(rss("<title>A</title>", "<title>B</title>"))
    assert len({one.external_id for one in found}) == 2


def test_one_bad_byte_does_not_turn_a_utf8_feed_into_latin_1():
    body = rss(DATED + "<description>Հակառակորդը կրակ է բացել մեր դիրքերի ուղղությամբ</description>" * 5)
    (found,) = read(body.encode().replace("կրակ".encode(), b"\xff" + "կրակ".encode(), 1))
    assert "Հակառակորդը" in found.text


def test_a_feed_in_windows_1251_is_read():
    body = rss(DATED + "<description>Противник открыл огонь</description>", encoding="windows-1251")
    (found,) = read(body.encode("windows-1251"), "text/xml")
    assert found.text == "Противник открыл огонь"


def test_utf8_that_is_labelled_as_something_else_is_utf8():
    body = rss(DATED + "<description>Düşmən atəş açıb</description>", encoding="windows-1251")
    (found,) = read(body.encode(), "text/xml")
    assert found.text == "Düşmən atəş açıb"


@pytest.mark.parametrize(
    ("body", "what"),
    [("<!DOCTYPE html><html><p>News</p></html>", "HTML page"), ("", "empty"), ("nothing", "no feed")],
)
def test_what_is_no_feed_is_told_apart(body, what):
    with pytest.raises(Unreadable, match=what):
        read(body, "text/html")


def test_a_truncated_feed_gives_what_is_whole():
    body = rss(DATED + "<description>First</description>", "<guid>2</guid><title>Second</title>")
    assert [one.title for one in read(body[: body.index("Second") + 3])] == ["Statement"]


def test_one_repeated_guid_leaves_the_other_items_their_own():
    item = "<guid>{0}</guid><title>{1}</title><link>/{1}</link>"
    found = read(rss(item.format("b", "B"), item.format("b", "B"), item.format("a", "A")))
    assert {one.external_id for one in found} == {"a", "b"}


def test_items_without_guid_that_share_a_link_are_told_apart():
    found = read(rss("<title>A</title><link>/news</link>", "<title>B</title><link>/news</link>"))
    assert len({one.external_id for one in found}) == 2


@pytest.mark.parametrize(
    "date", ["0001-01-01T00:00:00+04:00", "0001-01-01T00:00:00Z", "0001-01-01", "9999-12-31"]
)
def test_the_empty_date_of_a_publishing_system_is_no_date(date):
    (found,) = read(rss(f"<guid>1</guid><title>T</title><pubDate>{date}</pubDate>"))
    assert found.published_at is None


def test_a_prologue_of_spaces_is_read_in_no_time():
    with pytest.raises(Unreadable):
        read(b"<?xml" + b" " * 1_000_000)


def test_an_entity_bomb_is_not_expanded():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    try:
        found = read(bomb + rss(DATED + "<description>&b;&b;&b;</description>").partition("?>")[2])
    except Unreadable:
        return
    assert all(len(one.text) < 100 for one in found)


def test_statements_come_oldest_first():
    newer = DATED.replace("<guid>1", "<guid>2").replace("12:19", "13:00")
    assert [one.external_id for one in read(rss(newer, DATED))] == ["1", "2"]


def test_scripts_and_styles_are_no_text():
    (found,) = read(
        rss(DATED + "<description>&lt;style&gt;p{}&lt;/style&gt;&lt;p&gt;Fire&lt;/p&gt;</description>")
    )
    assert found.text == "Fire"


def test_an_unknown_kind_is_refused_by_name():
    with pytest.raises(Unreadable, match="'carrier-pigeon'"):
        reader_for("carrier-pigeon")


def test_every_reader_of_the_package_is_registered():
    assert "feed" in known_kinds()


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(rss).map(lambda text: text.encode())))
def test_any_bytes_give_statements_or_the_one_plain_error(body):
    try:
        found = read(body)
    except Unreadable:
        return
    assert all(one.external_id for one in found)
    assert all(one.published_at is None or one.published_at.tzinfo is not None for one in found)


def test_angle_brackets_in_a_plain_title_are_the_publishers_own():
    (found,) = read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id>'
        '<title type="text">Losses &lt; 3 &amp; rising</title></entry></feed>'
    )
    assert found.title == "Losses < 3 & rising"


def test_what_no_database_takes_is_taken_out():
    (found,) = read(
        rss("<guid>1&#0;</guid><title>AB&#0;</title><description>&amp;#0;C&amp;#xD800;</description>")
    )
    for text in (found.external_id, found.title, found.text, found.url):
        assert "\x00" not in text
        assert text.encode("utf-8")


def test_summaries_are_followed_when_the_source_says_where_the_text_stands():
    of = SourceFacts("am-mod", "feed", "https://mod.example/feed", options={"select": {"body": "div.text"}})
    (found,) = read(rss(DATED + "<link>/news/1</link><description>In short</description>"), source=of)
    assert found.follow == "https://mod.example/news/1"
    page = CaptureText(
        b"<html><div class='text'>The whole text.</div></html>", found.follow, RECEIVED, "text/html"
    )
    assert reader_for("feed").read_page(page, of, found).text == "The whole text."


def test_without_such_a_selector_nothing_is_followed():
    (found,) = read(rss(DATED + "<link>/news/1</link><description>In short</description>"))
    assert found.follow is None


def test_text_that_was_coded_twice_is_mended():
    (found,) = read(
        rss(DATED + "<description>" + "Düşmən atəş açıb".encode().decode("cp1252") + "</description>")
    )
    assert found.text == "Düşmən atəş açıb"


def test_a_page_in_place_of_a_feed_is_said_with_the_feed_that_it_names():
    page = (
        "<!DOCTYPE html><html><head><link rel='alternate' type='application/rss+xml' href='/comments/feed'>"
        '<link rel="alternate" type="application/rss+xml" title="News" href="/rss.xml"></head></html>'
    )
    with pytest.raises(Unreadable, match=r"it names the feed https://mod\.example/rss\.xml"):
        read(page)


@pytest.mark.parametrize(
    ("date", "language"),
    [("10 հոկտեմբերի 2020, 14:05", "hy"), ("10.10.2020 14:05", "ru"), ("10/10/2020 14:05", "fr")],
)
def test_a_date_in_the_sources_own_words_is_read(date, language):
    received = datetime(2020, 10, 10, 12, 0, tzinfo=UTC)
    of = SourceFacts("am-mod", "feed", "https://mod.example/feed", (language,), "Asia/Yerevan")
    body = rss(f"<guid>1</guid><title>T</title><pubDate>{date}</pubDate>").encode()
    answer = CaptureText(body, "https://mod.example/feed", received, "text/xml")
    (found,) = reader_for("feed").read(answer, of).statements
    assert found.published_at == datetime(2020, 10, 10, 10, 5, tzinfo=UTC)


def test_what_is_doubtful_of_a_feed_is_said():
    body = rss("<guid>1</guid><title>T & U</title><pubDate>Sat, 10 Oct 2020 18:00:00 +0400</pubDate>")
    answer = CaptureText(body.encode(), "https://mod.example/feed", RECEIVED, "text/xml")
    doubts = " ".join(reader_for("feed").read(answer, SOURCE).doubts)
    assert "not well-formed" in doubts
    assert "4.0 h in the future" in doubts


def test_the_archive_that_a_feed_names_is_its_older_page():
    following = '<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="next" href="/feed?page=2"/><title>MoD'
    body = rss(DATED).replace("<title>MoD", following)
    answer = CaptureText(body.encode(), "https://mod.example/feed", RECEIVED, "text/xml")
    assert reader_for("feed").read(answer, SOURCE).older == "https://mod.example/feed?page=2"


def test_a_feed_of_far_too_many_items_is_read_up_to_the_thousandth():
    assert len(read(rss(*(f"<title>T {n}</title>" for n in range(60_000))))) == 1_000
