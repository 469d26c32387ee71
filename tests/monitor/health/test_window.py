"""Whether two lists of the newest items overlap."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.health.window import MOST_ITEMS, is_gap, mark_items
from monitor.terms import FoundStatement


def item(number, id=None, url=None, text=None):
    return FoundStatement(
        id if id is not None else f"id-{number}",
        url if url is not None else f"https://a.example/{number}",
        f"Statement {number}",
        text if text is not None else f"The text {number}.",
    )


def items(*numbers, **same):
    return [item(number, **same) for number in numbers]


def gap(before, after):
    return is_gap(mark_items(before), after)


def test_lists_with_something_in_common_leave_no_gap():
    assert not gap(items(1, 2, 3), items(3, 4, 5))
    assert not gap(items(1, 2, 3), items(1, 2, 3))


def test_a_list_with_nothing_of_the_last_one_leaves_a_gap():
    assert gap(items(1, 2, 3), items(4, 5, 6))


def test_ids_that_change_on_every_poll_leave_no_gap():
    assert not gap([item(1, id="a"), item(2, id="b")], [item(1, id="c"), item(2, id="d")])


def test_an_edited_item_under_its_id_is_the_same():
    assert not gap(items(1), [item(1, text="The text, edited.", url="https://a.example/new")])


def test_one_id_on_every_item_hides_no_gap():
    assert gap(items(1, 2, 3, id="same"), items(4, 5, 6, id="same"))
    assert not gap(items(1, 2, 3, id="same"), items(3, 4, 5, id="same"))


def test_a_pinned_item_hides_no_gap():
    assert gap(items(0, *range(10, 18)), items(0, *range(20, 28)))


def test_deleted_items_are_no_gap():
    assert not gap(items(*range(9)), items(0, 1))


def test_a_first_list_or_an_empty_one_leaves_no_gap():
    assert not is_gap(None, items(1))
    assert not is_gap([], items(1))
    assert not gap(items(1, 2), [])


@given(st.integers(1, 60), st.integers(0, 90))
def test_a_window_that_moves_by_whole_items_leaves_a_gap_when_it_moves_past_itself(size, step):
    before, after = items(*range(size)), items(*range(step, step + size))
    assert gap(before, after) == (step >= size)


def test_of_long_lists_the_newest_items_are_kept_in_mind():
    assert len(mark_items(items(*range(500)))) == MOST_ITEMS
    assert not gap(items(*range(500)), items(*range(450, 950)))
    assert gap(items(*range(500)), items(*range(500, 1000)))
