"""Reads the hour that a person's words name, as people say it in Chinese and in English."""

import re

from nlp.wording import with_numbers

_HOUR = re.compile(
    r"(?P<when>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|早|晚)?\s*"
    r"(?<![\d:.-])(?P<hour>\d{1,2})(?!\d)\s*"
    r"(?:[:.](?P<minute>\d{2})(?![\d:])|[点時时]\s*(?:(?P<half>半)|(?P<quarters>[13])刻|(?P<past>\d{1,2})分?)?)?"
    r"\s*(?P<noon>[ap]\.?m\b)?"
)
_AFTERNOON = {"下午", "傍晚", "晚上", "晚"}
_ROUGHLY = re.compile("[早晚]1点")  # 早一点: earlier, and no hour


def hour_in(words: str) -> str | None:
    """ "07:30"; None where the words name no hour, or several."""
    said = with_numbers(words)
    found = list(_HOUR.finditer(said))
    return _read(found[0]) if len(found) == 1 and not _ROUGHLY.search(said) else None


def _read(found: re.Match[str]) -> str | None:
    hour, noon = int(found["hour"]), found["noon"] or ""
    minute = 30 if found["half"] else int(found["quarters"] or 0) * 15 or int(found["minute"] or found["past"] or 0)
    later = found["when"] in _AFTERNOON or noon.startswith("p") or (found["when"] == "中午" and hour < 11)
    if later and hour < 12:
        hour += 12
    elif noon.startswith("a") and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
