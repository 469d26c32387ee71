"""HTML to plain text."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.readers.prose import plain_text


def test_blocks_stand_on_lines_of_their_own():
    assert plain_text("<div>One<p>Two</p>Three<br>Four</div>") == "One\nTwo\nThree\nFour"


def test_inline_markup_leaves_no_trace():
    assert (
        plain_text("The <b>enemy</b> <a href='x'>opened</a> fire&nbsp;again") == "The enemy opened fire again"
    )


def test_comments_and_scripts_are_dropped():
    assert plain_text("a<!-- b --><script>c</script><iframe>d</iframe>e") == "ae"


def test_plain_text_is_only_tidied():
    assert plain_text("  at   12:05\n\n\nat 12:10 ") == "at 12:05\nat 12:10"


def test_markup_nested_deeper_than_python_calls_is_read():
    assert plain_text("<b>" * 1500 + "deep" + "</b>" * 1500).endswith("deep")


@given(st.text(max_size=300))
def test_any_text_gives_text(markup):
    assert isinstance(plain_text(markup), str)


@given(st.text(alphabet=st.characters(categories=("L", "N")), min_size=1, max_size=40))
def test_the_words_of_a_paragraph_survive(word):
    assert plain_text(f"<p>{word}</p>") == word
