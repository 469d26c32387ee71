"""Try a source: fetch it once, record nothing, say what would be recorded and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import httpx

from monitor.fetch import Asked, Poll, ask, host_of
from monitor.fetch.robots import allows, fetch_robots, refuse
from monitor.readers import CaptureText, FollowingReader, Listing, SourceFacts, Unreadable, reader_for
from monitor.readers.doubts import doubt_transport, find_doubts
from monitor.readers.named_feeds import named_feeds
from monitor.readers.sniffing import kind_of_address, kind_of_answer, propose_select, say_select
from monitor.terms import FoundStatement, SourceState

MOST_FOLLOWED = 3
Wait = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Trial:
    """What one try came to; `problems` are sentences for the operator, `proposal` is YAML for the source."""

    state: SourceState
    final_url: str
    statements: tuple[FoundStatement, ...] = ()
    problems: tuple[str, ...] = field(default=())
    proposal: Mapping[str, Any] = field(default_factory=dict)


class Refused(Exception):
    """The try ends here, in a state with a sentence."""

    def __init__(self, state: SourceState, url: str, sentence: str) -> None:
        super().__init__(sentence)
        self.trial = Trial(state, url, problems=(_sentence(sentence),))


def try_source(client: httpx.Client, source: SourceFacts, now: datetime, wait: Wait = lambda: None) -> Trial:
    """Poll and read once, as the workers would, and keep nothing; an empty kind is found out.

    At most three pages of single statements are followed. `wait` is called between two requests.
    """
    told = source.kind
    if not told:
        source = replace(source, kind=kind_of_address(source.url) or "")
    try:
        answer = _ask(client, source, _address(source), now)
        if not source.kind:
            source = replace(source, kind=kind_of_answer(answer, source))
        listing, answer = _read(client, source, answer, now, wait)
    except Refused as refused:
        return refused.trial
    proposal = _propose(source, answer, told)
    found, unfollowed = _follow(client, source, listing, now, wait)
    problems = [
        *map(_sentence, listing.doubts),
        *_say_proposal(source, proposal, answer, told),
        *doubt_transport(answer.final_url),
        *find_doubts(found, has_older=listing.older is not None),
        *unfollowed,
    ]
    return Trial(SourceState.OK, answer.final_url, found, tuple(problems), proposal)


def _address(source: SourceFacts) -> str:
    if not source.kind:
        return source.url
    try:
        return reader_for(source.kind).address(source)
    except Unreadable as refusal:
        raise Refused(SourceState.BROKEN, source.url, str(refusal)) from None


def _ask(client: httpx.Client, source: SourceFacts, url: str, now: datetime) -> CaptureText:
    if not allows(fetch_robots(client, url), url):
        raise Refused(SourceState.BLOCKED, url, refuse(url).reason or "")
    return _take(ask(client, Asked(source.id, url), now), url, now)


def _take(poll: Poll, url: str, now: datetime) -> CaptureText:
    received = poll.received
    if received is None:
        raise Refused(poll.state, url, poll.reason or f"{url} did not answer.")
    return CaptureText(received.body, received.final_url, now, received.header("content-type"))


def _read(
    client: httpx.Client, source: SourceFacts, answer: CaptureText, now: datetime, wait: Wait
) -> tuple[Listing, CaptureText]:
    """The list, and the answer that held it: an index of sitemaps names another one."""
    listing = _ask_reader(source, answer)
    if listing.instead is None:
        return listing, answer
    wait()
    answer = _ask(client, source, listing.instead, now)
    return _ask_reader(source, answer), answer


def _ask_reader(source: SourceFacts, answer: CaptureText) -> Listing:
    try:
        return reader_for(source.kind).read(answer, source)
    except Unreadable as refusal:
        looks = kind_of_answer(answer, source)
        mend = f" It looks like one of kind `{looks}`." if looks not in (source.kind, "feed") else ""
        raise Refused(SourceState.BROKEN, answer.final_url, f"{refusal}{mend}") from None


def _propose(source: SourceFacts, answer: CaptureText, told: str) -> dict[str, Any]:
    """What to write into the YAML that is not there yet."""
    given = (source.options.get("select") or {}).get("item")
    select = {} if given else propose_select(source.kind, answer, source)
    return ({} if told else {"kind": source.kind}) | ({"select": select} if select else {})


def _say_proposal(
    source: SourceFacts, proposal: Mapping[str, Any], answer: CaptureText, told: str
) -> list[str]:
    feeds = named_feeds(answer)[:1] if source.kind == "page" and not told else []
    said = [f"The page names the {kind} {url}, which may serve better." for kind, url in feeds]
    if not told and source.kind != "feed":
        said.append(f"It was read as kind `{source.kind}`; write `kind: {source.kind}`.")
    if "select" in proposal:
        said.append(
            f"Selectors are proposed; look them through and write `select: {say_select(proposal['select'])}`."
        )
    return said


def _follow(
    client: httpx.Client, source: SourceFacts, listing: Listing, now: datetime, wait: Wait
) -> tuple[tuple[FoundStatement, ...], list[str]]:
    """The statements, the newest few made whole by their own pages, and what went wrong with that."""
    waiting = [one for one in listing.statements if one.follow]
    whole: dict[str, FoundStatement] = {}
    problems: list[str] = []
    for one in waiting[-MOST_FOLLOWED:]:
        wait()
        try:
            whole[one.external_id] = _visit(client, source, one, now)
        except (Refused, Unreadable) as refusal:
            problems.append(f"Its page was not read: {_sentence(str(refusal))}")
    left = len(waiting) - MOST_FOLLOWED
    if left > 0:
        problems.append(f"{left} further statements have pages of their own; a try follows {MOST_FOLLOWED}.")
    return tuple(whole.get(one.external_id, one) for one in listing.statements), problems


def _visit(client: httpx.Client, source: SourceFacts, one: FoundStatement, now: datetime) -> FoundStatement:
    reader = reader_for(source.kind)
    if one.follow is None or not isinstance(reader, FollowingReader):
        return one
    if host_of(one.follow) == host_of(source.url):
        poll = ask(client, Asked(source.id, one.follow), now)
        answer = _take(poll, one.follow, now)
    else:
        answer = _ask(client, source, one.follow, now)
    return reader.read_page(answer, source, one)


def _sentence(text: str) -> str:
    """With a capital, unless it begins with an address or a key."""
    word = text.split(" ", 1)[0]
    return text if not word.rstrip(":,").isalpha() else text[:1].upper() + text[1:]
