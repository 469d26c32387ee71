"""How far a claim is to be trusted, from the way in which it was read."""

from __future__ import annotations

from monitor.classify.drafts import Draft
from monitor.terms import Stance

_BY_AGENT = {
    "modifier": 0.9,
    "marked": 0.9,
    "subject": 0.88,
    "accused": 0.88,
    "mutual": 0.92,
    "own": 0.85,
    "prior": 0.72,
    "sentence": 0.66,
    "open": 0.7,
    "recalled": 0.68,
    "supposed": 0.62,
    "disputed": 0.6,
    "inferred": 0.55,
    "bare": 0.6,
}
_UNNAMED_VOICE = 0.12  # the sentence does not say who says it
_BARE_BREACH = 0.04  # no act is named
_WEAK_ACT = 0.1  # the word is hostile only in such company
_TITLE = 0.05  # the title alone; also what a denial or an admission loses
_LEAST, _MOST = 0.2, 0.97


def rate_claim(draft: Draft) -> float:
    """A figure in 0..1: what the doer was read from, less what the reading had to assume."""
    rating = _BY_AGENT.get(draft.path, 0.6)
    rating -= _UNNAMED_VOICE * (not draft.explicit)
    rating -= _BARE_BREACH * draft.generic + _WEAK_ACT * draft.weak
    rating -= _TITLE * (draft.sentence.field == "title") + _TITLE * (draft.stance is not Stance.ACCUSATION)
    return round(min(max(rating, _LEAST), _MOST), 2)
