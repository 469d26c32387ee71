"""What editing over HTTP shares: the tag of what was read, and each refusal as a problem."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import Depends, Header
from fastapi.responses import JSONResponse

from monitor.agreements.faults import BadForm, Fault, write_path
from monitor.agreements.form import Form
from monitor.agreements.given import Noun, check_given, inside_thing
from monitor.agreements.whole import tag_of
from monitor.ledger.edits import ANY, Editor, ThingChanged, ThingExists, ThingNeeded, UnknownThing
from monitor.web import auth
from monitor.web.desk import AtDesk
from monitor.web.problems import Problem

UNKNOWN = "Nothing in use has this id."
UNTAGGED = "Send the ETag that reading it gave as `If-Match`, so that nobody's change is overwritten unseen."


def read_tag(
    if_match: Annotated[
        str, Header(description="The ETag of what was read; `*` writes over whatever stands.")
    ] = "",
) -> str:
    """The tag in If-Match; raises Problem without one."""
    text = if_match.strip()
    if not text:
        raise Problem(428, UNTAGGED)
    return text if text == ANY else text.removeprefix('"').removesuffix('"')


Seen = Annotated[str, Depends(read_tag)]


def keeper_of(visitor: auth.Admin, desk: AtDesk) -> Editor:
    """An administrator; what they change falls due by the desk's clock."""
    return Editor(visitor.actor, desk.now())


def editor_of(visitor: auth.Editor, desk: AtDesk) -> Editor:
    """A reviewer or an administrator, for what decides who is told of what."""
    return Editor(visitor.actor, desk.now())


ByAdmin = Annotated[Editor, Depends(keeper_of)]
ByEditor = Annotated[Editor, Depends(editor_of)]


@contextmanager
def plain_refusals(noun: Noun) -> Iterator[None]:
    """What the ledger refuses, as the problem that a program understands."""
    try:
        yield
    except BadForm as bad:
        raise say_faults(noun, inside_thing(noun, bad)) from None
    except UnknownThing:
        raise Problem(404, UNKNOWN) from None
    except ThingChanged as changed:
        raise Problem(412, str(changed), {"ETag": quote(tag_of(changed.current))}) from None
    except (ThingExists, ThingNeeded) as refusal:
        raise Problem(409, str(refusal)) from None


def say_faults(noun: Noun, faults: Sequence[Fault]) -> Problem:
    """422 with each key that is wrong, from the document on."""
    errors = [{"parameter": write_path(fault.path) or noun, "detail": fault.what} for fault in faults]
    detail = " ".join(f"{error['parameter']}: {error['detail']}" for error in errors)
    return Problem(422, detail, errors=errors)


def read_document(noun: Noun, document: Mapping[str, Any], id_: str | None, unasked: set[str]) -> Form:
    """The checked form of a body; `unasked` are keys that reading gives and writing ignores.

    `id_` is that of the address: a body may leave it out, and name no other one.
    """
    given = {key: value for key, value in document.items() if key not in unasked}
    if id_ is not None and given.setdefault("id", id_) != id_:
        what = f"is not the id of the address, {id_}; an id can't be changed."
        raise Problem(422, f"id: {what}", errors=[{"parameter": "id", "detail": what}])
    return check_given(noun, given)


def answer_thing(
    body: Mapping[str, Any], document: Mapping[str, Any], status: int = 200, **headers: str
) -> JSONResponse:
    """A thing with the tag of its document."""
    return JSONResponse(dict(body), status, {"ETag": quote(tag_of(document)), **headers})


def quote(tag: str) -> str:
    return f'"{tag}"'
