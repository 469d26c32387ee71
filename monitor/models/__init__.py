"""The records of the floor "what was said", a file per noun; importing it registers every table."""

from __future__ import annotations

from monitor.models.access import DeskSession, FirstKey, SignInTries, Token, User
from monitor.models.agreement import Agreement, AgreementVersion, Watch
from monitor.models.capture import Capture
from monitor.models.claim import Claim, Lineage
from monitor.models.coverage import Blank, Outage
from monitor.models.host import Heartbeat, Host, RobotsFile
from monitor.models.journal import JournalEntry
from monitor.models.log_line import Facet, LogLine, LogMark, MarkCount
from monitor.models.log_tally import LogTally
from monitor.models.miss import Miss
from monitor.models.reading import Reading
from monitor.models.review import Review
from monitor.models.seal import Erasure, Seal, SealedCapture
from monitor.models.search_text import SearchText
from monitor.models.source import Source, SourceVersion
from monitor.models.statement import Revision, Statement
from monitor.models.view import SavedView
from monitor.models.work import Work

__all__ = [
    "Agreement",
    "AgreementVersion",
    "Blank",
    "Capture",
    "Claim",
    "DeskSession",
    "Erasure",
    "Facet",
    "FirstKey",
    "Heartbeat",
    "Host",
    "JournalEntry",
    "Lineage",
    "LogLine",
    "LogMark",
    "LogTally",
    "MarkCount",
    "Miss",
    "Outage",
    "Reading",
    "Review",
    "Revision",
    "RobotsFile",
    "SavedView",
    "Seal",
    "SealedCapture",
    "SearchText",
    "SignInTries",
    "Source",
    "SourceVersion",
    "Statement",
    "Token",
    "User",
    "Watch",
    "Work",
]
