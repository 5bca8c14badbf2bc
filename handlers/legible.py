"""What can be read of a message: its characters, and whether they say anything."""

import re
import unicodedata

NUMBER = re.compile(r"[A-Za-z]{1,16}-\d{8}-\d{4,}")  # of a case
SHORT_NUMBER = re.compile(r"[0-9]{4}")  # the end of one
DAY_AND_COUNT = re.compile(r"(?:[A-Za-z]{1,16}-)?\d{8}-\d{4,}")  # the same, also without its prefix


def legible(text: str) -> str:
    """The text without control characters and spaces around; line breaks stay."""
    kept = (c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))
    return "".join(kept).strip()


def joined(*said: str) -> str:
    """What was said bit by bit, a line each; nothing of what is empty."""
    return "\n".join(line for line in said if line)


def number_in(text: str) -> str:
    """The number of a case that a sentence names first; all the words where it names none."""
    found = NUMBER.search(text)
    return found[0] if found else text
