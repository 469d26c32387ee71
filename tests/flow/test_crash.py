"""Killed between rooms, with the receivers down: nothing is lost, nothing is accepted twice."""

import json

import pytest

from tests.servers import wait_until


def publish_while_nobody_listens(house, north):
    """A new accusation arrives while the mail server and the webhook receiver refuse it."""
    house.mailbox.refuse(451)
    house.receiver.status = 503
    north.publish("new")
    wait_until(lambda: house.receiver.requests and house.mailbox.refused, 20, "no delivery was tried")


def listen_again(house):
    house.mailbox.accept()
    house.receiver.status = 200


def await_the_alert(house):
    wait_until(lambda: house.receiver.accepted, 30, "the webhook never came")
    wait_until(lambda: house.mailbox.mails, 30, "the mail never came")


def assert_told_once(house):
    assert len(house.receiver.accepted_ids) == len(set(house.receiver.accepted_ids)) == 1
    assert len({mail.message["Message-ID"] for mail in house.mailbox.mails}) == 1
    bodies = {request.body for request in house.receiver.requests}
    assert len(bodies) == 1, "a repeat must have the first one's bytes"


def test_killed_while_the_receivers_are_down_the_alert_arrives_once(house, outlet, form):
    north = outlet("north-mod", "north")
    house.apply(form(north.source))
    process = house.run()
    wait_until(lambda: north.site.requests, 10, "the source was never polled")
    publish_while_nobody_listens(house, north)
    house.kill(process)
    listen_again(house)
    house.run()
    await_the_alert(house)
    assert_told_once(house)
    assert len(house.claims()) == 1


@pytest.mark.parametrize("times", [2, pytest.param(6, marks=pytest.mark.long)])
def test_killed_over_and_over_while_items_arrive_nothing_is_lost(house, outlet, form, times):
    north = outlet("north-mod", "north")
    house.apply(form(north.source))
    for number in range(times):
        process = house.run()
        polls = len(north.site.requests)
        north.publish(f"item-{number}", title=f"Statement {number}")
        wait_until(lambda polls=polls: len(north.site.requests) > polls, 20, "the source was never polled")
        house.kill(process)
    house.run()
    wait_until(lambda: len(house.claims()) == times, 30, "an accusation was lost")
    wait_until(lambda: len(lineages_told(house)) == times, 30, "an alert was lost")
    assert len(house.receiver.accepted_ids) == len(set(house.receiver.accepted_ids))


def lineages_told(house):
    """The lineages that the receiver was told of, repeats included."""
    bodies = [json.loads(request.body) for request in house.receiver.accepted]
    return [claim["lineage"] for body in bodies for claim in body["data"]["claims"]]


@pytest.fixture
def cluster(house, outlet, form, postgres_url, redis_server):
    """`scheduler`, two `worker`s and `web` over PostgreSQL and Redis."""
    house.environment |= {"CEASEWATCH_DATABASE_URL": postgres_url, "CEASEWATCH_BROKER_URL": redis_server.url}
    north = outlet("north-mod", "north")
    house.apply(form(north.source))
    house.start("scheduler")
    workers = [house.start("worker", "--concurrency", "4") for _ in range(2)]
    house.start("web", "--port", str(house.port))
    house.await_desk("/readyz")
    wait_until(lambda: north.site.requests, 20, "the source was never polled")
    return north, workers


def test_with_one_worker_and_redis_killed_the_alert_arrives_once(house, cluster, redis_server):
    north, workers = cluster
    publish_while_nobody_listens(house, north)
    house.kill(workers[0])
    redis_server.kill()
    listen_again(house)
    redis_server.start()
    await_the_alert(house)
    assert_told_once(house)


def test_several_processes_do_each_thing_once(house, cluster):
    north, _ = cluster
    house.start("scheduler")
    for number in range(5):
        north.publish(f"item-{number}", title=f"Statement {number}")
    wait_until(lambda: len(house.claims()) == 5, 30, "an accusation was lost")
    wait_until(lambda: len(lineages_told(house)) >= 5, 30, "an alert was lost")
    assert len(lineages_told(house)) == len(set(lineages_told(house))) == 5


def test_the_desk_says_that_it_is_not_ready_while_redis_is_down(house, cluster, redis_server):
    redis_server.kill()
    wait_until(lambda: house.get("/readyz")[0] == 503, 20, "the desk went on saying that all is well")
    assert house.get("/healthz")[0] == 200
    redis_server.start()
    wait_until(lambda: house.get("/readyz")[0] == 200, 30, "the desk did not recover")
