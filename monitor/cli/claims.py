"""`claims`: the accusation log, filtered as in the API."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, get_args

import typer
from sqlalchemy import Engine
from sqlmodel import Session

from monitor.agreements.faults import suggest
from monitor.cli.claim_files import write_recorded, write_some
from monitor.cli.context import begin, database
from monitor.cli.moments import read_end, read_option, read_start
from monitor.cli.outcome import BadInput
from monitor.cli.output import write_json, write_line, write_table
from monitor.db import reading
from monitor.exports.entries import EntryMaker
from monitor.exports.formats import FORMATS
from monitor.models.claim import LogRow
from monitor.queries.claims import BadCursor, ClaimFilter, Log, Page, ReviewState, Sort
from monitor.terms import Stance, ViolationType

PAGE = 500
SWITCHES = {"true": True, "false": False}
TABLE, JSON = "table", "json"


Many = list[str] | None
Agreement = Annotated[Many, typer.Option(metavar="ID", help="Of this agreement; may be repeated.")]
Stances = Annotated[Many, typer.Option(help="accusation, denial or admission.")]
By = Annotated[Many, typer.Option(metavar="ID", help="Who says it.")]
Against = Annotated[Many, typer.Option(metavar="ID", help="Of whom it is said.")]
Types = Annotated[Many, typer.Option(help="Alleged act, such as shelling.")]
InForce = Annotated[str | None, typer.Option(metavar="true|false", help="Act in the window.")]
Civilians = Annotated[str | None, typer.Option(metavar="true|false", help="Civilians said to be hit.")]
From = Annotated[str | None, typer.Option("--from", metavar="TIME", help="Published from.")]
To = Annotated[str | None, typer.Option(metavar="TIME", help="Published before; a day is included.")]
Places = Annotated[Many, typer.Option(help="A place's id or one of its names.")]
Sources = Annotated[Many, typer.Option(metavar="ID", help="From this source.")]
Languages = Annotated[Many, typer.Option("--lang", metavar="CODE", help="Statements in this language.")]
Reviews = Annotated[Many, typer.Option(help="open, confirmed, corrected or rejected.")]
Confidence = Annotated[float | None, typer.Option(min=0, max=1, help="Of the reading, at least.")]
Words = Annotated[str, typer.Option(help="Words that must all occur.")]
Order = Annotated[str, typer.Option(help="published, occurred or confidence; a minus: descending.")]
Versions = Annotated[str, typer.Option(metavar="current|all", help="With superseded ones.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="TIME", help="The log as it was then.")]
Limit = Annotated[int, typer.Option(min=0, help="At most so many; 0 is all.")]
Cursor = Annotated[str, typer.Option(help="`next` of the page before.")]
AsJson = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
Shape = Annotated[str, typer.Option("--format", help="table, json, jsonl, csv, geojson, acled or atom.")]
ToManifest = Annotated[
    Path | None,
    typer.Option("--manifest", metavar="FILE", help="Export all, record it, and write its manifest there."),
]


def claims(
    agreement: Agreement = None,
    stance: Stances = None,
    by: By = None,
    against: Against = None,
    type: Types = None,
    in_force: InForce = None,
    civilians: Civilians = None,
    from_: From = None,
    to: To = None,
    place: Places = None,
    source: Sources = None,
    lang: Languages = None,
    review: Reviews = None,
    min_confidence: Confidence = None,
    q: Words = "",
    sort: Order = "-published",
    versions: Versions = "current",
    as_of: AsOf = None,
    limit: Limit = 50,
    cursor: Cursor = "",
    shape: Shape = "table",
    as_json: AsJson = False,
    manifest: ToManifest = None,
) -> None:
    """The accusation log: what is said, by whom, of whom. Nothing here establishes what happened.

    Example: ceasewatch claims --by armenia --from 2020-10-10 --format csv
    """
    wanted = ClaimFilter(
        agreement=tuple(agreement or ()),
        stance=_choices("--stance", stance, list(Stance)),
        by=tuple(by or ()),
        against=tuple(against or ()),
        type=_choices("--type", type, list(ViolationType)),
        in_force=_switch("--in-force", in_force),
        civilians=_switch("--civilians", civilians),
        from_=read_option("--from", from_, read_start),
        to=read_option("--to", to, read_end),
        place=tuple(place or ()),
        source=tuple(source or ()),
        lang=tuple(lang or ()),
        review=_choices("--review", review, get_args(ReviewState)),
        min_confidence=min_confidence,
        q=q,
        sort=_choose("--sort", sort, get_args(Sort)),
        versions=_choose("--versions", versions, ("current", "all")),
        as_of=read_option("--as-of", as_of, read_start),
    )
    _print(wanted, limit, cursor, JSON if as_json else shape, manifest)


def _print(wanted: ClaimFilter, limit: int, cursor: str, shape: str, manifest: Path | None) -> None:
    form = _choose("--format", shape, (TABLE, *FORMATS))
    if wanted.as_of is not None and wanted.versions == "all":
        raise BadInput("--as-of: shows the claims that stood then; leave --versions out.")
    if manifest is not None and form == TABLE:
        raise BadInput("--manifest: is of a file; choose its --format.")
    settings = begin()
    with database(settings) as engine:
        try:
            if manifest is not None:
                write_recorded(engine, wanted, form, settings.base_url, manifest)
            elif form in (TABLE, JSON):
                _print_page(engine, wanted, limit, cursor, form, settings.base_url)
            else:
                write_some(engine, wanted, form, settings.base_url, limit, cursor)
        except BadCursor as error:
            raise BadInput(f"--{error}") from None


def _print_page(
    engine: Engine, wanted: ClaimFilter, limit: int, cursor: str, form: str, base_url: str
) -> None:
    with reading(engine) as session:
        page = _collect(session, wanted, limit, cursor)
        items = [EntryMaker(base_url).make(row).form for row in page.items] if form == JSON else []
        rows = [_cells(row) for row in page.items] if form == TABLE else []
    if form == JSON:
        write_json({"items": items, "next": page.next})
    else:
        _write_table(rows, page.next)


def _collect(session: Session, wanted: ClaimFilter, limit: int, cursor: str) -> Page:
    """So many claims from the cursor on, gathered from as many pages as it takes."""
    rows: list[LogRow] = []
    log = Log(session, wanted)
    while True:
        page = log.page(min(PAGE, limit - len(rows)) if limit else PAGE, cursor)
        rows += page.items
        if not page.next or (limit and len(rows) >= limit):
            return Page(rows, page.next)
        cursor = page.next


def _cells(row: LogRow) -> tuple[str, ...]:
    form, names = row.as_json(), row.names()
    return (
        form["statement"]["published_at"],
        names["by"] or "",
        row.claim.stance,
        names["against"] or "not said",
        ", ".join(row.claim.types),
        ", ".join(row.claim.places) or "-",
        "yes" if row.claim.in_force else "no",
        f"{row.claim.confidence:.2f}",
        row.claim.quote,
    )


def _write_table(rows: list[tuple[str, ...]], next_cursor: str) -> None:
    if not rows:
        write_line("No claims.")
        return
    heads = ("PUBLISHED", "BY", "STANCE", "AGAINST", "TYPES", "PLACES", "IN FORCE", "CONF", "WORDS")
    write_table(heads, rows)
    if next_cursor:
        write_line(f"More: --cursor {next_cursor} (or --limit 0 for all)")


def _choices(option: str, texts: list[str] | None, known: Any) -> tuple[Any, ...]:
    return tuple(_choose(option, text, known) for text in texts or ())


def _choose(option: str, text: str, known: Any) -> Any:
    names = [str(name) for name in known]
    if text not in names:
        raise BadInput(f"{option}: {text!r} is not known; {suggest(text, names)}")
    return text


def _switch(option: str, text: str | None) -> bool | None:
    return None if text is None else SWITCHES[_choose(option, text, tuple(SWITCHES))]
