"""`classify` reads standard input, shows claims with their words, and touches no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from monitor.cli.marks import mark_spans
from monitor.terms import Finding, Span, Stance

TEXT = "At 13:05 the enemy shelled Hadrut with mortars. Talks go on."
AT = "2020-10-10T14:00:00+04:00"


def a_finding(start: int, end: int, where: Any = "text") -> Finding:
    evidence = Span(where, start, end, "")
    return Finding(Stance.ACCUSATION, "a", "b", (), True, True, evidence, 0.9, ())


def test_a_text_is_shown_with_its_words_marked_and_why(command: Any) -> None:
    done = command("classify", "--speaker", "armenia", "--published-at", AT, stdin=TEXT)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("[1>At 13:05 the enemy shelled Hadrut with mortars.<1] Talks go on.\n")
    table = done.out.splitlines()[-2:]
    assert table[0].split()[0] == "#"
    for word in ("armenia", "accusation", "azerbaijan", "shelling", "Hadrut", "enemy->azerbaijan"):
        assert word in table[1]


def test_no_database_is_touched(command: Any) -> None:
    command("classify", stdin=TEXT)
    assert not command.home.exists()


def test_json_is_one_line_with_times_in_the_agreements_zone(command: Any) -> None:
    told = command("classify", "--speaker", "armenia", "--published-at", AT, "--json", stdin=TEXT).json
    assert told["lang"] == "en"
    (claim,) = told["claims"]
    assert (claim["by"], claim["against"], claim["types"]) == ("armenia", "azerbaijan", ["shelling"])
    assert claim["occurred"]["from"] == "2020-10-10T13:05:00+04:00"
    evidence = claim["evidence"]
    assert TEXT[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_a_text_without_a_claim_says_so(command: Any) -> None:
    assert command("classify", stdin="The weather is fine.").out.endswith("No claims.\n")


def test_a_time_without_an_offset_is_read_in_the_agreements_zone(command: Any) -> None:
    done = command("classify", "--published-at", "2020-10-10T14:00", stdin="Talks go on.")
    assert "published 2020-10-10T14:00:00+04:00" in done.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--speaker", "armena"), "--speaker: karabakh-2020 has no party or observer 'armena'; did you mean"),
        (("--published-at", "yesterday"), "--published-at: 'yesterday' is no time"),
        (
            ("--agreement", "nope"),
            "--agreement: there is no agreement 'nope' here; known here: ",
        ),
        (("--agreements", "none.yaml"), "none.yaml: cannot be read"),
    ],
)
def test_a_bad_option_is_one_sentence_that_names_it(
    command: Any, words: tuple[str, ...], sentence: str
) -> None:
    assert command("classify", *words, stdin=TEXT).sentence.startswith(sentence)


def test_agreements_are_read_from_a_file(command: Any, watch_file: Path) -> None:
    options = ("--agreements", str(watch_file), "--speaker", "azerbaijan", "--published-at", AT)
    (claim,) = command("classify", *options, "--json", stdin=TEXT).json["claims"]
    assert (claim["by"], claim["against"]) == ("azerbaijan", "armenia")


def test_of_several_agreements_one_must_be_chosen(command: Any, watch_file: Path) -> None:
    text = watch_file.read_text()
    start, end = text.index("  - id: truce"), text.index("    sources:")
    watch_file.write_text(text[:end] + text[start:end].replace("truce", "second") + text[end:])
    sentence = command("classify", "--agreements", str(watch_file), stdin=TEXT).sentence
    assert sentence == "--agreement is missing, and there are several; known here: truce, second."
    options = ("--agreements", str(watch_file), "--agreement", "second")
    assert command("classify", *options, stdin=TEXT).code == 0


def a_line(id: Any, **changes: Any) -> str:
    row = {"id": id, "agreement": "karabakh-2020", "speaker": "armenia", "published_at": AT, "text": TEXT}
    return json.dumps(row | changes) + "\n"


def answers(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_every_line_is_answered_in_order(command: Any) -> None:
    lines = a_line("b", claims=["a label"]) + "\n" + a_line(7, title="Talks", text="Talks go on.")
    done = command("classify", "--jsonl", stdin=lines)
    assert (done.code, done.err) == (0, "")
    first, second = answers(done.out)
    assert (first["id"], second["id"]) == ("b", 7)
    assert set(first) == {"id", "lang", "claims"}
    assert (len(first["claims"]), second["claims"]) == (1, [])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "is no JSON"),
        ("[1]", "is no JSON object"),
        ('{"text": "x"}', "`id` is missing"),
        (a_line("x", speaker="nobody").strip(), "`speaker`: karabakh-2020 has no party or observer 'nobody'"),
        (a_line("x", agreement="nope").strip(), "`agreement`: there is no agreement 'nope'"),
        (a_line("x", published_at="noon").strip(), "`published_at`: 'noon' is no time"),
        (a_line("x", text=5).strip(), "`text`: must be text"),
        ("[" * 100_000, "is no JSON"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_answered(command: Any, line: str, words: str) -> None:
    done = command("classify", "--jsonl", stdin=a_line("a") + line + "\n" + a_line("b"))
    assert done.code == 2
    assert done.err.startswith(f"standard input:2: {words}")
    assert done.err.count("\n") == 1
    assert [answer["id"] for answer in answers(done.out)] == ["a", "b"]


def test_a_line_that_is_no_utf8_is_named(command: Any) -> None:
    done = command("classify", "--jsonl", stdin=b'{"id": "\xff"}\n')
    assert done.err == "standard input:1: is not UTF-8 text; send it as UTF-8.\n"


def test_half_a_surrogate_pair_comes_back_as_its_escape(command: Any) -> None:
    done = command("classify", "--jsonl", stdin='{"id": "\\ud800", "text": "x"}\n')
    assert answers(done.out)[0]["id"] == "\ud800"


def test_a_missing_speaker_is_independent_media_and_options_fill_gaps(command: Any) -> None:
    line = json.dumps({"id": 1, "text": TEXT}) + "\n"
    options = ("--speaker", "armenia", "--published-at", AT)
    (answer,) = answers(command("classify", "--jsonl", *options, stdin=line).out)
    assert answer["claims"][0]["by"] == "armenia"


def test_marks_of_the_same_words_are_one_and_nest_by_length() -> None:
    findings = [a_finding(0, 5), a_finding(0, 5), a_finding(0, 9), a_finding(5, 9), a_finding(0, 3, "title")]
    assert mark_spans("abcdefghi", findings) == "[3>[1,2>abcde<1,2][4>fghi<4]<3]"


def test_a_text_cannot_steer_the_terminal(command: Any) -> None:
    done = command("classify", stdin="Talks\x1b[2J go on.\u202e")
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out
