"""What a storm of accusations does to the receivers, and to what else is under way.

    python benchmarks/alert_storm.py [ACCUSATIONS] [SECONDS]

`ceasewatch run` polls a stand-in feed every second while accusations are posted as notices, 10,000
in 60 s unless told otherwise. Of three webhook receivers one is well, one takes 5 s for each
answer, one is dead (no connection, then 503) until the end.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from monitor.db import open_engine
from tests.flow.conftest import House, Outlet
from tests.flow.storm import Figures, Storm
from tests.mailbox import Mailbox
from tests.outside import Receiver, Site
from tests.servers import wait_until


def rage(folder: Path, accusations: int, seconds: float) -> Figures:
    mailbox, site = Mailbox(), Site()
    receivers = {name: Receiver() for name in ("healthy", "slow", "dead")}
    for server in (mailbox, site, *receivers.values()):
        server.start()
    house = House(folder, mailbox, receivers["healthy"])
    engine = open_engine(f"sqlite:///{folder / 'data' / 'ceasewatch.sqlite3'}")
    storm = Storm(house, engine, Outlet("north-mod", "north", site), receivers)
    try:
        house.apply(storm.form())
        house.run()
        wait_until(lambda: site.requests, 20, "the feed was never polled")
        return storm.rage(accusations, seconds)
    finally:
        house.end()
        engine.dispose()


def main(accusations: int, seconds: float) -> None:
    with TemporaryDirectory() as folder:
        figures = rage(Path(folder), accusations, seconds)
    print(f"{figures.accusations} accusations posted in {figures.raged:.1f} s")
    print(f"first message to the healthy receiver after {figures.first_message:.2f} s")
    for name, count in figures.messages.items():
        print(f"{name:8} {count:3} messages in the storm, complete {figures.complete[name]:.1f} s after it")
    print(f"healthy receiver knew of everything {figures.last_covered:.1f} s after the storm")
    print(f"longest time without a poll (every second is asked for): {figures.longest_without_poll:.1f} s")
    print(f"statements read while it raged, after: {', '.join(f'{one:.1f} s' for one in figures.read)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, float(sys.argv[2]) if len(sys.argv) > 2 else 60.0)
