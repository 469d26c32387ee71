"""A language whose data file is broken stops only itself, and says where it is broken."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from monitor.classify import BrokenLanguage, countries, datafiles, language, lexicon, parties, read_statement
from monitor.classify.soundness import find_broken, find_unknowable
from monitor.cli.app import app
from monitor.doctor.checks import _check_languages
from monitor.terms import AgreementFacts, Party, StatementText

AT = datetime.fromisoformat("2031-03-06T14:30:00+02:00")
FACTS = AgreementFacts(
    "k", "k", datetime.fromisoformat("2031-03-04T18:00:00+02:00"),
    (
        Party("korvia", "Korvia", "a", aliases={"az": ("Korviya",), "ru": ("Корвия",)}),
        Party("lestania", "Lestania", "b", aliases={"az": ("Lestaniya",), "ru": ("Лестания",)}),
    ),
)  # fmt: skip
ENGLISH = "The enemy shelled our positions at dawn, wounding two soldiers."
RUSSIAN = "Противник обстрелял наши позиции на рассвете, двое военнослужащих ранены."
AZERBAIJANI = "Düşmən səhər saatlarında mövqelərimizi artilleriyadan atəşə tutub, iki hərbçimiz yaralanıb."
BREAKS = {  # what becomes what in az.yaml, and what of the sentence about it must name the line
    "a tab in the words": ("acts:\n", "acts:\n\t- nonsense\n", "can't be read as YAML"),
    "a list left out": ("function_words: [", "function_words: no list [", "is no list of words"),
    "words that are no list": ("classes:\n", "classes:\n  spare: {any: word}\n", "is no list of wordings"),
    "an act of no type": ("acts:\n", "acts:\n  spare: {types: [nonsense]}\n", "needs `types`"),
    "stops that are a list": ("order:", "stops: [a]\norder:", "is no table of letters and marks"),
    "a pattern that is none": ('ends: "', 'ends: "(', "can't be used"),
}


def read_az_anew(cached: Callable[[str], Any]) -> Callable[[str], Any]:
    """The other languages' files are never changed here: reading them over and over would show nothing."""
    anew = cache(cached.__wrapped__)
    return lambda name: anew(name) if "az" in name else cached(name)


def forget() -> None:
    """Drop what was made of all the data files together."""
    for cached in (
        language.load_stops,
        countries.load_countries,
        parties._compile,
        parties._foreign_wordings,
    ):
        cached.cache_clear()
    language._marks.clear()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the data files, read instead of the real ones."""
    copy = tmp_path / "languages"
    shutil.copytree(str(datafiles.FILES), copy)
    monkeypatch.setattr(datafiles, "FILES", copy)
    for module, name in ((datafiles, "_try_data"), (lexicon, "_try_lexicon"), (language, "_try_profile")):
        monkeypatch.setattr(module, name, read_az_anew(getattr(module, name)))
    forget()
    yield copy
    monkeypatch.undo()
    forget()


def read(text: str, *languages: str) -> tuple[str, int]:
    answer = read_statement(StatementText("", text, "korvia", AT, languages=languages), FACTS)
    return answer.lang, len(answer.findings)


def test_sound_files_are_said_to_be_sound(folder: Path):
    assert find_broken() == find_unknowable() == {}
    assert _check_languages().state == "ok"
    assert [read(text) for text in (ENGLISH, RUSSIAN, AZERBAIJANI)] == [("en", 1), ("ru", 1), ("az", 1)]


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_file_stops_its_own_language_only(folder: Path, name: str):
    old, new, what = BREAKS[name]
    file = folder / "az.yaml"
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert [read(text) for text in (ENGLISH, RUSSIAN)] == [("en", 1), ("ru", 1)]
    with pytest.raises(BrokenLanguage, match=r"^languages/az\.yaml, line [1-9]\d*: .*\.$") as caught:
        read(AZERBAIJANI, "az")
    assert what in str(caught.value)
    assert find_broken() == {"az": str(caught.value)}
    assert (_check_languages().state, _check_languages().detail) == ("wrong", str(caught.value))


def test_the_line_is_the_one_that_is_broken(folder: Path):
    file = folder / "az.yaml"
    lines = file.read_text("utf-8").splitlines()
    at = lines.index("acts:") + 1
    lines.insert(at, "  spare: {types: [nonsense]}")
    file.write_text("\n".join(lines), "utf-8")
    assert f"az.yaml, line {at + 1}: acts.spare needs" in find_broken()["az"]


@pytest.mark.parametrize("name", ["az.yaml", "countries_az.yaml"])
def test_a_file_that_is_gone_stops_its_own_language_only(folder: Path, name: str):
    (folder / name).unlink()
    assert [read(text) for text in (ENGLISH, RUSSIAN)] == [("en", 1), ("ru", 1)]
    with pytest.raises(BrokenLanguage, match=f"languages/{name}, line 1: can't be read"):
        read(AZERBAIJANI, "az")
    assert list(find_broken()) == ["az"]


def test_a_sentence_in_a_broken_language_does_not_stop_a_text_in_another(folder: Path):
    (folder / "countries_az.yaml").write_text("[nonsense", "utf-8")
    answer = read_statement(StatementText("", f"{ENGLISH} {ENGLISH}\n\n{AZERBAIJANI}", "korvia", AT), FACTS)
    assert (answer.lang, bool(answer.findings)) == ("en", True)


def test_classify_answers_the_other_languages_and_names_the_broken_file(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    (folder / "az.yaml").write_text("classes: [", "utf-8")
    lines = [
        {"id": str(n), "agreement": "karabakh-2020", "speaker": "armenia", "lang": lang, "text": text,
         "published_at": "2020-10-11T12:00:00+04:00"}
        for n, (lang, text) in enumerate([("en", ENGLISH), ("az", AZERBAIJANI), (None, AZERBAIJANI)])
    ]  # fmt: skip
    told = tmp_path / "told.jsonl"
    told.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    with told.open("rb") as stream:
        monkeypatch.setattr("sys.stdin", type("Input", (), {"buffer": stream})())
        with pytest.raises(SystemExit) as ended:
            app(["classify", "--jsonl"])
    out, err = capsys.readouterr()
    assert ended.value.code == 2
    answers = [json.loads(line) for line in out.splitlines()]
    assert [(a["id"], a["lang"], len(a["claims"])) for a in answers] == [("0", "en", 1), ("2", "und", 0)]
    assert "standard input:2: languages/az.yaml, line 1: " in err
    assert "\nlanguages/az.yaml, line 1: " in err
