"""Reads the calendar day that a person's words name, as people say it in Chinese and in English."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from nlp.reckoning import away, existing, first_of_month, last_of, nearest, next_numbered
from nlp.wording import with_numbers

READ_CHARACTERS = 400  # a day is said in a few words; the rest of a long text would only cost time

_SIMPLIFIED = str.maketrans("兩两後內號禮週這個過", "22后内号礼周这个过")
_AROUND = " .,;:!?。、吧"
# 两三天, 七八号: a guess and not a day. Read as digits they would be 23 days.
_ROUGHLY = re.compile(r"[一二两兩三四五六七八九]{2} ?[天日号號周週个個星礼禮]")
# 周五10点, 周五三点: the weekday and the hour are two numbers.
_HOUR_BEHIND = re.compile("((?:[周週]|星期|礼拜|禮拜)[一二三四五六])(?=[0-9０-９十]|[一二三四五六七八九][点點])")
# The day that does not suit: asked again rather than taken for the answer.
_REFUSED = re.compile(r"不行|不是|来不及|没空|\bnot (?!later)|\bcan'?t\b")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NEAR = {"大前天": -3, "前天": -2, "前晚": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "今天": 0, "今日": 0, "今晚": 0}
_NEAR |= {"今早": 0, "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "后天": 2, "大后天": 3}
_NEAR |= {"day before yesterday": -2, "yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "day after tomorrow": 2}
# Weeks or months from this one, and years.
_STEPS = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2, "last": -1, "this": 0, "next": 1}
_STEPS |= {"去": -1, "今": 0, "明": 1}
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_COUNTS |= {"nine": 9, "ten": 10}
# A unit as days and months; an English one goes by its first letter.
_SPANS = {"天": (1, 0), "日": (1, 0), "周": (7, 0), "星期": (7, 0), "礼拜": (7, 0), "月": (0, 1), "年": (0, 12)}
_SPANS |= {"d": (1, 0), "w": (7, 0), "m": (0, 1), "y": (0, 12)}
_HALVES = {"月": (15, 0), "年": (0, 6)}

Read = Callable[[re.Match[str], date], date | None]


def day_in(words: str, today: date) -> date | None:
    """The one calendar day that some words name, as heard on `today`; None where they name none, two, or no real one.

    Without a year the day nearest to today is meant, in either direction: on 2026-11-26, 12月3日 is a week ahead and
    11月3日 three weeks ago. A bare weekday or day of the month is the next one, today included; 下周五 and next Friday
    are in the week after this one, a week beginning on Monday. A span of time (3天内, in 2 weeks) means its last day.
    """
    words = _HOUR_BEHIND.sub(r"\1 ", words[:READ_CHARACTERS])
    said = " ".join(with_numbers(words).translate(_SIMPLIFIED).split()).strip(_AROUND)
    if _ROUGHLY.search(words) or _REFUSED.search(said):
        return None
    for pattern, read in ALONE:
        if found := pattern.fullmatch(said):
            return read(found, today)
    named: set[date | None] = set()
    for pattern, read in WITHIN:
        named |= {read(found, today) for found in pattern.finditer(said)}
        said = pattern.sub("|", said)
    return _agreed(named, {_weekday(found) for bare in BARE_WEEKDAYS for found in bare.finditer(said)}, today)


def _agreed(named: set[date | None], weekdays: set[int], today: date) -> date | None:
    """The one day that all of it means; a weekday beside a date (12月3日周四) has to be that date's own."""
    if len(named) > 1 or len(weekdays) > 1:
        return None
    if not named:
        return next((today + timedelta((weekday - today.weekday()) % 7) for weekday in weekdays), None)
    day = named.pop()
    return day if day is not None and weekdays <= {day.weekday()} else None


def _month(found: re.Match[str]) -> int:
    said = found["m"]
    return int(said) if said.isdecimal() else _MONTHS.index(said[:3]) + 1


def _weekday(found: re.Match[str]) -> int:
    said = found["wd"]
    return min("123456日天".index(said), 6) if len(said) == 1 else _WEEKDAYS.index(said[:3])


def _dated(found: re.Match[str], today: date) -> date | None:
    """Month and day of a year: four digits, two, or 去 今 明."""
    year = found["y"]
    known = today.year + _STEPS[year] if year in _STEPS else int(year) + (2000 if len(year) == 2 else 0)
    return existing(known, _month(found), int(found["d"]))


def _undated(found: re.Match[str], today: date) -> date | None:
    """Month and day without a year."""
    return nearest(_month(found), int(found["d"]), today)


def _numbered(found: re.Match[str], today: date) -> date | None:
    return next_numbered(int(found["d"]), today)


def _in_month(found: re.Match[str], today: date) -> date | None:
    month = first_of_month(today, _STEPS[found["step"]])
    return existing(month.year, month.month, int(found["d"]))


def _end_of_month(found: re.Match[str], today: date) -> date:
    return last_of(first_of_month(today, _STEPS[found["step"] or "this"]))


def _end_of_named(found: re.Match[str], today: date) -> date | None:
    first = nearest(_month(found), 1, today)
    return first and last_of(first)


def _end_of_year(found: re.Match[str], today: date) -> date:
    return date(today.year + _STEPS[found["step"] or "this"], 12, 31)


def _in_week(found: re.Match[str], today: date) -> date:
    monday = today - timedelta(today.weekday())
    return monday + timedelta(7 * _STEPS[found["step"]] + _weekday(found))


def _last_weekday(found: re.Match[str], today: date) -> date:
    """The latest such day before today."""
    return today - timedelta((today.weekday() - _weekday(found) - 1) % 7 + 1)


def _near(found: re.Match[str], today: date) -> date:
    return today + timedelta(_NEAR[found["near"]])


def _away(found: re.Match[str], today: date) -> date:
    said, unit, way = found.group("n", "unit", "way")
    days, months = _HALVES[unit] if said == "半" else _SPANS[unit]
    count = int(said) if said.isdecimal() else _COUNTS.get(said, 1)
    if way == "ago" or way.endswith("前"):
        count = -count
    return away(today, count * days, count * months)


def _no_day(found: re.Match[str], today: date) -> None:
    """From one day to another, or one of two."""


def _forms(*rows: tuple[str, Read]) -> tuple[tuple[re.Pattern[str], Read], ...]:
    return tuple((re.compile(pattern), read) for pattern, read in rows)


_D = "(?P<d>[0-9]{1,2})(?![0-9])"
_BY = "(?:[之以]?前(?![面方边]))?"
_MD = rf"(?P<m>[0-9]{{1,2}}) ?月 ?{_D} ?[日号]?{_BY}"
_YMD = (
    r"(?<![0-9a-z.-])(?P<y>[12][0-9]{3}) ?[-/.年] ?(?P<m>[0-9]{1,2}) ?[-/.月] ?"
    rf"{_D}(?![-/.][0-9]) ?[日号]?{_BY}"
)
_STEP = "(?P<step>上上|上|这|本|下下|下)个?"
_WEEK = "(?:周|星期|礼拜)"
_ON = rf"{_WEEK}(?P<wd>[1-6日天])(?![0-9天日个次])"
_SPAN = (
    r"(?<![0-9.第])(?<![0-9][-~到至])(?P<n>[0-9]{1,3}|(?<!个)半(?=个?[月年])) ?个?"
    r"(?P<unit>天|日(?!前)|周|星期|礼拜|(?<=[个半])月|年) ?"
)
_AFTER, _BEFORE = "(?P<way>之?后|以后|过后|之?内|以内)", "(?P<way>[之以]?前(?![面方边]))"
_ABOUT = "(?:大[概约]|约|需?要|还要|再[过等]?|等)?"
# What may follow 3号 when it is a day. A noun makes it the number of a machine or a gate: 2号冲床, 5号门.
_NO_THING = (
    r"(?= ?(?:$|[,.;:!?)(。、0-9]|[之以]?[前后](?![面方边门])|上午|下午|早上|晚|中午|下班|到|截止|为止|完成|左右|那天"
    rf"|{_WEEK}))"
)
_TO = r" ?(?:-|~|到|至|、|和) ?"

_TH = "(?:st|nd|rd|th)"
_MONTH = (
    r"(?<![a-z])(?P<m>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may(?! [a-z])|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_MONTH_DAY = rf"{_MONTH} (?:the )?(?P<d>[0-9]{{1,2}}){_TH}?(?![0-9a-z])"
_DAY_MONTH = rf"(?<![-./0-9a-z])(?P<d>[0-9]{{1,2}}){_TH}?(?: of)? {_MONTH}"
_YEAR = "(?:,? (?P<y>20[0-9]{2})(?![0-9]))"
_OR = r" ?(?:-|to|and|or) ?"
_EN_ON = r"(?<![a-z])(?P<wd>(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thur?s?|fri)(?![a-z])"
_EN_SPAN = (
    rf"(?<![a-z0-9.-])(?P<n>[0-9]{{1,3}}|{'|'.join(_COUNTS)}) "
    r"(?P<unit>d(?=ay)|w(?=eek)|m(?=onth)|y(?=ear))(?:ay|eek|onth|ear)s?(?![a-z])"
)

# Read only where nothing else is said: within a sentence these number a part, or tell how long something has lasted.
ALONE = _forms(
    (rf"(?P<m>[0-9]{{1,2}})[-./]{_D}{_BY}", _undated),
    (r"(?P<y>20[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})", _dated),
    (rf"{_ABOUT}{_SPAN}(?<!日)(?P<way>)(?:左右|就行)?", _away),
    (rf"(?:about )?{_EN_SPAN}(?P<way>)", _away),
)
# Read anywhere, the longest form first: what one has read, the next ones do not see.
WITHIN = _forms(
    (_YMD, _dated),
    (rf"(?<![0-9])(?P<y>[0-9]{{2}}|[去今明])年 ?{_MD}", _dated),
    (rf"(?<![0-9.年-]){_MD}", _undated),
    (rf"{_MONTH_DAY}{_OR}[0-9]", _no_day),
    (rf"[0-9]{_TH}?{_OR}[0-9]{{1,2}}{_TH}?(?: of)? {_MONTH}", _no_day),
    (rf"{_MONTH_DAY}{_YEAR}", _dated),
    (rf"{_DAY_MONTH}{_YEAR}", _dated),
    (_MONTH_DAY, _undated),
    (_DAY_MONTH, _undated),
    (rf"[0-9] ?[日号]?{_TO}[0-9]{{1,2}} ?[日号]", _no_day),
    (rf"{_WEEK}[1-6]{_TO}{_WEEK}?[1-6日天]", _no_day),
    (rf"{_STEP}月 ?{_D} ?[日号]{_BY}", _in_month),
    (r"(?<![0-9])(?P<m>[0-9]{1,2})月[底末]", _end_of_named),
    (rf"(?:{_STEP}|(?<![每个]))月[底末]", _end_of_month),
    (r"(?<![前后])(?P<step>[去今明])?年?年[底末]", _end_of_year),
    (rf"(?<![a-z])end of {_MONTH}", _end_of_named),
    (r"(?<![a-z])end of (?:the |(?P<step>this|next) )?month", _end_of_month),
    (r"(?<![a-z])end of (?:the |(?P<step>this|next) )?year", _end_of_year),
    (rf"{_SPAN}{_AFTER}", _away),
    (rf"{_SPAN}{_BEFORE}", _away),
    (rf"(?<![a-z])(?:in|within|after) {_EN_SPAN}(?P<way>)", _away),
    (rf"{_EN_SPAN} (?P<way>ago|later|from (?:now|today))", _away),
    (rf"{_STEP}(?:{_WEEK}的? ?)?{_ON}", _in_week),
    (rf"{_EN_ON} (?P<step>last|this|next) week", _in_week),
    (rf"(?<![a-z])(?P<step>this|next) {_EN_ON}", _in_week),
    (rf"(?<![a-z])last {_EN_ON}", _last_weekday),
    (rf"(?<![目之以今说证声表透照])(?P<near>{'|'.join(sorted(_NEAR, key=len, reverse=True))})(?!期)", _near),
    (rf"(?<!每月)(?<!每个月)(?<![0-9.第月周期拜]){_D} ?(?:日(?![内期均])|号{_NO_THING})", _numbered),
    (rf"(?:^|(?<![a-z])(?:on|by|before|until) )(?:the )?(?P<d>[0-9]{{1,2}}){_TH}(?![a-z]| [a-z])", _numbered),
)
# The next such day, or the weekday of a date said beside it.
BARE_WEEKDAYS = (re.compile(rf"(?<![每逢0-9]){_ON}"), re.compile(rf"(?<!every ){_EN_ON}"))
