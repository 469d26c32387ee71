"""What administrators do to accounts: roles, who may sign in, links to a new password; one of them stays."""

from datetime import timedelta

import pytest
from sqlmodel import select

from monitor.db import reading, writing
from monitor.ledger.accounts import UsedKey, add_user, find_user, has_user
from monitor.ledger.passwords import is_right
from monitor.ledger.people import (
    LINK_LASTS,
    LastAdministrator,
    UnknownPerson,
    change_role,
    disable_user,
    enable_user,
    find_by_key,
    invite_user,
    make_password_key,
    set_password,
)
from monitor.ledger.sessions import find_session, start_session
from monitor.ledger.tokens import UnknownRole
from monitor.models import JournalEntry, User
from tests.builders import START


@pytest.fixture
def anna(engine):
    with writing(engine) as session:
        return add_user(session, "Anna", "hash", "admin", START, "user add")


@pytest.fixture
def ben(engine, anna):
    with writing(engine) as session:
        return add_user(session, "Ben", "hash", "reviewer", START, "user add")


def do(engine, what, *words):
    with writing(engine) as session:
        return what(session, *words)


def actions(engine):
    with reading(engine) as session:
        entries = session.exec(select(JournalEntry).order_by(JournalEntry.number)).all()
    return [(each.actor, each.details.get("action", "add")) for each in entries if each.kind == "account"]


def test_a_role_is_changed_and_noted_with_the_one_before(engine, ben):
    do(engine, change_role, ben.id, "viewer", START, "Anna")
    do(engine, change_role, ben.id, "viewer", START, "Anna")
    with reading(engine) as session:
        assert find_user(session, "Ben").role == "viewer"
        noted = session.exec(select(JournalEntry).order_by(JournalEntry.number.desc())).first()
    assert noted.details == {"action": "role", "name": "Ben", "role": "viewer", "before": "reviewer"}
    assert actions(engine) == [("user add", "add"), ("user add", "add"), ("Anna", "role")]


def test_a_role_that_does_not_exist_and_a_person_who_does_not_are_refused(engine, ben):
    with pytest.raises(UnknownRole):
        do(engine, change_role, ben.id, "king", START, "Anna")
    for what in (disable_user, enable_user, make_password_key):
        with pytest.raises(UnknownPerson):
            do(engine, what, "nobody", START, "Anna")


def test_the_last_administrator_stays(engine, anna, ben):
    with pytest.raises(LastAdministrator, match="make another one first"):
        do(engine, disable_user, anna.id, START, "Anna")
    with pytest.raises(LastAdministrator):
        do(engine, change_role, anna.id, "viewer", START, "Anna")
    do(engine, change_role, anna.id, "admin", START, "Anna")
    do(engine, change_role, ben.id, "admin", START, "Anna")
    do(engine, disable_user, anna.id, START, "Ben")
    with pytest.raises(LastAdministrator):
        do(engine, disable_user, ben.id, START, "Ben")


def test_an_administrator_without_a_password_is_none_to_rely_on(engine, anna):
    do(engine, invite_user, "Cara", "admin", START, "Anna")
    with pytest.raises(LastAdministrator):
        do(engine, disable_user, anna.id, START, "Anna")


def test_who_is_disabled_is_signed_out_and_may_not_sign_in_until_enabled(engine, ben):
    text, key = do(engine, start_session, ben, START), do(engine, make_password_key, ben.id, START, "Anna")
    do(engine, disable_user, ben.id, START, "Anna")
    with reading(engine) as session:
        assert find_session(session, text, START) is None
        assert find_user(session, "Ben") is None
        assert find_by_key(session, key, START) is None
    with pytest.raises(UnknownPerson, match="enable the account first"):
        do(engine, make_password_key, ben.id, START, "Anna")
    do(engine, enable_user, ben.id, START, "Anna")
    with reading(engine) as session:
        assert find_user(session, "Ben").id == ben.id
        assert find_session(session, text, START) is None


def test_a_link_sets_a_password_once_and_signs_out_everywhere(engine, anna):
    user, key = do(engine, invite_user, "Cara", "viewer", START, "Anna")
    assert not is_right("", user.password_hash)
    text = do(engine, start_session, user, START)
    assert do(engine, set_password, key, "new hash", START).id == user.id
    with reading(engine) as session:
        assert session.get(User, user.id).password_hash == "new hash"
        assert find_session(session, text, START) is None
    with pytest.raises(UsedKey):
        do(engine, set_password, key, "another", START)
    assert actions(engine)[-2:] == [("Anna", "password link"), ("Cara", "password")]


def test_a_newer_link_replaces_the_one_before_and_each_lasts_two_days(engine, ben):
    old, new = (do(engine, make_password_key, ben.id, START, "Anna") for _ in range(2))
    with reading(engine) as session:
        assert has_user(session)
        assert find_by_key(session, old, START) is None
        assert find_by_key(session, new, START + LINK_LASTS - timedelta(seconds=1)).id == ben.id
        assert find_by_key(session, new, START + LINK_LASTS) is None
        assert all(find_by_key(session, text, START) is None for text in ("", "x", "é", "x" * 999))


def test_no_secret_stands_in_the_journal(engine, ben):
    key = do(engine, make_password_key, ben.id, START, "Anna")
    do(engine, set_password, key, "argon2 hash", START)
    with reading(engine) as session:
        journal = str([entry.model_dump() for entry in session.exec(select(JournalEntry)).all()])
    assert key not in journal
    assert "argon2" not in journal
