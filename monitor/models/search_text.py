"""SearchText: the words of a text, ready to be searched in any script; how a text becomes words."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Field, SQLModel

from alerts.columns import JSON_DOCUMENT
from monitor.models.log_line import LONG

SEARCH_TABLES = "search_index"  # how the names begin of what a database searches in, beside this table
MOST_WORDS = 16_000  # PostgreSQL tells no positions beyond 16,383
LONGEST_WORD = 60
# Thai, Lao, Burmese and Khmer, kana, Han: written without spaces, so that their letters go in pairs.
LABELLED = ("agreement_id", "source_id", "lang", "stance", "by", "against")  # of a facet
MARK = "mark"
_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
# Marks of Indic scripts are parts of a word; Python counts them as none.
_RUN = re.compile(r"[\w\u0900-\u0963\u0970-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17d3]+")
_PIECE = re.compile(f"[{_SPACELESS}]+|[^{_SPACELESS}]+")
_SPACELESS_LETTER = re.compile(f"[{_SPACELESS}]")
# Accents, vowel points and lengthening strokes, which writers leave out at will, and what is invisible.
_DROPPED = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)


class Words(TypeDecorator[Sequence[str]]):
    """Words in their order: a plain text on SQLite, whose search table reads it, a tsvector on PostgreSQL."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return write_vector(value) if dialect.name == "postgresql" else " ".join(value)


class SearchText(SQLModel, table=True):
    """The words of one revision; `id` begins with the second of publication, as that of a log line does.

    Of a text that may not be kept whole only title and quotes are here. SQLite's search table and
    PostgreSQL's index over `words`, both called `search_index`, follow this table by themselves.
    `labels` stand behind the words and are searched like them: what any claim of the revision ever had
    for its agreement, speaker, language and so on, so that a search under filters meets few other texts.
    """

    __tablename__ = "search_text"

    id: int = Field(primary_key=True, sa_type=LONG, sa_column_kwargs={"autoincrement": False})
    revision_id: str = Field(unique=True)
    labels: list[str] = Field(sa_type=JSON_DOCUMENT)
    words: list[str] = Field(sa_type=Words)


@lru_cache(maxsize=10_000)
def write_label(kind: str, value: object) -> str:
    """A word that no text has; two values may share one, so that it narrows a search but decides nothing."""
    return f"\ue000{kind.replace('_', '')}{zlib.crc32(str(value).encode()):x}"


def write_labels(values: Iterable[tuple[str, object]]) -> set[str]:
    return {write_label(kind, value) for kind, value in values if value is not None}


def split_words(text: str) -> list[str]:
    """The words of a text in order, so many at most; case, accents and vowel points make no difference.

    A run of letters that are written without spaces becomes its pairs and then its last letter: so
    every letter begins a word, and what follows it can be asked for.
    """
    folded = fold_text(text)
    runs = _RUN.findall(folded)
    if folded.isascii() or not _SPACELESS_LETTER.search(folded):
        return [run[:LONGEST_WORD] for run in runs[:MOST_WORDS]]
    return [word for run in runs for word in _split_run(run)][:MOST_WORDS]


def fold_text(text: str) -> str:
    """One spelling for what readers take for the same letters."""
    if text.isascii():
        return text.lower().replace("_", " ")
    plain = _DROPPED.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFKC", plain.casefold()).replace("_", " ")


def is_spaceless(word: str) -> bool:
    """Whether a word of `split_words` is a piece of a run without spaces."""
    return _SPACELESS_LETTER.match(word) is not None


def _split_run(run: str) -> Iterator[str]:
    for piece in _PIECE.findall(run):
        if is_spaceless(piece):
            yield from (piece[place : place + 2] for place in range(len(piece)))
        else:
            yield piece[:LONGEST_WORD]


def write_vector(words: Sequence[str]) -> str:
    """Words with their positions, as PostgreSQL writes a tsvector; words hold letters and digits only."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words, 1):
        places.setdefault(word, []).append(place)
    return " ".join(f"'{word}':{','.join(map(str, at[:255]))}" for word, at in places.items())
