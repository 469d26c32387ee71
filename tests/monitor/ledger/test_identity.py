"""What makes two items of an outlet the same statement."""

import pytest

from monitor.ledger.identity import (
    address_key,
    is_renamed,
    names_one_item,
    share_most_words,
    version_key,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.mod.example/news/7?utm_source=x&fbclid=y", "http://mod.example/news/7/"),
        ("https://mod.example/news/7#top", "https://MOD.example/news/7"),
        ("https://mea.example/in?dtl/38/Title", "https://mea.example/in?dtl/38/Title&utm_medium=z"),
    ],
)
def test_what_only_follows_readers_about_is_no_part_of_an_address(one, other):
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://pib.example/p?PRID=1", "https://pib.example/p?PRID=2"),
        ("https://mea.example/in?dtl/38/A", "https://mea.example/in?dtl/39/A"),
        ("https://mod.example/news/7", "https://mfa.example/news/7"),
    ],
)
def test_a_query_may_be_the_id(one, other):
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize("address", ["", "https://mod.example", "https://mod.example/", "http://[broken"])
def test_a_front_page_is_no_items_address(address):
    assert address_key(address) is None


def test_only_an_address_with_a_number_names_one_item():
    assert names_one_item(address_key("https://mod.example/en/news/17"))
    assert not names_one_item(address_key("https://mod9.example/en/news"))


def test_language_versions_share_their_key_whatever_their_titles():
    russian = version_key("https://mfa.example/ru/news/10482/ministr")
    assert version_key("https://mfa.example/en/news/10482/the-minister") != russian
    assert version_key("https://mfa.example/en/10482-a-visit") == version_key(
        "https://mfa.example/hy/10482-ay"
    )


@pytest.mark.parametrize("address", ["https://mod.example/news/7", "https://mfa.example/en/news/the-visit"])
def test_an_address_without_a_language_or_a_number_has_no_versions(address):
    assert version_key(address) is None


TEXT = (
    "On 10 October at 12:05 the adversary opened fire from mortars at our positions near Talish. "
    "There are no losses. The units of the Defence Army are in control of the situation along the whole line."
)


def test_a_text_with_a_word_changed_is_the_same_text_under_a_new_name():
    assert is_renamed(TEXT, TEXT.replace("are in control", "remain in control"))


@pytest.mark.parametrize(
    ("old", "new"), [("12:05", "12:35"), ("Talish. There are no", "Talish. There are 2")]
)
def test_a_text_with_another_number_is_another_statement(old, new):
    assert not is_renamed(TEXT, TEXT.replace(old, new))


def test_a_different_text_is_another_statement():
    assert not is_renamed(TEXT, "On 10 October at 12:05 the ministers met in Moscow.")


def test_half_the_words_are_enough_only_where_the_address_is_the_same():
    rewritten = TEXT.replace("There are no losses.", "Two servicemen were wounded, 1 of them gravely.")
    assert share_most_words(TEXT, rewritten)
    assert not share_most_words(TEXT, "The minister received the ambassador today.")
