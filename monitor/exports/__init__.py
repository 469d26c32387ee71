"""The accusation log as files that can be cited and made again: a file per format, see docs/exports.md."""
