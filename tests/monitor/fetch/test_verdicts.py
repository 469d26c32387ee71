"""What an answer is before anybody reads it."""

import pytest

from monitor.fetch.verdicts import is_same_host, judge_answer
from monitor.http import Received


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("http://mod.example/feed", "https://mod.example/feed"),
        ("https://mod.example/feed", "https://www.mod.example/en/feed"),
        ("https://www.mod.example/feed", "https://MOD.example./feed"),
        ("http://127.0.0.1:8001/feed", "http://127.0.0.1:8001/new"),
        ("http://mod.example:80/feed", "https://mod.example:443/feed"),
    ],
)
def test_an_address_may_follow_its_host(url, target):
    assert is_same_host(url, target)


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://mod.example/feed", "https://mod.example.net/feed"),
        ("https://mod.example/feed", "https://news.mod.example/feed"),
        ("https://mod.example/feed", "http://mod.example/feed"),
        ("http://127.0.0.1:8001/feed", "http://127.0.0.1:8002/feed"),
        ("https://mod.example/feed", "https://mod.example:8443/feed"),
        ("https://mod.example/feed", "https://mod.example@evil.example/feed"),
    ],
)
def test_another_host_wants_a_persons_word(url, target):
    assert not is_same_host(url, target)


def test_an_ordinary_answer_has_no_verdict():
    assert judge_answer("https://a.example/", Received(200, "https://a.example/", (), b"<rss/>")) is None
