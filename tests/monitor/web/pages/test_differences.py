"""What an edit changed, word by word."""

from monitor.web.pages.differences import Change, list_changes


def write(changes):
    marks = {"same": "{}", "gone": "[-{}-]", "come": "[+{}+]", "left_out": "{}"}
    return "".join(marks[change.kind].format(change.text) for change in changes)


def test_a_changed_number_stands_out():
    assert write(list_changes("Two were wounded.", "Three were wounded.")) == "[-Two-][+Three+] were wounded."


def test_armenian_words_are_compared_as_words():
    shown = write(list_changes("Հակառակորդը կրակ է բացել։", "Հակառակորդը կրակ չի բացել։"))
    assert shown == "Հակառակորդը կրակ [-է-][+չի+] բացել։"


def test_a_long_passage_that_stayed_is_left_out():
    long = "word " * 200
    shown = list_changes(f"One. {long}Two.", f"Three. {long}Four.")
    assert [change.kind for change in shown].count("left_out") == 1
    assert sum(len(change.text) for change in shown) < 300


def test_both_texts_can_be_told_from_the_pieces_of_short_ones():
    changes = list_changes("a b c d", "a x c d e")
    assert "".join(change.text for change in changes if change.kind != "come") == "a b c d"
    assert "".join(change.text for change in changes if change.kind != "gone") == "a x c d e"


def test_texts_too_long_to_compare_give_no_pieces():
    assert list_changes("word " * 5000, "words " * 5000) == []


def test_an_edit_that_changed_nothing_is_one_piece():
    assert list_changes("The same.", "The same.") == [Change("same", "The same.")]
