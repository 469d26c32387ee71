"""A source as its pages show it: how it is, the strip of its last day, its last polls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from alerts.sentences import STATES
from alerts.wording import read_moment, write_stamp
from monitor.models.coverage import NOT_RUNNING
from monitor.queries.sources import BlankTime, SourceView
from monitor.queries.strips import Slot
from monitor.readers import is_polled
from monitor.web.pages.actors import Actor, find_actor
from monitor.web.pages.wording import write_count

MOST_BLANKS = 5
WHYS = {NOT_RUNNING: "Ceasewatch itself was not running", "gap": "items may have passed unseen"}
SOFT = ("ok", "unchanged", "quiet")
OUTLINED = ("moved", "gap")


@dataclass(frozen=True, slots=True)
class PollRow:
    """One of the last polls."""

    at: str
    answer: str
    found: str
    took: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What the templates ask for; every time as it is written in the page's zone."""

    view: SourceView
    zone: str
    slots: Sequence[Slot] = ()
    speaker: Actor | None = None
    most_blanks: int = MOST_BLANKS

    @property
    def state(self) -> str:
        if not self.view.source.enabled:
            return "disabled"
        if self.is_manual:
            return "entered by a person"
        return STATES.get(self.view.source.state or "", "not polled yet")

    @property
    def word(self) -> str:
        """The contract's word for the state, or what stands in its place."""
        if not self.view.source.enabled:
            return "disabled"
        return "manual" if self.is_manual else self.view.source.state or "not polled yet"

    @property
    def weight(self) -> str:
        """A class of the tag: what answers is soft, trouble is solid."""
        if self.word in ("disabled", "manual", "not polled yet", *SOFT):
            return "soft"
        return "" if self.word in OUTLINED else "heavy"

    @property
    def is_manual(self) -> bool:
        return not is_polled(self.view.source.kind)

    @property
    def since(self) -> str:
        return self._stamp(self.view.source.state_since)

    @property
    def answered(self) -> str:
        return self._stamp(self.view.source.answered_at)

    @property
    def due(self) -> str:
        return self._stamp(self.view.source.due_at)

    @property
    def agreements(self) -> str:
        return ", ".join(agreement.name for agreement in self.view.agreements)

    @property
    def blanks(self) -> list[str]:
        """The newest times without coverage, each as a sentence."""
        return [self._say_blank(blank) for blank in reversed(self.view.blanks[-self.most_blanks :])]

    @property
    def strip_title(self) -> str:
        """The strip in words."""
        came = sum(slot.statements for slot in self.slots)
        missed = sum(slot.what == "missed" for slot in self.slots)
        asked = sum(slot.what in ("asked", "came") for slot in self.slots)
        said = f"The last 24 hours: {write_count(came, 'statement')}; asked in {asked} of 48 half-hours"
        return f"{said}, not covered in {missed}." if missed else f"{said}."

    @property
    def polls(self) -> list[PollRow]:
        zone = ZoneInfo(self.zone)
        return [_read_mark(mark, zone) for mark in self.view.source.last_polls or []]

    def _say_blank(self, blank: BlankTime) -> str:
        end = f"to {self._stamp(blank.end)}" if blank.end else "until now"
        caught = "; caught up later" if blank.caught_up else ""
        why = WHYS.get(blank.why) or STATES.get(blank.why, blank.why)
        return f"{self._stamp(blank.start)} {end}: {why}{caught}"

    def _stamp(self, moment: datetime | None) -> str:
        return write_stamp(moment, self.zone) if moment else ""


def find_speaker(view: SourceView, speakers: Mapping[tuple[str, str], str]) -> Actor | None:
    """Whose outlet it is, in the first agreement that says so."""
    for agreement in view.agreements:
        speaker = speakers.get((agreement.id, view.source.id))
        if speaker:
            return find_actor(agreement.document, speaker)
    return None


def _read_mark(mark: Mapping[str, Any], zone: ZoneInfo) -> PollRow:
    at = read_moment(mark["at"])
    status = f" ({mark['status']})" if mark.get("status") else ""
    reason = f": {mark['reason']}" if mark.get("reason") else ""
    took = mark.get("took_ms")
    return PollRow(
        f"{at.astimezone(zone):%-d %b %H:%M:%S}" if at else "",
        f"{mark['state']}{status}{reason}",
        _say_found(mark),
        "" if took is None else f"{took / 1000:.1f} s",
    )


def _say_found(mark: Mapping[str, Any]) -> str:
    if mark.get("bytes") is None:
        return ""
    size = f"{mark['bytes']:,} bytes"
    return size if mark.get("found") is None else f"{write_count(mark['found'], 'item')} in {size}"
