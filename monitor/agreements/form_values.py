"""The kinds of values that a form holds; each check says what is wrong and how to mend it."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from functools import cache
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from babel import Locale
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from monitor.agreements.durations import parse_duration

ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}\Z")
LANGUAGE = re.compile(r"([a-z]{2,3})(-[A-Za-z0-9]{2,8}){0,3}\Z")
# Codes that CLDR lists among the territories although they name no country.
NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
USUAL_MISTAKES = {"UK": "GB", "EN": "GB", "EL": "GR", "SU": "RU", "KO": "KR", "JA": "JP"}


class StrictForm(BaseModel):
    """A mapping of a form: unknown keys are refused, values are not bent into shape."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def empty_if_null(value: Any) -> Any:
    """A list whose items were all taken out reads as null."""
    return [] if value is None else value


def check_id(value: str) -> str:
    """Lower-case Latin letters, digits, `.`, `_` and `-`, at most 64, the first a letter or digit."""
    if not ID.match(value):
        raise ValueError(
            f"{value!r} is no id; use up to 64 of a-z, 0-9, `.`, `_`, `-`, beginning with a letter or digit."
        )
    return value


def check_text(value: str) -> str:
    """Something to read, without control characters."""
    if not value.strip():
        raise ValueError("is empty; write something, or leave the key out.")
    if any(unicodedata.category(letter) == "Cc" and letter not in "\n\t" for letter in value):
        raise ValueError("holds a control character; remove it.")
    return value


def check_language(value: str) -> str:
    """An ISO 639 code, with more subtags after `-` where they matter (BCP 47)."""
    found = LANGUAGE.match(value)
    if not found or found[1] not in known_languages():
        raise ValueError(f"{value!r} is no language code; use ISO 639, such as en, hy or az.")
    return value


def check_country(value: str) -> str:
    """An ISO 3166 alpha-2 code of a country."""
    if value in known_countries():
        return value
    near = USUAL_MISTAKES.get(value.upper(), value.upper())
    if near in known_countries():
        raise ValueError(f"{value!r} is no ISO 3166 alpha-2 code; did you mean `{near}`?")
    raise ValueError(
        f"{value!r} is no ISO 3166 alpha-2 code; use two capitals such as AM,"
        " or leave the key out for who is no state and list its names in `aliases`."
    )


def check_zone(value: str) -> str:
    """A zone of the IANA database."""
    if value not in known_zones():
        raise ValueError(f"{value!r} is no IANA time zone; write one such as Asia/Yerevan or UTC.")
    return value


def read_moment(value: Any) -> Any:
    """An ISO 8601 time with its offset: without one its zone would be a guess."""
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(f'{value!r} is no time; write it as "2020-10-10T12:00:00+04:00".') from None
    else:
        raise ValueError('is no time; write it as "2020-10-10T12:00:00+04:00".')  # noqa: TRY004  pydantic's contract
    if moment.tzinfo is None:
        raise ValueError(f"{str(value)!r} has no offset from UTC; add one, as in 2020-10-10T12:00:00+04:00.")
    if not 1900 <= moment.year < 2200:
        raise ValueError(f"the year {moment.year} is out of range; use 1900 to 2199.")
    return moment


def read_duration(value: Any) -> Any:
    """Seconds of a duration such as 30s; a bare number is refused, its unit would be a guess."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError("is not a duration; write it as 30s, 5m, 24h or 1h30m.")  # noqa: TRY004  pydantic's contract
    if isinstance(value, int):
        raise ValueError(f"has no unit; write {value}s for seconds.")  # noqa: TRY004  pydantic's contract
    return parse_duration(value)


def read_switch(value: Any) -> Any:
    """true or false; YAML 1.1's yes, no, on and off are understood as well."""
    words = {"yes": True, "on": True, "no": False, "off": False}
    return words.get(value.lower(), value) if isinstance(value, str) else value


def check_address(value: str) -> str:
    """An http or https address with a host and without a user name or password in it."""
    if any(letter.isspace() or not letter.isprintable() for letter in value):
        raise ValueError("holds a blank or an unprintable character; write it without, percent-encoded.")
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise ValueError(f"{value!r} is no web address; write it as https://example.org/feed.") from None
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise ValueError(f"{value!r} is no web address; write it as https://example.org/feed.")
    if "@" in parts.netloc:
        raise ValueError("carries a user name or password; take it out of the address.")
    return value


@cache
def known_languages() -> frozenset[str]:
    """The language codes that CLDR can name."""
    return frozenset(str(code).split("_")[0] for code in Locale("en").languages)


@cache
def known_countries() -> frozenset[str]:
    """The country codes that CLDR can name."""
    codes = {code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha()}
    return frozenset(codes - NO_COUNTRIES)


@cache
def known_zones() -> frozenset[str]:
    """The names of the IANA database at hand."""
    return frozenset(available_timezones())


NullIsEmpty = BeforeValidator(empty_if_null)
Id = Annotated[str, AfterValidator(check_id)]
Name = Annotated[str, Field(max_length=200), AfterValidator(check_text)]
Term = Annotated[str, Field(max_length=4000), AfterValidator(check_text)]
Note = Annotated[str, Field(max_length=4000)]
Language = Annotated[str, AfterValidator(check_language)]
Country = Annotated[str, AfterValidator(check_country)]
Zone = Annotated[str, AfterValidator(check_zone)]
Moment = Annotated[datetime, BeforeValidator(read_moment)]
Seconds = Annotated[int, BeforeValidator(read_duration), Field(le=366 * 86400)]
Switch = Annotated[bool, BeforeValidator(read_switch)]
Address = Annotated[str, Field(max_length=2000), AfterValidator(check_address)]
NamesByLanguage = dict[Language, Annotated[list[Name], Field(max_length=200)]]
