"""Durations as people write them (30s, 5m, 24h, 1h30m, 2d) and as seconds."""

from __future__ import annotations

import re

UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
PATTERN = re.compile(r"(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?\Z", re.ASCII)


def parse_duration(text: str) -> int:
    """Seconds; raises ValueError with the mend."""
    found = PATTERN.match(text.strip())
    if found is None or not text.strip():
        raise ValueError(f"{text!r} is not a duration; write it as 30s, 5m, 24h or 1h30m.")
    return sum(int(number or 0) * size for number, size in zip(found.groups(), UNITS.values(), strict=True))


def format_duration(seconds: int) -> str:
    """The shortest writing that `parse_duration` reads back; whole hours up to four days stay hours."""
    if seconds == 0:
        return "0s"
    days = seconds // UNITS["d"] if seconds % UNITS["d"] == 0 and seconds > 4 * UNITS["d"] else 0
    text, rest = (f"{days}d", seconds - days * UNITS["d"]) if days else ("", seconds)
    for unit in ("h", "m", "s"):
        number, rest = divmod(rest, UNITS[unit])
        text += f"{number}{unit}" if number else ""
    return text
