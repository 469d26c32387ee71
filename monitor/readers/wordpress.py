"""WordPress by its REST interface: the posts last changed, whole, with times in UTC."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from monitor.readers.addresses import absolute
from monitor.readers.contract import CaptureText, Listing, SourceFacts, Unreadable
from monitor.readers.data import line, parse_data, prose, was_edited
from monitor.readers.dates import Dating, Published
from monitor.readers.own_page import read_own_page
from monitor.terms import FoundStatement

KIND = "wordpress"
PER_PAGE = 20
_FIELDS = "id,date,date_gmt,modified,modified_gmt,link,title,content,excerpt"
_ASKED = {"per_page": str(PER_PAGE), "orderby": "modified", "order": "desc", "_fields": _FIELDS}


def address(source: SourceFacts) -> str:
    """The list of posts of a site; an address that leads into the interface is kept, with what it asks."""
    parts = urlsplit(source.url)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    if "rest_route" in asked:
        route = asked["rest_route"].rstrip("/")
        asked["rest_route"] = "/wp/v2/posts" if route in ("", "/wp/v2") else route
        return _join(source.url, parts.path or "/", _ASKED | asked)
    head, mark, rest = parts.path.partition("/wp-json")
    if not mark:
        page = head.rpartition("/")[2]
        head = head.rpartition("/")[0] if page.endswith((".php", ".html", ".htm")) else head
        return _join(source.url, f"{head.rstrip('/')}/wp-json/wp/v2/posts", _ASKED | asked)
    rest = rest.rstrip("/")
    return _join(
        source.url, f"{head}/wp-json{rest if rest not in ('', '/wp/v2') else '/wp/v2/posts'}", _ASKED | asked
    )


def read(answer: CaptureText, source: SourceFacts) -> Listing:
    """The posts of one answer, oldest first."""
    posts = parse_data(answer, source)
    if isinstance(posts, dict) and "id" in posts and "link" in posts:
        posts = [posts]
    if not isinstance(posts, list) or not all(isinstance(one, dict) for one in posts):
        raise Unreadable(f"{answer.final_url}: {_what_it_says(posts)}.")
    dating = Dating(source, answer.received_at)
    found = [_statement(one, answer, source, dating) for one in posts[:100] if line(one.get("id"))]
    if posts and not found:
        raise Unreadable(f"{answer.final_url}: its items are no posts of WordPress; they have no id.")
    found.sort(key=lambda one: (one.published_at is not None, one.published_at or answer.received_at))
    return Listing(tuple(found), _older(answer.final_url, len(posts)), dating.doubts())


def read_page(answer: CaptureText, source: SourceFacts, listed: FoundStatement) -> FoundStatement:
    """A post whose interface gives no text is read from its own page."""
    return read_own_page(answer, source, listed)


def _statement(
    post: dict[str, Any], answer: CaptureText, source: SourceFacts, dating: Dating
) -> FoundStatement:
    published = _moment(post, "date", dating)
    content = post.get("content")
    guarded = isinstance(content, dict) and content.get("protected") is True
    text, link = prose(content), absolute(answer.final_url, line(post.get("link")))
    return FoundStatement(
        external_id=line(post.get("id")),
        url=link,
        title=prose(post.get("title")),
        text=text or prose(post.get("excerpt")),
        published_at=published[0],
        precision=published[1],
        timezone=source.timezone,
        edited=was_edited(published, _moment(post, "modified", dating)),
        follow=link if not text and not guarded and line(post.get("link")) else None,
        unread="The text is behind a password." if guarded and not text else None,
    )


def _moment(post: dict[str, Any], name: str, dating: Dating) -> Published:
    """`date_gmt` is in UTC although it does not say so; `date` is local to the site, without a zone."""
    utc = line(post.get(f"{name}_gmt"))
    if utc and not utc.startswith("0000"):
        return dating.read(utc if utc.endswith("Z") or "+" in utc else f"{utc}Z")
    return dating.read(line(post.get(name)))


def _older(at: str, count: int) -> str | None:
    """The next page; none after one that is not full."""
    parts = urlsplit(at)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    size = asked.get("per_page", "10")
    if not size.isdigit() or count < int(size) or not asked.get("page", "1").isdigit():
        return None
    return _join(at, parts.path, asked | {"page": str(int(asked.get("page", "1")) + 1)})


def _join(url: str, path: str, asked: dict[str, str]) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(asked, safe=",/"), ""))


def _what_it_says(answer: Any) -> str:
    if isinstance(answer, dict) and isinstance(answer.get("message"), str):
        said = line(answer["message"])[:200].rstrip(".")
        return (
            f"its REST interface refuses: {said}; it may be switched off, or stand below /index.php/wp-json/"
        )
    return "this is not the list of posts of a WordPress site"
