"""The kinds of sources that a form may name: those that the caller can read."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from monitor.agreements.faults import BadForm, suggest
from monitor.agreements.form import Form
from monitor.agreements.wanted import list_sources


def check_kinds(forms: Sequence[Form], readable: Collection[str]) -> None:
    """Raise BadForm for each source of a kind that is not `readable`, whether it is enabled or not."""
    sources = [found for form in forms for found in list_sources(form)]
    sentences = [
        spot.say(f"{source.kind!r} is not known here; {suggest(source.kind, sorted(readable))}", "kind")
        for spot, source in sources
        if source.kind not in readable
    ]
    if sentences:
        raise BadForm(sentences)
