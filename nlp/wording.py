"""How people's words are made comparable: width, case, numerals and invisible marks no longer tell two texts apart."""

import re
import unicodedata

NUMERALS = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖拾", "00123456789123456789十")
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2060\ufe0f\ufeff]")
_TENS = re.compile(r"(\d?)十(\d?)")


def folded(words: str) -> str:
    """The words in half-width lower case, each Chinese numeral as its digit (壹 and 一 are 1), 十 left as it is."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", words)).casefold().translate(NUMERALS)


def with_numbers(words: str) -> str:
    """`folded`, with numbers up to 99 read as numbers: 十二号门 and 12号门 are the same."""
    return _TENS.sub(lambda found: str(int(found[1] or 1) * 10 + int(found[2] or 0)), folded(words))
