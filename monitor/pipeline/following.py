"""Beside the corridor: pages of single statements, followed for their text or probed, and older lists."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from alerts.leases import Lease
from monitor import clock
from monitor.db import writing
from monitor.fetch import Asked, Poll, ask, leave_host
from monitor.fetch.verdicts import GONE
from monitor.ledger.captures import keep_capture
from monitor.ledger.listed import read_listed
from monitor.ledger.listings import next_revisit
from monitor.ledger.statements import record_found
from monitor.ledger.withdrawals import withdraw_statement
from monitor.ledger.work import finish_work, note_failure, put_off_work, queue_work
from monitor.models import Capture, Revision, Statement, Work
from monitor.models.work import FOLLOW, OLDER, PROBE
from monitor.pipeline.leave import learn_robots, seek_leave
from monitor.pipeline.tools import Tools
from monitor.terms import FoundStatement, PublishedPrecision

log = logging.getLogger(__name__)

_TRIES = 6  # of a page that does not answer; then the statement stands as its list had it
_SECOND_LOOK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Page:
    """One page to visit, as a guest of its host; `statement` is None for an older list."""

    id: str
    url: str
    source_id: str
    statement: Statement | None = None
    listed: FoundStatement | None = None


Record = Callable[[Session, Tools, Lease, Page, Poll], None]


@dataclass(frozen=True, slots=True)
class _Visit:
    """A page that may be asked for; `robots`: once its host's robots.txt is known."""

    page: Page
    record: Record
    robots: bool


def visit_page(tools: Tools, lease: Lease) -> None:
    """Fetch one page and record what came; what it holds is read like any other capture."""
    visit = _begin(tools, lease)
    if visit is not None and visit.robots:
        learn_robots(tools, visit.page)
        visit = _begin(tools, lease, learnt=True)
    if visit is None:
        return
    page = visit.page
    poll = ask(tools.client, Asked(page.source_id, page.url), tools.now())
    with writing(tools.engine) as session:
        leave_host(session, page, clock.wall())
        visit.record(session, tools, lease, page, poll)


def _begin(tools: Tools, lease: Lease, *, learnt: bool = False) -> _Visit | None:
    """Leave from the page's host; None: it is not its turn, not wanted, or there is nothing to visit."""
    with writing(tools.engine) as session:
        work = session.get_one(Work, lease.id)
        page, record = _find_page(session, work), _RECORDS[work.kind]
        if page is None:
            finish_work(session, lease, tools.now())
            return None
        leave = seek_leave(session, tools, page, learnt=learnt)
        if leave.refusal is not None:
            asked, wish = Asked(page.source_id, page.url), leave.refusal
            record(session, tools, lease, page, Poll(asked, wish.state, tools.now(), wish.reason))
            return None
        if leave.wait is not None:
            put_off_work(session, lease, tools.now() + leave.wait)
            return None
        return _Visit(page, record, leave.robots)


def _find_page(session: Session, work: Work) -> Page | None:
    details = work.details or {}
    if work.kind == OLDER:
        return Page(work.id, details["url"], work.subject_id)
    statement = session.get(Statement, work.subject_id)
    if statement is None:
        return None
    listed = read_listed(details["listed"]) if "listed" in details else _as_recorded(session, statement)
    if listed is None:
        return None
    return Page(work.id, listed.follow or listed.url, statement.source_id, statement, listed)


def _as_recorded(session: Session, statement: Statement) -> FoundStatement | None:
    """What a list would say of a statement whose text is known."""
    revision = _current_revision(session, statement)
    if revision is None:
        return None
    precision = PublishedPrecision(revision.precision)
    return FoundStatement(
        external_id=statement.external_id,
        url=statement.url,
        title=revision.title,
        text="",
        published_at=None if precision is PublishedPrecision.FIRST_SEEN else revision.published_at,
        precision=precision,
        timezone=revision.timezone,
        language=revision.language,
    )


def _record_page(session: Session, tools: Tools, lease: Lease, page: Page, poll: Poll) -> None:
    """The page's capture waits to be read; of a page that never answers, what its list said is kept."""
    if poll.received is None and session.get_one(Work, lease.id).tries + 1 < _TRIES:
        note_failure(session, lease, tools.now(), poll.reason or f"{page.url} did not answer.")
        return
    if page.statement is None or not finish_work(session, lease, tools.now(), poll.reason):
        return
    statement = session.get_one(Statement, page.statement.id)
    statement.revisit_at = next_revisit(statement.first_seen_at, poll.at)
    session.add(statement)
    revision = _current_revision(session, statement)
    if poll.received is None:
        if revision is None:
            _record_as_listed(session, page, tools)
    elif revision is None or session.get_one(Capture, revision.capture_id).sha256 != poll.sha256:
        keep_capture(session, page.source_id, poll, listed=page.listed)


def _record_as_listed(session: Session, page: Page, tools: Tools) -> None:
    newest = select(Capture).where(Capture.source_id == page.source_id, col(Capture.listed).is_(None))
    capture = session.exec(newest.order_by(col(Capture.received_at).desc())).first()
    if capture is not None and page.listed is not None:
        log.warning("%s does not answer; recorded as its list has it", page.url)
        record_found(session, capture, [page.listed], tools.now())


def _record_probe(session: Session, tools: Tools, lease: Lease, page: Page, poll: Poll) -> None:
    """Gone at two looks, minutes apart, the statement is withdrawn; any other answer proves nothing."""
    details = session.get_one(Work, lease.id).details or {}
    if page.statement is None or not finish_work(session, lease, tools.now(), poll.reason):
        return
    statement = session.get_one(Statement, page.statement.id)
    gone = poll.status in GONE or details.get("gapless", False)
    if not gone or statement.is_listed:
        return
    if details.get("gone"):
        withdraw_statement(session, statement, tools.now())
        return
    again = tools.now() + _SECOND_LOOK
    queue_work(session, PROBE, statement.id, now=again, details=details | {"gone": True})


def _record_older(session: Session, tools: Tools, lease: Lease, page: Page, poll: Poll) -> None:
    """An older page of the list, read like the newest one."""
    pages_back = (session.get_one(Work, lease.id).details or {})["pages_back"]
    if poll.received is None:
        note_failure(session, lease, tools.now(), poll.reason or f"{page.url} did not answer.")
    elif finish_work(session, lease, tools.now()):
        keep_capture(session, page.source_id, poll, pages_back=pages_back)


def _current_revision(session: Session, statement: Statement) -> Revision | None:
    mine = (Revision.statement_id == statement.id, Revision.number == statement.revision)
    return session.exec(select(Revision).where(*mine)).first()


_RECORDS: dict[str, Record] = {FOLLOW: _record_page, PROBE: _record_probe, OLDER: _record_older}
