"""Reads a statement for one agreement: who accuses whom of what, where, when, in which words."""

from monitor.classify.reading import CLASSIFIER_VERSION, read_statement

__all__ = ["CLASSIFIER_VERSION", "read_statement"]
