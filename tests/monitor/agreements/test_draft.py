"""One document in two views: what counts when a form and its YAML come back."""

from __future__ import annotations

from monitor.agreements.draft import Merged, Sent, digest_of, merge_sent, read_draft, write_text
from monitor.agreements.fields import write_fields
from tests.monitor.agreements.forms import AGREEMENT

KINDS = ("feed", "page")
TEXT = write_text(AGREEMENT)
RENAMED = TEXT.replace("A truce", "The truce")


def merge(text: str = TEXT, take: str = "", **fields: str) -> Merged:
    """What a page that was shown from TEXT came to."""
    sent = Sent(write_fields(AGREEMENT) | fields, text.replace("\n", "\r\n"), TEXT, digest_of(TEXT))
    return merge_sent(sent, KINDS, take)


def test_what_nobody_touched_stays_to_the_letter() -> None:
    text = "# a comment\n" + TEXT
    sent = Sent(write_fields(AGREEMENT), text, text, digest_of(text))
    merged = merge_sent(sent, KINDS)
    assert (merged.torn, merged.draft.text, merged.draft.faults) == (False, text, [])


def test_the_yaml_follows_the_form() -> None:
    merged = merge(name="The truce")
    assert (merged.torn, merged.draft.text) == (False, RENAMED)


def test_the_form_follows_the_yaml() -> None:
    merged = merge(RENAMED)
    assert not merged.torn
    assert merged.draft.document is not None
    assert merged.draft.document["name"] == "The truce"


def test_where_both_were_changed_neither_is_lost() -> None:
    merged = merge(RENAMED, timezone="Europe/Moscow")
    assert merged.torn
    assert merged.draft.text == RENAMED
    assert merged.filled is not None
    assert (merged.filled["name"], merged.filled["timezone"]) == ("A truce", "Europe/Moscow")
    form, yaml = merge(RENAMED, "form", timezone="Europe/Moscow"), merge(RENAMED, "yaml", timezone="UTC")
    assert form.draft.document is not None
    assert (form.draft.document["name"], form.draft.document["timezone"]) == ("A truce", "Europe/Moscow")
    assert yaml.draft.text == RENAMED


def test_yaml_that_followed_the_form_and_was_then_edited_counts() -> None:
    """The page's script had brought the form's change into the YAML: its digest tells."""
    followed = merge(name="The truce").draft.text
    sent = Sent(
        write_fields(AGREEMENT) | {"name": "The truce"},
        followed.replace("Asia/Yerevan", "UTC"),
        TEXT,
        digest_of(followed),
    )
    merged = merge_sent(sent, KINDS)
    assert not merged.torn
    assert merged.draft.document is not None
    assert (merged.draft.document["name"], merged.draft.document["timezone"]) == ("The truce", "UTC")


def test_a_fault_names_its_key_inside_the_agreement_and_its_line() -> None:
    draft = read_draft(TEXT.replace("country: AZ", "country: UK"), KINDS)
    (fault,) = draft.faults
    assert fault.path == ("parties", 1, "country")
    assert fault.line is not None
    assert "country: UK" in TEXT.replace("country: AZ", "country: UK").splitlines()[fault.line - 1]
    assert draft.form is None
    assert draft.document is not None


def test_a_kind_that_cannot_be_read_is_a_fault_of_its_source() -> None:
    (fault,) = read_draft(TEXT.replace("kind: feed", "kind: smoke"), KINDS).faults
    assert fault.path == ("sources", 0, "kind")


def test_what_is_no_single_agreement_is_said_so() -> None:
    for text in ("", "version: 1\n", TEXT + TEXT.partition("agreements:\n")[2], "a: [", "agreements: [1]"):
        draft = read_draft(text, KINDS)
        assert (draft.document, draft.form) == (None, None)
        assert len(draft.faults) == 1
    (fault,) = read_draft(TEXT + "rules: []\n", KINDS).faults
    assert fault.path == ("rules",)
