"""The kinds of sources: which there are, and which of them are polled."""

import re
from pathlib import Path

import pytest

from monitor.agreements.form_source import TELEGRAM_NAME
from monitor.readers import SourceFacts, is_polled, known_kinds, reader_for
from monitor.readers.sniffing import kind_of_address

DOCS = Path(__file__).parents[3] / "docs" / "sources.md"


def test_every_kind_of_the_docs_can_be_read_and_no_other():
    table = DOCS.read_text("utf-8").partition("## The kinds\n")[2].partition("\n## ")[0]
    assert set(known_kinds()) == set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))


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
