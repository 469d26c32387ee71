"""Which claim of a later reading is the same claim."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from monitor.ledger.lineages import changed_facts, compare_findings, pair_findings
from monitor.terms import Finding, Occurred, OccurredPrecision, Span, Stance, ViolationType
from monitor.wire import finding_json

MOMENT = datetime(2020, 10, 10, 8, 5, tzinfo=UTC)
SHELLING = Finding(
    stance=Stance.ACCUSATION,
    by="armenia",
    against="azerbaijan",
    types=(ViolationType.SHELLING,),
    in_force=True,
    in_force_certain=True,
    evidence=Span("text", 0, 30, "The enemy shelled Stepanakert."),
    confidence=0.9,
    why=("act:shelled",),
    places=("Stepanakert",),
    killed=1,
)
ASSAULT = replace(
    SHELLING,
    types=(ViolationType.GROUND_ASSAULT,),
    places=("Hadrut",),
    evidence=Span("text", 31, 40, "An attack"),
)


def test_the_same_act_with_a_new_figure_is_the_same_claim():
    edited = replace(SHELLING, killed=2, evidence=Span("text", 0, 31, "The enemy shelled Stepanakert: 2."))
    assert pair_findings({"one": SHELLING}, [edited]) == {0: "one"}


def test_each_act_finds_its_own_lineage():
    assert pair_findings({"s": SHELLING, "a": ASSAULT}, [ASSAULT, SHELLING]) == {0: "a", 1: "s"}


def test_an_act_that_shares_nothing_is_new():
    assert pair_findings({"s": SHELLING}, [ASSAULT]) == {}


def test_another_accused_makes_another_claim():
    assert pair_findings({"s": SHELLING}, [replace(SHELLING, against="artsakh")]) == {}


def test_a_denial_is_never_the_same_claim_as_an_accusation():
    assert pair_findings({"s": SHELLING}, [replace(SHELLING, stance=Stance.DENIAL)]) == {}


def test_no_lineage_is_used_twice():
    assert len(pair_findings({"s": SHELLING}, [SHELLING, SHELLING])) == 1


def test_a_correction_tells_the_old_values_of_what_changed():
    new = replace(SHELLING, killed=2, civilians=True)
    old_json, new_json = finding_json(SHELLING, "UTC"), finding_json(new, "UTC")
    assert changed_facts(old_json, new_json) == {"killed": 1, "civilians": False}


def test_a_new_wording_with_the_same_facts_is_no_correction():
    new = replace(SHELLING, evidence=Span("text", 5, 9, "else"), confidence=0.5, places=("Stepanakert",))
    assert changed_facts(finding_json(SHELLING, "UTC"), finding_json(new, "UTC")) == {}


acts = st.builds(
    lambda types, places, against, hour: replace(
        SHELLING,
        types=tuple(types),
        places=tuple(places),
        against=against,
        occurred=Occurred(MOMENT.replace(hour=hour), None, OccurredPrecision.HOUR),
    ),
    st.lists(st.sampled_from(ViolationType), min_size=1, max_size=2, unique=True),
    st.lists(st.sampled_from(["Stepanakert", "Hadrut", "Martuni"]), max_size=2, unique=True),
    st.sampled_from(["azerbaijan", "artsakh", None]),
    st.integers(0, 3),
)


@given(st.lists(acts, max_size=5), st.lists(acts, max_size=5))
def test_pairs_are_one_to_one_and_within_one_stance_and_parties(old, new):
    lineages = {str(number): finding for number, finding in enumerate(old)}
    pairs = pair_findings(lineages, new)
    assert len(set(pairs.values())) == len(pairs)
    for position, lineage in pairs.items():
        assert new[position].against == lineages[lineage].against


@given(st.lists(acts, max_size=5, unique_by=lambda act: (act.types, act.places, act.against, act.occurred)))
def test_an_unchanged_reading_pairs_completely(findings):
    assert len(pair_findings({str(n): one for n, one in enumerate(findings)}, findings)) == len(findings)


def test_a_later_reading_keeps_corrects_opens_and_retracts():
    old = {"s": SHELLING, "a": ASSAULT}
    new = [replace(SHELLING, killed=2), replace(ASSAULT, against="artsakh")]
    changes = [
        (one.position, one.lineage, one.kind, one.previous) for one in compare_findings(old, new, "UTC")
    ]
    assert changes == [
        (0, "s", "correction", {"killed": 1}),
        (1, None, "accusation", None),
        (None, "a", "retraction", None),
    ]
    assert [one.kind for one in compare_findings(old, [SHELLING, ASSAULT], "UTC")] == [None, None]
