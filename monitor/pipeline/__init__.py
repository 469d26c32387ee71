"""The corridor: fetch_source -> read_capture -> classify_revision. Read this room first.

Beside it `visit_page` follows the pages of single statements, probes those that vanished from
their list, and asks for older lists.

Each step takes a lease on one row, does its I/O outside any transaction, and writes its
result, the next step's work and its own stamp in one commit. Each can be repeated: killed
anywhere, the row falls due again and nothing is lost or recorded twice.
"""

from __future__ import annotations

from monitor.pipeline.classifying import classify_revision
from monitor.pipeline.facts import source_facts
from monitor.pipeline.following import visit_page
from monitor.pipeline.polling import fetch_source, note_failed_poll, stay_at_host_of
from monitor.pipeline.reading import read_capture
from monitor.pipeline.sealing import seal_evidence
from monitor.pipeline.tools import Tools, note_crash

__all__ = [
    "Tools",
    "classify_revision",
    "fetch_source",
    "note_crash",
    "note_failed_poll",
    "read_capture",
    "seal_evidence",
    "source_facts",
    "stay_at_host_of",
    "visit_page",
]
