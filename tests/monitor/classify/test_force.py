"""In force or not, and how certain: the text's word, its dates, publication."""

import pytest

from monitor.terms import PublishedPrecision as P

SHELLED = "Lestanian guns shelled Dolna."


def judged(read, text: str = SHELLED, **changes) -> tuple[bool, bool]:
    (finding,) = read(text, **changes).findings
    return finding.in_force, finding.in_force_certain


def test_an_undated_act_published_after_the_start_is_in_force(read):
    assert judged(read) == (True, True)


def test_an_undated_act_published_before_the_start_is_not(read):
    assert judged(read, at="2031-03-04T17:59:00+02:00") == (False, True)


def test_an_act_dated_before_the_start_is_not_in_force(read):
    assert judged(read, "On 2 March Lestanian guns shelled Dolna.") == (False, True)


def test_a_day_that_overlaps_the_start_counts_and_is_uncertain(read):
    assert judged(read, "On 4 March Lestanian guns shelled Dolna.") == (True, False)


def test_the_words_after_the_truce_outweigh_the_date_of_publication(read):
    assert judged(read, "After the truce took effect, Lestanian guns shelled Dolna.") == (True, True)


def test_the_words_before_the_truce_keep_an_act_out(read):
    assert judged(read, "Before the truce took effect, Lestanian guns shelled Dolna.") == (False, True)


@pytest.mark.parametrize("precision", [P.DAY, P.FIRST_SEEN])
def test_what_stood_there_at_the_start_is_not_in_force(read, precision):
    at = "2031-03-04T18:00:00+02:00"
    assert judged(read, at=at, precision=precision, stood_at_start=True)[0] is False


def test_what_stood_there_counts_when_the_text_dates_the_act_after_the_start(read):
    text = "At 18:20 on 4 March Lestanian guns shelled Dolna."
    assert judged(read, text, precision=P.DAY, stood_at_start=True) == (True, True)


def test_a_mere_day_that_overlaps_the_start_is_uncertain(read):
    assert judged(read, at="2031-03-04T00:00:00+02:00", precision=P.DAY) == (True, False)


def test_an_act_after_the_end_is_not_in_force(read):
    answer = read(
        "Government forces shelled Kaskal on 20 November.",
        speaker="nlf", agreement="sorania-2029", at="2029-11-21T12:00:00+03:00",
    )  # fmt: skip
    assert [f.in_force for f in answer.findings] == [False]
