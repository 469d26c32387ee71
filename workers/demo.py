"""Play the demonstration through the real road."""

from __future__ import annotations

import json
import logging
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from monitor import clock
from monitor.demo.play import DEFAULT_SPEED, Demo
from monitor.ledger.adoption import adopt_forms
from workers.processes import one_process, wait_for_end
from workers.rig import Rig, open_rig

MOST_SECONDS = 600.0
STEP = 0.25


class DemoStuck(RuntimeError):
    """The replay did not come to its end."""


def play_demo(*, port: int, speed: float | None, exit_after: bool, as_json: bool) -> None:
    """Replay 10-11 October 2020; `exit_after`: do not keep the desk up. Raises DemoStuck."""
    logging.getLogger("monitor").setLevel(logging.ERROR)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # clean up as after Ctrl-C
    with played(port=port, speed=speed or DEFAULT_SPEED, quiet=as_json) as (demo, rig, seconds):
        if as_json:
            print(json.dumps(demo.summary(rig.engine, seconds)), flush=True)
        else:
            print(demo.closing_table(rig.engine), flush=True)
        if not exit_after:
            _say("The desk stays up; end it with Ctrl-C.", quiet=as_json)
            wait_for_end()


@contextmanager
def played(*, port: int, speed: float = DEFAULT_SPEED, quiet: bool) -> Iterator[tuple[Demo, Rig, float]]:
    """The replay at its end with everything still up, and the seconds that it took; raises DemoStuck."""
    with Demo(port=port, speed=speed) as demo:
        rig = open_rig(demo.settings, demo.clock)
        try:
            adopt_forms(rig.engine, demo.forms, now=demo.clock.now(), by="demo")
            with one_process(rig, "127.0.0.1", port, open_to_read=True):
                yield demo, rig, _play(demo, rig.engine, quiet=quiet)
        finally:
            rig.engine.dispose()


def _play(demo: Demo, engine: Engine, *, quiet: bool) -> float:
    """Run the scenario to its end, a line of progress as it goes; returns the seconds it took."""
    begun = clock.monotonic()
    pause = threading.Event()
    demo.clock.begin()
    while not demo.finished(engine):
        if clock.monotonic() - begun > MOST_SECONDS:
            raise DemoStuck(f"The replay did not end within {MOST_SECONDS:.0f} s; try a higher --speed.")
        _say(demo.progress_line(engine), quiet=quiet, over=True)
        pause.wait(STEP)
    _say(demo.progress_line(engine), quiet=quiet, over=True)
    _say("", quiet=quiet)
    demo.clock.settle()
    return clock.monotonic() - begun


def _say(line: str, *, quiet: bool, over: bool = False) -> None:
    """To stderr, a progress line over the last one; on a file or a pipe progress would be noise."""
    if quiet or (over and not sys.stderr.isatty()):
        return
    sys.stderr.write(f"\r{line:<79}" if over else f"{line}\n")
    sys.stderr.flush()
