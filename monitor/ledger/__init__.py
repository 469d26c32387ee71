"""The only writer of statements, readings, claims and reviews; every write can be repeated."""
