"""The quality page, and the same figures over the API."""

from __future__ import annotations

import re

from monitor.db import writing
from tests.builders import a_review, an_agreement
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.pages.test_log import words
from tests.monitor.web.pages.test_overview import section


def lines(panel: str) -> list[str]:
    return [words(row) for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", panel, re.DOTALL)]


def judged(desk: OpenDesk, verdict: str, **columns: object) -> None:
    claim = desk.claim(**columns)
    with writing(desk.engine) as session:
        a_review(session, claim, verdict)


def test_before_anybody_judged_the_page_says_how_to_begin(desk: OpenDesk) -> None:
    desk.claim()
    page = words(desk.page("/quality"))
    assert "1 claim that nobody has judged yet." in page
    assert "Nothing has been judged yet." in page


def test_precision_is_shown_with_its_interval_by_language_act_and_source(desk: OpenDesk) -> None:
    for verdict in ("confirmed", "confirmed", "rejected"):
        judged(desk, verdict, lang="hy", types=["shelling"], publisher="MoD <Armenia>")
    page = desk.page("/quality")
    assert lines(section(page, "By language")) == [
        "Armenian367 % 21 to 94 %67 % 21 to 94 %0100 % 34 to 100 %"
    ]
    assert lines(section(page, "By alleged act"))[0].startswith("shelling3")
    assert lines(section(page, "By source"))[0].startswith("MoD <Armenia>3")
    assert page.count('class="interval"') > 6


def test_every_party_has_its_row_in_the_fixed_order_so_that_a_bias_shows(desk: OpenDesk) -> None:
    judged(desk, "rejected", by="azerbaijan", against="armenia")
    judged(desk, "confirmed")
    names = [
        re.split(r"\d", line)[0] for line in lines(section(desk.page("/quality"), "The same for each party"))
    ]
    assert names == ["Armenia", "Nagorno-Karabakh", "Azerbaijan"] * 2


def test_one_agreement_is_measured_alone(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        other = an_agreement(session, "other", name="Other truce")
    judged(desk, "confirmed")
    judged(desk, "rejected", agreement=other)
    assert "50 %" in words(section(desk.page("/quality"), "All together"))
    assert "100 %" in words(section(desk.page("/quality?agreement=karabakh-2020"), "All together"))
    assert 'href="/quality?agreement=other"' in desk.page("/quality")
    assert desk.get("/quality?agreement=nobody").status_code == 404


def test_the_api_has_the_same_figures(desk: OpenDesk) -> None:
    judged(desk, "confirmed", types=["drone"])
    answer = desk.get("/api/v1/quality", params={"agreement": "karabakh-2020"}).json()
    assert answer["all"]["precision"] == {"value": 1.0, "low": 0.2065, "high": 1.0, "hits": 1, "of": 1}
    assert list(answer["type"]) == ["drone"]
    assert (answer["open"], answer["is_whole"]) == (0, True)
    assert desk.get("/api/v1/quality?agreement=nobody").status_code == 404
    assert desk.get("/api/v1/quality?nonsense=1").status_code == 422
