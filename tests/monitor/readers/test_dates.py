"""Dates as outlets write them, in every language of the catalogue."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from monitor.readers import SourceFacts, Unreadable
from monitor.readers.dates import Dating, read_published
from monitor.readers.months import ALL
from monitor.terms import PublishedPrecision

RECEIVED = datetime(2020, 10, 12, 12, 0, tzinfo=UTC)
YEREVAN = ZoneInfo("Asia/Yerevan")


def read(text, *languages, form=None, received=RECEIVED, zone="Asia/Yerevan"):
    source = SourceFacts("s", "page", "https://x.example/", languages, zone, {"date_format": form})
    moment, precision = Dating(source, received).read(text)
    if moment is None:
        return None
    local = moment.astimezone(ZoneInfo(zone))
    return local.strftime("%Y-%m-%d" if precision is PublishedPrecision.DAY else "%Y-%m-%d %H:%M")


DAY, MINUTE = "2020-10-10", "2020-10-10 14:05"
WRITTEN = [
    ("10 October, 2020", "en", DAY),
    ("October 10, 2020 14:05", "en", MINUTE),
    ("Saturday, Oct. 10, 2020 at 2:05 p.m.", "en", MINUTE),
    ("10th of October 2020", "en", DAY),
    ("Rawalpindi - October 10, 2020", "en", DAY),
    ("10.10.2020", "ru", DAY),
    ("10.10.2020 14:05", "ru", MINUTE),
    ("14:05, 10.10.2020", "ru", MINUTE),
    ("10.10.20 14:05", "ru", MINUTE),
    ("10-10-2020", "en", DAY),
    ("2020/10/10 14:05", "en", MINUTE),
    ("2020-10-10", "en", DAY),
    ("2020-10-10T10:05Z", "en", MINUTE),
    ("2020-10-10 14:05:00", "en", MINUTE),
    ("10 октября 2020 г., 14:05", "ru", MINUTE),
    ("10 ОКТЯБРЬ 2020", "ru", DAY),
    ("10 окт. 2020, 14:05", "ru", MINUTE),
    ("10 жовтня 2020 року 14:05", "uk", MINUTE),
    ("10 жовтень 2020", "uk", DAY),
    ("10 հոկտեմբերի, 2020", "hy", DAY),
    ("Հոկտեմբեր 10, 2020 14:05", "hy", MINUTE),
    ("2020 թ. հոկտեմբերի 10", "hy", DAY),
    ("10 Oktyabr 2020, 14:05", "az", MINUTE),
    ("10 OKTYABR 2020", "az", DAY),
    ("10 Ekim 2020 Cumartesi 14:05", "tr", MINUTE),
    ("10 أكتوبر 2020", "ar", DAY),
    ("١٠ أكتوبر ٢٠٢٠ - ١٤:٠٥", "ar", MINUTE),
    ("10 تشرين الأول 2020", "ar", DAY),
    ("10 اكتوبر 2020", "ar", DAY),
    ("10 באוקטובר 2020, 14:05", "he", MINUTE),
    ("10 אוקטובר 2020", "he", DAY),
    ("۱۰ اکتبر ۲۰۲۰", "fa", DAY),
    ("۱۹ مهر ۱۳۹۹ - ۱۴:۰۵", "fa", MINUTE),
    ("1399/07/19", "fa", DAY),
    ("10 ოქტომბერი, 2020", "ka", DAY),
    ("ថ្ងៃទី១០ ខែតុលា ឆ្នាំ២០២០", "km", DAY),
    ("10 ตุลาคม 2563", "th", DAY),
    ("๑๐ ตุลาคม พ.ศ. ๒๕๖๓ 14.05 น.", "th", MINUTE),
    ("10 ต.ค. 63 14:05", "th", MINUTE),
    ("10/10/2563", "th", DAY),
    ("le 10 octobre 2020 à 14h05", "fr", MINUTE),
    ("10 de octubre de 2020", "es", DAY),
    ("10 de outubro de 2020", "pt", DAY),
    ("१० अक्टूबर २०२०", "hi", DAY),
    ("10 اکتوبر 2020", "ur", DAY),
    ("10 Oktoba 2020", "sw", DAY),
    ("2020年10月10日 14:05", "zh", MINUTE),
    ("10 October 2020 10:05 UTC", "en", MINUTE),
    ("10 October 2020 13:05 (GMT+3)", "en", MINUTE),
    ("10 октября 2020, 13:05 МСК", "ru", MINUTE),
]


@pytest.mark.parametrize(("text", "language", "moment"), WRITTEN)
def test_a_written_date_is_read(text, language, moment):
    assert read(text, language) == moment


@pytest.mark.parametrize(("text", "language", "moment"), WRITTEN)
def test_it_is_read_the_same_or_not_at_all_when_no_language_is_told(text, language, moment):
    assert read(text) in (moment, None)


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("language", ALL)
def test_every_month_of_every_language_is_known(language, month):
    name = Locale.parse(language).months["format"]["wide"][month]
    assert read(f"3 {name} 2019", language) == f"2019-{month:02}-03"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "10 October",
        "03/04/2020",
        "31.02.2020",
        "10 Brumaire 2020",
        "12",
        "May",
        "Losses: 10, 2020",
        "10 October 2020 - 12 October 2020",
        "13.10.2020",
        "12 October 2020 16:11",
        "32 October 2020",
        "10 October 20201",
        "110.10.2020",
        "25:61 yesterday and today",
        "0001-01-01T00:00:00Z",
        "00.00.0000",
        "10 ربيع الأول 1442",
    ],
)
def test_what_is_ambiguous_impossible_or_in_the_future_is_no_date(text):
    assert read(text, "en", zone="UTC") is None


def test_a_slash_is_day_first_where_no_english_is_written():
    assert (read("03/04/2020", "fr"), read("13/04/2020", "en")) == ("2020-04-03", "2020-04-13")


def test_the_day_of_the_week_tells_the_day_from_the_month():
    assert read("Sat, 10/03/2020 - 14:05", "en") == "2020-10-03 14:05"
    assert read("Tue, 10/03/2020 - 14:05", "en") == "2020-03-10 14:05"
    assert read("Wed, 10/03/2020 - 14:05", "en") is None


def test_a_time_is_of_the_sources_zone_with_its_summer_time():
    for text, hour in (("10 October 2020 14:05", 11), ("10 January 2020 14:05", 12)):
        moment, _ = read_published(text, "Europe/Kyiv", RECEIVED, ("en",))
        assert moment.hour == hour


@pytest.mark.parametrize(
    ("text", "language", "moment"),
    [
        ("today, 14:05", "en", "2020-10-12 14:05"),
        ("Вчера, 14:05", "ru", "2020-10-11 14:05"),
        ("сьогодні", "uk", "2020-10-12"),
        ("5 minutes ago", "en", "2020-10-12 15:55"),
        ("5 минут назад", "ru", "2020-10-12 15:55"),
        ("3 hours ago", "en", "2020-10-12"),
        ("16 hours ago", "en", None),
        ("5 days ago", "en", None),
        ("today and yesterday", "en", None),
    ],
)
def test_what_is_said_from_the_readers_side_is_read_only_where_it_is_plain(text, language, moment):
    assert read(text, language) == moment


@pytest.mark.parametrize(
    ("text", "form", "language", "moment"),
    [
        ("10 հոկտեմբերի, 2020 14:05", "%d %B, %Y %H:%M", "hy", MINUTE),
        ("10/10/20", "%m/%d/%y", "en", DAY),
        ("04/03/2020", "%m/%d/%Y", "en", "2020-04-03"),
        ("04/03/2020", "%d/%m/%Y", "en", "2020-03-04"),
        ("Published: 10.10.2020 | 14.05", "%d.%m.%Y | %H.%M", "ru", MINUTE),
        ("10 October, 14:05", "%d %B, %H:%M", "en", MINUTE),
        ("25 December", "%d %B", "en", "2019-12-25"),
        ("14:05", "%H:%M", "en", "2020-10-12 14:05"),
        ("Sat 10 Oct 2020 02:05 PM", "%a %d %b %Y %I:%M %p", "en", MINUTE),
        ("2020-10-10 10:05 +0000", "%Y-%m-%d %H:%M %z", "en", MINUTE),
        ("10 ตุลาคม 2563", "%d %B %Y", "th", DAY),
        ("10 окт 2020", "%d %B %Y", "ru", DAY),
        ("10 October 2020", "%Y.%m.%d", "en", DAY),
    ],
)
def test_a_sources_own_form_is_read_with_its_months(text, form, language, moment):
    assert read(text, language, form=form) == moment


@pytest.mark.parametrize("form", ["%Q", "%d %d"])
def test_a_form_that_can_not_be_used_is_said(form):
    with pytest.raises(Unreadable, match="date_format"):
        read("10 October 2020", "en", form=form)


def test_dates_in_the_future_are_counted_with_the_mend():
    dating = Dating(SourceFacts("s", "page", "https://x.example/"), RECEIVED)
    assert dating.read("12 October 2020 16:00")[0] is None
    assert "dates lie up to 4.0 h in the future" in dating.doubts()[-1]


@pytest.mark.parametrize(
    ("shown", "attribute", "precision"),
    [
        ("10 October 2020", "2020-10-10T00:00:00+04:00", "day"),
        ("10 October 2020", "2020-10-10T14:05:30+04:00", "second"),
        ("10 October 2020, 14:05", "2020-10-10", "minute"),
        ("Saturday", "2020-10-10T14:05+04:00", "minute"),
        ("10 October 2020", "", "day"),
        ("Saturday", "soon", "first_seen"),
    ],
)
def test_the_finer_of_what_is_shown_and_what_machines_are_told(shown, attribute, precision):
    dating = Dating(SourceFacts("s", "page", "https://x.example/", timezone="Asia/Yerevan"), RECEIVED)
    assert dating.read_element(shown, attribute)[1].value == precision


@pytest.mark.parametrize(("number", "known"), [(1602324300, True), (1602324300000, True), (17, False)])
def test_seconds_and_milliseconds_of_an_epoch(number, known):
    moment, _ = Dating(SourceFacts("s", "json", "https://x.example/"), RECEIVED).read_epoch(number)
    assert moment == (datetime(2020, 10, 10, 10, 5, tzinfo=UTC) if known else None)


@given(st.text(max_size=60), st.sampled_from(["en", "ar", "th", "fa", "km"]))
def test_any_text_gives_a_past_date_or_none(text, language):
    moment, _ = read_published(text, "Asia/Tehran", RECEIVED, (language,))
    assert moment is None or moment <= RECEIVED + timedelta(minutes=10)


@given(st.dates(min_value=date(1990, 1, 1), max_value=RECEIVED.date()))
def test_a_day_comes_back_as_it_was_written(day):
    assert read(day.strftime("%d.%m.%Y"), "ru", zone="UTC") == day.isoformat()
