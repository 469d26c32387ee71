"""When it happens: the clockwork, the queue, the one-process mode."""
