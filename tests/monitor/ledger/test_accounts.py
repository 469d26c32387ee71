"""Who gets an account: the first administrator once, everybody after by order."""

import threading

import pytest
from sqlmodel import select

from monitor.db import reading, writing
from monitor.ledger.accounts import (
    BadName,
    UsedKey,
    add_user,
    doubt_host,
    find_user,
    is_first_key,
    make_first_admin,
    make_first_key,
    read_name,
)
from monitor.ledger.tokens import UnknownRole
from monitor.models import FirstKey, JournalEntry, User
from tests.builders import START, minutes_after

HASH = "$argon2id$not-really"


@pytest.fixture
def key(engine):
    with writing(engine) as session:
        return make_first_key(session, START)


def add(engine, name, role="viewer"):
    with writing(engine) as session:
        return add_user(session, name, HASH, role, START, "user add")


def use(engine, key, name="Anna"):
    with writing(engine) as session:
        return make_first_admin(session, key, name, HASH, minutes_after(1))


def all_of(engine, table):
    with reading(engine) as session:
        return session.exec(select(table)).all()


def opens(engine, key):
    with reading(engine) as session:
        return is_first_key(session, key)


def test_the_key_makes_an_administrator_once(engine, key):
    assert opens(engine, key)
    assert use(engine, key).role == "admin"
    assert not opens(engine, key)
    with pytest.raises(UsedKey, match="used already"):
        use(engine, key, "Second")
    assert [user.name for user in all_of(engine, User)] == ["Anna"]


def test_of_the_key_only_a_hash_is_kept(engine, key):
    assert len(key) >= 40
    (row,) = all_of(engine, FirstKey)
    assert key not in str(row.model_dump())


def test_a_new_start_replaces_the_key(engine, key):
    with writing(engine) as session:
        newer = make_first_key(session, minutes_after(1))
    assert not opens(engine, key)
    with pytest.raises(UsedKey):
        use(engine, key)
    assert opens(engine, newer)


def test_any_account_voids_the_key_and_no_further_one_is_made(engine, key):
    add(engine, "Reader")
    assert not opens(engine, key)
    with pytest.raises(UsedKey):
        use(engine, key)
    with writing(engine) as session:
        assert make_first_key(session, START) is None


def test_a_wrong_key_makes_nobody_and_leaves_the_right_one(engine, key):
    for wrong in ("", "x", key[:-1], "é" * 40, "\ud800", "x" * 9999):
        assert not opens(engine, wrong)
        with pytest.raises(UsedKey):
            use(engine, wrong)
    assert opens(engine, key)


def test_a_name_that_is_refused_does_not_use_the_key_up(engine, key):
    with pytest.raises(BadName):
        use(engine, key, " ")
    assert opens(engine, key)


def test_two_requests_with_one_key_make_one_administrator(engine, key):
    together, made, refused = threading.Barrier(2), [], []

    def try_to(name):
        together.wait()
        try:
            made.append(use(engine, key, name))
        except UsedKey:
            refused.append(name)

    threads = [threading.Thread(target=try_to, args=(name,)) for name in ("One", "Two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(refused), len(all_of(engine, User))) == (1, 1, 1)


def test_a_name_is_taken_whatever_its_case_or_form(engine):
    add(engine, "Zoé  Ångström")
    for same in ("zoé ångström", "ZOÉ ÅNGSTRÖM", "Zoe\u0301 A\u030angstro\u0308m", " Zoé Ångström "):
        with pytest.raises(BadName, match="is taken"):
            add(engine, same)
        with reading(engine) as session:
            assert find_user(session, same).name == "Zoé Ångström"


def test_two_who_take_a_name_at_the_same_moment_are_told_apart(engine):
    together, refused = threading.Barrier(2), []

    def take():
        together.wait()
        try:
            add(engine, "Anna")
        except BadName as fault:
            refused.append(str(fault))

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["The name 'Anna' is taken; choose another."]


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\u202eb", "a\x00b", "a\u200bb", "\ud800"])
def test_a_name_that_people_could_not_read_is_refused(name):
    with pytest.raises(BadName):
        read_name(name)


def test_nobody_is_found_by_a_name_that_could_not_be_kept(engine):
    with reading(engine) as session:
        for name in ("", "a\x00b", "x" * 10_000):
            assert find_user(session, name) is None


def test_a_role_that_does_not_exist_is_refused(engine):
    with pytest.raises(UnknownRole, match="viewer, reviewer, admin"):
        add(engine, "Anna", "king")


def test_every_account_is_in_the_journal_without_a_secret(engine, key):
    first = use(engine, key)
    second = add(engine, "Ben", "reviewer")
    entries = all_of(engine, JournalEntry)
    assert [(each.kind, each.subject, each.actor, each.details) for each in entries] == [
        ("account", f"user:{first.id}", "the one-time link", {"name": "Anna", "role": "admin"}),
        ("account", f"user:{second.id}", "user add", {"name": "Ben", "role": "reviewer"}),
    ]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])
def test_nobody_doubts_a_desk_on_loopback(engine, host):
    with reading(engine) as session:
        assert doubt_host(session, host) is None


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.0.2.7", "desk.example", "127.0.0.1.example"])
def test_elsewhere_it_is_doubted_until_it_has_an_administrator(engine, host):
    add(engine, "Reviewer", "reviewer")
    with reading(engine) as session:
        assert "ceasewatch user add NAME --role admin" in doubt_host(session, host)
    add(engine, "Admin", "admin")
    with reading(engine) as session:
        assert doubt_host(session, host) is None


def test_an_administrator_who_was_disabled_is_none(engine):
    add(engine, "Admin", "admin")
    with writing(engine) as session:
        session.exec(select(User)).one().disabled_at = START
    with reading(engine) as session:
        assert doubt_host(session, "0.0.0.0") is not None
        assert find_user(session, "Admin") is None
