"""Decides what an event amounts to in the mouth of its speaker: accusation, denial, admission or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.classify.discourse import OTHER, STRANGER, Discourse
from monitor.classify.events import Event
from monitor.classify.mentions import Mention
from monitor.classify.weighing import concerns_outsiders, is_peaceable, may_accuse, may_be_open
from monitor.classify.words import Sentence
from monitor.terms import Stance

_AIMED_WITHIN = 9  # tokens around an act in which, where order is free, its aim may stand
_AIMS = ("target", "target:acc", "place", "goal")
_TO_WITHIN = 3  # tokens before an act in which "(nothing to do) with" may stand
BARE = "bare"  # nothing in the text says that anybody alleged what is denied
_OF_AN_EVENT = (  # of these one makes a bare noun of action an event
    *("self", "enemy", "times_word", "month", "day", "casualty"),
    *("aux", "recent", "positive", "lack", "continuing"),
)
_COUNTED = ("trend", "number", "times_word", "casualty", "day", "month", "weekday", "day_number", "total")
NO_ALLEGATION = ("hypothetical", "call", "plan", "exercise")  # moods in which an act is not alleged


@dataclass(frozen=True, slots=True)
class Verdict:
    """A stance towards an act: by whom, against whom, and how the doer was found."""

    stance: Stance
    by: str
    against: str | None
    path: str


@dataclass(frozen=True, slots=True)
class Utterance:
    """Who speaks over an event, whether the sentence names the speaker, and what it does with the content."""

    voice: str | None
    explicit: bool
    denied: bool
    admitted: bool
    reported: str | None  # an opponent whose words are related
    accused: Mention | None
    framed: bool  # a word of saying reaches over the event
    named: str | None  # the one opponent of the voice whom the sentence names
    related: bool = False  # a party's own text tells what others claim


def judge_event(sentence: Sentence, event: Event, said: Utterance, discourse: Discourse) -> list[Verdict]:
    """The verdicts on one event, one for each doer; none when nothing is alleged."""
    voice = said.voice
    if event.mood in NO_ALLEGATION or voice is None or discourse.closed:
        return []
    if not discourse.roster.is_party(voice) and _only_heard_of(sentence, event):
        return []
    doers = [STRANGER if is_peaceable(sentence, m) else discourse.resolve(m, voice) for m in event.agents]
    doers = _turn_round(sentence, event, doers, said)
    if voice in discourse.roster.observers and any(m.kind == "parties" for m in event.agents):
        doers = _both(event, discourse)
    path = event.agent_path
    if not any(doers) and said.accused is not None:
        doers, path = [discourse.resolve(said.accused, voice)], "accused"
    if not any(doers) and event.either is not None:
        doers, path = _settle_either(event.either, voice, discourse), "either"
    known = [d for d in doers if d]
    if not known:
        return _judge_unnamed(sentence, event, said, discourse, bool(event.agents))
    verdicts = [_judge_doer(sentence, event, doer, said, discourse, path) for doer in dict.fromkeys(known)]
    return [w for v in verdicts if v is not None for w in _with_rejected(v, said, discourse)]


def _turn_round(
    sentence: Sentence, event: Event, doers: list[str | None], said: Utterance
) -> list[str | None]:
    """ "A denied B's charge that its troops fired": nobody charges himself, so "its" is A's."""
    owned = bool(event.agents) and all(m.kind in ("poss", "it", "they") for m in event.agents)
    charged = any(c.key == "claim" and c.j <= event.start for c in sentence.of("head"))
    return [said.voice] if owned and charged and said.reported and set(doers) == {said.reported} else doers


def _both(event: Event, discourse: Discourse) -> list[str | None]:
    """ "Both sides opened fire", by an observer: each of the two did; of more than two nobody is meant."""
    told = event.voice == "active" and event.cue.form not in ("inf", "ger", "base", "ing")
    parties = list(discourse.roster.sides) if told and not event.act.negated else []
    return [*parties] if len(parties) == 2 else []


def _settle_either(either: Mention, voice: str, discourse: Discourse) -> list[str | None]:
    """Whoever may have done or suffered it did it when it is the other side of who speaks."""
    who = discourse.resolve(either, voice)
    accused = who in discourse.roster.opponents(voice) or not discourse.roster.is_party(voice)
    return [who] if accused else []


def _only_heard_of(sentence: Sentence, event: Event) -> bool:
    """ "Allegations of violations", "reports of shelling": whoever names them so does not make them."""
    if sentence.has("unconfirmed"):
        return True
    if sentence.grammar.speech_scope == "left" and sentence.is_at(event.j, "postmarker"):
        after = [c for c in sentence.within(event.j, event.j + 5, "head") if c.key == "claim"]
        if after and not sentence.within(event.j, after[0].i, "speech"):
            return True  # "about violations a complaint"
    before = [c for c in sentence.of("head") if c.key == "claim" and c.i < event.i]
    listed = event.voice == "noun" and before and sentence.within(before[-1].j, event.i, "marker")
    if listed and not sentence.within(before[-1].j, event.i, "speech", "aux", "light", "relative"):
        return True
    of = sentence.ending_at(event.i, "marker")
    said = sentence.ending_at(of.i, "head") if of is not None and of.key == "of" else None
    return said is not None and said.key == "claim"


def _with_rejected(verdict: Verdict, said: Utterance, discourse: Discourse) -> list[Verdict]:
    """In media the accusation that a denial rejects is told too."""
    if verdict.stance is not Stance.DENIAL or discourse.speaker is not None or not said.reported:
        return [verdict]
    return [Verdict(Stance.ACCUSATION, said.reported, verdict.by, verdict.path), verdict]


def _judge_doer(
    sentence: Sentence, event: Event, doer: str, said: Utterance, discourse: Discourse, path: str
) -> Verdict | None:
    voice, roster = said.voice, discourse.roster
    assert voice is not None  # noqa: S101 - judge_event has looked
    negated = event.mood == "negation"
    if doer == STRANGER or not roster.is_party(doer):
        return None
    if roster.is_party(voice) and roster.allied(doer, voice):
        if concerns_outsiders(sentence):
            discourse.aside = (sentence.field, sentence.paragraph)
        return _judge_own(sentence, event, said, discourse, path)
    if negated or (said.denied and not said.reported) or (event.act.named and doer in discourse.keeping):
        return None
    return Verdict(Stance.ACCUSATION, voice, doer, path)


def _judge_own(
    sentence: Sentence, event: Event, said: Utterance, discourse: Discourse, path: str
) -> Verdict | None:
    """An act of the speaker's own side: denied, admitted, or told without a stance."""
    voice = said.voice
    assert voice is not None  # noqa: S101 - judge_event has looked
    if event.act.negated:
        return None
    negated = event.mood == "negation"
    ours = any(m.kind == "we" for m in event.agents)
    if (
        ours
        and negated
        and not (said.denied or said.reported or discourse.contested)
        and (event.cue.form == "weak" or sentence.has("retaliation") or not _is_aimed(sentence, event))
    ):
        return None  # "our gunners did not fire" tells of restraint
    if negated and not (said.denied or said.reported or discourse.contested or ours):
        return Verdict(Stance.DENIAL, voice, discourse.opponent_of(voice), BARE)
    if said.denied or said.reported or negated or (said.related and not said.admitted):
        return Verdict(Stance.DENIAL, voice, said.reported or discourse.opponent_of(voice), path)
    if said.admitted or (
        event.act.owned
        and not any(m.kind == "state" for m in event.agents)
        and event.voice == "active"
        and event.cue.form not in ("ing", "phrase")
    ):
        return Verdict(Stance.ADMISSION, voice, None, "own")
    return None


def _is_aimed(sentence: Sentence, event: Event) -> bool:
    """Something that the act was aimed at, or a place, follows it; with free order it may stand anywhere."""
    j = event.j
    if sentence.grammar.roles:
        around = sentence.within(
            event.start - _AIMED_WITHIN, j + _AIMED_WITHIN, "postmarker", "marker", "town_word"
        )
        return bool(event.targets) or any(c.cls == "town_word" or c.key in _AIMS for c in around)
    token = sentence.tokens[j] if j < len(sentence.tokens) else None
    return token is not None and (token.capital or sentence.is_at(j, "marker", "determiner") is not None)


def _judge_unnamed(
    sentence: Sentence, event: Event, said: Utterance, discourse: Discourse, has_phrase: bool
) -> list[Verdict]:
    """No doer is named: perspective decides for a party, an observer leaves it open."""
    voice, roster = said.voice, discourse.roster
    assert voice is not None  # noqa: S101 - judge_event has looked
    if _disowns(sentence, event, voice, discourse):
        return [Verdict(Stance.DENIAL, voice, discourse.opponent_of(voice), "prior")]
    if said.denied or said.reported:
        denies = roster.is_party(voice)
        against = said.reported or discourse.opponent_of(voice)
        return (
            _with_rejected(Verdict(Stance.DENIAL, voice, against, "prior"), said, discourse) if denies else []
        )
    if said.admitted and roster.is_party(voice) and not concerns_outsiders(sentence):
        return [Verdict(Stance.ADMISSION, voice, None, "own")]
    answered = discourse.answered or (_accuser_of(voice, discourse) if said.explicit else None)
    if event.mood == "negation" and answered and roster.is_party(voice):
        return [Verdict(Stance.DENIAL, voice, answered, "prior")]
    if event.mood == "negation" or (event.act.weak and not event.types_named and not sentence.has("self")):
        return []
    if not roster.is_party(voice):
        return _leave_open(sentence, event, said) if said.explicit else []
    if discourse.speaker is None and not said.explicit:
        return []
    if (
        _aimed_at_opponent(event, voice, discourse)
        or _is_aside(sentence, event)
        or not _stands_as_report(sentence, event, has_phrase or bool(said.named))
    ):
        return []
    if not may_accuse(sentence, event, said.named, voice, discourse):
        return []
    against = said.named or discourse.opponent_of(voice)
    if not said.named and against in discourse.cleared:
        return []
    return [Verdict(Stance.ACCUSATION, voice, against, "sentence" if said.named else "prior")]


def _disowns(sentence: Sentence, event: Event, voice: str, discourse: Discourse) -> bool:
    """ "A has nothing to do with the blast", "A did not stand behind the raid", in the mouth of A's side."""
    roster = discourse.roster
    if event.voice != "noun" or not sentence.has("disowned") or not roster.is_party(voice):
        return False
    before = sentence.within(event.start - _TO_WITHIN, event.start, "marker", "disowned")
    if not any(c.key == "goal" or c.cls == "disowned" for c in before) or concerns_outsiders(sentence):
        return False
    return sentence.has("self") or any(roster.allied(c.key, voice) for c in sentence.of("name") if c.key)


def _accuser_of(voice: str, discourse: Discourse) -> str | None:
    """In media, who last accused the one who now says that there was nothing."""
    if discourse.speaker is not None or not discourse.alleged:
        return None
    last = discourse.alleged[-1]
    return last.by if last.against == voice else None


def _aimed_at_opponent(event: Event, voice: str, discourse: Discourse) -> bool:
    """The act goes against the other side: it is the speaker's own."""
    targets = [discourse.resolve(m, voice) for m in event.targets]
    own = [t for t in targets if t and discourse.roster.allied(t, voice)]
    return bool(targets) and not own and any(t in discourse.roster.opponents(voice) for t in targets if t)


def _is_aside(sentence: Sentence, event: Event) -> bool:
    """ "Families whose homes had been hit": a relative clause that only tells which ones are meant."""
    before = sentence.within(event.start - 4, event.start, "relative")
    return event.voice == "passive" and bool(before) and not sentence.barred(before[-1].i - 1, event.start)


def _stands_as_report(sentence: Sentence, event: Event, has_phrase: bool) -> bool:
    """A bare noun of action alleges only beside what makes it an event: a time, a number, our side."""
    if event.voice in ("passive", "suffered") or has_phrase or event.targets:
        return True
    if event.governor is not None and event.governor.form == "fin":
        return True
    if event.act.impersonal:
        return True
    if event.voice == "active":
        finite = event.cue.form not in ("base", "ing", "ger", "inf") or sentence.within(
            event.start - 3, event.start, "aux"
        )
        return bool(finite) or sentence.has("self")
    return bool(sentence.of(*_OF_AN_EVENT)) or _is_counted(sentence, event.start)


def _is_counted(sentence: Sentence, k: int) -> bool:
    """ "More than forty attacks": a number right before the noun, and no single one."""
    cue = sentence.ending_at(k, "number")
    return (cue is not None and cue.key not in ("0", "1")) or (k > 0 and sentence.tokens[k - 1].raw.isdigit())


def _leave_open(sentence: Sentence, event: Event, said: Utterance) -> list[Verdict]:
    voice = said.voice
    if voice is None or voice == OTHER or not may_be_open(sentence, event):
        return []
    if said.named:
        return [Verdict(Stance.ACCUSATION, voice, said.named, "sentence")]
    if event.is_attribute:
        return []
    counted = sentence.of(*_COUNTED)
    after = sentence.within(event.j, event.j + 4, "aux", "act")
    told = (
        said.framed or counted or any(c.cls == "aux" or (c.form == "past" and c.j > c.i + 1) for c in after)
    )
    dropped = event.voice == "active" and sentence.grammar.free and not event.agents and said.framed
    dropped = dropped or event.cue.form == "phrase" or event.act.impersonal
    if event.voice in ("passive", "suffered") or dropped or (event.voice == "noun" and told):
        return [Verdict(Stance.ACCUSATION, voice, None, "open")]
    return []
