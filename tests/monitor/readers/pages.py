"""An outlet's listing and its pages, made up, and a short way to read them."""

from datetime import UTC, datetime

from monitor.readers import CaptureText, SourceFacts, reader_for

RECEIVED = datetime(2020, 10, 10, 12, 0, tzinfo=UTC)
AT = "https://mod.example/en/news"
SELECT = {"item": "div.news-list > ul > li", "link": "a", "title": "a", "date": ".date", "body": "div.text p"}
LONG = "The enemy opened fire at our positions near Martuni at 12:05, and the fire was returned. " * 4


def source(select=SELECT, languages=("en", "hy"), **options):
    return SourceFacts("mod", "page", AT, languages, "Asia/Yerevan", {"select": select, **options})


def answer(markup, at=AT, content_type="text/html; charset=utf-8"):
    body = markup if isinstance(markup, bytes) else markup.encode()
    return CaptureText(body, at, RECEIVED, content_type)


def read(markup, of=None, at=AT):
    return reader_for("page").read(answer(markup, at), of or source())


def listing(*items):
    rows = "".join(f"<li>{item}</li>" for item in items)
    return f'<html><body><div class="news-list"><ul>{rows}</ul></div></body></html>'


def row(number=1, title="Statement", date="10 October, 2020", more=""):
    return f'<div class="date">{date}</div><a href="/en/news/{number}">{title}</a>{more}'


def page(body, head=""):
    return f"<html lang='en'><head><title>T</title>{head}</head><body>{body}</body></html>"
