"""Names that one part of the forms uses for another: each must stand in the forms or in the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from alerts.channels import find_kinds
from alerts.conditions import EVERY_AGREEMENT
from monitor.agreements.faults import BadForm, Fault, suggest
from monitor.agreements.form_rule import RuleForm
from monitor.agreements.form_source import SourceReference
from monitor.agreements.stored import Stored
from monitor.agreements.wanted import Wanted

THIRD_PARTY = "other"


def check_references(wanted: Wanted, stored: Stored, *, prune: bool) -> None:
    """Raise BadForm with every name that leads nowhere.

    With `prune` only the forms count: what stands in the database alone is about to be removed.
    """
    kept = Stored({}, {}, stored.channels, {}, {}) if prune else stored
    sentences = [*_loose_sources(wanted, kept), *_loose_rules(wanted, kept, prune)]
    sentences += [*_unknown_sources(wanted, kept), *_missing_secrets(wanted, stored)]
    if sentences:
        raise BadForm(sentences)


def _loose_sources(wanted: Wanted, stored: Stored) -> Iterator[str]:
    known = _list_sources(wanted, stored)
    for agreement in wanted.agreements.values():
        spot = wanted.spots[("agreement", agreement.id)]
        for at, source in enumerate(agreement.sources):
            if isinstance(source, SourceReference) and source.source not in known:
                what = f"there is no source {source.source!r}; {suggest(source.source, sorted(known))}"
                yield spot.say(what, "sources", at, "source")


def _loose_rules(wanted: Wanted, stored: Stored, prune: bool) -> Iterator[str]:
    actors = _list_actors(wanted, stored)
    channels = set(wanted.channels)
    if not prune:
        channels |= {row.id for row in stored.channels.values() if row.removed_at is None}
    for rule in wanted.rules.values():
        spot = wanted.spots[("rule", rule.id)]
        for at, channel in enumerate(rule.send_to):
            if channel not in channels:
                what = f"there is no channel {channel!r}; {suggest(channel, sorted(channels))}"
                yield spot.say(what, "send_to", at)
        for fault in find_unknown_names(rule, actors):
            yield spot.say(fault.what, *fault.path)


def find_unknown_names(rule: RuleForm, actors: Mapping[str, Collection[str]]) -> Iterator[Fault]:
    """The agreement, parties and observers that a rule names and that `actors` (by agreement) lacks."""
    if rule.agreement != EVERY_AGREEMENT and rule.agreement not in actors:
        what = f"there is no agreement {rule.agreement!r}; {suggest(rule.agreement, sorted(actors))}"
        yield Fault(("agreement",), what)
        return
    scope = actors.keys() if rule.agreement == EVERY_AGREEMENT else [rule.agreement]
    known, when = {THIRD_PARTY}.union(*(actors[agreement] for agreement in scope)), rule.when
    for key, names in (("by", when.by), ("against", when.against), ("speakers", when.speakers)):
        for at, name in enumerate(names):
            if name not in known:
                what = f"{name!r} is no party or observer there; {suggest(name, sorted(known))}"
                yield Fault(("when", key, at), what)


def find_unknown_sources(rule: RuleForm, known: Collection[str]) -> Iterator[Fault]:
    """The sources that a rule names and that are not known."""
    for at, source in enumerate(rule.when.sources):
        if source not in known:
            what = f"there is no source {source!r}; {suggest(source, sorted(known))}"
            yield Fault(("when", "sources", at), what)


def _unknown_sources(wanted: Wanted, stored: Stored) -> Iterator[str]:
    known = _list_sources(wanted, stored)
    for rule in wanted.rules.values():
        for fault in find_unknown_sources(rule, known):
            yield wanted.spots[("rule", rule.id)].say(fault.what, *fault.path)


def _list_sources(wanted: Wanted, stored: Stored) -> set[str]:
    return {*wanted.sources, *(row.id for row in stored.sources.values() if row.removed_at is None)}


def _list_actors(wanted: Wanted, stored: Stored) -> dict[str, set[str]]:
    actors = {
        row.id: name_actors(row.document) for row in stored.agreements.values() if row.removed_at is None
    }
    for form in wanted.agreements.values():
        actors[form.id] = {actor.id for actor in [*form.parties, *form.observers]}
    return actors


def name_actors(document: Mapping[str, Any]) -> set[str]:
    """The ids of an agreement's parties and observers."""
    return {actor["id"] for actor in [*document["parties"], *document["observers"]]}


def _missing_secrets(wanted: Wanted, stored: Stored) -> Iterator[str]:
    """`{stored: ID}` points to a secret that this database must already hold."""
    for channel in wanted.channels.values():
        key = find_kinds()[channel.kind].KEPT_APART or ""
        secret = channel.settings.get(key)
        if not isinstance(secret, dict) or "stored" not in secret:
            continue
        holder = stored.channels.get(secret["stored"])
        if holder is None or holder.secret is None:
            what = (
                f"this database holds no secret of a channel {secret['stored']!r}; write {{env: NAME}},"
                " {file: PATH} or the secret itself."
            )
            yield wanted.spots[("channel", channel.id)].say(what, key)
