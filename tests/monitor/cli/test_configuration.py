"""`apply`, `export` and `presets` as a person types them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from monitor import readers
from monitor.agreements.form import read_form
from monitor.agreements.presets import list_presets, read_preset_text
from monitor.db import reading
from monitor.models import Agreement, JournalEntry, Source


def test_apply_says_what_it_makes(command: Any, watch_file: Path) -> None:
    done = command("apply", str(watch_file))
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "create source am-mod",
        "create agreement truce",
        "create channel desk",
        "create rule all",
        "Applied. 4 changed, 0 unchanged.",
    ]


def test_applying_twice_changes_nothing(command: Any, watch_file: Path) -> None:
    command("apply", str(watch_file))
    assert command("apply", str(watch_file)).out == "Nothing changes. 0 changed, 4 unchanged.\n"


def test_apply_schedules_and_notes_what_it_did(command: Any, watch_file: Path) -> None:
    command("apply", str(watch_file))
    with reading(command.open()) as session:
        assert session.exec(select(Source)).one().due_at is not None
        subjects = [entry.subject for entry in session.exec(select(JournalEntry))]
    assert sorted(subjects) == ["agreement:truce", "channel:desk", "rule:all", "source:am-mod"]


def test_a_changed_key_is_named(command: Any, watch_file: Path) -> None:
    command("apply", str(watch_file))
    watch_file.write_text(watch_file.read_text().replace("name: A truce", "name: Another"))
    assert command("apply", str(watch_file)).out.splitlines()[0] == "change agreement truce: name"


def test_a_dry_run_changes_nothing(command: Any, watch_file: Path) -> None:
    done = command("apply", str(watch_file), "--dry-run")
    assert done.out.splitlines()[-1] == "Nothing was changed (dry run). 4 to change, 0 unchanged."
    with reading(command.open()) as session:
        assert session.exec(select(Agreement)).all() == []


def test_apply_as_json_is_one_line(command: Any, watch_file: Path) -> None:
    told = command("apply", str(watch_file), "--json").json
    assert told["dry_run"] is False
    assert told["changes"][0] == {
        "noun": "source",
        "id": "am-mod",
        "action": "create",
        "fields": [],
        "overrides": None,
    }


def test_a_bad_file_changes_nothing_and_names_file_line_and_key(command: Any, watch_file: Path) -> None:
    bad = watch_file.with_name("bad.yaml")
    bad.write_text("version: 1\nsources:\n  - {id: x, publisher: P, kind: fed, url: 'https://x.example/'}\n")
    sentence = command("apply", str(watch_file), str(bad)).sentence
    assert sentence.startswith(f"{bad}:3: sources[0].kind: 'fed' is not known here; did you mean `feed`?")
    with reading(command.open()) as session:
        assert command("export").out == "version: 1\n"
        assert session.exec(select(Agreement)).all() == []


def test_a_name_that_leads_nowhere_is_told_with_its_line(command: Any, watch_file: Path) -> None:
    watch_file.write_text(watch_file.read_text().replace("send_to: [desk]", "send_to: [dsk]"))
    sentence = command("apply", str(watch_file)).sentence
    assert (
        sentence == f"{watch_file}:16: rules[0].send_to[0]: there is no channel 'dsk'; did you mean `desk`?"
    )


def test_a_file_that_is_missing_is_one_sentence(command: Any) -> None:
    assert "cannot be read" in command("apply", "none.yaml").sentence


def test_prune_takes_out_what_no_file_names(command: Any, watch_file: Path) -> None:
    command("apply", str(watch_file))
    empty = watch_file.with_name("empty.yaml")
    empty.write_text("version: 1\n")
    done = command("apply", str(empty), "--prune")
    assert done.out.splitlines()[:4] == [
        "remove rule all",
        "remove channel desk",
        "remove agreement truce",
        "remove source am-mod",
    ]
    assert command("export").out == "version: 1\n"


def test_an_export_is_applied_from_standard_input_and_changes_nothing(command: Any, watch_file: Path) -> None:
    command("apply", str(watch_file))
    text = command("export").out
    assert command("apply", "-", "--prune", stdin=text).out == "Nothing changes. 0 changed, 4 unchanged.\n"


def test_one_agreement_is_exported(command: Any, watch_file: Path) -> None:
    command("apply", str(watch_file))
    assert [
        one.id for one in read_form(command("export", "--agreement", "truce").out).content.agreements
    ] == ["truce"]
    assert "did you mean `truce`?" in command("export", "--agreement", "truse").sentence


def test_presets_are_listed_without_a_database(command: Any) -> None:
    assert "karabakh-2020" in command("presets").out
    assert [one["id"] for one in command("presets", "--json").json] == list_presets()
    assert not command.home.exists()


def test_every_preset_is_printed_as_it_is_bundled(command: Any) -> None:
    for name in list_presets():
        assert command("presets", name).out == read_preset_text(name)


def test_a_preset_is_printed_as_yaml_that_apply_takes(command: Any) -> None:
    text = command("presets", "karabakh-2020").out
    done = command("apply", "-", stdin=text)
    assert done.out.endswith("Applied. 25 changed, 0 unchanged.\n")


def test_a_preset_that_does_not_exist_is_one_sentence(command: Any) -> None:
    assert "did you mean `karabakh-2020`?" in command("presets", "karabakh-2021").sentence


READER = """
KIND = "gopher"

def address(source):
    return source.url

def read(answer, source):
    return []
"""


@pytest.fixture
def dropped_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A file with a reader of kind `gopher` among the others."""
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "gopher.py").write_text(READER)
    monkeypatch.setattr(readers, "__path__", [*readers.__path__, str(tmp_path / "more")])
    readers.known_kinds.cache_clear()
    yield
    readers.known_kinds.cache_clear()
    sys.modules.pop("monitor.readers.gopher", None)


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
@pytest.mark.usefixtures("dropped_in")
def test_dropping_a_reader_in_adds_its_kind(command: Any, watch_file: Path, options: tuple[str, ...]) -> None:
    watch_file.write_text(watch_file.read_text().replace("kind: feed", "kind: gopher"))
    assert "create source am-mod" in command("apply", str(watch_file), *options).out


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_a_kind_without_a_reader_is_refused_at_its_line(
    command: Any, watch_file: Path, options: tuple[str, ...]
) -> None:
    watch_file.write_text(watch_file.read_text().replace("kind: feed", "kind: gopher"))
    sentence = command("apply", str(watch_file), *options).sentence
    assert sentence.startswith(f"{watch_file}:12: agreements[0].sources[0].kind: 'gopher' is not known here")
