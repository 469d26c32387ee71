"""The kinds of sources: those that the caller can read, and those of the form that are yet to come."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from monitor.agreements.faults import BadForm, suggest
from monitor.agreements.form import Form
from monitor.agreements.form_source import SourceForm
from monitor.agreements.wanted import Spot, list_sources

# The form has words for these before there is a reader: such a source may stand disabled.
FORESEEN = ("feed", "page", "telegram", "wordpress", "jsonfeed", "json", "sitemap", "manual")


def check_kinds(forms: Sequence[Form], readable: Collection[str]) -> None:
    """Raise BadForm for each source of a kind that nobody knows, or in use and not `readable` here."""
    sources = [found for form in forms for found in list_sources(form)]
    sentences = [sentence for spot, source in sources for sentence in _find_fault(spot, source, readable)]
    if sentences:
        raise BadForm(sentences)


def _find_fault(spot: Spot, source: SourceForm, readable: Collection[str]) -> Iterator[str]:
    known = sorted({*readable, *FORESEEN})
    if source.kind not in known:
        yield spot.say(f"{source.kind!r} is not known here; {suggest(source.kind, known)}", "kind")
    elif source.enabled and source.kind not in readable:
        what = (
            f"this version does not read sources of kind `{source.kind}` yet; set `enabled: false` to keep"
            " it for later."
        )
        yield spot.say(what, "enabled")
