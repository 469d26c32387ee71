"""One line format for every process, with the ids of source, statement and delivery where they are known."""

from __future__ import annotations

import json
import logging
import sys
import time
from typing import Literal

_CHATTY = ("httpx", "httpcore", "celery", "kombu", "uvicorn", "alembic", "mail.log")
_IDS = ("source", "capture", "statement", "revision", "work", "channel", "delivery")


class TextLine(logging.Formatter):
    """`2020-10-10T08:19:00Z INFO monitor.fetch source=am-mod: 200, 3 statements`."""

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        ids = "".join(f" {name}={value}" for name, value in _ids_of(record).items())
        line = f"{self.formatTime(record)} {record.levelname} {record.name}{ids}: {_one_line(record)}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class JsonLine(logging.Formatter):
    """The same as one JSON object a line, for log collectors."""

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        fields = {"time": self.formatTime(record), "level": record.levelname, "logger": record.name}
        fields |= _ids_of(record) | {"message": _one_line(record)}
        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)
        return json.dumps(fields, ensure_ascii=False)


def start_logging(form: Literal["text", "json"], level: int = logging.INFO) -> None:
    """Log to stderr; libraries that tell of each request or task speak up only when something is wrong."""
    handler = logging.StreamHandler(sys.stderr)
    formatter = TextLine() if form == "text" else JsonLine()
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns of every tick that is still under way when the next one is due, which is no fault.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def _ids_of(record: logging.LogRecord) -> dict[str, str]:
    return {name: str(record.__dict__[name]) for name in _IDS if name in record.__dict__}


def _one_line(record: logging.LogRecord) -> str:
    # A publisher's words may end up in a message: a line break there would forge a log line.
    return record.getMessage().replace("\r", "\\r").replace("\n", "\\n")
