"""The way in."""

from __future__ import annotations

from monitor.db import writing
from tests.builders import an_agreement
from tests.monitor.web.conftest import OpenDesk


def test_with_one_agreement_its_overview_is_the_first_page(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        an_agreement(session)
    answer = desk.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/agreements/karabakh-2020")


def test_with_several_the_first_page_lists_them_by_name(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        an_agreement(session, "b", name="Truce of the river")
        an_agreement(session, "a", name="A <b>truce</b>")
    page = desk.page("/")
    assert page.index("A &lt;b&gt;truce&lt;/b&gt;") < page.index("Truce of the river")
    assert 'href="/agreements/b"' in page
