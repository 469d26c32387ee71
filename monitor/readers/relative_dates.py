"""What is said from the reader's side, where it is unambiguous: "today, 14:05", "5 minutes ago"."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from monitor.readers.months import fold_letters

_TODAY = (
    "today сегодня сьогодні այսօր bugün bu_gün اليوم امروز היום დღეს aujourd'hui hoy hoje îro"
    " วันนี้ ថ្ងៃនេះ आज آج"
)
_YESTERDAY = "yesterday вчера вчора երեկ dünən dün أمس ديروز אתמול გუშინ hier ayer ontem duh เมื่อวาน ម្សិលមិញ کل"
_MINUTES = (
    "minute minutes min mins минуту минуты минут мин хвилину хвилини хвилин хв րոպե dəqiqə dakika"
    " دقيقة دقائق دقیقه minuto minutos"
)
_HOURS = "hour hours hr hrs час часа часов годину години годин ժամ saat ساعة ساعات heure heures hora horas"
_BEFORE = "ago назад тому առաջ əvvəl önce پیش"


def _words(names: str) -> str:
    folded = [re.escape(fold_letters(name.replace("_", " "))) for name in names.split()]
    return "(?:" + "|".join(sorted(folded, key=len, reverse=True)) + ")"


_WORD = r"(?<!\w){0}(?!\w)"
_DAYS = ((re.compile(_WORD.format(_words(_TODAY))), 0), (re.compile(_WORD.format(_words(_YESTERDAY))), 1))
_AGO = re.compile(
    rf"\A(?:posted |published )?(?:(\d{{1,2}}) ?({_words(_MINUTES)})|(\d{{1,2}}) ?{_words(_HOURS)})"
    rf" {_words(_BEFORE)}\Z"
)


def without_relative(text: str) -> str:
    """What a folded text says beside "today" and the like."""
    for pattern, _ in _DAYS:
        text = pattern.sub(" ", text)
    return _AGO.sub(" ", text)


def find_relative(text: str, received: datetime) -> datetime | date | None:
    """A moment to the minute, or a day; `text` is folded, `received` local to the source.

    Some hours ago is a day, and only where an hour more or less stays within it.
    """
    ago = _AGO.match(text)
    if ago and ago[1]:
        return received - timedelta(minutes=int(ago[1]))
    if ago:
        moment = received - timedelta(hours=int(ago[3]))
        near = {(moment + timedelta(hours=one)).date() for one in (-1, 0, 1)}
        return moment.date() if len(near) == 1 else None
    if len(text) > 40:
        return None
    found = [days for pattern, days in _DAYS if pattern.search(text)]
    return received.date() - timedelta(days=found[0]) if len(found) == 1 else None
