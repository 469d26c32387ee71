"""The stamp of a capture: when it was received, its size, hash and seal, and whether it still stands."""

from __future__ import annotations

from dataclasses import dataclass

from alerts.wording import write_stamp
from monitor.queries.captures import Proof
from monitor.web.pages.received import is_page

HASH_GROUP = 8
BROKEN = "Run “ceasewatch evidence verify”: it names everything that is not as it was sealed."


@dataclass(frozen=True, slots=True)
class EvidenceStamp:
    """What the template asks for; times in `zone` (IANA)."""

    proof: Proof
    zone: str

    @property
    def id(self) -> str:
        return self.proof.capture.id

    @property
    def received(self) -> str:
        return write_stamp(self.proof.capture.received_at, self.zone)

    @property
    def size(self) -> str:
        """Nothing where the bytes are not kept."""
        return "" if self.proof.body is None else f"{len(self.proof.body):,} bytes"

    @property
    def sha256(self) -> str:
        """In groups that an eye can compare."""
        whole = self.proof.capture.sha256
        return " ".join(whole[at : at + HASH_GROUP] for at in range(0, len(whole), HASH_GROUP))

    @property
    def sealed(self) -> str:
        seal = self.proof.seal
        if seal is None:
            return "Not sealed yet."
        return f"Sealed {write_stamp(seal.made_at, self.zone)}, seal {seal.sequence:,}."

    @property
    def standing(self) -> str:
        """What became of the bytes."""
        erasure = self.proof.erasure
        if erasure is not None:
            moment = write_stamp(erasure.erased_at, self.zone)
            return f"Bytes erased on order {moment}, seal kept. Reason: {erasure.reason}"
        if self.proof.body is None:
            return f"{self.proof.trouble[:1].upper()}{self.proof.trouble[1:]}"
        return "The bytes are those that were received: their hash was compared now."

    @property
    def mend(self) -> str:
        return BROKEN if self.proof.is_broken else ""

    @property
    def has_frame(self) -> bool:
        return is_page(self.proof)
