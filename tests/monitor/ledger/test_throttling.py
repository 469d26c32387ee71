"""Tries are counted per address and per name, together by every process."""

import threading

import pytest
from sqlmodel import select

from monitor.db import reading, writing
from monitor.ledger.throttling import PER_ADDRESS, PER_NAME, WINDOW, forget_tries, take_try
from monitor.models import SignInTries
from tests.builders import START, minutes_after


def tried(engine, address, name, now=START):
    with writing(engine) as session:
        return take_try(session, address, name, now)


def test_a_name_may_be_tried_ten_times_a_window_from_anywhere(engine):
    answers = [tried(engine, f"192.0.2.{number}", "Anna") for number in range(PER_NAME + 1)]
    assert answers == [None] * PER_NAME + [START + WINDOW]
    assert tried(engine, "192.0.2.99", "Ben") is None


def test_an_address_may_try_thirty_times_a_window_whatever_the_name(engine):
    answers = [tried(engine, "192.0.2.1", f"name {number}") for number in range(PER_ADDRESS + 1)]
    assert answers == [None] * PER_ADDRESS + [START + WINDOW]
    assert tried(engine, "192.0.2.2", "Anna") is None


def test_a_refused_address_counts_against_no_name(engine):
    for number in range(PER_ADDRESS):
        tried(engine, "192.0.2.1", f"name {number}")
    for _ in range(PER_NAME * 2):
        tried(engine, "192.0.2.1", "Anna")
    assert tried(engine, "192.0.2.2", "Anna") is None


@pytest.mark.parametrize("same", ["ANNA", " anna ", "Ａｎｎａ"])
def test_another_way_to_write_a_name_is_no_way_around(engine, same):
    for _ in range(PER_NAME):
        tried(engine, "192.0.2.1", "anna")
    assert tried(engine, "192.0.2.1", same) is not None


def test_a_network_of_ipv6_is_one_address(engine):
    for number in range(PER_ADDRESS):
        tried(engine, f"2001:db8::{number:x}", f"name {number}")
    assert tried(engine, "2001:db8::ffff", "Anna") is not None
    assert tried(engine, "2001:db8:0:1::1", "Anna") is None


def test_the_window_ends_and_is_not_prolonged(engine):
    for minute in range(PER_NAME + 4):
        tried(engine, "192.0.2.1", "Anna", minutes_after(minute))
    assert tried(engine, "192.0.2.1", "Anna", minutes_after(14.9)) == START + WINDOW
    assert tried(engine, "192.0.2.1", "Anna", START + WINDOW) is None


def test_a_name_that_was_proven_starts_afresh_and_the_address_gets_one_back(engine):
    for _ in range(PER_NAME):
        tried(engine, "192.0.2.1", "Anna")
    with writing(engine) as session:
        forget_tries(session, "192.0.2.1", "Anna")
    with reading(engine) as session:
        assert [row.tries for row in session.exec(select(SignInTries)).all()] == [PER_NAME - 1]
    assert tried(engine, "192.0.2.1", "Anna") is None


def test_many_at_once_get_no_further_than_one_after_the_other(engine):
    together, answers = threading.Barrier(PER_NAME * 2), []

    def attack(number):
        together.wait()
        answers.append(tried(engine, f"192.0.2.{number}", "Anna"))

    threads = [threading.Thread(target=attack, args=(number,)) for number in range(PER_NAME * 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(None) == PER_NAME


def test_what_was_typed_is_not_kept_and_old_windows_are_swept(engine):
    tried(engine, "192.0.2.1", "my secret password")
    with reading(engine) as session:
        assert "secret" not in str(session.exec(select(SignInTries)).all())
    tried(engine, "192.0.2.2", "Ben", START + WINDOW)
    with reading(engine) as session:
        assert len(session.exec(select(SignInTries)).all()) == 2
