"""Made-up statements in the languages of the bundled agreements, the same ones for the same seed."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
SPACELESS = ("th", "km")
POOL = 400  # sentences of a language
RARE = 60_000  # names and numbers that hardly come again
SYLLABLES = ("ka", "ra", "mo", "le", "ti", "su", "vi", "da", "no", "be", "zhi", "qo", "pa", "lu", "ge", "um")
VOCABULARY = {
    "uk": "сили обстріляли позиції поблизу села міномет постраждали цивільні будинки режим тиші порушено"
    " вночі гармати штаб повідомив двічі бронетехніка ворог околиці снайпер артилерія",
    "ar": "قصفت القوات مواقع قرب القرية هاون مدنيون منازل خرق الهدنة ليلا مدفعية بيان المتحدث طائرة مسيرة"
    " العدو أطراف جرحى قناص مرتين",
    "he": "כוחות ירו לעבר עמדות סמוך לכפר מרגמה אזרחים בתים הפרת הפסקת אש בלילה ארטילריה דובר הודעה רחפן"
    " אויב פאתי פצועים צלף פעמיים",
    "fr": "les forces ont bombardé des positions près du village mortier civils maisons violation trêve nuit"
    " artillerie communiqué drone ennemi abords blessés tireur deux fois",
    "th": "กองกำลัง ยิง ถล่ม ฐาน ใกล้ หมู่บ้าน ปืนครก พลเรือน บ้านเรือน ละเมิด หยุดยิง กลางคืน ปืนใหญ่ โฆษก แถลง โดรน ศัตรู",
    "km": "កងកម្លាំង បាញ់ ផ្លោង ទីតាំង ជិត ភូមិ កាំភ្លើង ស៊ីវិល ផ្ទះ រំលោភ បទឈប់បាញ់ យប់ កាំភ្លើងធំ អ្នកនាំពាក្យ ដ្រូន សត្រូវ",
}


@cache
def list_sentences(language: str) -> tuple[str, ...]:
    """So many sentences of a language; common words are in most of them, others in few."""
    rng = random.Random(language)
    words, glue = _words(language), "" if language in SPACELESS else " "
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    made = []
    for _ in range(POOL):
        sentence = glue.join(rng.choices(words, weights, k=rng.randint(7, 16)))
        made.append(sentence[:1].upper() + sentence[1:] + ".")
    return tuple(made)


@cache
def _words(language: str) -> tuple[str, ...]:
    corpus = CORPUS / language / "neutral.txt"
    text = corpus.read_text(encoding="utf-8").replace(".", "") if corpus.exists() else VOCABULARY[language]
    return tuple(dict.fromkeys(text.lower().split()))


def write_rare(rng: random.Random) -> str:
    """A name that stands in few texts."""
    number = int(rng.paretovariate(0.4)) % RARE
    name = ""
    while number or not name:
        number, place = divmod(number, len(SYLLABLES))
        name += SYLLABLES[place]
    return name.capitalize()


def write_text(rng: random.Random, language: str, places: list[str]) -> tuple[str, str]:
    """Title and text of a statement: some sentences, its places among them, a rare name, a number."""
    sentences = list_sentences(language)
    title = rng.choice(sentences)[:90]
    parts = [rng.choice(sentences) for _ in range(rng.randint(2, 7))]
    parts += [f"{place} {rng.choice(sentences)}" for place in dict.fromkeys(places)]
    rng.shuffle(parts)
    return title, f"{' '.join(parts)} {write_rare(rng)} {rng.randint(1, 2000)}."
