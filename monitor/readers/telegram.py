"""Telegram channels by their public preview, only where a person has accepted Telegram's terms.

The page at t.me/s/CHANNEL holds about the last 20 posts, oldest first. Private channels, and
channels whose preview is withheld, have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from monitor.readers.addresses import absolute
from monitor.readers.contract import CaptureText, Listing, SourceFacts, Unreadable
from monitor.readers.dates import Dating
from monitor.readers.markup import Element, classes, elements, line_of, parse_page, shown_text
from monitor.terms import FoundStatement

KIND = "telegram"
MOST_POSTS = 200
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}\Z")
_HOSTS = frozenset(("t.me", "www.t.me", "telegram.me", "www.telegram.me", "telegram.dog", "www.telegram.dog"))
_MEDIA = {
    "tgme_widget_message_photo_wrap": "a photo",
    "tgme_widget_message_video_player": "a video",
    "tgme_widget_message_video_wrap": "a video",
    "tgme_widget_message_roundvideo_player": "a video",
    "tgme_widget_message_document_wrap": "a document",
    "tgme_widget_message_document": "a document",
    "tgme_widget_message_voice_player": "a voice message",
    "tgme_widget_message_voice": "a voice message",
    "tgme_widget_message_location_wrap": "a place on a map",
    "tgme_widget_message_location": "a place on a map",
    "tgme_widget_message_sticker_wrap": "a sticker",
    "tgme_widget_message_link_preview": "a link",
    "message_media_not_supported": "what Telegram shows in its app only",
}


def address(source: SourceFacts) -> str:
    """The preview of the channel, however its address was pasted; another host's address as given."""
    name, known = _channel(source.url)
    if not known:
        return source.url
    if not source.options.get("acknowledge_terms"):
        raise Unreadable(
            "Telegram's terms have not been accepted for this source; read them, then set"
            " `acknowledge_terms: true`."
        )
    if name is None:
        raise Unreadable(
            f"{source.url} names no public channel of Telegram; write it as https://t.me/CHANNEL."
        )
    return f"https://t.me/s/{name}"


def read(answer: CaptureText, source: SourceFacts) -> Listing:
    """The posts of the preview; a channel's beginning may be empty, any other page without posts is none."""
    root = parse_page(answer, source)
    dating = Dating(source, answer.received_at)
    posts = _posts(root)
    if not posts and not (_find(root, "tgme_channel_history") is not None and _is_beginning(root)):
        raise Unreadable(f"{answer.final_url}: {_why_empty(root)}.")
    found = [
        _statement(one, answer, source, dating) for one in posts if "service_message" not in classes(one)
    ]
    found = [one for one in found if one.text or one.unread]
    found.sort(key=lambda one: int(one.external_id))
    return Listing(tuple(found), _older(root, posts, answer.final_url), dating.doubts(), gapless=True)


def _posts(root: Element) -> list[Element]:
    """The blocks of the newest posts; none stands within another."""
    blocks = [one for one in _with_class(root, "tgme_widget_message") if _number(one) != "0"][-MOST_POSTS:]
    known = set(blocks)
    return [one for one in blocks if not any(above in known for above in one.iterancestors())]


def _channel(pasted: str) -> tuple[str | None, bool]:
    """The channel's name, and whether the address is one of Telegram's at all."""
    if pasted.startswith("@"):
        return (pasted[1:] if _NAME.match(pasted[1:]) else None), True
    if pasted.lower().startswith("tg://"):
        found = re.search(r"[?&]domain=([A-Za-z0-9_]+)", pasted)
        return (found[1] if found else None), True
    parts = urlsplit(pasted if "://" in pasted else f"https://{pasted}")
    host = (parts.hostname or "").lower()
    path = [one for one in parts.path.split("/") if one]
    if host.endswith(".t.me") and host not in _HOSTS:
        path.insert(0, host.removesuffix(".t.me"))
    elif host not in _HOSTS:
        return None, False
    if path[:1] == ["s"]:
        path.pop(0)
    private = path[:1] and path[0].lower() in ("c", "joinchat", "addlist", "share", "proxy")
    return (path[0] if path and not private and _NAME.match(path[0]) else None), True


def _statement(post: Element, answer: CaptureText, source: SourceFacts, dating: Dating) -> FoundStatement:
    meta = _find(post, "tgme_widget_message_meta")
    moment = _find(post, "tgme_widget_message_date")
    timed = next((one for one in post.iter("time") if one.get("datetime") and not _in_quote(one, post)), None)
    published, precision = dating.read(timed.get("datetime") if timed is not None else None)
    forwarded = next((one for one in _own(post, "tgme_widget_message_forwarded_from")), None)
    text = _text(post)
    link = (moment.get("href") if moment is not None else "") or f"https://t.me/{post.get('data-post')}"
    return FoundStatement(
        external_id=_number(post),
        url=absolute(answer.final_url, link).partition("?")[0],
        title="",
        text=text,
        published_at=published,
        precision=precision,
        timezone=source.timezone,
        edited=meta is not None and re.search(r"\bedited\b", line_of(meta)) is not None,
        forwarded=forwarded is not None,
        original_of=_whose(forwarded) if forwarded is not None else None,
        unread=None if text else _why_unread(post),
    )


def _text(post: Element) -> str:
    """The post's own words: not those of the quoted post; of nested texts, as in albums, the innermost."""
    texts = list(_own(post, "js-message_text")) or list(_own(post, "tgme_widget_message_text"))
    names = ("js-message_text", "tgme_widget_message_text")
    inner = [
        one for one in texts if not any(set(names) & set(classes(below)) for below in one.iterdescendants())
    ]
    poll = list(_own(post, "tgme_widget_message_poll_question")) + list(
        _own(post, "tgme_widget_message_poll_option_text")
    )
    lines = [shown_text(one) for one in (*inner, *poll)]
    return "\n".join(dict.fromkeys(filter(None, lines)))


def _number(post: Element) -> str:
    number = (post.get("data-post") or "").rpartition("/")[2]
    return number if number.isascii() and number.isdigit() and len(number) < 19 else "0"


def _whose(forwarded: Element) -> str | None:
    name = next(_with_class(forwarded, "tgme_widget_message_forwarded_from_name"), forwarded)
    return line_of(name).removeprefix("Forwarded from").strip()[:200] or None


def _why_unread(post: Element) -> str | None:
    held = dict.fromkeys(_MEDIA[name] for one in elements(post) for name in classes(one) if name in _MEDIA)
    return f"The post holds {' and '.join(held)} and no text." if held else None


def _own(post: Element, name: str) -> Iterator[Element]:
    """Elements of a class in the post itself, not in the post that it quotes."""
    return (one for one in _with_class(post, name) if not _in_quote(one, post))


def _in_quote(element: Element, post: Element) -> bool:
    for above in (element, *element.iterancestors()):
        if above is post:
            return False
        if "tgme_widget_message_reply" in classes(above):
            return True
    return False


def _older(root: Element, posts: list[Element], at: str) -> str | None:
    """The page before this one, as the preview names it, else before its first post."""
    for one in elements(root, "link", "a"):
        named = one.tag == "link" and (one.get("rel") or "").lower() == "prev"
        more = one.get("data-before") and "tme_messages_more" in classes(one)
        if (named or more) and "before=" in (one.get("href") or ""):
            return absolute(at, one.get("href") or "")
    first = min((int(_number(one)) for one in posts), default=0)
    return f"{at.partition('?')[0]}?before={first}" if first > 1 else None


def _why_empty(root: Element) -> str:
    if _find(root, "tgme_page") is not None or _find(root, "tgme_page_title") is not None:
        return "the channel has no public preview, or none under this name"
    return "this is not the preview of a Telegram channel"


def _is_beginning(root: Element) -> bool:
    return _find(root, "tme_no_messages_found") is not None


def _find(root: Element, name: str) -> Element | None:
    return next(_with_class(root, name), None)


def _with_class(root: Element, name: str) -> Iterator[Element]:
    return (one for one in elements(root) if name in classes(one))
