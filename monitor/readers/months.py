"""Month names as officials write them: CLDR's, and what press offices use beside it.

Only CLDR's "format" names are taken: its library serves another language's names for the
"stand-alone" ones of most languages, so nominatives that differ stand here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from babel import Locale, UnknownLocaleError

# A row holds twelve months; several names of one month are parted by a slash.
EXTRA: Mapping[str, tuple[str, ...]] = {
    "en": ("sept=9",),
    "ru": (
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
        "янв фев мар апр май июн июл авг сен окт ноя дек",
    ),
    "uk": (
        "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень",
        "січ лют бер кві тра чер лип сер вер жов лис гру",
    ),
    "hy": (
        "հունվար փետրվար մարտ ապրիլ մայիս հունիս հուլիս օգոստոս սեպտեմբեր հոկտեմբեր նոյեմբեր դեկտեմբեր",
        "հուն փետր մար ապր մայ հունս հուլ օգոս սեպտ հոկտ նոյ դեկտ",
    ),
    "az": (
        "yanvarın fevralın martın aprelin mayın iyunun iyulun"
        " avqustun sentyabrın oktyabrın noyabrın dekabrın",
        "январ феврал март апрел май ијун ијул август сентјабр октјабр нојабр декабр",
    ),
    "ar": (
        # Levant and Iraq, the Maghreb, and spellings of the Gulf
        "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
        "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
        "يناير فبراير مارس ابريل مايو يونية يولية اغسطس شتنبر اكتوبر نونبر دجنبر",
    ),
    "he": ("ינו פבר מרס אפר מאי יונ יול אוג ספט אוק נוב דצמ",),
    "fa": (
        "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
        "جنوری فبروری مارچ اپریل می جون جولای اگست سپتمبر اکتوبر نومبر دسمبر",
    ),
    "ka": (
        "იანვარს თებერვალს მარტს აპრილს მაისს ივნისს ივლისს აგვისტოს სექტემბერს ოქტომბერს ნოემბერს დეკემბერს",
    ),
    "ku": ("çile sibat adar nîsan gulan hezîran tîrmeh tebax îlon cotmeh mijdar berfanbar",),
    "th": (
        "มค กพ มีค เมย พค มิย กค สค กย ตค พย ธค",
        "มกรา กุมภา มีนา เมษา พฤษภา มิถุนา กรกฎา สิงหา กันยา ตุลา พฤศจิกา ธันวา",
    ),
    "es": ("setiembre=9",),
    "hi": ("जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितम्बर अक्तूबर नवम्बर दिसम्बर",),
}
ALL = (
    "en",
    "ru",
    "uk",
    "hy",
    "az",
    "ar",
    "he",
    "fa",
    "tr",
    "ka",
    "km",
    "th",
    "fr",
    "es",
    "pt",
    "hi",
    "ur",
    "sw",
    "zh",
)
SOLAR_HIJRI = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
_HEBREW_PREFIX = "ב"
_LETTERS = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "ـ": "", "׳": "", "'": "", "’": "", "ı": "i"}
)
_POINTS = (
    ("\u0300", "\u036f"),
    ("\u0591", "\u05c7"),
    ("\u0610", "\u061a"),
    ("\u064b", "\u065f"),
    ("\u0670", "\u0670"),
)


def fold_letters(text: str) -> str:
    """Letters without case, points, hamzas and other variants: what a name is looked up by."""
    plain = unicodedata.normalize("NFKD", text.replace("İ", "i")).casefold()
    kept = (letter for letter in plain if not any(low <= letter <= high for low, high in _POINTS))
    return unicodedata.normalize("NFC", "".join(kept)).translate(_LETTERS)


@cache
def month_names(languages: tuple[str, ...]) -> Mapping[str, int]:
    """The folded names of the months in these languages and English, in every one when none is given.

    A name that means two months in them is left out.
    """
    found: dict[str, int] = {}
    doubtful: set[str] = set()
    for language in dict.fromkeys((*(languages or ALL), "en")):
        for name, month in _names_of(language.split("-")[0]).items():
            if found.setdefault(name, month) != month:
                doubtful.add(name)
    return {name: month for name, month in found.items() if name not in doubtful}


@cache
def weekday_names(languages: tuple[str, ...]) -> Mapping[str, int]:
    """The folded names of the days of the week, Monday being 0; one of two meanings is left out."""
    found: dict[str, set[int]] = {}
    for language in dict.fromkeys((*(languages or ALL), "en")):
        for day, name in _days_of(language.split("-")[0]):
            found.setdefault(name, set()).add(day)
    return {name: min(days) for name, days in found.items() if len(days) == 1}


@cache
def solar_hijri_names() -> Mapping[str, int]:
    """The months of the calendar of Iran and Afghanistan, folded."""
    return {fold_letters(name): number for number, name in enumerate(SOLAR_HIJRI.split(), 1)}


def _names_of(language: str) -> dict[str, int]:
    names = _from_cldr(language)
    for row in EXTRA.get(language, ()):
        names |= _from_row(row)
    if language == "he":
        names |= {_HEBREW_PREFIX + name: month for name, month in names.items()}
    return names


def _from_cldr(language: str) -> dict[str, int]:
    try:
        months = Locale.parse(language).months["format"]
    except (UnknownLocaleError, ValueError):
        return {}
    widths: Sequence[Mapping[int, str]] = (months["wide"], months["abbreviated"])
    named = {fold_letters(name).strip(". "): month for names in widths for month, name in names.items()}
    return {name: month for name, month in named.items() if len(name) > 1 and not name.isdigit()}


def _days_of(language: str) -> Iterator[tuple[int, str]]:
    try:
        days = Locale.parse(language).days["format"]
    except (UnknownLocaleError, ValueError):
        return
    for width in ("wide", "abbreviated"):
        yield from ((day, fold_letters(name).strip(". ")) for day, name in days[width].items())


def _from_row(row: str) -> dict[str, int]:
    if "=" in row:
        name, _, month = row.partition("=")
        return {fold_letters(name): int(month)}
    return {fold_letters(name.replace("_", " ")): month for month, name in enumerate(row.split(), 1)}
