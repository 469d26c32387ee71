"""`claims`: the accusation log, filtered as in the API."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, get_args

import typer
from sqlmodel import Session

from monitor.agreements.faults import suggest
from monitor.cli.context import begin, database
from monitor.cli.moments import read_end, read_option, read_start
from monitor.cli.outcome import BadInput
from monitor.cli.output import write_json, write_line, write_table
from monitor.db import reading
from monitor.models.claim import LogRow
from monitor.queries.claims import BadCursor, ClaimFilter, Page, ReviewState, Sort, list_claims
from monitor.terms import Stance, ViolationType

PAGE = 500
SWITCHES = {"true": True, "false": False}
LATER = ("geojson", "acled")


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


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
Shape = Annotated[str, typer.Option("--format", help="table, json, jsonl or csv.")]
CSV_HEADS = (
    "id", "lineage", "agreement", "stance", "by", "against", "types", "in_force", "in_force_certain", "count",
    "killed", "wounded", "civilians", "places", "occurred_from", "occurred_to", "occurred_precision", "quote",
    "confidence", "review", "published_at", "publisher", "source", "speaker", "title", "statement_url", "url",
)  # fmt: skip


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
) -> None:
    """The accusation log: what is said, by whom, of whom. Nothing here establishes what happened.

    Example: ceasewatch claims --by armenia --from 2020-10-10 --format csv
    """
    form = Format.JSON if as_json else Format(_choose("--format", shape, list(Format)))
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
    _print(wanted, limit, cursor, form)


def _print(wanted: ClaimFilter, limit: int, cursor: str, form: Format) -> None:
    if wanted.as_of is not None and wanted.versions == "all":
        raise BadInput("--as-of: shows the claims that stood then; leave --versions out.")
    settings = begin()
    with database(settings) as engine, reading(engine) as session:
        try:
            page = _collect(session, wanted, limit, cursor)
        except BadCursor as error:
            raise BadInput(f"--{error}") from None
        items = [_claim_json(row, settings.base_url, wanted.versions == "all") for row in page.items]
        rows = [_cells(row) for row in page.items] if form is Format.TABLE else []
    if form is Format.JSON:
        write_json({"items": items, "next": page.next})
    elif form is Format.JSONL:
        for item in items:
            write_json(item)
    elif form is Format.CSV:
        _write_csv(items)
    else:
        _write_table(rows, page.next)


def _collect(session: Session, wanted: ClaimFilter, limit: int, cursor: str) -> Page:
    """So many claims from the cursor on, gathered from as many pages as it takes."""
    rows: list[LogRow] = []
    while True:
        size = min(PAGE, limit - len(rows)) if limit else PAGE
        page = list_claims(session, wanted, size, cursor)
        rows += page.items
        if not page.next or (limit and len(rows) >= limit):
            return Page(rows, page.next)
        cursor = page.next


def _claim_json(row: LogRow, base_url: str, with_versions: bool) -> dict[str, Any]:
    item = row.as_json()
    item["url"] = base_url + item["url"]
    return item | ({"superseded_by": row.superseded_by} if with_versions else {})


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


def _write_csv(items: list[dict[str, Any]]) -> None:
    """Lists are joined by `; `. A cell that a spreadsheet would take for a formula gets an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CSV_HEADS)
    writer.writerows([_csv_cell(value) for value in _csv_values(item)] for item in items)
    write_line(text.getvalue().rstrip("\n"))


def _csv_values(item: dict[str, Any]) -> Iterator[Any]:
    occurred, said = item["occurred"] or {}, item["statement"]
    apart = {
        "types": "; ".join(item["types"]),
        "places": "; ".join(item["places"]),
        "occurred_from": occurred.get("from"),
        "occurred_to": occurred.get("to"),
        "occurred_precision": occurred.get("precision"),
        "quote": item["evidence"]["quote"],
        "review": item["review"]["verdict"] if item["review"] else None,
        "statement_url": said["url"],
    }
    for head in CSV_HEADS:
        yield apart[head] if head in apart else item.get(head, said.get(head))


def _csv_cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    risky = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{value}" if risky else value


def _choices(option: str, texts: list[str] | None, known: Any) -> tuple[Any, ...]:
    return tuple(_choose(option, text, known) for text in texts or ())


def _choose(option: str, text: str, known: Any) -> Any:
    names = [str(name) for name in known]
    if text in LATER and option == "--format":
        raise BadInput(f"--format: {text} is not written by this version; use one of {', '.join(names)}.")
    if text not in names:
        raise BadInput(f"{option}: {text!r} is not known; {suggest(text, names)}")
    return text


def _switch(option: str, text: str | None) -> bool | None:
    return None if text is None else SWITCHES[_choose(option, text, tuple(SWITCHES))]
