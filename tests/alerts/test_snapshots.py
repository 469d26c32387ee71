"""Mails of every sort read as their snapshots do; see `letters` for how those are made anew."""

from __future__ import annotations

import pytest

from alerts.mails import write_html
from tests.alerts.letters import FOLDER, LETTERS, Elements, a_letter, told

MEND = "if this is meant, run `python -m tests.alerts.letters` and look at the difference"


@pytest.mark.parametrize("name", LETTERS)
def test_a_mail_reads_as_its_snapshot_does(name: str) -> None:
    letter = LETTERS[name]
    assert letter.write_text() == (FOLDER / f"{name}.txt").read_text(encoding="utf-8"), MEND
    assert letter.write_html() == (FOLDER / f"{name}.html").read_text(encoding="utf-8"), MEND


def test_there_is_no_snapshot_of_a_mail_that_is_gone() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(LETTERS)


@pytest.mark.parametrize("name", LETTERS)
def test_every_style_is_inline_and_nothing_is_fetched(name: str) -> None:
    letter = LETTERS[name]
    html = write_html(letter.message, letter.reader, letter.actions)
    found = Elements(html).found
    styled = [attrs for _, attrs in found if attrs.get("class", "unsubscribe") != "unsubscribe"]
    assert [attrs for attrs in styled if not attrs.get("style")] == []
    assert not {tag for tag, _ in found} & {"img", "link", "script", "iframe", "object", "form"}
    assert not any(word in html for word in ("url(", "@import", "@font-face", "expression("))


def test_a_mail_of_fifty_long_armenian_quotes_is_not_cut_by_mail_programs() -> None:
    quote = "Հակառակորդը հրետանային կրակի տակ է պահում Մարտունին եւ հարակից գյուղերը։ " * 20
    letter = a_letter(*[told(evidence={"quote": quote}, types=["shelling", "drone"])] * 50, more=1000)
    assert len(write_html(letter.message, None, letter.actions).encode()) < 102_000


def test_each_link_of_a_mail_leads_to_the_desk_or_the_source() -> None:
    for letter in LETTERS.values():
        found = Elements(write_html(letter.message, letter.reader, letter.actions)).found
        links = [str(attrs["href"]) for tag, attrs in found if tag == "a"]
        assert all(link.startswith(("https://desk.example/", "https://mil.example/")) for link in links)
