"""Which kinds of sources a form may name is for whoever adopts it to say."""

from __future__ import annotations

import pytest

from monitor.agreements.faults import BadForm
from monitor.agreements.kinds import check_kinds
from tests.monitor.agreements.forms import a_form, a_source, an_agreement


def faults(readable: set[str], **changes: object) -> list[str]:
    try:
        check_kinds([a_form(sources=[a_source(**changes)])], readable)
    except BadForm as bad:
        return list(bad.sentences)
    return []


def test_a_kind_that_nobody_knows_is_named_at_its_key() -> None:
    (fault,) = faults({"feed"}, kind="fed", enabled=False)
    assert ": sources[0].kind: 'fed' is not known here; did you mean `feed`?" in fault


def test_a_kind_that_its_reader_adds_is_good() -> None:
    assert faults({"feed", "gopher"}, kind="gopher") == []


def test_the_faults_of_all_forms_are_told_at_once() -> None:
    forms = [
        a_form(sources=[a_source(kind="fed")]),
        a_form(agreements=[an_agreement(sources=[a_source(kind="page")])]),
    ]
    with pytest.raises(BadForm) as bad:
        check_kinds(forms, {"feed"})
    assert len(bad.value.sentences) == 2
