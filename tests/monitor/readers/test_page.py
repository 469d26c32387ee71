"""HTML listings by selectors."""

from datetime import UTC, datetime

import pytest

from monitor.readers import CaptureText, Unreadable, reader_for
from monitor.terms import PublishedPrecision
from tests.monitor.readers.pages import AT, LONG, RECEIVED, listing, page, read, row, source


def test_an_item_becomes_a_statement_whose_page_is_followed():
    (found,) = read(listing(row())).statements
    assert (found.title, found.url) == ("Statement", "https://mod.example/en/news/1")
    assert found.external_id == found.follow == found.url
    assert found.precision is PublishedPrecision.DAY
    assert found.published_at == datetime(2020, 10, 9, 20, 0, tzinfo=UTC)


def test_the_newest_stands_last():
    found = read(listing(row(3, "C"), row(2, "B"), row(1, "A", "09 October, 2020"))).statements
    assert [one.title for one in found] == ["A", "B", "C"]


def test_a_sources_own_date_format_is_used():
    of = source(date_format="%d %B %Y, %H:%M", languages=("hy",))
    (found,) = read(listing(row(date="10 հոկտեմբերի 2020, 14:05")), of).statements
    assert found.published_at == datetime(2020, 10, 10, 10, 5, tzinfo=UTC)


def test_a_whole_text_in_the_listing_needs_no_page():
    (found,) = read(listing(row(more=f'<div class="text"><p>{LONG}</p></div>'))).statements
    assert found.follow is None
    assert found.text == LONG.strip()


@pytest.mark.parametrize("text", ["The enemy opened fire.", LONG + "…", LONG + "[...]"])
def test_a_cut_or_short_text_in_the_listing_is_followed(text):
    (found,) = read(listing(row(more=f'<div class="text"><p>{text}</p></div>'))).statements
    assert found.follow is not None


def test_tracking_is_no_part_of_an_id_but_the_query_may_be():
    (found,) = read(listing('<a href="?dtl/38/Statement&utm_source=x&fbclid=1#top">Statement</a>')).statements
    assert found.external_id == "https://mod.example/en/news?dtl/38/Statement"


def test_items_that_share_a_link_are_told_apart():
    found = read(listing(row(1, "A"), row(1, "B"))).statements
    assert len({one.external_id for one in found}) == 2


def test_a_picture_and_a_headline_of_one_page_are_one_item():
    (found,) = read(listing('<a href="/1"><img src="x.jpg"></a>', '<a href="/1">Statement</a>')).statements
    assert found.title == "Statement"


def test_an_item_that_is_a_picture_waits_for_a_person():
    of = source({"item": "li"})
    (found,) = read("<ul><li><img src='/scan.jpg'></li></ul>", of).statements
    assert found.unread == "The text is in an image."


@pytest.mark.parametrize("file", ["/up/1.pdf", "/up/scan.JPG?x=1"])
def test_an_item_that_leads_to_a_file_waits_for_a_person(file):
    (found,) = read(listing(f'<a href="{file}">Communique</a>')).statements
    assert found.unread.startswith("The text is in a file")
    assert found.follow is None


@pytest.mark.parametrize(
    ("markup", "what"),
    [
        ("", "empty"),
        ("{}", "no markup"),
        (page("<p>Maintenance</p>"), "finds nothing"),
        (listing("<br>"), "no title and no text"),
        ("<a>" * 200_000, "far longer"),
    ],
)
def test_an_answer_without_the_list_is_no_success(markup, what):
    with pytest.raises(Unreadable, match=what):
        read(markup)


@pytest.mark.parametrize("selector", ["li:::", "li[", "//li", "li:has(", "::text"])
def test_what_is_no_selector_is_said_with_its_key(selector):
    with pytest.raises(Unreadable, match=r"select\.item"):
        read(listing(row()), source({"item": selector}))


@pytest.mark.parametrize(
    ("coding", "declared", "sent"),
    [
        ("windows-1251", '<meta charset="windows-1251">', "text/html"),
        ("windows-1251", "", "text/html; charset=windows-1251"),
        ("windows-1251", "", "text/html"),
        ("utf-8", '<meta charset="windows-1251">', "text/html; charset=iso-8859-1"),
        ("utf-16", "", "text/html"),
        ("utf-8-sig", "", None),
    ],
)
def test_the_coding_is_found(coding, declared, sent):
    body = f"<html><head>{declared}</head>{listing(row(title='Противник открыл огонь'))}</html>".encode(
        coding
    )
    found = (
        reader_for("page").read(CaptureText(body, AT, RECEIVED, sent), source(languages=("ru",))).statements
    )
    assert found[0].title == "Противник открыл огонь"


def test_text_that_was_coded_twice_is_mended():
    twice = "Հակառակորդը կրակ է բացել".encode().decode("latin-1")
    assert read(listing(row(title=twice))).statements[0].title == "Հակառակորդը կրակ է բացել"


def test_an_item_without_a_date_has_none():
    (found,) = read(listing('<a href="/1">Statement</a>')).statements
    assert (found.published_at, found.precision) == (None, PublishedPrecision.FIRST_SEEN)


def test_a_date_in_the_future_is_not_taken_and_said():
    answered = read(listing(row(date="10 October 2020, 20:00")))
    assert answered.statements[0].published_at is None
    assert "up to 4.0 h in the future" in answered.doubts[-1]


@pytest.mark.parametrize(
    ("links", "older"),
    [
        ('<a rel="next" href="?page=2">2</a>', "?page=2"),
        ('<a href="/en/news?page=2">2</a><a href="/en/news?page=3">3</a>', "?page=2"),
        ('<a href="?page=9">»</a>', "?page=9"),
        ('<a href="https://other.example/?page=2">next</a>', None),
        ("", None),
    ],
)
def test_the_next_older_page_is_found(links, older):
    markup = listing(row()).replace("</body>", f"<p>{links}</p></body>")
    assert read(markup).older == (AT + older if older else None)


@pytest.mark.parametrize(
    "words",
    [
        f"<p>On <b>27 September 2020</b> the enemy began its attack. {LONG}</p>",
        "<span>The attack of 27 September 2020 went on</span>",
        "<h3><a href='/1'>Statement on the events of 27 September 2020</a></h3>",
        "<em>What happened yesterday near Martuni</em>",
        "<p>Since yesterday the enemy shells us</p>",
    ],
)
def test_a_day_that_the_words_speak_of_is_not_when_they_were_published(words):
    of = source({"item": "ul > li"})
    (found,) = read(listing(f"<a href='/1'>Statement on it</a> {words}"), of).statements
    assert found.published_at is None


@pytest.mark.parametrize(
    "date", ["Yerevan, 10 October 2020", "Published on 10.10.2020", "Saturday 10 October, 2020"]
)
def test_a_dateline_is_when_they_were_published(date):
    of = source({"item": "ul > li"})
    (found,) = read(listing(f"<a href='/1'>Statement on it</a> <span>{date}</span>"), of).statements
    assert found.precision is PublishedPrecision.DAY


def test_titles_with_dates_are_titles():
    rows = "".join(
        f"<h3><a href='/{n}'>Statement of the ministry, {n} September 2020</a></h3>" for n in range(1, 6)
    )
    found = read(f"<html><body><div>{rows}</div></body></html>", source({})).statements
    assert [one.title[-16:] for one in found] == [f"{n} September 2020" for n in range(5, 0, -1)]
    assert {one.published_at for one in found} == {None}


def test_the_date_and_title_of_an_item_are_not_its_text():
    (found,) = read(
        listing("<i>10 October, 2020 14:05</i> <a href='/1'>Statement on the shelling</a>")
    ).statements
    assert found.text == ""
    (found,) = read(
        listing("<a href='/1'>Statement</a> - The enemy opened fire at Martuni again.")
    ).statements
    assert found.text == "The enemy opened fire at Martuni again."
