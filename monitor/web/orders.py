"""What a person orders by a form of a page: who it was, by their session, and what the form says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from monitor import clock
from monitor.web.auth import EDITORS, find_person, require_admin, require_editor
from monitor.web.cookies import read_session
from monitor.web.desk import AtDesk, Desk
from monitor.web.pages.login_form import local_path
from monitor.web.posting import SignedChoices, SignedDocument, SignedForm
from monitor.web.problems import NotSignedIn
from monitor.web.visitor import Visitor, remember_visitor

BACK = "back"


@dataclass(frozen=True, slots=True)
class Order:
    """A form that a reviewer or an administrator sent from a page of this desk."""

    actor: str
    fields: Mapping[str, str]

    def back(self, page: str) -> str:
        """Where the form stood, if that is a page of this desk, else `page`."""
        path = local_path(self.fields.get(BACK, ""))
        return page if path == "/" else path


def find_sender(request: Request, desk: AtDesk, _form: SignedForm) -> Visitor:
    """The person who sent a form; raises Problem: the form is not ours, or the session is over."""
    return _find_person(request, desk)


def take_document(request: Request, desk: AtDesk, form: SignedDocument) -> Order:
    """A whole document that an administrator sent; raises Problem for any other role."""
    return Order(require_admin(_find_person(request, desk)).actor, form)


def take_entry(request: Request, desk: AtDesk, form: SignedDocument) -> Order:
    """A long text that a reviewer or an administrator sent; raises Problem for a role that only looks."""
    return Order(require_editor(_find_person(request, desk)).actor, form)


def _find_person(request: Request, desk: Desk) -> Visitor:
    person = find_person(desk, read_session(request), clock.wall())
    if person is None:
        raise NotSignedIn("The session is over; sign in again.")
    return remember_visitor(request, person)


Sender = Annotated[Visitor, Depends(find_sender)]


def take_order(sender: Sender, form: SignedForm) -> Order:
    """Raises Problem for a role that only looks."""
    return Order(require_editor(sender).actor, form)


def take_admin_order(sender: Sender, form: SignedForm) -> Order:
    """Raises Problem for any other role."""
    return Order(require_admin(sender).actor, form)


AdminOrdered = Annotated[Order, Depends(take_admin_order)]
Ordered = Annotated[Order, Depends(take_order)]
DocumentOrdered = Annotated[Order, Depends(take_document)]
EntryOrdered = Annotated[Order, Depends(take_entry)]


@dataclass(frozen=True, slots=True)
class Choices:
    """A form with choices of which several may be taken, by who sent it."""

    actor: str
    role: str
    values: Mapping[str, list[str]]

    def first(self, name: str) -> str:
        """The value of a field that has one; nothing where it is left out."""
        return next(iter(self.values.get(name, ())), "")


def take_choices(request: Request, desk: AtDesk, values: SignedChoices) -> Choices:
    """Raises Problem for a role that only looks."""
    visitor = require_editor(_find_person(request, desk))
    return Choices(visitor.actor, visitor.role, values)


ChoicesOrdered = Annotated[Choices, Depends(take_choices)]


def can_order(visitor: Visitor) -> bool:
    """Whether a page shows this reader what can be ordered: a token and a demo have no form's key."""
    return visitor.form_key != "" and visitor.role in EDITORS
