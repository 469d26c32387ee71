"""The desk: pages for people, an API for programs, and what a supervisor asks."""
