"""The forms of a rule's hours: when a digest goes out, and when nothing shall."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from monitor.agreements.form_values import NullIsEmpty, StrictForm, Zone
from monitor.agreements.form_when import TypeName

TIME_OF_DAY = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])\Z")


def read_time_of_day(value: Any) -> Any:
    """Hours and minutes as "08:00"."""
    found = TIME_OF_DAY.match(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f'{value!r} is no time of day; write it as "08:00", up to "23:59".')
    return f"{int(found[1]):02}:{found[2]}"


TimeOfDay = Annotated[str, BeforeValidator(read_time_of_day)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class DigestForm(StrictForm):
    """One message an hour, a day or a week, at a local time; the zone is never guessed."""

    every: Literal["hour", "day", "week"]
    at: TimeOfDay | None = None
    on: Weekday | None = None
    timezone: Zone | None = None

    @model_validator(mode="after")
    def check_together(self) -> DigestForm:
        """A key that would change nothing is refused, and one that would be guessed is asked for."""
        if self.every == "hour" and self.at is not None:
            raise ValueError("an hourly digest goes out at the full hour; leave `at` out.")
        if self.every != "week" and self.on is not None:
            raise ValueError("`on` names the day of a weekly digest; leave it out, or write every: week.")
        if self.every != "hour" and (self.at is None or self.timezone is None):
            raise ValueError('needs its local time; add both, such as at: "08:00", timezone: Europe/Kyiv.')
        if self.every == "week" and self.on is None:
            raise ValueError("needs its day of the week; add it, such as on: monday.")
        return self


class QuietForm(StrictForm):
    """The hours in which nothing goes out, over midnight if need be; alerts of `bypass` types do."""

    model_config = ConfigDict(serialize_by_alias=True)

    from_: TimeOfDay = Field(alias="from")
    to: TimeOfDay
    timezone: Zone
    bypass: Annotated[list[TypeName], NullIsEmpty] = Field(default=[])

    @model_validator(mode="after")
    def check_together(self) -> QuietForm:
        """Hours that never begin or never end are no hours."""
        if self.from_ == self.to:
            raise ValueError("`from` and `to` are the same; make them differ, or use a digest.")
        return self
