"""What a language does by order, case and position, as its data file says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Grammar:
    """Settings that the engine asks for; the defaults are those of a language without case."""

    main: str = "SVO"
    speech_scope: str = "right"  # where what is said stands: right or left of the word of saying
    owner: str = ""  # "after": the genitive follows its noun; "before": it precedes it; "": by markers only
    free: bool = False  # the doer may stand on either side of its verb
    owners: tuple[str, ...] = ("gen", "nom")  # cases of an owner that stands before its noun
    roles: Mapping[str, str] = field(default_factory=dict)  # case -> role of a phrase without a marker
    accused: tuple[str, ...] = ("",)  # roles of the one whom a word of accusing accuses
    speaker: tuple[str, ...] = ("",)  # roles of the one who speaks, besides the subject
    endings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # role -> endings of proper names


PLAIN = Grammar()  # of a sentence whose language is not yet known


def make_grammar(data: Mapping[str, Any]) -> Grammar:
    """The `order` and `case` parts of a language file."""
    order, case = data["order"], data.get("case", {})
    return Grammar(
        main=order["main"],
        speech_scope=order.get("speech_scope", "right"),
        owner=order.get("owner", ""),
        free=order.get("free", False),
        owners=tuple(case.get("owners", ("gen", "nom"))),
        roles=case.get("roles", {}),
        accused=tuple(case.get("accused", ("",))),
        speaker=tuple(case.get("speaker", ("",))),
        endings={role: tuple(many) for role, many in case.get("endings", {}).items()},
    )
