"""Leads a sentence back to its exact place in the title or the text as given."""

from __future__ import annotations

from monitor.classify.normalise import Folded
from monitor.classify.words import Sentence
from monitor.terms import Span


def span_of(sentence: Sentence, folded: Folded, given: str) -> Span:
    """The sentence as a span of code points of the given field."""
    start, end = folded.span(sentence.tokens[0].start, sentence.tokens[-1].end)
    return Span(sentence.field, start, end, given[start:end])
