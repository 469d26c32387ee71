"""How the corridor tells the states of a source apart, on a real site with the clock handed in."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from alerts.models import Notice
from monitor.db import reading, writing
from monitor.fetch import host_of
from monitor.ledger.moves import NoMove, approve_move
from monitor.ledger.work import is_due
from monitor.models import Blank, Host, JournalEntry, Lineage, Source, SourceVersion, Statement, Watch, Work
from monitor.models.work import OLDER
from monitor.pipeline import fetch_source, visit_page
from monitor.settings import Settings
from tests.builders import START, a_source, minutes_after
from tests.monitor.test_pipeline import Stage, item

CHALLENGE = {"cf-mitigated": "challenge"}


@pytest.fixture
def stage(engine, site):
    return Stage(engine, site)


def news(*numbers):
    return [item(str(n), minutes=n, text=f"The sides exchanged {n} letters.") for n in numbers]


def source_of(stage):
    with reading(stage.engine) as session:
        return session.get_one(Source, "am-mod")


def told(stage):
    """(state, since, reason) of each notice of the source."""
    facts = [notice.facts["source"] for notice in stage.all_of(Notice) if notice.kind == "source"]
    return [(fact["state"], fact["since"], fact["reason"]) for fact in facts]


def blanks(stage):
    rows = sorted(stage.all_of(Blank), key=lambda row: row.from_at)
    return [(row.why, row.from_at, row.to_at, row.caught_up) for row in rows]


def test_a_list_that_held_items_and_holds_none_is_broken_and_keeps_what_is_known(stage):
    stage.publish(*news(-3, -2))
    stage.poll(0)
    stage.publish()
    stage.poll(1)
    source = source_of(stage)
    assert (source.state, source.answered_at, len(stage.all_of(Statement))) == ("broken", START, 2)
    assert "held 2 items and holds none" in source.state_reason
    stage.publish(*news(-3, -2, 1))
    stage.poll(3)
    assert (source_of(stage).state, len(stage.all_of(Statement))) == ("ok", 3)


def test_an_empty_list_after_one_with_items_is_no_baseline(stage):
    stage.publish(*news(-3))
    stage.poll(0)
    with writing(stage.engine) as session:
        watch = session.exec(select(Watch)).one()
        watch.baseline_at = None
        session.add(watch)
    stage.publish()
    stage.poll(1)
    assert [watch.baseline_at for watch in stage.all_of(Watch)] == [None]


def test_an_outlet_that_has_published_nothing_yet_is_well(stage):
    stage.publish()
    stage.poll(0)
    assert source_of(stage).state == "ok"
    assert [watch.baseline_at for watch in stage.all_of(Watch)] == [START]


def test_a_challenge_is_blocked_for_hours_and_told_once_and_once_more_when_it_is_over(stage):
    stage.publish(*news(-3))
    stage.poll(0)
    stage.site.page("/feed", "<html>Just a moment</html>", status=403, headers=CHALLENGE)
    stage.poll(1)
    source = source_of(stage)
    assert (source.state, source.due_at >= minutes_after(6)) == ("blocked", True)
    assert told(stage) == []
    for minutes in (6, 21, 66):
        stage.poll(minutes)
    ((state, since, reason),) = told(stage)
    assert (state, since) == ("blocked", "2020-10-10T08:01:00+00:00")
    assert "Cloudflare" in reason
    stage.publish(*news(-3, 2))
    stage.poll(201)
    assert [state for state, _, _ in told(stage)] == ["blocked", "ok"]
    assert blanks(stage) == [("blocked", START, minutes_after(201), True)]


def test_a_hiccup_is_neither_told_nor_kept_as_a_blank(stage):
    stage.publish(*news(-3))
    stage.poll(0)
    stage.site.page("/feed", "no", status=503)
    stage.poll(1)
    stage.publish(*news(-3))
    stage.poll(2)
    assert (source_of(stage).state, told(stage), blanks(stage)) == ("unchanged", [], [])


def test_a_source_whose_service_was_down_is_blank_from_the_poll_that_was_missed(stage):
    stage.publish(*news(-3))
    stage.poll(0)
    stage.poll(1)
    stage.publish(*news(-3, 40))
    stage.poll(60)
    assert blanks(stage) == [("not_running", minutes_after(2), minutes_after(60), True)]


def test_a_window_that_moved_past_itself_is_a_gap_that_stays_on_record(stage):
    stage.publish(*news(-3, -2))
    stage.poll(0)
    stage.publish(*news(0.2, 0.5))
    stage.poll(1)
    source = source_of(stage)
    assert (source.state, source.state_since) == ("gap", minutes_after(1))
    for minutes in (2, 3, 4):
        stage.poll(minutes)
    assert (source_of(stage).state, [state for state, _, _ in told(stage)]) == ("unchanged", ["gap"])
    assert blanks(stage) == [("gap", START, minutes_after(1), False)]


def test_a_habit_is_learnt_from_what_stands_and_its_silence_is_quiet(stage):
    stage.publish(*news(*range(-600, 0, 60)))
    stage.poll(0)
    stage.poll(299)
    assert source_of(stage).state == "unchanged"
    stage.poll(301)
    assert source_of(stage).state == "quiet"
    stage.poll(340)
    assert [state for state, _, _ in told(stage)] == ["quiet"]
    stage.publish(*news(*range(-600, 0, 60), 345))
    stage.poll(346)
    assert (source_of(stage).state, [state for state, _, _ in told(stage)]) == ("ok", ["quiet", "ok"])


def test_robots_txt_that_disallows_the_path_blocks_the_source_without_a_request(stage):
    stage.site.page("/robots.txt", "User-agent: *\nDisallow: /feed", "text/plain")
    stage.publish(*news(-3))
    stage.poll(0)
    source = source_of(stage)
    assert (source.state, "robots.txt" in source.state_reason) == ("blocked", True)
    assert stage.site.requests_to("/feed") == []


def test_robots_txt_is_asked_for_once_in_hours_and_keeps_the_gap(stage):
    stage.publish()
    for minutes in (0, 1, 2):
        stage.poll(minutes)
    assert len(stage.site.requests_to("/robots.txt")) == 1
    assert stage.site.requests[0].headers["user-agent"].startswith("Ceasewatch/")


def test_a_host_that_comes_back_is_polled_at_the_next_turn(stage):
    """Its robots.txt could not be had either: each poll asks for it anew."""
    stage.site.stop()
    stage.poll(0)
    assert source_of(stage).state == "unreachable"
    stage.site.start()
    stage.site.page("/robots.txt", "no", status=503)
    stage.publish(*news(-3))
    stage.poll(1)
    assert (source_of(stage).state, stage.site.requests_to("/feed")) == ("broken", [])
    stage.site.remove("/robots.txt")
    stage.poll(3)
    assert source_of(stage).state == "ok"


def test_the_poll_waits_for_the_gap_after_robots_txt(stage):
    stage.tools = replace(stage.tools, settings=Settings(host_gap=1))
    stage.publish()
    stage.poll(0)
    source = source_of(stage)
    assert ([request.path for request in stage.site.requests], source.polls) == (["/robots.txt"], 0)
    assert START < source.due_at <= START + timedelta(seconds=1)


def test_a_crawl_delay_widens_the_gap(stage):
    stage.site.page("/robots.txt", "User-agent: *\nCrawl-delay: 20", "text/plain")
    stage.publish()
    stage.poll(0)
    stage.poll(1)
    (host,) = [host for host in stage.all_of(Host) if host.id == host_of(stage.site.url)]
    paths = [request.path for request in stage.site.requests]
    assert paths == ["/robots.txt", "/feed"]
    assert host.free_at > minutes_after(0)


def test_a_host_that_moved_waits_for_a_persons_word(stage, make_site):
    stage.publish(*news(-3))
    stage.poll(0)
    new = make_site()
    target = new.feed("/feed", news(-3, 0.5))
    stage.site.redirect("/feed", target, 301)
    stage.poll(1)
    source = source_of(stage)
    assert (source.state, source.moved_to, source.url) == ("moved", target, f"{stage.site.url}/feed")
    assert len(stage.all_of(Statement)) == 1
    with writing(stage.engine) as session:
        assert approve_move(session, "am-mod", minutes_after(2), "K. Lindqvist") == target
    stage.poll(3)
    source = source_of(stage)
    assert (source.state, source.url, source.moved_to) == ("ok", target, None)
    assert len(stage.all_of(Statement)) == 2
    assert [(row.version, row.made_by) for row in stage.all_of(SourceVersion)] == [(2, "K. Lindqvist")]
    assert [entry.kind for entry in stage.all_of(JournalEntry)].count("configuration") == 1


def test_a_new_path_on_the_same_host_is_followed_by_itself(stage):
    target = stage.site.feed("/new", news(-3))
    stage.site.redirect("/feed", target, 308)
    stage.poll(0)
    source = source_of(stage)
    assert (source.state, source.url, source.document["url"]) == ("ok", target, target)


def test_there_is_nothing_to_approve_of_a_source_that_stayed(stage):
    with writing(stage.engine) as session, pytest.raises(NoMove, match="am-mod has not moved"):
        approve_move(session, "am-mod", START, "somebody")
    with writing(stage.engine) as session, pytest.raises(NoMove, match="no source 'nobody'"):
        approve_move(session, "nobody", START, "somebody")


def test_a_new_accusation_wakes_the_sleeping_sources_of_its_agreement(stage):
    day = 3 * 24 * 60
    stage.publish()
    stage.poll(day)
    with writing(stage.engine) as session:
        sleeping = session.get_one(Source, "am-mod")
        assert sleeping.due_at == minutes_after(day + 5)
        other = a_source(session, "second", url=f"{stage.site.url}/feed", due_at=minutes_after(day + 15))
        watch = session.exec(select(Watch)).one()
        session.add(Watch(id="w2", agreement_id=watch.agreement_id, source_id=other.id, speaker="armenia"))
    stage.publish(item(minutes=day + 4))
    stage.poll(day + 5)
    assert len(stage.all_of(Lineage)) == 1
    due = {source.id: source.due_at for source in stage.all_of(Source)}
    assert set(due.values()) == {minutes_after(day + 6)}
    stage.poll(day + 6)
    assert source_of(stage).due_at == minutes_after(day + 7)


def test_an_address_that_no_reader_knows_is_broken_with_a_sentence(stage):
    with writing(stage.engine) as session:
        source = session.get_one(Source, "am-mod")
        source.kind = "semaphore"
        session.add(source)
    (lease,) = stage.claim(Source, Source.id == "am-mod")
    fetch_source(stage.tools, lease)
    source = source_of(stage)
    assert (source.state, source.lease_token, "semaphore" in source.state_reason) == ("broken", None, True)


def test_a_list_that_the_polled_answer_only_names_speaks_for_its_source(stage):
    parts = f"<sitemap><loc>{stage.site.url}/part.xml</loc><lastmod>2020-10-10</lastmod></sitemap>"
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    stage.site.page("/feed", f"<sitemapindex {names}>{parts}</sitemapindex>", "application/xml")
    stage.site.page("/part.xml", "<!doctype html><html><title>Maintenance</title></html>")
    with writing(stage.engine) as session:
        source = session.get_one(Source, "am-mod")
        source.kind, source.document = "sitemap", source.document | {"kind": "sitemap"}
        session.add(source)
    for minutes in (0, 1):
        stage.poll(minutes)
        visit(stage)
    assert source_of(stage).state == "broken"
    entry = f"<url><loc>{stage.site.url}/1</loc><lastmod>2020-10-10T08:00:30Z</lastmod></url>"
    stage.site.page("/part.xml", f"<urlset {names}>{entry}</urlset>", "application/xml")
    stage.poll(5)
    visit(stage)
    assert source_of(stage).state == "ok"
    stage.poll(7)
    assert source_of(stage).state == "unchanged"


def visit(stage):
    for lease in stage.claim(Work, is_due(stage.moment, OLDER)):
        visit_page(stage.tools, lease)
    stage.work_off()
