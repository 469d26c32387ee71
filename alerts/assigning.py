"""Pure: the one walk of notices through rules into alerts, for what happens and for what would have.

A rule has a notice at most once: as a follow-up of what it alerted, or as one that it asks for. What
a rule can't read of a notice is found out before anything of it is kept: it is left to the caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from alerts.conditions import CLAIM_KINDS
from alerts.follow_ups import DENIAL, FOLLOW_UPS, Thread, find_denied, list_tokens, name_pair
from alerts.grouping import hash_group_key, make_group_key, make_thread_key, plan_closing
from alerts.marks import Mark
from alerts.matching import StandingRule, fits_rule, is_fresh, lineage_of
from alerts.memory import Entered, Group, Memory, OpenAlert, Past, PostedNotice
from alerts.silencing import StandingSilence, find_silence


@dataclass(frozen=True, slots=True)
class _Walk:
    """What a walk stands on; `unplanned` alerts have their closing planned at its end."""

    memory: Memory
    past: Past
    silences: Sequence[StandingSilence]
    now: datetime
    unplanned: dict[str, tuple[OpenAlert, StandingRule]] = field(default_factory=dict)
    urgent: set[str] = field(default_factory=set)


class Unread(NamedTuple):
    """A notice that a rule could not be asked about, because its facts are not what they should be."""

    notice: PostedNotice
    rule_id: str
    error: Exception


class _Parts(NamedTuple):
    """What an entry keeps of a notice, see models.AlertEntry; `urgent`: its alert waits for no hours."""

    lineage: str | None
    pair: str | None
    tokens: Sequence[str] | None
    urgent: bool


def assign_notices(
    notices: Iterable[PostedNotice],
    rules: Sequence[StandingRule],
    memory: Memory,
    past: Past,
    now: datetime,
    silences: Sequence[StandingSilence] = (),
) -> list[Unread]:
    """Put notices, in their order, into the alerts of the rules that want them, and plan their closing.

    What comes back are those that a rule could not read; the others have theirs.
    """
    unread: list[Unread] = []
    walk = _Walk(memory, past, [silence for silence in silences if silence.is_active(now)], now)
    for notice in notices:
        for rule in rules:
            try:
                _assign(walk, rule, notice)
            except Exception as error:  # noqa: BLE001  one notice must not keep all others from their alerts
                unread.append(Unread(notice, rule.id, error))
    _plan_closings(walk)
    return unread


def find_thread(memory: Memory, rule: StandingRule, notice: PostedNotice) -> Thread | None:
    """The thread that a notice follows up, whatever kinds the rule asks for; a denial must be fresh."""
    if notice.kind in FOLLOW_UPS:
        return memory.threads.get((rule.id, lineage_of(notice) or ""))
    if notice.kind != DENIAL or not is_fresh(rule, notice):
        return None
    pair = name_pair(notice, exchanged=True)
    return find_denied(memory.accusations.get((rule.id, pair or ""), ()), notice)


def id_of(notice: PostedNotice) -> int:
    """The notice's place in the order; raises ValueError before it has one."""
    if notice.id is None:
        raise ValueError("the notice is not in the database yet")
    return notice.id


def _assign(walk: _Walk, rule: StandingRule, notice: PostedNotice) -> None:
    thread = find_thread(walk.memory, rule, notice)
    if thread is not None:
        _follow_up(walk, rule, notice, thread)
    elif fits_rule(rule, notice):
        _judge(walk, rule, notice)


def _judge(walk: _Walk, rule: StandingRule, notice: PostedNotice) -> None:
    fresh = is_fresh(rule, notice)
    if rule.before is None or notice.kind not in CLAIM_KINDS:
        if fresh:
            _alert(walk, rule, notice)
        return
    mark = Mark(notice.made_at, id_of(notice))
    verdict = rule.before.judge(notice, mark, walk.memory.books[rule.id], fresh=fresh)
    if verdict.recalled:
        _recall(walk, rule, verdict.recalled, mark.notice_id)
    if verdict.wanted:
        _alert(walk, rule, notice)


def _recall(walk: _Walk, rule: StandingRule, ids: Sequence[int], before: int) -> None:
    """Alert what came before after all, and what corrected or retracted it meanwhile."""
    notices = walk.past.find_notices(ids)
    for notice in notices:
        _alert(walk, rule, notice)
    since = {lineage_of(notice) or "": id_of(notice) for notice in reversed(notices)}
    for notice in walk.past.find_follow_ups(rule.id, since.keys(), before):
        thread = find_thread(walk.memory, rule, notice)
        if thread is not None and id_of(notice) > since[lineage_of(notice) or ""]:
            _follow_up(walk, rule, notice, thread)


def _alert(walk: _Walk, rule: StandingRule, notice: PostedNotice) -> None:
    silence_id = find_silence(walk.silences, rule.id, notice, walk.now)
    key, parts = make_group_key(rule.document["group_by"], notice), _read_parts(rule, notice)
    alert = _find_alert(walk, rule, key, silence_id)
    _enter(walk, rule, notice, parts, alert, Thread(alert.id, silence_id))


def _follow_up(walk: _Walk, rule: StandingRule, notice: PostedNotice, thread: Thread) -> None:
    """Into the alert of what it follows while that one is open, else into one of the same thread.

    A silence that kept the first alert keeps its follow-ups only while it lasts.
    """
    lasting, parts = {None, *(silence.id for silence in walk.silences)}, _read_parts(rule, notice)
    root = walk.memory.find_open_id(thread.root)
    if root is None or root.silence_id not in lasting:
        silence_id = thread.silence_id if thread.silence_id in lasting else None
        silence_id = silence_id or find_silence(walk.silences, rule.id, notice, walk.now)
        key = make_thread_key(thread.root)
        root = _find_alert(walk, rule, key, silence_id, follows=thread.root)
    _enter(walk, rule, notice, parts, root, thread)


def _find_alert(
    walk: _Walk,
    rule: StandingRule,
    key: Mapping[str, Any],
    silence_id: str | None,
    follows: str | None = None,
) -> OpenAlert:
    """The group's open alert, or a new one; what is silenced has alerts of its own."""
    key = key if silence_id is None else {**key, "silence": silence_id}
    group = Group(rule.id, hash_group_key(key))
    alert = walk.memory.find_open(group)
    if alert is None:
        alert = walk.memory.open_alert(
            group, rule.version, key, walk.now, follows=follows, silence_id=silence_id
        )
        walk.unplanned[alert.id] = (alert, rule)
    return alert


def _enter(
    walk: _Walk, rule: StandingRule, notice: PostedNotice, parts: _Parts, alert: OpenAlert, thread: Thread
) -> None:
    notice_id = id_of(notice)
    if rule.before is not None:
        covered = walk.memory.books[rule.id].covered
        if notice_id in covered:
            return
        covered.add(notice_id)
    entry = Entered(rule.id, notice_id, alert.id, parts.lineage)
    if parts.pair is not None:
        entry = entry._replace(pair=parts.pair, tokens=parts.tokens, made_at=notice.made_at)
    walk.memory.enter(entry, thread)
    if parts.urgent:
        walk.urgent.add(alert.id)
        walk.unplanned[alert.id] = (alert, rule)


def _read_parts(rule: StandingRule, notice: PostedNotice) -> _Parts:
    """Accusations, and what they were corrected to, can be denied."""
    claim = notice.facts.get("claim", {})
    is_accusation = notice.kind == "accusation" or (
        notice.kind == "correction" and notice.facts["claim"].get("stance") == "accusation"
    )
    pair = name_pair(notice) if is_accusation else None
    tokens = list_tokens(notice) if pair else None
    return _Parts(lineage_of(notice), pair, tokens, not rule.bypass.isdisjoint(claim.get("types", ())))


def _plan_closings(walk: _Walk) -> None:
    """All at once, so that a batch asks for the last closings of its new groups a single time."""
    if not walk.unplanned:
        return
    last = walk.past.find_last_closings([alert.group for alert, _ in walk.unplanned.values()])
    for alert, rule in walk.unplanned.values():
        urgent = alert.id in walk.urgent
        closes_at = plan_closing(rule.document, walk.now, last.get(alert.group), urgent=urgent)
        if alert.closes_at is None:
            alert.closes_at = closes_at
        elif closes_at < alert.closes_at:
            walk.memory.hasten(alert, closes_at)
