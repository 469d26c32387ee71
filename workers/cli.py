"""The `ceasewatch` command: the nouns of monitor.cli, and what needs the clockwork."""

from __future__ import annotations

import logging
import sys
from typing import Annotated

import typer

from monitor.cli.app import app
from monitor.logs import start_logging
from monitor.settings import Settings, read_settings
from workers import processes
from workers.demo import DemoStuck, play_demo
from workers.desk import AddressTaken
from workers.rig import open_rig

log = logging.getLogger(__name__)

Host = Annotated[
    str, typer.Option(help="Address to listen on; beyond this machine takes an administrator first.")
]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")]


@app.command()
def run(host: Host = "127.0.0.1", port: Port = 8080) -> None:
    """Everything in one process: desk, scheduler and worker over SQLite in the data folder.

    Example: ceasewatch run --port 8080
    """
    settings = _begin()
    rig = open_rig(settings)
    with processes.one_process(rig, host, port) as (desk, worker):
        address = _announce(host, desk.port)
        link = processes.first_link(rig, address)
        if link is not None:
            typer.echo(f"Make the first administrator, once, at {link}", err=True)
        processes.wait_for_end(worker)


@app.command()
def web(host: Host = "127.0.0.1", port: Port = 8080) -> None:
    """The desk alone, over the database of CEASEWATCH_DATABASE_URL; it fetches nothing itself.

    Example: ceasewatch web --host 0.0.0.0 --port 8080
    """
    rig = open_rig(_begin())
    with processes.desk_alone(rig, host, port) as desk:
        _announce(host, desk.port)
        processes.wait_for_end()


@app.command()
def scheduler() -> None:
    """The clockwork alone: claims what is due and wakes workers through CEASEWATCH_BROKER_URL.

    Example: ceasewatch scheduler
    """
    with processes.scheduler_alone(_begin()):
        processes.wait_for_end()


@app.command("worker")
def work(
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="Tasks at the same time.")] = 8,
) -> None:
    """One worker process; start as many as you like.

    Example: ceasewatch worker --concurrency 8
    """
    with processes.worker_alone(_begin(), concurrency) as worker:
        processes.wait_for_end(worker)


@app.command()
def demo(
    port: Port = 8080,
    speed: Annotated[
        float | None, typer.Option(min=1, max=100_000, help="Scenario seconds a second.")
    ] = None,
    exit_after: Annotated[bool, typer.Option("--exit", help="End after the replay.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")] = False,
) -> None:
    """Replay 10-11 October 2020 against local stand-in sites, through the real road; leaves nothing behind.

    Example: ceasewatch demo --exit --json
    """
    start_logging("text")
    play_demo(port=port, speed=speed, exit_after=exit_after, as_json=as_json)


def main() -> None:
    """The entry point: one sentence and exit 2 or 1, here for what `app` knows nothing of."""
    try:
        app()
    except (AddressTaken, processes.NobodyInCharge) as fault:
        sys.exit(_complain(str(fault), 2))
    except (DemoStuck, processes.WorkerDied) as failure:
        sys.exit(_complain(str(failure), 1))
    except Exception as error:
        log.exception("ceasewatch failed")
        sys.exit(_complain(f"Ceasewatch failed: {type(error).__name__}: {error}", 1))


def _begin() -> Settings:
    settings = read_settings()
    start_logging(settings.log_format)
    return settings


def _announce(host: str, port: int) -> str:
    """Say where the desk is; returns its address."""
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}"
    typer.echo(f"The desk is at {address}/; end it with Ctrl-C.", err=True)
    return address


def _complain(sentence: str, code: int) -> int:
    typer.echo(sentence, err=True)
    return code
