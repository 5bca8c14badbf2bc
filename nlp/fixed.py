"""Hears in a report that the hazard has been put right already."""

import re

from nlp.wording import folded

_DONE = re.compile(
    "(当场|现场|马上|立即|随手)(就)?(已经?)?(改|处理|清理|整改|搬|移|修|换|关|盖|扶|清)|"
    "(?<!未)(?<!没)已经?(改|修|换|处理|清理|清|搬|移|挪|整改|恢复|关|盖|扶|拧|装|收)(好|完|走|开|掉|上|紧|拾)?了|"
    r"\b(already|just|have|has|i|we) (been )?"
    r"(fixed|removed|moved|cleaned|cleared|replaced|closed|tightened|put back)\b|"
    r"\b(fixed|moved|cleaned|cleared|removed) (it|them)\b"
)
_NOT = re.compile(
    r"(未|没有?|还没|尚未|不能|需要|应当?|请)(及时)?(改|整改|处理|清理|修)|\b(not|never|please|should|must|needs?)\b"
)


def says_fixed(words: str) -> bool:
    """True when the words say that somebody has put it right; a guess, and the person is asked."""
    said = folded(words[:400])
    return bool(_DONE.search(said)) and not _NOT.search(said)
