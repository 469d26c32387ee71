"""The YAML form of what is watched and who is told: read, check, apply, export."""
