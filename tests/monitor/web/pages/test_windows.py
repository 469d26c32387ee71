"""The sentence on when an agreement is in force."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.models import Agreement
from monitor.web.pages.windows import write_after, write_length, write_local, write_window_line
from tests.builders import START, minutes_after


def a_truce(ends_at: datetime | None = None) -> Agreement:
    columns = {"id": "t", "version": 1, "name": "T", "timezone": "Asia/Yerevan", "document": {}}
    return Agreement(starts_at=START, ends_at=ends_at, **columns)


def test_an_agreement_counts_down_to_its_start() -> None:
    said = write_window_line(a_truce(), minutes_after(-95))
    assert said == "Starts 10 October 2020, 12:00 UTC+4 (08:00 UTC), in 1 h 35 min. No end is set."


def test_an_agreement_in_force_says_since_when_and_for_how_long() -> None:
    assert write_window_line(a_truce(minutes_after(3000)), minutes_after(33 * 60 + 14)) == (
        "In force since 10 October 2020, 12:00 UTC+4 (08:00 UTC), for 33 h 14 min."
        " It ends 12 October 2020, 14:00 UTC+4 (10:00 UTC)."
    )


def test_an_agreement_that_ended_says_so() -> None:
    said = write_window_line(a_truce(minutes_after(60)), minutes_after(61))
    assert said.endswith("13:00 UTC+4 (09:00 UTC), for 1 h; it has ended.")


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "less than a minute"), (19, "19 min"), (60, "1 h"), (1994, "33 h 14 min"), (3000, "2 days 2 h")],
)
def test_a_length_is_said_in_its_two_largest_units(minutes: int, said: str) -> None:
    assert write_length(timedelta(minutes=minutes)) == said
    assert write_length(timedelta(days=1234)) == "1,234 days"


def test_what_was_published_before_the_start_came_after_nothing() -> None:
    assert write_after(minutes_after(19), START) == "after 19 min"
    assert write_after(minutes_after(-1), START) == "published before the start"


def test_a_time_of_another_day_names_the_day() -> None:
    zone = ZoneInfo("Asia/Yerevan")
    assert write_local(minutes_after(19), zone, minutes_after(60)) == "12:19"
    assert write_local(minutes_after(19), zone, minutes_after(1440)) == "10 Oct, 12:19"
    assert write_local(minutes_after(19), zone, minutes_after(600_000)) == "10 Oct 2020, 12:19"
