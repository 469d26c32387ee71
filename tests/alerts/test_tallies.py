"""Counts of a digest, by who accuses whom; no side stands first for its number."""

from __future__ import annotations

from alerts.message import Tally
from alerts.tallies import list_tallies


def test_accusations_come_first_and_names_decide_the_order() -> None:
    tallies = [
        Tally("system", None, None, 1),
        Tally("retraction", "Armenia", "Azerbaijan", 1),
        Tally("admission", "Nagorno-Karabakh", None, 1),
        Tally("denial", "Armenia", None, 2),
        Tally("denial", "Armenia", "Azerbaijan", 4),
        Tally("accusation", "Russia", None, 1),
        Tally("accusation", "Azerbaijan", "Armenia", 99),
        Tally("accusation", "Armenia", "Azerbaijan", 3),
    ]
    assert list_tallies(tallies) == [
        ("Armenia accuses Azerbaijan", 3),
        ("Azerbaijan accuses Armenia", 99),
        ("Russia says the ceasefire was breached", 1),
        ("Armenia denies accusations", 2),
        ("Armenia denies accusations by Azerbaijan", 4),
        ("Nagorno-Karabakh acknowledges a breach", 1),
        ("Retracted: what Armenia says of Azerbaijan", 1),
        ("Notices about Ceasewatch itself", 1),
    ]
