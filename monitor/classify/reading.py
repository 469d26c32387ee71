"""Reads one statement for one agreement: fold, cut, find, judge, attach, merge. Read this first."""

from __future__ import annotations

from datetime import datetime

from monitor.classify.confidence import rate_claim
from monitor.classify.datafiles import BrokenLanguage
from monitor.classify.discourse import Discourse
from monitor.classify.drafts import Draft
from monitor.classify.evidence import span_of
from monitor.classify.force import is_history, judge_force, zone_of
from monitor.classify.framing import find_keeping, is_closed
from monitor.classify.language import (
    UNKNOWN,
    check_expected,
    find_language,
    load_stops,
    name_languages,
)
from monitor.classify.lexicon import Lexicon, load_lexicon
from monitor.classify.merging import merge_drafts
from monitor.classify.normalise import Folded, fold_text
from monitor.classify.parties import Roster, compile_roster
from monitor.classify.scenes import (
    count_named,
    find_cleared,
    is_abroad,
    is_contested,
    owns_mistake,
    set_scenes,
)
from monitor.classify.sentences import cut_sentences
from monitor.classify.telling import tell_scenes
from monitor.classify.words import Field, Sentence
from monitor.terms import AgreementFacts, Answer, Finding, PublishedPrecision, StatementText, ViolationType

CLASSIFIER_VERSION = "2"


def read_statement(statement: StatementText, agreement: AgreementFacts) -> Answer:
    """What the statement alleges, in the order of the text; any input gives an answer.

    Only a text in a language whose data file cannot be used raises: BrokenLanguage.
    """
    folded: dict[Field, Folded] = {"title": fold_text(statement.title), "text": fold_text(statement.text)}
    stops = load_stops()
    sentences = [s for field in folded for s in cut_sentences(folded[field].text, field, stops)]
    language = find_language([s for s in sentences if s.field == "text"], statement.languages)
    if language == UNKNOWN:
        language = find_language(sentences, statement.languages)
    if language == UNKNOWN:
        check_expected(statement.languages)
        return Answer(UNKNOWN, ())
    drafts = _draft_claims(sentences, statement, agreement, language)
    drafts = [draft for draft in drafts if not is_history(agreement, draft.occurred)]
    for draft in drafts:
        draft.in_force, draft.certain = judge_force(statement, agreement, draft.occurred, draft.side)
    kept = sorted(
        merge_drafts(drafts), key=lambda d: (d.sentence.field != "title", d.sentence.tokens[0].start, d.at)
    )
    return Answer(language, tuple(_make_finding(d, folded, statement) for d in kept))


def _draft_claims(
    sentences: list[Sentence], statement: StatementText, agreement: AgreementFacts, language: str
) -> list[Draft]:
    languages = name_languages(sentences, language)
    words_in = _load_words(language, languages, agreement)
    _, roster = words_in[language]
    known = roster.is_party(statement.speaker) or statement.speaker in roster.observers
    speaker = statement.speaker if known else None
    words = [words_in[code] for code in languages]
    scenes = set_scenes(sentences, words, speaking=speaker is not None)
    if not scenes:
        return []
    discourse = Discourse(roster, speaker, count_named(scenes), voice=speaker)
    discourse.contested = is_contested(scenes)
    discourse.abroad = is_abroad(scenes)
    discourse.closed = is_closed(scenes)
    discourse.keeping = find_keeping(scenes, speaker, roster)
    discourse.regrets = speaker is not None and any(scene.sentence.has("mistake") for scene in scenes)
    discourse.owns = speaker is not None and any(owns_mistake(scene.sentence) for scene in scenes)
    discourse.first_person = any(scene.sentence.has("self") for scene in scenes)
    discourse.remembers = any(scene.sentence.has("remembrance") for scene in scenes)
    discourse.undecided = any(scene.sentence.has("undecided") for scene in scenes)
    discourse.cleared = frozenset(who for scene in scenes for who in find_cleared(scene))
    return tell_scenes(scenes, discourse, local_time(statement, agreement))


def _load_words(
    main: str, languages: list[str], agreement: AgreementFacts
) -> dict[str, tuple[Lexicon, Roster]]:
    """Lexicon and names by language; where those of another than the text's own are broken, its own serve."""
    words_in: dict[str, tuple[Lexicon, Roster]] = {}
    for code in (main, *dict.fromkeys(languages)):
        try:
            lexicon = load_lexicon(code)
            words_in[code] = lexicon, compile_roster(agreement, lexicon)
        except BrokenLanguage:
            if code == main:
                raise
            words_in[code] = words_in[main]
    return words_in


def local_time(statement: StatementText, agreement: AgreementFacts) -> datetime:
    """Publication in the zone that the text's own times are read in; of a mere day, its end."""
    try:
        local = statement.published_at.astimezone(zone_of(statement, agreement))
    except (OverflowError, ValueError):
        local = statement.published_at
    if statement.precision is PublishedPrecision.DAY:
        return local.replace(hour=23, minute=59, second=0, microsecond=0)
    return local


def _make_finding(draft: Draft, folded: dict[Field, Folded], statement: StatementText) -> Finding:
    field = draft.sentence.field
    given = statement.title if field == "title" else statement.text
    return Finding(
        stance=draft.stance,
        by=draft.by,
        against=draft.against,
        types=tuple(t for t in ViolationType if t in draft.types),
        in_force=draft.in_force,
        in_force_certain=draft.certain,
        evidence=span_of(draft.sentence, folded[field], given),
        confidence=rate_claim(draft),
        why=tuple(draft.why),
        occurred=draft.occurred,
        count=draft.count,
        killed=draft.killed,
        wounded=draft.wounded,
        civilians=draft.civilians,
        places=tuple(draft.places),
    )
