"""What several forms together ask for, each thing once and with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from monitor.agreements.documents import source_document
from monitor.agreements.faults import BadForm, Fault, Path, find_line, write_fault
from monitor.agreements.form import Form
from monitor.agreements.form_agreement import AgreementForm
from monitor.agreements.form_channel import ChannelForm
from monitor.agreements.form_rule import RuleForm
from monitor.agreements.form_source import SourceForm, SourceReference

Thing = TypeVar("Thing", AgreementForm, ChannelForm, RuleForm)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in which form something stands."""

    form: Form
    path: Path

    def say(self, what: str, *keys: str | int) -> str:
        """A sentence about a key below it."""
        return write_fault(Fault((*self.path, *keys), what), self.form.file, self.form.lines)

    @property
    def line(self) -> str:
        return f"{self.form.file}:{find_line(self.form.lines, self.path)}"


@dataclass(slots=True)
class Wanted:
    """The union of forms, by id, in the order of the files."""

    agreements: dict[str, AgreementForm] = field(default_factory=dict)
    sources: dict[str, SourceForm] = field(default_factory=dict)
    channels: dict[str, ChannelForm] = field(default_factory=dict)
    rules: dict[str, RuleForm] = field(default_factory=dict)
    spots: dict[tuple[str, str], Spot] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)


def collect_wanted(forms: Sequence[Form]) -> Wanted:
    """Put forms together; raises BadForm where two of them say different things of one id."""
    wanted = Wanted()
    for form in forms:
        for at, agreement in enumerate(form.content.agreements):
            _add(wanted, "agreement", wanted.agreements, agreement, Spot(form, ("agreements", at)))
        for spot, source in list_sources(form):
            _add_source(wanted, source, spot)
        for at, channel in enumerate(form.content.channels):
            _add(wanted, "channel", wanted.channels, channel, Spot(form, ("channels", at)))
        for at, rule in enumerate(form.content.rules):
            _add(wanted, "rule", wanted.rules, rule, Spot(form, ("rules", at)))
    if wanted.sentences:
        raise BadForm(wanted.sentences)
    return wanted


def list_sources(form: Form) -> Iterator[tuple[Spot, SourceForm]]:
    """The sources that a form gives in full, each with its place."""
    for at, source in enumerate(form.content.sources):
        yield Spot(form, ("sources", at)), source
    for at, agreement in enumerate(form.content.agreements):
        for number, watched in enumerate(agreement.sources):
            if not isinstance(watched, SourceReference):
                yield Spot(form, ("agreements", at, "sources", number)), watched


def _add(wanted: Wanted, noun: str, things: dict[str, Thing], thing: Thing, spot: Spot) -> None:
    if thing.id in things:
        first = wanted.spots[(noun, thing.id)]
        wanted.sentences.append(
            spot.say(f"{thing.id!r} stands already at {first.line}; keep one of the two.", "id")
        )
        return
    things[thing.id] = thing
    wanted.spots[(noun, thing.id)] = spot


def _add_source(wanted: Wanted, source: SourceForm, spot: Spot) -> None:
    """A source may be given in full by several agreements, as long as they say the same of it."""
    known = wanted.sources.setdefault(source.id, source)
    first = wanted.spots.setdefault(("source", source.id), spot)
    ours, theirs = source_document(source), source_document(known)
    differing = [key for key in ours if ours[key] != theirs[key]]
    if differing:
        what = (
            f"source {source.id!r} is given differently at {first.line} ({', '.join(differing)});"
            f" give it once and refer to it by `source: {source.id}`."
        )
        wanted.sentences.append(spot.say(what))
