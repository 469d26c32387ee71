"""What a form sends, and the proof that a page of this desk sent it.

A browser sends our cookies with whatever posts to us, also with a form on a hostile page. Two things
that such a page can't have are asked for, because each alone has a gap. First, a key in the form: for
who is signed in, bound to the session; for a stranger (signing in must be guarded too, else somebody
could be signed in as another without noticing), bound to a random cookie. Second, the browser's own
word on where the form stood: Sec-Fetch-Site, else Origin. The key holds for browsers that send
neither; the word holds where another program on the same host can plant cookies (they ignore ports).
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request

from monitor.web.cookies import read_form_seed, read_session
from monitor.web.desk import desk_of
from monitor.web.formkeys import KEY_FIELD, make_form_key
from monitor.web.problems import Problem

FORM_TYPE = "application/x-www-form-urlencoded"
LARGEST = 16 * 1024
MOST_FIELDS = 20
LARGEST_SIGNED = 64 * 1024  # a long note and many places in a script of three bytes a letter
MOST_SIGNED_FIELDS = 200
LARGEST_LONG = 1024 * 1024
MOST_LONG_FIELDS = 30_000
LARGEST_CHOICES = 256 * 1024
MOST_CHOICES = 2000
ONE_TIME_LINKS = ("/first", "/password")
STALE = "The form was not sent from this desk's own page, or that page is out of date; open it again."


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a posted form; of a repeated one the last. Raises Problem."""
    return dict(await _read_pairs(request, LARGEST, MOST_FIELDS))


async def read_longer_form(request: Request) -> dict[str, str]:
    """The same of a page for people who are signed in."""
    return dict(await _read_pairs(request, LARGEST_SIGNED, MOST_SIGNED_FIELDS))


async def read_long_form(request: Request) -> dict[str, str]:
    """The same of a page that edits a whole document."""
    return dict(await _read_pairs(request, LARGEST_LONG, MOST_LONG_FIELDS))


async def _read_pairs(request: Request, largest: int, most: int) -> list[tuple[str, str]]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
        raise Problem(415, f"A form is sent as {FORM_TYPE}.")
    body = await request.body()
    if len(body) > largest:
        raise Problem(413, f"The form is larger than {largest} bytes.")
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="replace", max_num_fields=most)
    except ValueError:
        raise Problem(400, "The form can't be read.") from None
    # PostgreSQL takes no NUL, and nobody types one
    return [(name.replace("\0", ""), value.replace("\0", "")) for name, value in pairs]


Fields = Annotated[dict[str, str], Depends(read_form)]
LongerFields = Annotated[dict[str, str], Depends(read_longer_form)]
LongFields = Annotated[dict[str, str], Depends(read_long_form)]


def read_strangers_form(request: Request, fields: Fields) -> Mapping[str, str]:
    """A form that somebody who is not signed in may send; raises Problem."""
    return _proven(request, fields, read_form_seed(request))


def read_signed_form(request: Request, fields: LongerFields) -> Mapping[str, str]:
    """A form of somebody who is signed in: its key is bound to their session; raises Problem."""
    return _proven(request, fields, read_session(request))


def read_signed_document(request: Request, fields: LongFields) -> Mapping[str, str]:
    """The same of a page that edits a whole document; raises Problem."""
    return _proven(request, fields, read_session(request))


SignedDocument = Annotated[Mapping[str, str], Depends(read_signed_document)]
StrangersForm = Annotated[Mapping[str, str], Depends(read_strangers_form)]
SignedForm = Annotated[Mapping[str, str], Depends(read_signed_form)]


def _proven(request: Request, fields: dict[str, str], seed: str) -> dict[str, str]:
    given = fields.pop(KEY_FIELD, "").encode()
    has_key = seed != "" and hmac.compare_digest(given, make_form_key(seed).encode())
    if not has_key or not _stood_here(request):
        raise Problem(403, STALE)
    return fields


def _stood_here(request: Request) -> bool:
    """Whether the browser says that the form stood on this desk; one that says nothing is left to the key."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    if origin is None:
        return True
    if origin == "null":  # also what a page without a referrer sends, and of ours only these are
        return request.url.path in ONE_TIME_LINKS
    own = urlsplit(desk_of(request).settings.base_url).netloc
    return origin.partition("://")[2].lower() in (request.headers.get("host", "").lower(), own.lower())


async def read_signed_choices(request: Request) -> dict[str, list[str]]:
    """A form of somebody who is signed in, in which a field may have several values; raises Problem."""
    pairs = await _read_pairs(request, LARGEST_CHOICES, MOST_CHOICES)
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    _proven(request, {KEY_FIELD: values.pop(KEY_FIELD, [""])[-1]}, read_session(request))
    return values


SignedChoices = Annotated[Mapping[str, list[str]], Depends(read_signed_choices)]
