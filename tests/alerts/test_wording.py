"""How times are put into words."""

from datetime import UTC, datetime

from alerts.wording import write_occurred


def test_a_night_that_ends_on_the_day_of_publication_is_overnight():
    night = {"from": "2020-10-10T20:00:00+04:00", "to": "2020-10-11T06:00:00+04:00", "precision": "part"}
    published = datetime(2020, 10, 11, 6, 20, tzinfo=UTC)
    assert write_occurred(night, published, "Asia/Yerevan") == "overnight"


def test_an_earlier_night_is_named_by_the_day_on_which_it_began():
    night = {"from": "2020-10-10T20:00:00+04:00", "to": "2020-10-11T06:00:00+04:00", "precision": "part"}
    published = datetime(2020, 10, 13, 6, 20, tzinfo=UTC)
    assert write_occurred(night, published, "Asia/Yerevan") == "overnight on 10 October"
