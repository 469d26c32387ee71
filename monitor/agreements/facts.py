"""An agreement's document -> what reading a statement needs to know of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from monitor.terms import AgreementFacts, Observer, Party, Place


def agreement_facts(document: Mapping[str, Any]) -> AgreementFacts:
    """The facts of a document that this room checked (see documents.py for its shape)."""
    end = document["ends_at"]
    return AgreementFacts(
        id=document["id"],
        name=document["name"],
        starts_at=datetime.fromisoformat(document["starts_at"]),
        ends_at=datetime.fromisoformat(end) if end else None,
        timezone=document["timezone"],
        parties=tuple(Party(side=party["side"], **_actor(party)) for party in document["parties"]),
        observers=tuple(Observer(**_actor(observer)) for observer in document["observers"]),
        places=tuple(
            Place(place["id"], _names(place["names"]), place["lat"], place["lon"])
            for place in document["places"]
        ),
    )


def _actor(actor: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": actor["id"],
        "name": actor["name"],
        "country": actor["country"],
        "aliases": _names(actor["aliases"]),
    }


def _names(names: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(forms) for language, forms in names.items()}
