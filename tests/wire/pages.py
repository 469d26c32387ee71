"""Awkward listings, previews and data."""

from __future__ import annotations

import json
from functools import partial

from tests.wire.cases import Case, text
from tests.wire.previews import (
    BEGINNING,
    FORWARDED,
    NO_PREVIEW,
    NOT_SUPPORTED,
    PHOTO,
    REPLY_SAME_CLASS,
    VIDEO,
    post,
    preview,
)

SELECT = {"item": "ul.news > li", "link": "a", "title": "a", "date": "i"}
page = partial(Case, kind="page", options={"select": SELECT})
by_shape = partial(Case, kind="page")
channel = partial(Case, kind="telegram")
data = partial(Case, content_type="application/json")


def row(title: str = "A", date: str = "10.10.2020 14:05", link: str = "/1") -> str:
    return f'<li><i>{date}</i> <a href="{link}">{title}</a></li>'


def listing(*rows: str, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html><head>{head}</head><body><ul class="news">{"".join(rows)}</ul></body></html>'
    )


def dated(name: str, date: str, when: str, **options: str) -> Case:
    body = text(listing(row(date=date)))
    return Case(
        f"a listing's date {name}", "page", body, (f"A @ {when}",), options={"select": SELECT, **options}
    )


PAGES = [
    dated("as a day in words", "10 October, 2020", "day 10"),
    dated("in the genitive", "10 Հոկտեմբերի 2020", "day 10"),
    dated("in capitals", "10 ОКТЯБРЯ 2020", "day 10"),
    dated("of its own form", "10/10/20 2:05 PM", "10:05", date_format="%m/%d/%y %I:%M %p"),
    dated("without a year", "10 October, 14:05", "-"),
    dated("without a year by its form", "10 October, 14:05", "10:05", date_format="%d %B, %H:%M"),
    dated("that is today", "Сегодня, 14:05", "10:05"),
    dated("of two days", "9 October 2020 - 10 October 2020", "-"),
    dated("of tomorrow", "11.10.2020", "-"),
    dated("that is a view counter", "Views: 10102", "-"),
    page(
        name="items without a link",
        body=text(listing("<li><i>10.10.2020</i>Statement</li>")),
        state="broken",
        why="no title",
    ),
    page(name="twice the same item", body=text(listing(row(), row())), found=("A @ 10:05",)),
    page(
        name="two items with one link",
        body=text(listing(row("B"), row("A"))),
        found=("A @ 10:05", "B @ 10:05"),
    ),
    page(
        name="unclosed tags",
        body=text(
            "<ul class=news><li><i>10.10.2020 14:05</i><a href=/1>A</a>"
            "<li><i>10.10.2020 14:04</i><a href=/2>B</a>"
        ),
        found=("B @ 10:04", "A @ 10:05"),
    ),
    page(
        name="an entity bomb in HTML",
        body=b'<!DOCTYPE x [<!ENTITY a "&b;&b;"><!ENTITY b "c">]>' + text(listing(row("A"))),
        found=("A @ 10:05",),
    ),
    page(
        name="windows-1251 in a meta",
        body=text(listing(row("Огонь"), head="<meta charset=windows-1251>"), "windows-1251"),
        content_type="text/html",
        found=("Огонь @ 10:05",),
    ),
    page(
        name="windows-1251 unsaid",
        body=text(listing(row("Огонь")), "windows-1251"),
        content_type="text/html",
        found=("Огонь @ 10:05",),
    ),
    page(
        name="a title coded twice",
        body=text(listing(row("Огонь".encode().decode("latin-1")))),
        found=("Огонь @ 10:05",),
    ),
    page(name="a base element", body=text(listing(row(), head='<base href="/en/">')), found=("A @ 10:05",)),
    page(name="a javascript link", body=text(listing(row(link="javascript:void(0)"))), found=("A @ 10:05",)),
    page(name="an impossible link", body=text(listing(row(link="http://[::1"))), found=("A @ 10:05",)),
    page(
        name="the list is gone",
        body=text("<html><body><h1>We moved</h1></body></html>"),
        state="broken",
        why="finds nothing",
    ),
    page(name="an empty list", body=text(listing()), state="broken", why="finds nothing"),
    page(
        name="an error page in place of a list",
        body=text("<html><h1>Error 500</h1></html>"),
        state="broken",
        why="finds nothing",
    ),
    page(name="JSON in place of a page", body=b'{"error": 1}', state="broken", why="no markup"),
    page(name="a page of spaces", body=b" \n" * 50, state="broken", why="nothing in it"),
    page(
        name="five megabytes of page",
        body=text(listing(row()) + "<p>" + "x " * 2_500_000),
        found=("A @ 10:05",),
    ),
    page(name="two hundred thousand elements", body=b"<b>" * 200_000, state="broken", why="far longer"),
    page(name="a hundred thousand deep", body=text(listing(row()) + "<div>" * 100_000), found=("A @ 10:05",)),
    by_shape(
        name="no selectors and a menu only",
        body=b"<nav><a href=/1>Home page of it</a><a href=/2>All contacts</a></nav>",
        state="broken",
        why="no list of statements",
    ),
    by_shape(
        name="no selectors and a list",
        body=text(listing(*(row(f"Statement on shelling {n}", link=f"/{n}") for n in range(4)))),
        found=tuple(f"Statement on shelling {n} @ 10:05" for n in (3, 2, 1, 0)),
    ),
    page(
        name="items that are pictures",
        body=text(listing('<li><img src="/scan.jpg"></li>')),
        found=("[The text is in an image.] @ -",),
    ),
    page(name="items that are files", body=text(listing(row("A", link="/a.pdf"))), found=("A @ 10:05",)),
]
SAID = "The enemy opened fire."
CHANNELS = [
    channel(
        name="an album",
        body=text(preview(post(5, nested=True, before=PHOTO * 3))),
        found=(f"{SAID} @ 10:05",),
    ),
    channel(name="a reply", body=text(preview(post(5, before=REPLY_SAME_CLASS))), found=(f"{SAID} @ 10:05",)),
    channel(
        name="a forward", body=text(preview(post(5, before=FORWARDED))), found=(f"{SAID} +forwarded @ 10:05",)
    ),
    channel(
        name="an edited post", body=text(preview(post(5, edited=True))), found=(f"{SAID} +edited @ 10:05",)
    ),
    channel(name="a service post", body=text(preview(post(5, "Pinned", kind="service_message"))), found=()),
    channel(
        name="a photo alone",
        body=text(preview(post(5, None, before=PHOTO))),
        found=("[The post holds a photo and no text.] @ 10:05",),
    ),
    channel(
        name="a video alone",
        body=text(preview(post(5, None, before=VIDEO))),
        found=("[The post holds a video and no text.] @ 10:05",),
    ),
    channel(
        name="what the web does not show",
        body=text(preview(post(5, None, before=NOT_SUPPORTED))),
        found=("[The post holds what Telegram shows in its app only and no text.] @ 10:05",),
    ),
    channel(
        name="gaps in the numbers",
        body=text(preview(post(5), post(90))),
        found=(f"{SAID} @ 10:05", f"{SAID} @ 10:05"),
    ),
    channel(name="a post without a time", body=text(preview(post(5, at=""))), found=(f"{SAID} @ -",)),
    channel(name="the beginning of a channel", body=text(BEGINNING), found=()),
    channel(name="no preview", body=text(NO_PREVIEW), state="broken", why="no public preview"),
    channel(name="an empty preview", body=text(preview()), state="broken", why="not the preview"),
    channel(
        name="a post without a number",
        body=text(preview(post(5).replace('/5"', '/x"'))),
        state="broken",
        why="not the preview",
    ),
]
POST = {
    "id": 7,
    "date_gmt": "2020-10-10T10:05:00",
    "link": "/7",
    "title": {"rendered": "A"},
    "content": {"rendered": "B"},
}
ITEMS = {"select": {"item": "data.items"}}
DATA = [
    data(name="posts in UTC", kind="wordpress", body=text(json.dumps([POST])), found=("A @ 10:05",)),
    data(
        name="posts in local time",
        kind="wordpress",
        body=text(json.dumps([POST | {"date_gmt": "0000-00-00T00:00:00", "date": "2020-10-10T14:05:00"}])),
        found=("A @ 10:05",),
    ),
    data(
        name="an interface switched off",
        kind="wordpress",
        body=b'{"code":"rest_disabled","message":"Off."}',
        state="broken",
        why="Off; it may be switched off",
    ),
    data(
        name="a page in place of posts",
        kind="wordpress",
        body=b"<!DOCTYPE html><html></html>",
        state="broken",
        why="HTML page",
    ),
    data(
        name="posts cut off",
        kind="wordpress",
        body=text(json.dumps([POST]))[:-9],
        state="broken",
        why="not JSON",
    ),
    data(
        name="posts after a byte order mark",
        kind="wordpress",
        body=b"\xef\xbb\xbf" + text(json.dumps([POST])),
        found=("A @ 10:05",),
    ),
    data(name="a list nested too deep", kind="json", body=b"[" * 200_000, state="broken", why="nests deeper"),
    data(
        name="a list far too long",
        kind="json",
        body=b"[" + b"{}," * 400_000 + b"{}]",
        state="broken",
        why="far more",
    ),
    data(
        name="a number without end",
        kind="json",
        body=b"[" + b"1" * 100_000 + b"]",
        state="broken",
        why="not JSON",
    ),
    data(
        name="items elsewhere",
        kind="json",
        body=b'{"data": {"rows": []}}',
        options=ITEMS,
        state="broken",
        why="leads to no list",
    ),
    data(name="no items yet", kind="json", body=b'{"data": {"items": []}}', options=ITEMS, found=()),
    data(
        name="a time in seconds",
        kind="json",
        body=b'[{"id":1,"title":"A","date":1602324300}]',
        found=("A @ 10:05",),
    ),
    data(
        name="a time in milliseconds",
        kind="json",
        body=b'[{"id":1,"title":"A","date":1602324300000}]',
        found=("A @ 10:05",),
    ),
    data(
        name="odd values",
        kind="json",
        body=b'[{"id":null,"title":"A","date":[],"url":{}},{"id":NaN,"title":"B","date":1e400}]',
        found=("B @ -", "A @ -"),
    ),
    data(
        name="a JSON feed without dates",
        kind="jsonfeed",
        body=b'{"items":[{"id":2,"title":"B"},{"id":1,"title":"A"}]}',
        found=("A @ -", "B @ -"),
    ),
    data(name="no JSON feed", kind="jsonfeed", body=b'{"entries":[]}', state="broken", why="no `items`"),
    data(
        name="a sitemap touched today",
        kind="sitemap",
        body=b"<urlset><url><loc>https://m.example/1</loc><lastmod>2020-10-10</lastmod></url></urlset>",
        found=("[None] @ -",),
    ),
    data(
        name="a page in place of a sitemap",
        kind="sitemap",
        body=b"<html><body>404</body></html>",
        state="broken",
        why="no sitemap",
    ),
]
CASES = [*PAGES, *CHANNELS, *DATA]
