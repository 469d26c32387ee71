"""The kinds of sources: all of the form's are there, and which of them are polled."""

import pytest

from monitor.agreements.form_source import TELEGRAM_NAME
from monitor.agreements.kinds import FORESEEN
from monitor.readers import SourceFacts, is_polled, known_kinds, reader_for
from monitor.readers.sniffing import kind_of_address


def test_every_kind_that_the_form_knows_can_be_read():
    assert set(known_kinds()) == set(FORESEEN)


def test_only_what_a_person_enters_is_never_polled():
    assert [kind for kind in sorted(known_kinds()) if not is_polled(kind)] == ["manual"]


@pytest.mark.parametrize(
    "pasted",
    [
        "@mod_example",
        "t.me/mod_example",
        "https://t.me/s/mod_example/",
        "https://t.me/mod_example/123?single",
        "http://www.telegram.me/mod_example",
        "mod_example.t.me",
        "tg://resolve?domain=mod_example",
    ],
)
def test_a_channel_that_the_form_takes_is_one_that_the_reader_knows(pasted):
    assert TELEGRAM_NAME.match(pasted)
    assert kind_of_address(pasted) == "telegram"
    source = SourceFacts("s", "telegram", pasted, options={"acknowledge_terms": True})
    assert reader_for("telegram").address(source) == "https://t.me/s/mod_example"
