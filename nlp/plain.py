"""Words made plain for looking things up in them: no marks, no apostrophes, a blank between the two scripts."""

import re

from nlp.wording import folded

_APOSTROPHE = re.compile("(?<=[a-z])['’‘`´](?=[a-z])")
_MARK = re.compile(r"[^\w%]+")
_HAN = r"[\u3400-\u9fff]"
_BLANK_IN_CHINESE = re.compile(f"(?<={_HAN}) (?={_HAN})")
_CHANGE_OF_SCRIPT = re.compile(f"(?<={_HAN})(?=[a-z])|(?<=[a-z])(?={_HAN})")


def plain(words: str) -> str:
    """The words folded, with a blank at both ends; within Chinese, what stood between two marks stands together."""
    bare = _MARK.sub(" ", _APOSTROPHE.sub("", folded(words))).strip()
    return f" {_CHANGE_OF_SCRIPT.sub(' ', _BLANK_IN_CHINESE.sub('', bare))} "
