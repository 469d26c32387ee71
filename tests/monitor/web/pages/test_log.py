"""The accusation log as a page."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape

from monitor.db import writing
from monitor.ledger.log_lines import write_lines
from monitor.models import Lineage
from monitor.terms import SourceState
from tests.builders import a_review, a_source, a_watch, an_agreement, minutes_after
from tests.monitor.web.conftest import OpenDesk


def words(page: str) -> str:
    """What a reader is told, without markup."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)))


def rows(page: str) -> list[str]:
    return [words(row).strip() for row in re.findall(r'<li class="claim.*?</li>', page, re.DOTALL)]


def test_a_row_reads_as_a_sentence(desk: OpenDesk) -> None:
    desk.claim(publisher="MoD Armenia", text="At 12:05 they attacked.", killed=2, civilians=True)
    (row,) = rows(desk.page("/claims"))
    assert "Armenia says Azerbaijan: ground assault · allegedly 2 killed, civilians Karakhambeyli" in row
    assert row.startswith("12:05")
    assert "said 12:20" in row
    assert "At 12:05 they attacked. MoD Armenia" in row
    assert "reading 93 %" in row


def test_a_denial_names_whose_accusation_is_denied(desk: OpenDesk) -> None:
    desk.claim(stance="denial", types=["missile"], occurred_from=None, occurred_precision=None, places=[])
    (row,) = rows(desk.page("/claims"))
    assert "Armenia denies Azerbaijan's accusation of missile no place named" in row
    assert row.startswith("no time said")


def test_an_accusation_without_a_party_says_so(desk: OpenDesk) -> None:
    desk.claim(by="russia", against=None, types=["unspecified"])
    (row,) = rows(desk.page("/claims"))
    assert "Russia says not said: breach, no act named" in row


def test_an_acknowledgement_speaks_of_the_speakers_own_act(desk: OpenDesk) -> None:
    desk.claim(by="artsakh", stance="admission", against=None, types=["shelling"])
    assert "Nagorno-Karabakh acknowledges its own act: shelling" in rows(desk.page("/claims"))[0]


def test_parties_of_one_side_share_a_mark_and_keep_their_names(desk: OpenDesk) -> None:
    desk.claim(by="artsakh", against="azerbaijan")
    page = desk.page("/claims")
    assert '<span class="party s1"><bdi>Nagorno-Karabakh</bdi></span>' in page
    assert '<span class="party s2"><bdi>Azerbaijan</bdi></span>' in page


def test_a_place_is_named_by_all_its_names(desk: OpenDesk) -> None:
    desk.claim(places=["Ստեփանակերտ"])
    assert "Stepanakert / Khankendi" in words(desk.page("/claims"))


def test_an_act_from_before_the_start_is_marked(desk: OpenDesk) -> None:
    desk.claim(in_force=False, occurred_from=minutes_after(-60))
    assert "before the start" in rows(desk.page("/claims"))[0]


def test_days_are_those_of_the_agreements_zone(desk: OpenDesk) -> None:
    for hour, text in ((19, "late"), (21, "after midnight")):
        desk.claim(text=text, published_at=datetime.fromisoformat(f"2020-10-10T{hour}:30:00Z"))
    page = words(desk.page("/claims"))
    assert page.index("11 October 2020 day 2 in force") < page.index("after midnight")
    assert page.index("after midnight") < page.index("10 October 2020 in force from 12:00")
    assert "Times in UTC+4 (Asia/Yerevan)." in page


def test_a_time_carries_utc_in_its_title(desk: OpenDesk) -> None:
    desk.claim()
    page = desk.page("/claims")
    assert 'datetime="2020-10-10T12:20:00+04:00" title="Published 2020-10-10 08:20 UTC"' in page
    assert "begins 2020-10-10 08:05 UTC" in page


def test_a_filter_that_is_set_names_its_value(desk: OpenDesk) -> None:
    desk.claim(text="one")
    desk.claim(by="azerbaijan", text="two")
    page = desk.page("/claims?by=azerbaijan&in_force=true&q=TWO")
    assert len(rows(page)) == 1
    assert "Who says: Azerbaijan" in words(page)
    assert "In force: yes" in words(page)
    assert 'value="TWO"' in page
    assert "Clear 3" in page
    assert "1 accusation. Every line is what its speaker says" in words(page)


def test_the_form_carries_on_what_it_has_no_control_for(desk: OpenDesk) -> None:
    desk.claim(places=["Ganja"])
    page = desk.page("/claims?place=ganja&versions=all")
    assert '<input type="hidden" name="versions" value="all">' in page
    assert "versions: all" in words(page)
    assert re.search(r'<input type="checkbox" name="place" value="ganja" checked>', page)


def test_what_a_form_sends_empty_leaves_the_address(desk: OpenDesk) -> None:
    answer = desk.get("/claims?q=&by=armenia&in_force=&civilians=")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/claims?by=armenia")


def test_earlier_claims_are_a_link_away_under_the_same_filters(desk: OpenDesk) -> None:
    for minute in range(51):
        desk.claim(text=f"text {minute}", published_at=minutes_after(minute))
    first = desk.page("/claims?by=armenia")
    assert len(rows(first)) == 50
    link = re.search(r'href="([^"]+)" rel="next">Earlier claims<', first)
    assert link is not None
    assert "by=armenia" in link.group(1)
    second = desk.page(link.group(1).replace("&amp;", "&"))
    assert len(rows(second)) == 1
    assert "text 0 " in rows(second)[0]
    assert "Earlier claims" not in second
    assert "Back to the top of the log" in second


def test_an_order_other_than_publication_has_no_day_heads(desk: OpenDesk) -> None:
    desk.claim()
    page = desk.page("/claims?sort=-confidence")
    assert 'class="day"' not in page
    assert "surest reading first" in page


def test_filters_that_leave_nothing_can_be_dropped_one_by_one(desk: OpenDesk) -> None:
    desk.claim()
    page = desk.page("/claims?by=russia&q=tank")
    assert "No claim matches these filters." in page
    assert 'href="/claims?q=tank">Without “who says: <bdi>Russia</bdi>”' in page


def test_an_empty_log_says_whether_the_sources_answer(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        a_watch(session, source=a_source(session, state=SourceState.UNCHANGED.value))
        a_watch(session, source=a_source(session, "az-mod", state=SourceState.BLOCKED.value))
    page = words(desk.page("/claims"))
    assert "No accusation has been found since the start. 1 source answers; no text has been seen." in page


def test_a_truce_that_has_not_begun_explains_why_nothing_is_read(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        an_agreement(session, starts_at=minutes_after(3000))
    page = words(desk.page("/claims"))
    assert "No source is polled before the start, 12 October 2020, 14:00 UTC+4" in page
    assert "starts 12 October 2020, 14:00" in page


def test_a_desk_without_agreements_says_what_to_do(desk: OpenDesk) -> None:
    assert "No agreement is watched yet." in desk.page("/claims")


def test_several_agreements_are_shown_in_utc_with_a_filter_for_them(desk: OpenDesk) -> None:
    desk.claim()
    with writing(desk.engine) as session:
        other = an_agreement(session, "elsewhere", name="Truce elsewhere", timezone="UTC")
    desk.claim("un", agreement=other)
    page = words(desk.page("/claims"))
    assert "2 agreements" in page
    assert "Times in UTC." in page
    assert "Truce elsewhere" in page
    assert len(rows(desk.page("/claims?agreement=elsewhere"))) == 1


def test_retracted_claims_appear_on_request_and_say_so(desk: OpenDesk) -> None:
    claim = desk.claim()
    with writing(desk.engine) as session:
        session.get_one(Lineage, claim.lineage_id).claim_id = None
        write_lines(session, [claim.lineage_id], minutes_after(90))
    assert rows(desk.page("/claims")) == []
    assert "retracted" in rows(desk.page("/claims?versions=all"))[0]


def test_a_verdict_is_about_the_reading(desk: OpenDesk) -> None:
    claim = desk.claim()
    assert "reading to review" in rows(desk.page("/claims"))[0]
    with writing(desk.engine) as session:
        a_review(session, claim, "confirmed")
    assert "reading confirmed" in rows(desk.page("/claims"))[0]


def test_a_malformed_address_is_explained_on_a_page(desk: OpenDesk) -> None:
    for query in ("sort=worst", "parties=armenia", "cursor=unknown"):
        answer = desk.get(f"/claims?{query}")
        assert answer.status_code == 422
        assert answer.headers["Content-Type"].startswith("text/html")
        assert query.split("=")[0] in answer.text


def test_every_page_says_what_the_log_is_not(desk: OpenDesk) -> None:
    claim = desk.claim()
    for path in ("/claims", f"/claims/{claim.id}"):
        assert "It does not establish what happened." in desk.page(path)


def test_nothing_on_the_page_leads_nowhere(desk: OpenDesk) -> None:
    claim = desk.claim()
    for page in (desk.page("/claims"), desk.page(f"/claims/{claim.id}")):
        assert not re.findall(
            r"<script(?! type=\"module\" src=\"/static/[a-z]+\.js\?v=[0-9a-f]+\"></script>)", page
        )
        assert "style=" not in page
        for href in re.findall(r'href="(/[^"]*)"', page):
            assert desk.get(href.replace("&amp;", "&"), follow_redirects=True).status_code == 200, href
