"""Messages handed to services by apprise, in a process of its own from which nothing guarded is reached.

apprise opens its sockets itself, past our guarded client, and tells addresses with the keys in
them. So it runs in a child process: a cage checks each address at the socket, the parent hears
one line of plain values, and nothing that apprise prints is seen by anybody.
"""
