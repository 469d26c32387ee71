"""Tallies, killed and wounded; civilians; places."""

import pytest


def only(read, text: str, **changes):
    (finding,) = read(text, **changes).findings
    return finding


@pytest.mark.parametrize(
    ("words", "count"),
    [("73 times", 73), ("twice", 2), ("on four occasions", 4), ("1,204 times", 1204), ("a dozen times", 12)],
)
def test_a_number_of_times_is_the_count(read, words: str, count: int):
    assert only(read, f"The enemy violated the truce {words}.").count == count


def test_an_ordinal_is_no_count(read):
    assert only(read, "This is the second violation of the truce by Lestania.").count is None


def test_rounds_are_no_count(read):
    assert only(read, "Lestanian troops fired 140 mortar rounds at Dolna.").count is None


@pytest.mark.parametrize(
    ("words", "killed", "wounded"),
    [
        ("killing two soldiers and wounding five", 2, 5),
        ("Two people died and 11 were injured", 2, 11),
        ("A soldier was killed", 1, None),
        ("leaving three dead and four wounded", 3, 4),
    ],
)
def test_casualties_are_read_in_digits_and_words(read, words: str, killed: int | None, wounded: int | None):
    mark = ", " if words[0].islower() else ". "
    finding = only(read, f"Lestanian guns shelled Dolna{mark}{words}.")
    assert (finding.killed, finding.wounded) == (killed, wounded)


def test_a_part_of_the_dead_is_not_added(read):
    finding = only(
        read, "Seven people, among them three women, were killed when Lestanian rockets hit Dolna."
    )
    assert finding.killed == 7


def test_houses_make_civilians_and_positions_do_not(read):
    assert only(read, "Lestanian guns shelled houses in Dolna.").civilians
    assert not only(read, "Lestanian guns shelled our positions at Dolna.").civilians


def test_where_the_fire_came_from_is_no_place_of_the_act(read):
    finding = only(read, "From positions near Zelena Lestanian troops shelled the village of Dolna.")
    assert finding.places == ("Dolna",)


def test_a_list_of_places_is_read_whole(read):
    finding = only(read, "Lestanian guns shelled Dolna, Ak-Radnik and Visoka.")
    assert finding.places == ("Dolna", "Ak-Radnik", "Visoka")
