"""GET /api/v1/stats: counts of claims of one agreement."""

from __future__ import annotations

import pytest

from monitor.web.api.stats_forms import StatsForm
from tests.monitor.web.conftest import OpenDesk


def test_figures_are_shown_as_they_are_described(desk: OpenDesk) -> None:
    desk.claim(places=["Ganja"], killed=2)
    form = desk.get("/api/v1/stats?agreement=karabakh-2020&bin=hour&from=2020-10-01&to=2020-11-30").json()
    StatsForm.model_validate(form)
    assert form["claims"] == {"accusation": 1, "denial": 0, "admission": 0}
    (pair,) = form["pairs"]
    assert (pair["by"], pair["against"], pair["claims"], pair["denied"]) == ("armenia", "azerbaijan", 1, 0)
    assert form["places"] == [{"place": "ganja", "by": {"armenia": 1}}]
    assert form["bins"][0]["starts_at"] == "2020-10-10T12:00:00+04:00"


def test_days_that_are_asked_for_narrow_it(desk: OpenDesk) -> None:
    desk.claim()
    asked = "/api/v1/stats?agreement=karabakh-2020"
    assert desk.get(f"{asked}&from=2020-10-10&to=2020-10-10").json()["claims"]["accusation"] == 1
    later = desk.get(f"{asked}&from=2020-10-11").json()
    assert (later["claims"]["accusation"], later["bins"]) == (0, [])


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 422),
        ("?agreement=unknown", 404),
        ("?agreement=karabakh-2020&bin=year", 422),
        ("?agreement=karabakh-2020&from=2020-10-11&to=2020-10-10", 422),
        ("?agreement=karabakh-2020&from=9999-12-31", 422),
        ("?agreement=karabakh-2020&since=2020", 422),
        ("?agreement=karabakh-2020&bin=hour", 422),
        ("?agreement=karabakh-2020&bin=3h&from=2020-01-01&to=2020-12-31", 422),
    ],
)
def test_what_is_wrong_is_refused(desk: OpenDesk, query: str, status: int) -> None:
    desk.claim()
    assert desk.get(f"/api/v1/stats{query}").status_code == status
