"""When an act is said to have happened, in the zone of the statement."""

from datetime import datetime, timedelta

import pytest

from monitor.terms import OccurredPrecision

PUBLISHED = "2031-03-06T14:30:00+02:00"  # a Thursday


def occurred(read, text: str, **changes):
    (finding,) = read(text, **changes).findings
    return finding.occurred


@pytest.mark.parametrize(
    ("when", "start", "precision"),
    [
        ("At 21:15 yesterday", "2031-03-05T21:15:00+02:00", "minute"),
        ("At 21.15 on 5 March", "2031-03-05T21:15:00+02:00", "minute"),
        ("On March 5", "2031-03-05T00:00:00+02:00", "day"),
        ("On 5 March 2031", "2031-03-05T00:00:00+02:00", "day"),
        ("On Wednesday", "2031-03-05T00:00:00+02:00", "day"),
        ("On the morning of 5 March", "2031-03-05T06:00:00+02:00", "part"),
        ("Two hours ago", "2031-03-06T12:30:00+02:00", "hour"),
        ("Since 08:00", "2031-03-06T08:00:00+02:00", "period"),
        ("On 05.03.2031", "2031-03-05T00:00:00+02:00", "day"),
    ],
)
def test_a_time_expression_dates_the_act(read, when: str, start: str, precision: str):
    found = occurred(read, f"{when} Lestanian guns shelled Dolna.")
    assert found.start == datetime.fromisoformat(start)
    assert found.precision is OccurredPrecision(precision)


def test_a_night_between_two_days_is_one_part(read):
    found = occurred(read, "On the night of 5 to 6 March Lestanian guns shelled Dolna.")
    assert found.start == datetime.fromisoformat("2031-03-05T20:00:00+02:00")
    assert found.end == datetime.fromisoformat("2031-03-06T08:00:00+02:00")
    assert found.precision is OccurredPrecision.PART


def test_a_range_of_clock_times_has_start_and_end(read):
    found = occurred(read, "Between 06:10 and 06:45 Lestanian guns shelled Dolna.")
    assert found.end - found.start == timedelta(minutes=35)


def test_times_are_read_in_the_zone_of_the_statement(read):
    found = occurred(read, "At 10:00 Lestanian guns shelled Dolna.", timezone="UTC")
    assert found.start == datetime.fromisoformat("2031-03-06T10:00:00+00:00")


def test_an_unknown_zone_falls_back_to_the_agreement_s(read):
    found = occurred(read, "At 10:00 Lestanian guns shelled Dolna.", timezone="Nowhere/Town")
    assert found.start == datetime.fromisoformat("2031-03-06T10:00:00+02:00")


def test_the_date_of_the_truce_does_not_date_the_act(read):
    assert occurred(read, "Lestania violated the truce of 4 March.") is None


def test_a_month_that_is_also_a_modal_verb_is_read_as_a_month(read):
    answer = read("On 5 May Lestanian guns shelled Dolna.", at="2031-05-06T10:00:00+02:00")
    assert [f.occurred.start.month for f in answer.findings] == [5]
