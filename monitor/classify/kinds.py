"""Of which types an act is: by the act itself, the weapons named beside it, and what it is aimed at."""

from __future__ import annotations

from monitor.classify.events import NOUN_FORMS, Event
from monitor.classify.preposed import list_weapons
from monitor.classify.verb_final import is_verb_final, weapons_before
from monitor.classify.words import Sentence
from monitor.terms import ViolationType

_LEFT, _SUBJECT_LEFT = 9, 12  # tokens before an act in which its weapon may stand; where that is its subject


def name_types(sentence: Sentence, event: Event, events: list[Event]) -> None:
    """A weapon named beside the act decides its type; an attack on troops is a ground assault."""
    act = event.act
    event.types += tuple(t for t in _joined_means(sentence, event) if t not in event.types)
    found = _means_beside(sentence, event, events)
    if (
        ViolationType.GROUND_ASSAULT in act.types
        and ViolationType.DRONE in found
        and _with_means(sentence, event)
    ):
        event.types = (*event.types, ViolationType.DRONE)
    if act.impersonal and not found:
        event.types = (ViolationType.UNSPECIFIED,)
    if (
        found == (ViolationType.SMALL_ARMS,)
        and act.on_forces
        and event.voice == "active"
        and _aimed_at_forces(sentence, event)
    ):
        found = (*found, *act.on_forces)
    if found and (act.by_means or (act.generic and _with_means(sentence, event))):
        event.types, event.types_named = found, True
        return
    event.types_named = not act.generic and ViolationType.UNSPECIFIED not in act.types
    if act.on_forces and _aimed_at_forces(sentence, event):
        event.types, event.types_named = act.on_forces, True


def name_carried(sentence: Sentence, event: Event) -> None:
    """ "Jets and artillery pounded": the doers' own weapons are the types of such an act."""
    if not event.agents:
        return
    troops = any(m.head == "force" for m in event.agents)
    if event.act.on_forces and not event.types_named and event.voice == "active" and troops:
        event.types, event.types_named = event.act.on_forces, True
    if not event.act.carried:
        return
    lo = min(m.left for m in event.agents) - 3
    hi = max(event.start, *(m.right for m in event.agents))
    carried = {c.key for c in sentence.within(lo, hi, "means") if not sentence.barred(c.j, event.agents[0].i)}
    if carried and event.voice == "active":
        event.types = tuple(t for t in ViolationType if t.value in carried)


def _means_beside(sentence: Sentence, event: Event, events: list[Event]) -> tuple[ViolationType, ...]:
    hi = min((e.i for e in events if e.i >= event.j), default=len(sentence.tokens))
    lo = max((e.j for e in events if e.j <= event.i), default=0)
    stop = min((c.i for c in sentence.within(event.j, hi, "relative", "clause", "speech")), default=hi)
    cues = sentence.within(event.j, min(stop, event.j + 14), "means")
    left = _SUBJECT_LEFT if event.act.impersonal else _LEFT
    near = sentence.within(max(lo, event.i - left), event.i, "means")
    if is_verb_final(sentence):
        near = list_weapons(sentence, near, event)
        cues += near if event.voice != "suffered" or not cues else []
    elif event.voice != "suffered" or not cues:
        cues += [c for c in near if not sentence.barred(c.j, event.i)]
    cues += weapons_before(sentence, event, events) if not cues else []
    names = {c.key for c in cues}
    carriers = {c.key for c in near if c.key in ("drone", "air_strike")}
    if carriers and event.voice == "active":
        names = carriers
    if "explosive" in names and len(names) > 1:
        names.discard("explosive")
    allowed = event.act.means_only
    return tuple(t for t in ViolationType if t.value in names and (not allowed or t in allowed))


def _joined_means(sentence: Sentence, event: Event) -> tuple[ViolationType, ...]:
    """ "Rocket and artillery strikes": a weapon joined to the noun adds its own type."""
    if event.voice not in ("noun", "suffered") or event.act.generic or event.cue.form not in NOUN_FORMS:
        return ()
    link = sentence.ending_at(event.i, "link") if event.i else None
    means = sentence.ending_at(link.i, "means") if link else None
    return (ViolationType(means.key),) if means else ()


def _with_means(sentence: Sentence, event: Event) -> bool:
    """ "With mortars", "by small arms"."""
    for marker in sentence.within(event.j, event.j + 12, "marker"):
        after = sentence.is_at(marker.j, "det")
        if marker.key == "with" or (
            marker.key == "agent" and sentence.is_at(after.j if after else marker.j, "means")
        ):
            return True
    return False


def _aimed_at_forces(sentence: Sentence, event: Event) -> bool:
    if any(c.key == "force" for c in sentence.within(event.j, event.j + 7, "head")):
        return True
    if sentence.within(event.j, event.j + 7, "fortification"):
        return True
    if event.voice in ("passive", "suffered"):
        left = sentence.within(event.start - 7, event.start, "head")
        return any(c.key == "force" for c in left) or bool(
            sentence.within(event.start - 7, event.start, "fortification")
        )
    return False
