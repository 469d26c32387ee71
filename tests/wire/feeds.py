"""Awkward feeds: dates, identities, codings, damages and hostile bodies."""

from __future__ import annotations

from functools import partial

from tests.wire.cases import Case, text

HEAD = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>MoD</title>'
END = "</channel></rss>"
AT = "Sat, 10 Oct 2020 10:05:00 GMT"
WORDS = "Հակառակորդը կրակ է բացել մեր դիրքերի ուղղությամբ"
feed = partial(Case, kind="feed", content_type="application/rss+xml")


def item(title: str = "A", guid: str | None = "1", date: str | None = AT, more: str = "") -> str:
    named = f'<guid isPermaLink="false">{guid}</guid>' if guid else ""
    dated = f"<pubDate>{date}</pubDate>" if date is not None else ""
    return f"<item>{named}<title>{title}</title>{dated}{more}</item>"


def rss(*items: str, head: str = HEAD) -> str:
    return head + "".join(items) + END


def dated(name: str, date: str, when: str) -> Case:
    return feed(name=f"a date {name}", body=text(rss(item(date=date))), found=(f"A @ {when}",))


DATES = [
    dated("in UTC", AT, "10:05"),
    dated("with an offset", "Sat, 10 Oct 2020 14:05:00 +0400", "10:05"),
    dated("without a zone", "Sat, 10 Oct 2020 14:05:00", "10:05"),
    dated("in ISO without a zone", "2020-10-10T14:05:00", "10:05"),
    dated("in ISO with fractions", "2020-10-10T10:05:00.123Z", "10:05"),
    dated("that is a mere day", "2020-10-10", "day 10"),
    dated("as dd.mm.yyyy", "10.10.2020 14:05", "10:05"),
    dated("in Armenian", "10 հոկտեմբերի, 2020 14:05", "10:05"),
    dated("in Russian", "10 октября 2020 г., 14:05", "10:05"),
    dated("with the wrong weekday", "Mon, 10 Oct 2020 14:05:00 +0400", "10:05"),
    dated("that is local but labelled GMT", "Sat, 10 Oct 2020 16:05:00 GMT", "-"),
    dated("in the year 2099", "Sat, 10 Oct 2099 10:05:00 GMT", "-"),
    dated("ten minutes ahead, as clocks differ", "Sat, 10 Oct 2020 12:09:00 GMT", "12:09"),
    dated("of the year 1", "0001-01-01T00:00:00Z", "-"),
    dated("of the epoch", "Thu, 01 Jan 1970 00:00:00 GMT", "01.01.1970 00:00"),
    dated("that is none", "soon", "-"),
    dated("that is empty", "", "-"),
    dated("that could be read two ways", "03/04/2020", "-"),
    dated("of no such day", "Sat, 31 Feb 2020 10:05:00 GMT", "-"),
    feed(name="no date at all", body=text(rss(item(date=None))), found=("A @ -",)),
]
IDENTITIES = [
    feed(
        name="one guid on every item",
        body=text(rss(*(item(one, "x", more=f"<link>/{one}</link>") for one in "AB"))),
        found=("A @ 10:05", "B @ 10:05"),
    ),
    feed(
        name="no guid and no link",
        body=text(rss(item("A", None), item("B", None))),
        found=("A @ 10:05", "B @ 10:05"),
    ),
    feed(
        name="a guid of a thousand letters",
        body=text(rss(item(guid="x" * 1_000))),
        found=("A @ 10:05",),
    ),
    feed(
        name="a pinned old item first",
        body=text(
            rss(
                item("Old", "1", "Fri, 09 Oct 2020 10:00:00 GMT"),
                item("New", "3"),
                item("Mid", "2", "Sat, 10 Oct 2020 08:00:00 GMT"),
            )
        ),
        found=("Old @ 09.10.2020 10:00", "Mid @ 08:00", "New @ 10:05"),
    ),
]
CODINGS = [
    feed(
        name="windows-1251 declared",
        body=text(rss(item("Огонь"), head=HEAD.replace("utf-8", "windows-1251")), "windows-1251"),
        found=("Огонь @ 10:05",),
    ),
    feed(
        name="windows-1251 only sent",
        body=text(rss(item("Огонь"), head=HEAD.replace(' encoding="utf-8"', "")), "windows-1251"),
        content_type="text/xml; charset=windows-1251",
        found=("Огонь @ 10:05",),
    ),
    feed(
        name="utf-8 labelled windows-1251",
        body=text(rss(item("Огонь"), head=HEAD.replace("utf-8", "windows-1251"))),
        found=("Огонь @ 10:05",),
    ),
    feed(
        name="utf-8 as text/xml without a charset",
        body=text(rss(item("Огонь"), head=HEAD.replace(' encoding="utf-8"', ""))),
        content_type="text/xml",
        found=("Огонь @ 10:05",),
    ),
    feed(
        name="utf-16",
        body=text(rss(item("Огонь"), head=HEAD.replace("utf-8", "utf-16")), "utf-16"),
        found=("Огонь @ 10:05",),
    ),
    feed(name="a byte order mark", body=b"\xef\xbb\xbf" + text(rss(item())), found=("A @ 10:05",)),
    feed(
        name="one bad byte",
        body=text(rss(item(WORDS * 9))).replace("կրակ".encode(), b"\xff" + "կրակ".encode(), 1),
        found=(WORDS.replace("կրակ", "\ufffdկրակ", 1) + WORDS * 8 + " @ 10:05",),
    ),
    feed(
        name="coded twice",
        body=text(rss(item(WORDS.encode().decode("latin-1")))),
        found=(f"{WORDS} @ 10:05",),
    ),
    feed(name="a NUL and control characters", body=text(rss(item("A\x00\x08B"))), found=("AB @ 10:05",)),
]
DAMAGES = [
    feed(name="a bare ampersand", body=text(rss(item("A & B"))), found=("A & B @ 10:05",)),
    feed(name="HTML entities", body=text(rss(item("A&nbsp;&mdash;&nbsp;B"))), found=("A — B @ 10:05",)),
    feed(
        name="a tag left open",
        body=text(rss(item("A", more="<b>x"), item("B", "2"))),
        found=("A @ 10:05", "B @ 10:05"),
    ),
    feed(
        name="a duplicate attribute",
        body=text(rss(item(more='<enclosure url="a" url="b"/>'))),
        found=("A @ 10:05",),
    ),
    feed(name="blank lines before the prologue", body=b"\r\n\r\n " + text(rss(item())), found=("A @ 10:05",)),
    feed(
        name="a warning of PHP before it",
        body=b"<br />\nNotice: x in y\n" + text(rss(item())),
        found=("A @ 10:05",),
    ),
    feed(name="cut off in an item", body=text(rss(item("A"), item("B", "2")))[:-40], found=("A @ 10:05",)),
    feed(name="an item without words", body=text(rss("<item></item>", item())), found=("A @ 10:05",)),
    feed(
        name="markup in a title",
        body=text(rss(item("&lt;b&gt;A&lt;/b&gt; &amp;amp; B"))),
        found=("A & B @ 10:05",),
    ),
    feed(name="an empty channel", body=text(rss()), found=()),
    feed(
        name="an Atom feed sent as HTML",
        content_type="text/html",
        body=text(
            '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>A</title>'
            "<updated>2020-10-10T10:05:00Z</updated></entry></feed>"
        ),
        found=("A @ 10:05",),
    ),
    feed(
        name="RDF",
        body=text(
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
            'xmlns="http://purl.org/rss/1.0/" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="/1"><title>A</title>'
            "<dc:date>2020-10-10T14:05+04:00</dc:date></item></rdf:RDF>"
        ),
        found=("A @ 10:05",),
    ),
]
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
HOSTILE = [
    feed(
        name="a bomb of entities",
        body=text(BOMB + rss(item("A", more="<description>&i;</description>"), head=HEAD[38:])),
        found=("A @ 10:05",),
    ),
    feed(
        name="an entity that is a file",
        body=text(
            '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
            + rss(item(more="<description>&f;</description>"), head=HEAD[38:])
        ),
        found=("A @ 10:05",),
    ),
    feed(
        name="markup nested a hundred thousand deep",
        body=text(rss(item(more="<description>" + "&lt;b&gt;" * 100_000 + "</description>"))),
        found=("A @ 10:05",),
    ),
    feed(
        name="a million tags",
        body=text("<rss><channel>" + "<a>" * 1_000_000),
        state="broken",
        why="far more than a feed",
    ),
    feed(
        name="five megabytes, 240 items",
        body=text(
            rss(
                *(
                    item(
                        f"N{n}", str(n), more=f"<description>{'The enemy opened fire. ' * 900}</description>"
                    )
                    for n in range(240)
                )
            )
        ),
        found=tuple(f"N{n} @ 10:05" for n in range(240)),
    ),
    feed(
        name="an HTML page",
        body=b"<!DOCTYPE html><html><body>News</body></html>",
        state="broken",
        why="HTML page",
    ),
    feed(name="plain words", body=b"Service temporarily unavailable", state="broken", why="no feed"),
    feed(name="JSON", body=b'{"error": "moved"}', state="broken", why="no feed"),
    feed(name="another XML", body=b"<?xml version='1.0'?><error>1</error>", state="broken", why="no feed"),
]
CASES = [*DATES, *IDENTITIES, *CODINGS, *DAMAGES, *HOSTILE]
