"""The nouns of the `ceasewatch` command, a file each; workers/cli.py adds the processes."""
