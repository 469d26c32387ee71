"""`evidence verify`, `evidence export`, `evidence erase`: the proof of what was published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session, col

from monitor import clock
from monitor.cli.context import database
from monitor.cli.moments import read_end, read_option, read_start
from monitor.cli.outcome import BadInput, Failure
from monitor.cli.output import write_error, write_json, write_line
from monitor.db import reading, writing
from monitor.evidence.chain import walk_captures
from monitor.evidence.verification import Verdict, verify_evidence
from monitor.evidence.warc import write_evidence
from monitor.ledger.erasures import Unknown, erase_evidence
from monitor.models import Capture, Source

AsJson = Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")]

app = typer.Typer(rich_markup_mode=None, no_args_is_help=False)


@app.callback()
def evidence() -> None:
    """Evidence: what was received, byte for byte, sealed into a chain of hashes.

    Example: ceasewatch evidence verify
    """


@app.command()
def verify(
    head: Annotated[
        str | None,
        typer.Option(metavar="HASH", help="A head noted down earlier: it must stand in the chain."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check every capture, journal row and seal; ends with 1 when anything is not as it was sealed.

    Example: ceasewatch evidence verify --head 9f2c…
    """
    with database() as engine, reading(engine) as session:
        verdict = verify_evidence(session, head)
    if as_json:
        write_json(_verdict_json(verdict))
    else:
        _write_verdict(verdict)
    if verdict.faults:
        raise typer.Exit(1)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE.warc.gz", help="Where to write; it must not exist.")],
    source: Annotated[str | None, typer.Option(metavar="ID", help="Only captures of this source.")] = None,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="TIME", help="Received at or after this time.")
    ] = None,
    to: Annotated[str | None, typer.Option(metavar="TIME", help="Received before this time.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write captures as WARC, and beside it a manifest with which a stranger checks them offline.

    docs/evidence.md holds the script. Example: ceasewatch evidence export october.warc.gz --source az-mod
    """
    manifest_file = file.with_name(file.name.removesuffix(".gz").removesuffix(".warc") + ".manifest.json")
    for path in (file, manifest_file):
        if path.exists():
            raise BadInput(f"{path} exists; name another file.")
    span = (read_option("--from", from_, read_start), read_option("--to", to, read_end))
    with database() as engine, reading(engine) as session:
        captures = _find_captures(session, source, *span)
        try:
            with file.open("xb") as warc, manifest_file.open("x", encoding="utf-8") as manifest:
                software = f"ceasewatch/{version('ceasewatch')}"
                written, head = write_evidence(session, captures, warc, manifest, software)
        except OSError as error:
            raise Failure(f"{error.filename or file}: can't be written ({error.strerror}).") from None
    if as_json:
        write_json({"warc": str(file), "manifest": str(manifest_file), "captures": written, "head": head})
    else:
        write_line(f"{written} captures in {file}, their chain in {manifest_file}; head {head or '-'}.")


@app.command()
def erase(
    id: Annotated[str, typer.Argument(metavar="ID", help="A capture's or a statement's id.")],
    reason: Annotated[str, typer.Option(help="Why the bytes have to go; it stays on record.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decided it.")] = "operator",
    as_json: AsJson = False,
) -> None:
    """Take bytes and texts down for good; their hashes stay, and the chain still verifies.

    Example: ceasewatch evidence erase 4f1d… --reason "court order of 3 May"
    """
    if not reason.strip():
        raise BadInput("--reason is empty; say why the bytes have to go.")
    with database() as engine, writing(engine) as session:
        try:
            erased = erase_evidence(session, id, reason=reason.strip(), actor=by, now=clock.wall())
        except Unknown:
            raise BadInput(
                f"{id!r} is the id of no capture and of no statement; see `ceasewatch claims --format json`."
            ) from None
    if as_json:
        write_json({"erased": erased})
    else:
        write_line(f"{len(erased)} captures erased, and the texts that were read from them.")


def _find_captures(
    session: Session, source: str | None, since: datetime | None, until: datetime | None
) -> Iterator[Capture]:
    if source is not None and session.get(Source, source) is None:
        raise BadInput(f"--source: there is no source {source!r}; `ceasewatch export` lists them.")
    wanted = [col(Capture.source_id) == source] if source is not None else []
    wanted += [col(Capture.received_at) >= since] if since is not None else []
    wanted += [col(Capture.received_at) < until] if until is not None else []
    return walk_captures(session, *wanted)


def _verdict_json(verdict: Verdict) -> dict[str, Any]:
    return {
        "ok": not verdict.faults,
        "head": verdict.head,
        "seals": verdict.seals,
        "captures": verdict.captures,
        "erased": verdict.erased,
        "journal": verdict.journal,
        "pending": verdict.pending,
        "faults": [{"subject": fault.subject, "sentence": fault.sentence} for fault in verdict.faults],
    }


def _write_verdict(verdict: Verdict) -> None:
    write_line(
        f"{verdict.captures} captures ({verdict.erased} erased) and {verdict.journal} journal rows"
        f" in {verdict.seals} seals; {verdict.pending} captures wait for theirs."
    )
    write_line(f"Head: {verdict.head or '-'}")
    for fault in verdict.faults:
        write_error(f"{fault.subject}: {fault.sentence}")
    if not verdict.faults:
        write_line("Everything is as it was sealed.")
