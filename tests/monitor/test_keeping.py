"""What may be stored of a source's texts: all of it, its claims' quotes, or only the link."""

import pytest

from monitor.db import writing
from monitor.models import Capture, Claim, Revision, Source, Work
from monitor.models.work import CLASSIFY, READ, SEAL
from tests.monitor.test_pipeline import ACCUSATION, Stage, item


@pytest.fixture
def stage(engine, site):
    return Stage(engine, site)


def keep(stage, what):
    with writing(stage.engine) as session:
        source = session.get_one(Source, "am-mod")
        source.document = source.document | {"keep": what}
        session.add(source)


def publish_and_read(stage, text=ACCUSATION):
    stage.publish(item(text=text))
    stage.poll(21)


@pytest.mark.parametrize(("what", "quote"), [("excerpt", ACCUSATION), ("link", "")])
def test_no_more_is_stored_than_the_terms_allow(stage, what, quote):
    keep(stage, what)
    publish_and_read(stage)
    (capture,), (revision,), (claim,) = (stage.all_of(table) for table in (Capture, Revision, Claim))
    assert (capture.body, capture.kept) == (b"", "hash")
    assert (revision.title, revision.text, revision.kept) == ("Statement", "", what)
    assert (claim.by, claim.quote) == ("armenia", quote)
    assert len(capture.sha256) == len(revision.text_sha256) == 64


@pytest.mark.parametrize("what", ["excerpt", "link"])
def test_no_copy_of_the_bytes_is_left_behind(stage, what):
    keep(stage, what)
    publish_and_read(stage)
    works = [work for work in stage.all_of(Work) if work.kind in (READ, CLASSIFY, SEAL)]
    assert {work.kind for work in works} == {READ, CLASSIFY, SEAL}
    assert [work.details for work in works] == [None] * len(works)


def test_an_edit_of_a_text_that_is_not_kept_is_still_seen(stage):
    keep(stage, "link")
    publish_and_read(stage)
    stage.publish(item())
    stage.poll(22)
    stage.publish(item(text=ACCUSATION + " Two soldiers were wounded."))
    stage.poll(23)
    assert [revision.number for revision in stage.all_of(Revision)] == [1, 2]
    assert [claim.wounded for claim in stage.all_of(Claim)] == [None, 2]


def test_a_source_without_terms_keeps_everything(stage):
    publish_and_read(stage)
    (revision,) = stage.all_of(Revision)
    assert (revision.text, revision.kept) == (ACCUSATION, "full")
