"""What a preview came to, drawn: counts, hours, waits, the last messages, for several rules at once."""

from __future__ import annotations

from datetime import timedelta

from alerts.matching import read_rule
from alerts.outline import MOST_SHOWN, Outline, draw_outlines, moment_of
from alerts.preview import PlainNotice, Preview
from tests.alerts.scenes import NOON, a_rule, claim_facts


def a_history(*minutes: float) -> list[PlainNotice]:
    return [
        PlainNotice(
            number,
            "accusation",
            "karabakh-2020",
            claim_facts(lineage=f"l{number}"),
            NOON,
            NOON + timedelta(minutes=minute),
        )
        for number, minute in enumerate(minutes, 1)
    ]


def draw(*minutes: float, since: float | None = None, **rule: object) -> Outline:
    preview = Preview([read_rule("tried", 0, a_rule(**rule))])
    start = None if since is None else NOON + timedelta(minutes=since)
    return draw_outlines(preview, a_history(*minutes), ["tried"], start)["tried"]


def test_messages_claims_and_the_longest_wait_are_counted() -> None:
    drawn = draw(0, 0.2, 1, 90, group_wait=30, group_interval=600)
    assert (drawn.messages, drawn.entries, drawn.busiest) == (3, 4, 2)
    assert drawn.longest_wait == timedelta(minutes=9, seconds=30)


def test_claims_stand_in_the_hour_they_were_made_and_messages_in_that_of_their_going_out() -> None:
    drawn = draw(19, 19.9, group_wait=120)
    assert [(moment_of(hour).hour, count) for hour, count in drawn.claims.items()] == [(8, 2)]
    assert [(moment_of(hour).hour, count) for hour, count in drawn.sendings.items()] == [(9, 1)]


def test_what_went_out_before_is_left_out_and_still_counts_as_having_come_before() -> None:
    drawn = draw(0, 120, since=60, when={"first": "by"}, group_wait=0)
    assert drawn.messages == 0
    assert draw(0, 120, since=60, group_wait=0).messages == 1


def test_the_newest_messages_stand_first_and_only_so_many() -> None:
    drawn = draw(*range(0, 600, 30), group_wait=0, group_interval=0)
    assert len(drawn.last) == MOST_SHOWN
    assert drawn.last[0].closed_at > drawn.last[1].closed_at


def test_two_rules_are_tried_on_one_way_through_history() -> None:
    rules = [read_rule("now", 1, a_rule(group_wait=0, group_interval=0)), read_rule("then", 0, a_rule())]
    drawn = draw_outlines(Preview(rules), iter(a_history(0, 0.1, 0.2)), ["now", "then"], None)
    assert (drawn["now"].messages, drawn["then"].messages) == (3, 1)
    assert drawn["now"].entries == drawn["then"].entries == 3
