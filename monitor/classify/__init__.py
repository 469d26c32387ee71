"""Reads a statement for one agreement: who accuses whom of what, where, when, in which words."""

from monitor.classify.datafiles import LANGUAGES, BrokenLanguage
from monitor.classify.reading import CLASSIFIER_VERSION, read_statement
from monitor.classify.soundness import find_broken, find_unknowable

__all__ = [
    "CLASSIFIER_VERSION",
    "LANGUAGES",
    "BrokenLanguage",
    "find_broken",
    "find_unknowable",
    "read_statement",
]
