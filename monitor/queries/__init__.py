"""Reads for people, a file per page's question."""
