"""The scenario: who published what, when, and what a careful reader finds in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any, ClassVar, Literal

import yaml
from pydantic import AwareDatetime, ConfigDict, TypeAdapter, ValidationError

from monitor.terms import Stance, ViolationType

FeedForm = Literal["rss", "atom", "rdf"]
Language = Literal["en", "ru", "hy", "az"]


class BadScenario(ValueError):
    """A scenario that can't be played; its text says what is wrong, and where."""


@dataclass(frozen=True, slots=True)
class ExpectedClaim:
    """What a text alleges, one entry for each (stance, by, against), types and places united."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    stance: Stance
    by: str
    against: str | None
    types: tuple[ViolationType, ...]
    in_force: bool
    count: int | None = None
    killed: int | None = None
    wounded: int | None = None
    civilians: bool = False
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """A later text of a statement, put in the place of the one before; its title stays."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    at: AwareDatetime
    text: str
    claims: tuple[ExpectedClaim, ...]
    english: str = ""


@dataclass(frozen=True, slots=True)
class English:
    """A title and a text in English, beside an original in another language; no outlet shows it."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ScriptedStatement:
    """A statement as it is first published, and its edits in the order in which they replace it."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    id: str
    outlet: str
    at: AwareDatetime
    title: str
    text: str
    claims: tuple[ExpectedClaim, ...]
    edits: tuple[Edit, ...] = ()
    english: English | None = None

    @property
    def versions(self) -> tuple[Edit, ...]:
        """Every text with the time from which it stands, the first one included."""
        english = self.english.text if self.english else ""
        return (Edit(self.at, self.text, self.claims, english), *self.edits)

    def version_at(self, moment: datetime) -> Edit | None:
        """The text that stands at `moment`; None before publication."""
        standing = [version for version in self.versions if version.at <= moment]
        return standing[-1] if standing else None


@dataclass(frozen=True, slots=True)
class Outlet:
    """A stand-in for an official outlet; `actor` is a party's or an observer's id in the agreement."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    id: str
    publisher: str
    actor: str
    form: FeedForm
    languages: tuple[Language, ...] = ("en",)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A stretch of time, its outlets and what they publish, baseline included, in order of time."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    agreement: str
    begins_at: AwareDatetime
    ends_at: AwareDatetime
    outlets: tuple[Outlet, ...]
    statements: tuple[ScriptedStatement, ...]

    def of_outlet(self, outlet_id: str) -> tuple[ScriptedStatement, ...]:
        return tuple(one for one in self.statements if one.outlet == outlet_id)

    def published_by(self, moment: datetime) -> tuple[ScriptedStatement, ...]:
        return tuple(one for one in self.statements if one.at <= moment)


def load_scenario() -> Scenario:
    """The scenario that comes with Ceasewatch."""
    return read_scenario(files("monitor.demo").joinpath("scenario.yaml").read_text(encoding="utf-8"))


def read_scenario(text: str) -> Scenario:
    """A scenario from its YAML, checked; raises BadScenario."""
    try:
        scenario = TypeAdapter(Scenario).validate_python(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise BadScenario(f"The scenario is not YAML: {error}") from None
    except ValidationError as error:
        raise BadScenario(_first_fault(error.errors()[0])) from None
    for fault in _faults(scenario):
        raise BadScenario(fault)
    return scenario


def _first_fault(error: Any) -> str:
    place = ".".join(str(part) for part in error["loc"])
    return f"The scenario's {place or 'document'}: {error['msg']}."


def _faults(scenario: Scenario) -> Iterator[str]:
    outlets = [outlet.id for outlet in scenario.outlets]
    statements = [statement.id for statement in scenario.statements]
    for id in _repeated(outlets) + _repeated(statements):
        yield f"The scenario has {id} twice; ids are given once."
    if scenario.ends_at <= scenario.begins_at:
        yield "The scenario ends before it begins; correct one of the two times."
    if list(scenario.statements) != sorted(scenario.statements, key=lambda one: one.at):
        yield "The scenario's statements are not in order of time; put them in order."
    for statement in scenario.statements:
        yield from _faults_of(statement, outlets, scenario.ends_at)


def _faults_of(statement: ScriptedStatement, outlets: list[str], ends_at: datetime) -> Iterator[str]:
    if statement.outlet not in outlets:
        yield f"{statement.id} is published by {statement.outlet}, which is no outlet of the scenario."
    times = [version.at for version in statement.versions]
    if times != sorted(set(times)):
        yield f"{statement.id} is edited at a time that does not follow the text before it."
    if times[-1] >= ends_at:
        yield f"{statement.id} is published or edited after the scenario's end."


def _repeated(ids: list[str]) -> list[str]:
    return sorted({id for id in ids if ids.count(id) > 1})
