"""Deliver: claim a channel, freeze what goes out, commit, send, note the attempt.

Nothing is sent inside a transaction. A worker that dies after sending leaves a delivery
that is still pending: it goes out again with the same id and the same bytes.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, update
from sqlmodel import Session, col

from alerts.channels import find_kinds
from alerts.contents import gather_message
from alerts.courier import Courier, Parcel, Receipt, Undelivered
from alerts.leases import LEASE, Lease, release, take_over
from alerts.link_keys import take_link_key
from alerts.links import Links
from alerts.message import Message
from alerts.models import Channel, Delivery
from alerts.results import note_attempt
from alerts.retry import Verdict
from alerts.rotation import collect_secrets
from alerts.unsubscribing import reached_document
from alerts.waiting import find_next, lock_channels

logger = logging.getLogger(__name__)
Wall = Callable[[], datetime]
Jitter = Callable[[], float]
Keep = Callable[[Lease], AbstractContextManager[Any]]


def deliver_channel(
    engine: Engine,
    lease: Lease,
    courier: Courier,
    wall: Wall,
    *,
    now: Wall | None = None,
    keep: Keep = nullcontext,
    jitter: Jitter = random.random,
    limit: int = 20,
    slow: bool | None = None,
) -> int:
    """Take a claimed channel over and send what is due there, in order; how many tries were made.

    `keep` is entered with the lease that is ours now, and holds it (renews it from a thread)
    while we work: one try may take as long as a lease lasts. After `limit` tries the channel
    is given back, so that others get their turn; and once it is no longer as `slow` as it was
    handed on, so that it is delivered from the other lane (None: from whichever). `now` dates
    what people are told of a channel that fails (None: the machine's time).
    """
    with Session(engine) as session, session.begin():
        own = take_over(session, Channel, lease, wall())
    if own is None:
        return 0
    sender = _Sender(engine, own, courier, wall, now or wall, jitter, slow)
    try:
        with keep(own):
            for tries in range(limit):
                if not sender.send_next():
                    return tries
            return limit
    finally:
        with Session(engine) as session, session.begin():
            release(session, Channel, own)


@dataclass(frozen=True, slots=True)
class _Pick:
    """The next delivery as plain values; `message` is written with `links` if nothing is frozen yet."""

    parcel: Parcel
    channel_version: int
    early: bool
    message: Message | None
    links: Links | None


class _Sender:
    """Sends the deliveries of one leased channel."""

    def __init__(
        self,
        engine: Engine,
        own: Lease,
        courier: Courier,
        wall: Wall,
        now: Wall,
        jitter: Jitter,
        slow: bool | None,
    ) -> None:
        self._engine = engine
        self._own = own
        self._courier = courier
        self._wall = wall
        self._now = now
        self._jitter = jitter
        self._slow = slow

    def send_next(self) -> bool:
        """Make one try; False when nothing is left to send, or the channel is no longer ours to serve."""
        pick = self._pick()
        if pick is None:
            return False
        begun = self._wall()
        receipt = self._try(pick, begun)
        ended = self._wall()
        with Session(self._engine) as session, session.begin():
            note_attempt(
                session,
                self._own,
                pick.parcel.delivery_id,
                receipt,
                channel_version=pick.channel_version,
                early=pick.early,
                begun=begun,
                ended=ended,
                now=self._now(),
                jitter=self._jitter(),
            )
        return True

    def _pick(self) -> _Pick | None:
        wall = self._wall()
        with Session(self._engine) as session, session.begin():
            channel = lock_channels(session, [self._own.id]).get(self._own.id)
            if channel is None or not self._serves(channel):
                return None
            delivery = find_next(session, channel.id, wall)
            if delivery is None or channel.disabled_at or channel.removed_at:
                return None
            channel.lease_until = wall + LEASE
            early = delivery.due_at > wall
            if early:
                channel.last_early_at = wall
            message = links = None
            if delivery.content is None:
                base_url = self._courier.base_url
                message = gather_message(session, delivery, base_url)
                links = Links(take_link_key(session, wall), base_url, channel.id)
            return _Pick(_pack(delivery, channel, wall), channel.version, early, message, links)

    def _serves(self, channel: Channel) -> bool:
        return channel.lease_token == self._own.token and self._slow in (None, channel.is_slow)

    def _try(self, pick: _Pick, begun: datetime) -> Receipt:
        try:
            parcel = pick.parcel if pick.message is None else self._freeze(pick, pick.message, begun)
            return find_kinds()[parcel.kind].send(parcel, self._courier, begun)
        except Undelivered as failure:
            verdict = Verdict.PASSES if failure.permanent else Verdict.WAITS
            return Receipt(verdict, failure.sentence, failure.status)
        except Exception as error:  # whatever is wrong with one message, the others must go on
            logger.exception("delivery %s could not be sent", pick.parcel.delivery_id)
            return Receipt(Verdict.PASSES, f"It could not be sent: an unforeseen {type(error).__name__}.")

    def _freeze(self, pick: _Pick, message: Message, wall: datetime) -> Parcel:
        """Write the content and commit it, so that every later try sends the same bytes."""
        parcel, courier = pick.parcel, replace(self._courier, links=pick.links)
        kind = find_kinds()[parcel.kind]
        content = kind.write(message, parcel.document, parcel.delivery_id, courier, wall)
        unfrozen = (col(Delivery.id) == parcel.delivery_id) & col(Delivery.content).is_(None)
        with Session(self._engine) as session, session.begin():
            done: Any = session.execute(
                update(Delivery).where(unfrozen).values(content=content, frozen_at=wall)
            )
        if not done.rowcount:
            raise Undelivered("Another worker is sending it.", permanent=False)
        return replace(parcel, content=content)


def _pack(delivery: Delivery, channel: Channel, wall: datetime) -> Parcel:
    return Parcel(
        delivery_id=delivery.id,
        kind=channel.kind,
        document=reached_document(channel),
        content=delivery.content or "",
        secret=collect_secrets(channel, wall),
        accepted=tuple(delivery.accepted),
    )
