"""Fifteen press listings, built as differently as sites are; all with menus, a side column and a footer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from html import escape

COUNT = 12
NEWEST = datetime(2020, 10, 12, 18, 40)  # noqa: DTZ001 - local to the outlet, as its pages write it
PLACES = ("Martuni", "Hadrut", "Askeran", "Talish", "Mataghis", "Jabrayil", "Fuzuli", "Terter")
PLACES = (*PLACES, "Goranboy", "Aghdam", "Shushi", "Zangilan", "Qubadli", "Lachin", "Kalbajar", "Barda")
RU_MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
HY_MONTHS = (
    "հունվարի փետրվարի մարտի ապրիլի մայիսի հունիսի"
    " հուլիսի օգոստոսի սեպտեմբերի հոկտեմբերի նոյեմբերի դեկտեմբերի"
)

Post = tuple[str, str, datetime]


def posts(count: int = COUNT) -> list[Post]:
    """Address, title and time of each item, the newest first."""
    made = []
    for number in range(count):
        at = NEWEST - timedelta(hours=7 * number, minutes=11 * number)
        place = PLACES[number % len(PLACES)]
        made.append(
            (f"/news/{4210 - number}", f"Statement on the shelling of {place}, report {number + 1}", at)
        )
    return made


def page(body: str, head: str = "", language: str = "en") -> str:
    """A whole page around a listing, with all that stands around lists."""
    menu = "".join(
        f'<li><a href="/{one}">{one.title()}</a></li>' for one in ("home", "ministry", "structure")
    )
    side = "".join(
        f'<li><a href="/media/{number}">Photo report from the exercise number {number}</a></li>'
        for number in range(5)
    )
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>Press</title>{head}</head>"
        "<body>"
        f'<header><nav class="menu"><ul>{menu}</ul></nav><p>Monday, 12 October 2020</p></header>{body}'
        f'<aside class="sidebar"><h3>Popular</h3><ul>{side}</ul></aside>'
        '<footer><ul><li><a href="/contacts">Contacts</a></li><li><a href="/map">Site map</a></li></ul>'
        "<p>All rights reserved 2020</p></footer></body></html>"
    )


def unordered(items: list[Post]) -> str:
    rows = "".join(
        f'<li><div class="date italic">{at:%d %B, %Y}</div><a href="{link}">{title}</a>'
        f'<p class="description">The ministry said that the enemy violated the ceasefire again.</p></li>'
        for link, title, at in items
    )
    return page(f'<div class="news-list"><ul>{rows}</ul></div>')


def cards(items: list[Post]) -> str:
    """Cards in rows of three; the first is a larger one; picture, title and "more" lead to one page."""
    boxes = [
        f'<div class="col-md-4">'
        f'<div class="card {"" if number else "card--big featured"}" id="p-{number}">'
        f'<a href="{link}"><img src="/i/{number}.jpg" alt=""></a><div class="card-body">'
        '<h3 class="card-title">'
        f'<a href="{link}">{title}</a></h3><span class="card-date">{at:%d.%m.%Y} | {at:%H:%M}</span>'
        f'<a class="more" href="{link}">Read more</a></div></div></div>'
        for number, (link, title, at) in enumerate(items)
    ]
    rows = ["".join(boxes[at : at + 3]) for at in range(0, len(boxes), 3)]
    return page(
        '<div class="container">' + "".join(f'<div class="row">{row}</div>' for row in rows) + "</div>"
    )


def table(items: list[Post]) -> str:
    """A table without a class, as old systems write it."""
    rows = "".join(
        f"<tr><td width=90><font size=2>{at:%Y-%m-%d}</font></td><td><a href='{link}'>{title}</a></td></tr>"
        for link, title, at in items
    )
    return page(f"<table width=100%><tr><td><table cellpadding=3>{rows}</table></td></tr></table>")


def articles(items: list[Post]) -> str:
    rows = "".join(
        f'<article class="post post-{4210 - n} type-post status-publish hentry"><header>'
        '<h2 class="entry-title">'
        f'<a href="{link}" rel="bookmark">{title}</a></h2>'
        f'<time class="entry-date" datetime="{at:%Y-%m-%dT%H:%M:00+04:00}">'
        f"{at:%B %d, %Y}</time></header>"
        '<div class="entry-summary"><p>The spokesperson commented on it at length.</p>'
        "</div></article>"
        for n, (link, title, at) in enumerate(items)
    )
    return page(f'<main id="main">{rows}</main>')


def flat(items: list[Post]) -> str:
    """Nothing wraps an item: heading, date and summary follow each other."""
    rows = "".join(
        f'<h4><a href="{link}">{title}</a></h4><p class="when">{at:%d %B %Y, %H:%M}</p>'
        "<p>The press service of the ministry denied the other side's report.</p><hr>"
        for link, title, at in items
    )
    return page(f'<div id="content"><h1>Press releases</h1>{rows}</div>')


def definitions(items: list[Post]) -> str:
    rows = "".join(
        f'<dt>{at:%d/%m/%Y}</dt><dd><a href="{link}">{title}</a></dd>' for link, title, at in items
    )
    return page(f'<div class="archive"><dl>{rows}</dl></div>')


def whole_links(items: list[Post]) -> str:
    """The link is the item, and holds all of it."""
    rows = "".join(
        f'<a class="section_newsIn_item" href="{link}">'
        f'<div class="section_newsIn_item--date">{at:%d %B %Y}</div>'
        f'<div class="section_newsIn_item--header">{title}</div></a>'
        for link, title, at in items
    )
    empty = '<div class="section_content"><a href="/en/about">About the ministry</a></div>'
    return page(f'{empty}<div class="section_content">{rows}</div>')


def days(items: list[Post]) -> str:
    """Days as headings, each item with its time only; Russian."""
    parts, last = [], ""
    for link, title, at in items:
        day = f"{at.day} {RU_MONTHS.split()[at.month - 1]} {at.year}"
        parts.append(f"<h3 class='day'>{day}</h3>" if day != last else "")
        parts.append(f'<div class="line"><span>{at:%H:%M}</span> <a href="{link}">{title}</a></div>')
        last = day
    return page(f'<div class="timeline">{"".join(parts)}</div>', language="ru")


def boxes(items: list[Post]) -> str:
    """Boxes in boxes; day, month and year each in its own; Armenian; every second row marked."""
    rows = "".join(
        f'<div class="{"even" if n % 2 else "odd"} row-{n}"><div class="c1"><b>{at.day}</b>'
        f"<i>{HY_MONTHS.split()[at.month - 1]}</i><u>{at.year}</u></div>"
        f'<div class="c2"><div class="c3"><a href="{link}?utm_source=list">{title}</a></div></div></div>'
        for n, (link, title, at) in enumerate(items)
    )
    return page(f'<div class="wrap"><div class="inner">{rows}</div></div>', language="hy")


def undated(items: list[Post]) -> str:
    """No dates at all, query strings as ids, and links that are cut short."""
    rows = "".join(
        f'<div class="news-list-item articles-list"><a title="{escape(title)}" href="/read?id={link[6:]}">'
        f"{title}</a></div>"
        for link, title, _ in items
    )
    return page(f'<section class="latest">{rows}</section>')


def zebra(items: list[Post]) -> str:
    """Rows whose classes take turns; months before days, which only the day of the week tells."""
    rows = "".join(
        f'<div class="views-row views-row-{n + 1} views-row-{"even" if n % 2 else "odd"}">'
        f'<span class="views-field-created">{at:%a, %m/%d/%Y - %H:%M}</span>'
        f'<span class="views-field-title"><a href="{link}">{title}</a></span></div>'
        for n, (link, title, at) in enumerate(items)
    )
    return page(f'<div class="view-content">{rows}</div>')


def hashed(items: list[Post]) -> str:
    """Class names with hashes at their end, and a slider of banners before the list."""
    banners = "".join(
        f'<div class="item"><a href="/banner/{n}"><img alt="Banner of the campaign {n}"></a></div>'
        for n in range(6)
    )
    rows = "".join(
        f'<div class="NewsItem_root__3kJd2"><a href="{link}"><img src="x.jpg"></a>'
        f'<i class="NewsItem_date__77a">{at:%d.%m.%Y}</i>'
        f'<a class="NewsItem_title__0Zq" href="{link}">{title}</a>'
        f'<a href="{link}">Read more about it</a></div>'
        for link, title, at in items
    )
    return page(f'<div class="owl">{banners}</div><div class="NewsList_root__a8K">{rows}</div>')


def led(items: list[Post]) -> str:
    """The newest stands apart, above the list."""
    (link, title, at), *rest = items
    rows = "".join(
        f'<div class="n"><span class="d">{at:%d.%m.%Y}</span><a href="{link}">{title}</a></div>'
        for link, title, at in rest
    )
    lead = f'<h2><a href="{link}">{title}</a></h2><span>{at:%d.%m.%Y}</span>'
    return page(f'<div class="main-news">{lead}</div><div class="other">{rows}</div>')


def inline(items: list[Post]) -> str:
    """Whole short statements without pages of their own; datelines as headings."""
    rows = "".join(
        f'<div class="media"><h4 class="media-date">Yerevan - {at:%B %d, %Y}</h4>'
        f'<h4 class="media-heading">{title}</h4><div class="content-text"><p>Our troops answered the fire of'
        " the enemy in kind, the press office says.</p></div></div>"
        for _, title, at in items
    )
    return page(f'<div class="content">{rows}</div>')


def broken_lines(items: list[Post]) -> str:
    """Bare dates and links, parted by line breaks."""
    rows = "".join(f'{at:%d.%m.%Y} <a href="{link}">{title}</a><br>' for link, title, at in items)
    return page(f'<div id="c">{rows}</div>')


LISTINGS: dict[str, Callable[[list[Post]], str]] = {
    one.__name__: one
    for one in (
        *(unordered, cards, table, articles, flat, definitions, whole_links, days, boxes, undated),
        *(zebra, hashed, led, inline, broken_lines),
    )
}
DATED = {name: name != "undated" for name in LISTINGS}
