"""What a text has said so far: who speaks, who was meant, what was alleged."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from monitor.classify.events import Event
from monitor.classify.mentions import Mention
from monitor.classify.parties import Roster
from monitor.terms import Occurred, ViolationType

STRANGER = "?"  # a named actor that is neither party nor observer
OTHER = "other"


@dataclass(slots=True)
class Alleged:
    """An accusation that was read earlier in the text, for "these claims" to point at."""

    by: str
    against: str | None
    types: tuple[ViolationType, ...]
    places: tuple[str, ...]
    occurred: Occurred | None


@dataclass(slots=True)
class Discourse:
    """The running state of one statement."""

    roster: Roster
    speaker: str | None
    named: Counter[str]
    voice: str | None = None
    abroad: bool = False  # the text tells of a country that is no party
    last_agent: str | None = None
    last_pair: tuple[str, str] | None = None
    alleged: list[Alleged] = field(default_factory=list)
    context: Occurred | None = None
    events: list[Event] = field(default_factory=list)  # the acts of the sentence before
    contested: bool = True  # the text somewhere answers or relates an allegation
    answered: str | None = None  # the opponent whose words this sentence or the one before relates
    quoted: str | None = None  # the opponent whose words this sentence relates
    aside: tuple[str, int] | None = None  # the paragraph that tells of what concerns no party
    closed: bool = False  # the text says that the matter it tells of is settled
    keeping: frozenset[str] = frozenset()  # the opponents of whom the text says that they keep the truce
    regrets: bool = False  # the speaker's own text somewhere calls an act a mistake
    counting: int | None = None  # how many breaches the text counted last
    cleared: frozenset[str] = frozenset()  # whom the text says had no part in it
    owns: bool = False  # and the speaker's own mistake
    first_person: bool = False  # the speaker says "we": "its" is somebody else's
    remembers: bool = False  # the text tells of a day of remembrance
    undecided: bool = False  # the text says that nobody is to be blamed yet

    def resolve(self, m: Mention, voice: str | None) -> str | None:
        """The id that a mention stands for in the mouth of `voice`; None when the text does not tell."""
        if m.kind in ("name", "adjective", "capital"):
            return STRANGER if m.stranger else m.who
        if m.kind == "state":
            return self._state(m, voice)
        if m.antecedent is not None:
            return self.resolve(m.antecedent, voice)
        if m.kind == "we":
            return voice
        if m.kind == "enemy":
            return self.opponent_of(voice)
        if m.kind == "monitors":
            return self._monitors()
        if m.kind == "rebel":
            who = self._rebel(voice)
            return STRANGER if who in self.keeping else who
        if m.kind == "they":
            return self.last_agent
        if m.kind == "it" and self.speaker in self.roster.observers:
            return None
        if m.kind in ("it", "poss"):
            other = self.first_person and self.speaker is not None and m.head == "force"
            return self.last_agent or (None if other else voice)
        if m.kind == "he":
            return voice or self.last_agent
        return None

    def _state(self, m: Mention, voice: str | None) -> str | None:
        """The only state; the speaker's own; in media that of the party named before in the sentence."""
        if self.roster.state or self.speaker is not None:
            if self.speaker in self.roster.observers and m.head == "official":
                return None
            own = self.speaker if self.roster.governs(self.speaker or "") else None
            return self.roster.state or own or self._opposing_state(voice)
        who = self.resolve(m.antecedent, voice) if m.antecedent is not None else None
        if who in self.roster.sides and not self.roster.governs(str(who)):
            return self._opposing_state(who) or who  # in the mouth of those who govern nothing
        return who

    def _opposing_state(self, voice: str | None) -> str | None:
        """The first state that the voice has as an opponent: the one whose land it is stands first."""
        return next((p for p in self.roster.opponents(voice or "") if p in self.roster.states), None)

    def _monitors(self) -> str | None:
        """The observer who speaks, or the only one."""
        if self.speaker in self.roster.observers:
            return self.speaker
        return next(iter(self.roster.observers)) if len(self.roster.observers) == 1 else None

    def _rebel(self, voice: str | None) -> str | None:
        """Fighters without a name: the state's opponent, unless the state's opponent itself speaks."""
        if self.abroad and not any(self.named[p] for p in self.roster.opponents(voice or "")):
            return STRANGER
        state, roster = self.roster.state, self.roster
        if (
            voice is not None
            and roster.opponents(voice)
            and all(map(roster.governs, roster.opponents(voice)))
        ):
            return STRANGER  # between states, fighters without a name are nobody's
        against = state is None or (voice is not None and voice in self.roster.opponents(state))
        base = voice if against else state
        bands = [p for p in roster.opponents(base or "") if not roster.governs(p)]
        named = [p for p in bands if self.named[p]] or bands
        return named[0] if len(named) == 1 else self.opponent_of(base)

    def opponent_of(self, voice: str | None) -> str | None:
        """The one opposing party, or the only one (or by far the most) named in the text."""
        opponents = self.roster.opponents(voice or "")
        if len(opponents) > 1 and self.cleared:
            opponents = tuple(p for p in opponents if p not in self.cleared) or opponents
        if len(opponents) == 1:
            return opponents[0]
        named = [(self.named[p], p) for p in opponents if self.named[p]]
        if len(named) == 1:
            return named[0][1]
        states = [p for p in opponents if p in self.roster.states]
        if not named and len(states) == 1 and voice in self.roster.states:
            return states[0]
        if self.last_agent in opponents:
            return self.last_agent
        named.sort(reverse=True)
        if len(named) > 1 and named[0][0] > 2 * named[1][0]:
            return named[0][1]
        states = [p for p in opponents if self.roster.governs(p)]
        return states[0] if len(states) == 1 else None
