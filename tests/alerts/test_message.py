"""An alert as subject, text, HTML and JSON."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from alerts.body import write_body
from alerts.mails import write_html, write_text
from alerts.message import Entry, Message
from alerts.subjects import write_subject
from tests.alerts.letters import Elements
from tests.alerts.scenes import WALL, a_statement, claim_facts, source_facts

SENTENCE = "Armenia accuses Azerbaijan of a ground assault at Karakhambeyli, 12:05"
FOOTER = "Ceasewatch records who said what. It does not establish what happened."


def a_message(*entries: Entry, **changes: Any) -> Message:
    values: dict[str, Any] = {
        "type": "claims.accusation",
        "alert_id": "a1",
        "rule": "every-accusation",
        "agreement": "karabakh-2020",
        "entries": entries or (Entry("accusation", claim_facts()),),
        "more": 0,
        "url": "https://desk.example/claims?agreement=karabakh-2020",
        "base_url": "https://desk.example",
    }
    return Message(**(values | changes))


def test_the_subject_of_one_claim_is_its_sentence() -> None:
    assert write_subject(a_message()) == SENTENCE


def test_the_subject_of_several_claims_counts_the_others() -> None:
    entries = [Entry("accusation", claim_facts())] * 3
    assert write_subject(a_message(*entries, more=7)) == f"{SENTENCE} (and 9 more)"


def test_a_very_long_subject_is_cut_but_keeps_its_count() -> None:
    facts = claim_facts(places=["Karakhambeyli" * 30])
    subject = write_subject(a_message(Entry("accusation", facts), more=2))
    assert len(subject) <= 200
    assert subject.endswith("... (and 2 more)")


def test_the_text_has_sentence_quote_source_links_and_footer() -> None:
    text = write_text(a_message())
    assert text.startswith(SENTENCE)
    assert "\n> At 12:05 the enemy launched an assault.\n" in text
    stamp = "10 October 2020, 12:40 UTC+4 (08:40 UTC)"
    assert f"Ministry of Defence of Armenia, published {stamp}" in text
    assert "Claim: https://desk.example/claims/c1\n" in text
    assert "At its source: https://mil.example/news/1\n" in text
    assert text.endswith(FOOTER + "\n")


def test_what_is_left_out_is_counted_with_a_link() -> None:
    assert "And 12 more: https://desk.example/claims?" in write_text(a_message(more=12))
    assert "12 more in Ceasewatch</a>" in write_html(a_message(more=12))


def test_a_quote_stands_in_its_own_language_and_direction() -> None:
    facts = claim_facts(statement=a_statement(lang="ar"), evidence={"quote": "قصف العدو"})
    quotes = [attrs for tag, attrs in Elements(write_html(a_message(Entry("accusation", facts)))).found]
    assert any(attrs.get("lang") == "ar" and attrs.get("dir") == "rtl" for attrs in quotes)


def test_a_quote_of_unknown_language_leaves_the_direction_to_its_letters() -> None:
    for lang in (None, "und", '"><script>'):
        facts = claim_facts(statement=a_statement(lang=lang))
        found = Elements(write_html(a_message(Entry("accusation", facts)))).found
        quote = next(attrs for tag, attrs in found if tag == "blockquote")
        assert quote["dir"] == "auto"
        assert "lang" not in quote


def test_what_changes_in_the_dark_outdoes_the_inlined_styles() -> None:
    css = resources.files("alerts").joinpath("templates/alert.css").read_text(encoding="utf-8")
    dark = css.partition("(prefers-color-scheme: dark) {\n")[2].partition("\n}\n")[0]
    declarations = [each.strip() for block in re.findall(r"{(.*?)}", dark) for each in block.split(";")]
    assert [each for each in declarations if each and not each.endswith("!important")] == []
    assert ".ltr, .rtl, .button" in dark


def test_the_html_loads_nothing_and_knows_the_dark() -> None:
    html = write_html(a_message())
    assert not {tag for tag, _ in Elements(html).found} & {"img", "link", "script", "iframe"}
    assert "url(" not in html
    assert "prefers-color-scheme: dark" in html
    assert re.search(r'<h2 class="sentence" style="[^"]*font-weight', html)


@given(st.text(max_size=60), st.sampled_from(["javascript:alert(1)", "data:text/html,x", "", None]))
def test_nothing_that_a_source_writes_becomes_markup_or_a_script(text: str, url: str | None) -> None:
    hostile = f"<script>alert(1)</script>{text}"
    statement = a_statement(publisher=hostile, url=url)
    facts = claim_facts(evidence={"quote": hostile}, places=[hostile], statement=statement)
    found = Elements(write_html(a_message(Entry("accusation", facts)))).found
    assert "script" not in {tag for tag, _ in found}
    links = [attrs["href"] for tag, attrs in found if tag == "a"]
    assert all(str(link).startswith("https://desk.example/") for link in links)


def test_a_long_quote_is_cut_visibly() -> None:
    facts = claim_facts(evidence={"quote": "word " * 1000})
    text = write_text(a_message(Entry("accusation", facts)))
    assert "word [...]" in text
    assert len(text) < 2000


def test_a_source_without_a_date_is_not_given_one() -> None:
    first_seen = claim_facts(statement=a_statement(precision="first_seen"))
    assert "no date given, first seen 10 October" in write_text(a_message(Entry("accusation", first_seen)))
    day = claim_facts(statement=a_statement(precision="day"))
    assert "published 10 October 2020\n" in write_text(a_message(Entry("accusation", day)))


def test_the_body_is_the_contracts() -> None:
    body = json.loads(write_body(a_message(more=3), WALL))
    assert body["type"] == "claims.accusation"
    assert body["timestamp"] == "2026-03-01T09:00:00.000Z"
    data = body["data"]
    assert set(data) == {"alert", "rule", "agreement", "claims", "more", "url"}
    assert (data["alert"], data["more"]) == ({"id": "a1", "follows": None}, 3)
    assert data["claims"] == [claim_facts()["claim"] | {"url": "https://desk.example/claims/c1"}]


def test_a_correction_carries_the_old_values() -> None:
    entry = Entry("correction", claim_facts(previous={"killed": 1}, killed=2))
    body = json.loads(write_body(a_message(entry, type="claims.correction"), WALL))
    assert body["data"]["claims"][0]["previous"] == {"killed": 1}


def test_each_claim_of_a_mixed_alert_says_what_it_is() -> None:
    entries = Entry("accusation", claim_facts()), Entry("retraction", claim_facts())
    body = json.loads(write_body(a_message(*entries, type="claims.mixed"), WALL))
    assert [claim["kind"] for claim in body["data"]["claims"]] == ["accusation", "retraction"]


def test_a_source_alert_has_the_newest_state_and_all_of_them() -> None:
    entries = Entry("source", source_facts(state="blocked")), Entry("source", source_facts(state="ok"))
    data = json.loads(write_body(a_message(*entries, type="source.state"), WALL))["data"]
    assert data["source"]["state"] == "ok"
    assert [source["state"] for source in data["source_notices"]] == ["blocked", "ok"]
    assert "claims" not in data


def test_half_a_character_does_not_stop_the_message() -> None:
    facts = claim_facts(evidence={"quote": "broken \ud800 text"})
    message = a_message(Entry("accusation", facts))
    assert write_body(message, WALL).encode()
    assert write_text(message).encode()
    assert write_html(message).encode()
