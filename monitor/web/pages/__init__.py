"""The pages, rendered on the server, a file per page; they need no JavaScript."""
