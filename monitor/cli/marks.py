"""A text with its evidence marked: `[1>` begins the words of claim 1, `<1]` ends them."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.terms import Finding


def mark_spans(text: str, findings: Sequence[Finding]) -> str:
    """Claims of the same words share a mark; those in the title are not in this text."""
    numbers: dict[tuple[int, int], list[int]] = {}
    for number, finding in enumerate(findings, 1):
        if finding.evidence.field == "text":
            numbers.setdefault((finding.evidence.start, finding.evidence.end), []).append(number)
    marks: list[tuple[int, int, int, str]] = []
    for (start, end), names in numbers.items():
        label = ",".join(map(str, names))
        # At one place ends stand before beginnings; the longer words enclose the shorter.
        marks += [(start, 1, start - end, f"[{label}>"), (end, 0, end - start, f"<{label}]")]
    parts, at = [], 0
    for place, _, _, mark in sorted(marks):
        parts += [text[at:place], mark]
        at = place
    return "".join([*parts, text[at:]])
