"""What changes in several texts at once is their frame."""

from monitor.ledger.boilerplate import find_moving_lines, text_hash

PAIRS = [(f"Text {n}.\nRead by {n} people", f"Text {n}.\nRead by {n + 5} people") for n in range(3)]


def test_a_counter_under_every_text_is_frame():
    moving = find_moving_lines(PAIRS)
    assert moving == {"Read by 0 people"}
    assert len({text_hash("Title", text, moving) for text in PAIRS[0]}) == 1


def test_a_call_to_subscribe_that_appears_everywhere_is_frame():
    pairs = [(before, f"{before}\nFollow us") for before, _ in PAIRS]
    assert find_moving_lines(pairs) == {"Follow us"}


def test_a_number_changed_in_one_daily_report_is_an_edit():
    same = [(f"Violations: {n}", f"Violations: {n}") for n in (70, 71, 72)]
    moving = find_moving_lines([*same, ("Violations: 73", "Violations: 75")])
    assert moving == frozenset()
    assert text_hash("Title", "Violations: 73", moving) != text_hash("Title", "Violations: 75", moving)


def test_two_texts_that_change_alike_are_two_edits():
    assert find_moving_lines(PAIRS[:2]) == frozenset()
