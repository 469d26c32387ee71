"""How long from a statement's publication to the log, the mailbox and the webhook receiver.

    python benchmarks/alert_latency.py [ROUNDS]

`ceasewatch run` polls two stand-in feeds every second on loopback, with a rule that does not
wait. Prints the seconds of each round and their median; a round includes the time until the
next poll, half a second on average.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.flow.conftest import House, Outlet, write_form
from tests.mailbox import Mailbox
from tests.outside import Receiver, Site
from tests.servers import wait_until


def measure(house: House, outlet: Outlet, number: int) -> dict[str, float]:
    """Publish one accusation and wait for it everywhere."""
    begun = time.monotonic()
    outlet.publish(f"item-{number}", title=f"Statement {number}")
    seconds: dict[str, float] = {}
    arrived = {
        "receiver": lambda: len(house.receiver.accepted) == number,
        "mailbox": lambda: len(house.mailbox.mails) == number,
        "log": lambda: len(house.get("/api/v1/claims", house.token)[1]["items"]) == number,
    }

    def look() -> bool:
        for name, has_come in arrived.items():
            if name not in seconds and has_come():
                seconds[name] = time.monotonic() - begun
        return len(seconds) == len(arrived)

    wait_until(look, 30, "the alert did not arrive everywhere")
    return seconds


def main(rounds: int) -> None:
    mailbox, receiver, sites = Mailbox(), Receiver(), [Site(), Site()]
    for server in (mailbox, receiver, *sites):
        server.start()
    with TemporaryDirectory() as folder:
        house = House(Path(folder), mailbox, receiver)
        outlets = [
            Outlet(f"mod-{party}", party, site) for party, site in zip(("north", "south"), sites, strict=True)
        ]
        try:
            house.apply(write_form(receiver, *(outlet.source for outlet in outlets)))
            house.token = house.command("token", "create", "--role", "viewer").strip()
            house.run()
            wait_until(lambda: all(site.requests for site in sites), 20, "a feed was never polled")
            results = [measure(house, outlets[0], number) for number in range(1, rounds + 1)]
        finally:
            house.end()
    for name in ("log", "receiver", "mailbox"):
        times = [result[name] for result in results]
        print(f"{name:9} median {statistics.median(times):.2f} s  worst {max(times):.2f} s  of {len(times)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
