"""The pages of single statements."""

from datetime import UTC, datetime

import pytest

from monitor.readers import Unreadable, reader_for
from monitor.terms import PublishedPrecision
from tests.monitor.readers.pages import LONG, answer, listing, page, read, row, source


def read_page(markup, of=None, listed=None, at="https://mod.example/en/news/1", **kinds):
    listed = listed or read(listing(row())).statements[0]
    return reader_for("page").read_page(answer(markup, at, **kinds), of or source(), listed)


def test_a_page_gives_the_whole_text_by_the_body_selector():
    whole = read_page(page("<div class='text'><p>One.</p><p>Two.</p></div><p>Read also</p>"))
    assert (whole.text, whole.title, whole.follow, whole.unread) == ("One.\nTwo.", "Statement", None, None)


def test_without_a_selector_the_main_text_is_found():
    paragraphs = "".join(f"<p>Report {n}. {LONG}</p>" for n in range(3))
    markup = page(
        "<nav><a href='/'>Home</a></nav><article><h1>Statement</h1>"
        f"{paragraphs}</article><footer>Contacts and imprint</footer>"
    )
    text = read_page(markup, source({"item": "li"})).text
    assert text.count("The enemy opened fire") == 12
    assert "Contacts" not in text
    assert not text.startswith("Statement")


def test_a_page_without_enough_text_leaves_what_was_listed():
    listed = read(listing(row(more="<p>The enemy opened fire again at Martuni.</p>"))).statements[0]
    whole = read_page(page("<p>Menu</p>"), source({"item": "li"}), listed)
    assert whole.text == listed.text


@pytest.mark.parametrize(
    ("body", "why"), [("<article><img src='/scan.jpg'></article>", "image"), ("<p>Nothing</p>", "No text")]
)
def test_a_page_without_words_waits_for_a_person(body, why):
    assert why in read_page(page(body)).unread


@pytest.mark.parametrize("said", ["Please enable JavaScript to view this site", "404", "Page not found"])
def test_a_page_that_only_says_it_can_not_be_shown_is_no_statement(said):
    with pytest.raises(Unreadable, match="shows no statement"):
        read_page(page(f"<h1>{said}</h1>"))


def test_a_file_in_place_of_a_page_waits_for_a_person():
    assert "pdf" in read_page(b"%PDF-1.4 ...", content_type="application/pdf").unread


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta property="article:published_time" content="2020-10-10T14:05:00+04:00">', ""),
        (
            '<script type="application/ld+json">{"a":[{"datePublished":"2020-10-10T10:05:00Z"}]}</script>',
            "",
        ),
        ("", '<span class="date">10 October, 2020 14:05</span>'),
        ("", '<time datetime="2020-10-10T14:05+04:00">today</time>'),
        (
            "",
            '<p class="updated date">10 October 2020 15:00</p><p class="post-date">10.10.2020 14:05</p>',
        ),
    ],
)
@pytest.mark.parametrize("listed", ["10 October, 2020", ""])
def test_the_page_tells_the_time_that_the_listing_lacks(head, body, listed):
    of = read(listing(row(date=listed))).statements[0]
    whole = read_page(page(body + "<div class='text'><p>One.</p></div>", head), listed=of)
    assert whole.published_at == datetime(2020, 10, 10, 10, 5, tzinfo=UTC)


def test_a_page_of_another_day_does_not_move_the_listed_one():
    whole = read_page(page("<time datetime='2020-10-08T10:00Z'></time><div class='text'><p>One.</p></div>"))
    assert whole.precision is PublishedPrecision.DAY
    assert whole.published_at == datetime(2020, 10, 9, 20, 0, tzinfo=UTC)


def test_a_title_that_was_cut_off_is_completed():
    listed = read(listing(row(title="The enemy opened …"))).statements[0]
    whole = read_page(
        page("<h1>The enemy opened fire</h1><div class='text'><p>One.</p></div>"), listed=listed
    )
    assert whole.title == "The enemy opened fire"


def test_a_short_text_that_the_selector_finds_stands_before_a_longer_summary():
    listed = read(listing(row(more=f"<p>{LONG}</p>")), source({"item": "ul > li"})).statements[0]
    assert len(listed.text) > 100
    assert (
        read_page(page("<div class='text'><p>Fire at Talish.</p></div>"), listed=listed).text
        == "Fire at Talish."
    )


@pytest.mark.parametrize("depth", [300, 1_500, 5_000])
def test_markup_nested_deeper_than_python_calls_is_read(depth):
    nested = "<span>" * depth + "10.10.2020" + "</span>" * depth
    markup = listing(f"<a href='/1'>Statement</a>{nested}")
    assert read(markup, source({"item": "ul > li"})).statements[0].title == "Statement"
    assert read_page(page(nested + f"<p>{LONG}</p>"), source({})).title == "Statement"
