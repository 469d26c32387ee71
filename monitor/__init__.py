"""What was said: source, capture, statement, claim; the log, the pages, the API."""
