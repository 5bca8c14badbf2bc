"""Reads until when more time is needed: so many days more than there are, or a certain day."""

import re
from datetime import date, timedelta

from nlp.days import day_in
from nlp.wording import with_numbers

_LEAD = re.compile(
    r"^(?:我|还|再(?!过)|想|要|需要?|请|申请|延长|延期?|宽限|多|给我?|大[概约]|约|"
    r"(?:i |we )?need |give (?:me |us )?|please |about |another )+"
)
_TAIL = re.compile(r"(?:吧|就?行吗?|就?可以吗?|就?够了?|左右|的?时间|[, ]*please)+$")
_NUMBER = re.compile(r"[0-9]{1,3}")
# 3日 and 3月 are a day and a month of the calendar.
_SPAN = re.compile(
    r"[0-9半]{1,3} ?(?:天|个?(?:周|週|星期|礼拜|禮拜)|[个個]半?月|年)|"
    r"(?:[0-9]{1,3}|[a-z]+) (?:day|week|month|year)s?"
)
# 3-5 may be three to five days, 1.5 a day and a half; 12/3 is a date.
_EITHER = re.compile(r"[0-9]{1,2} ?[-.~到至] ?[0-9]{1,2}")
_ROUGHLY = re.compile("[一二两兩三四五六七八九]{2}")


def longer_until(words: str, limit: date, today: date) -> date | None:
    """The day that more time is to end, said on `today`; None where the words name none, or more than one.

    A number or a span alone (5, 两周, three more days) is counted from the limit; what names a day (下周五, 12月20日,
    3天后) is that day.
    """
    if _ROUGHLY.search(words):
        return None
    said = with_numbers(words.strip(" .。!！")).replace(" more", "").replace("两", "2").replace("兩", "2")
    alone = _TAIL.sub("", _LEAD.sub("", said)).strip()
    if _NUMBER.fullmatch(alone):
        return limit + timedelta(int(alone))
    if _EITHER.fullmatch(alone):
        return None
    return day_in(alone, limit) if _SPAN.fullmatch(alone) else day_in(words, today)
