"""`evidence verify`, `export` and `erase`, and the script by which a stranger checks an export."""

import gzip
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from monitor.db import writing
from monitor.evidence.sealing import append_seal
from monitor.evidence.store import ZSTD, pack_body
from monitor.ledger.journal import append_entry
from tests.builders import a_capture, a_source, minutes_after

DOCS = Path(__file__).parents[3] / "docs" / "evidence.md"


@pytest.fixture
def home(ready):
    """A data folder with three sealed captures."""
    assert ready("evidence", "verify").code == 0
    engine = ready.open()
    with writing(engine) as session:
        source = a_source(session)
        bodies = [f"<rss>Կրակ {n}</rss>\r\n\r\n".encode() for n in range(3)]
        made = [
            a_capture(
                session,
                source,
                id=f"c{n}",
                body=pack_body(body),
                coding=ZSTD,
                sha256=hashlib.sha256(body).hexdigest(),
                headers=[["Content-Type", "text/xml"], ["Content-Encoding", "gzip"]],
                received_at=minutes_after(n),
            )
            for n, body in enumerate(bodies)
        ]
        append_entry(session, kind="reading", subject="s", actor="test", now=minutes_after(3))
        append_seal(session, made, minutes_after(4))
    engine.dispose()
    return ready


@pytest.fixture
def check(tmp_path):
    """The script that docs/evidence.md gives to strangers, as a program of its own."""
    script = tmp_path / "check.py"
    script.write_text(re.search(r"```python\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)[1], "utf-8")

    def run(warc, manifest):
        return subprocess.run(
            [sys.executable, "-I", str(script), str(warc), str(manifest)],
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_verify_names_the_head_and_ends_well(home):
    answer = home("evidence", "verify", "--json")
    verdict = json.loads(answer.out)
    assert (answer.code, verdict["ok"], verdict["captures"], verdict["seals"]) == (0, True, 3, 1)
    assert len(verdict["head"]) == 64


def test_verify_ends_with_1_when_something_is_not_as_it_was(home):
    assert home("evidence", "verify", "--head", "0" * 64).code == 1


def test_an_export_is_checked_by_a_stranger_with_the_script_of_the_docs(home, check, tmp_path):
    warc = tmp_path / "out.warc.gz"
    answer = home("evidence", "export", str(warc), "--json")
    summary = json.loads(answer.out)
    assert (answer.code, summary["captures"]) == (0, 3)
    told = check(warc, summary["manifest"])
    assert (told.returncode, told.stderr) == (0, "")
    assert summary["head"] in told.stdout


def test_an_export_is_a_warc_that_others_read(home, tmp_path):
    warc = tmp_path / "out.warc.gz"
    home("evidence", "export", str(warc))
    with warc.open("rb") as stream:
        records = [(r.rec_type, r.http_headers, r.content_stream().read()) for r in ArchiveIterator(stream)]
    kinds = [kind for kind, _, _ in records]
    assert kinds == ["warcinfo", "response", "response", "response"]
    assert records[1][2] == "<rss>Կրակ 0</rss>\r\n\r\n".encode()
    assert records[1][1].get_header("X-Archive-Orig-Content-Encoding") == "gzip"


def test_a_byte_changed_in_an_export_is_found_by_the_stranger(home, check, tmp_path):
    warc = tmp_path / "out.warc.gz"
    home("evidence", "export", str(warc))
    whole = gzip.decompress(warc.read_bytes())
    warc.write_bytes(gzip.compress(whole.replace("Կրակ 1".encode(), "Կրակ 7".encode())))
    told = check(warc, tmp_path / "out.manifest.json")
    assert (told.returncode, told.stdout.strip()) == (
        1,
        "capture c1: its bytes are not those that were received",
    )


def test_a_manifest_that_was_changed_is_found_by_the_stranger(home, check, tmp_path):
    warc, manifest = tmp_path / "out.warc.gz", tmp_path / "out.manifest.json"
    home("evidence", "export", str(warc))
    manifest.write_text(manifest.read_text("utf-8").replace('"status": 200', '"status": 201', 1), "utf-8")
    assert "not those that were sealed" in check(warc, manifest).stdout


def test_an_erased_capture_is_missing_from_the_export_with_its_reason(home, check, tmp_path):
    assert home("evidence", "erase", "c1", "--reason", "court order").code == 0
    assert home("evidence", "verify").code == 0
    warc = tmp_path / "out.warc.gz"
    assert json.loads(home("evidence", "export", str(warc), "--json").out)["captures"] == 2
    assert "court order" in (tmp_path / "out.manifest.json").read_text("utf-8")
    assert check(warc, tmp_path / "out.manifest.json").returncode == 0


def test_bad_input_is_one_sentence(home, tmp_path):
    (tmp_path / "there.warc.gz").touch()
    for arguments, word in [
        (("erase", "nothing", "--reason", "x"), "nothing"),
        (("erase", "c1", "--reason", " "), "--reason"),
        (("export", str(tmp_path / "there.warc.gz")), "exists"),
        (("export", str(tmp_path / "new.warc.gz"), "--source", "nobody"), "nobody"),
        (("export", str(tmp_path / "new.warc.gz"), "--from", "soon"), "--from"),
    ]:
        answer = home("evidence", *arguments)
        assert (answer.code, answer.err.count("\n")) == (2, 1)
        assert word in answer.err
