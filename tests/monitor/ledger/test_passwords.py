"""Passwords are kept as argon2id hashes and told apart from near misses."""

import pytest
from pwdlib import PasswordHash

from monitor.ledger import passwords
from monitor.ledger.passwords import BadPassword, hash_password, is_right

PASSWORD = "a long enough word"


def test_the_hash_is_argon2id_and_new_each_time():
    first, second = hash_password(PASSWORD), hash_password(PASSWORD)
    assert first.startswith("$argon2id$")
    assert first != second
    assert is_right(PASSWORD, first)
    assert not is_right(PASSWORD.title(), first)


def test_a_password_has_twelve_to_two_hundred_characters():
    with pytest.raises(BadPassword, match="fewer than 12"):
        hash_password("x" * 11)
    with pytest.raises(BadPassword, match="more than 200"):
        hash_password("x" * 201)
    assert is_right("я" * 200, hash_password("я" * 200))
    assert not is_right("я" * 201, hash_password("я" * 200))


def test_the_same_letters_from_another_keyboard_are_the_same_password():
    assert is_right("cafe\u0301 cafe\u0301 cafe\u0301", hash_password("café café café"))


class Counting(PasswordHash):
    """Hashes as ever, and remembers what it looked at."""

    looked_at = ()

    def verify(self, password, hash):
        self.looked_at += (hash,)
        return super().verify(password, hash)


def test_a_name_that_nobody_has_costs_the_same_work(monkeypatch):
    counting = Counting.recommended()
    monkeypatch.setattr(passwords, "_HASHES", counting)
    hashed = hash_password(PASSWORD)
    assert not is_right(PASSWORD, None)
    assert is_right(PASSWORD, hashed)
    stand_in, real = counting.looked_at
    assert stand_in.rpartition("$")[0].rpartition("$")[0] == real.rpartition("$")[0].rpartition("$")[0]
