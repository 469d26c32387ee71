"""Short texts of one language, read for one agreement and told as who says what of whom."""

from __future__ import annotations

from datetime import datetime

from monitor.classify import read_statement
from monitor.terms import Answer, StatementText
from tests.monitor.classify.conftest import CORPUS, load_agreements

OWN = "its own side"


class Triples:
    """Calling it gives (stance, by, against) of each claim; a text is `speaker`'s unless told otherwise."""

    def __init__(self, language: str, agreement: str, speaker: str, at: str) -> None:
        self.language, self.speaker, self.at = language, speaker, datetime.fromisoformat(at)
        self.agreement = load_agreements(CORPUS.parent / language)[agreement]

    def answer(self, text: str, speaker: str | None = OWN) -> Answer:
        whose = self.speaker if speaker == OWN else speaker
        answer = read_statement(StatementText("", text, whose, self.at), self.agreement)
        assert answer.lang == self.language
        return answer

    def __call__(self, text: str, speaker: str | None = OWN) -> set[tuple[str, str, str | None]]:
        findings = self.answer(text, speaker).findings
        return {(finding.stance.value, finding.by, finding.against) for finding in findings}
