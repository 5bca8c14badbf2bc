"""Tells the bare name of a thing, a place or a person from a sentence that says something of it."""

import re

LONGEST = 8  # characters: what is longer says something
_NAME = re.compile(r"[\w-]*[\u4e00-\u9fff][\w-]*")
# After 查 or 找 these make another verb of it: what was found out, inspected, missed, or is to come.
_ANOTHER_VERB = re.compile(
    "[出到了过完看验明实处获清封收办岗点漏错缺不没着来回补平遍齐对账房哨夜询核体身救索寻茬事活证问个有无是见]|人(?!员|事)|原因|隐患$"
)
# What is wrong, and the small words of sentences; names of machines that hold such a character are left out.
_SENTENCE = re.compile(
    "没|未|不(?!锈)|无(?!尘|线|损)|有(?!限|机|色)|坏|漏(?!电保|电开|电断|斗)|松|破(?!碎)|断(?!路|电器)|掉|缺|裂(?!解)|烂|歪|斜|"
    "堵|占(?!地)|积|裸|冒(?!口)|失|损|超(?!声)|过期|过热|过载|脱落|露(?!天)|锈(?!钢)|卡住|塌|垮|倒了|烫|异响|异味|报警$|"
    "了|吗|呢|么|怎|谁|哪|我|你|他|她|它|把|被|请|该|应(?!急)|已|还|很|太|就|去|让|叫|给(?!料|水)|修$|换$"
)


def is_bare_name(words: str) -> bool:
    """True for a short name in Chinese, as it stands behind 查; in doubt false, for a report must not get lost."""
    plain = len(words) <= LONGEST and _NAME.fullmatch(words) is not None
    return plain and _ANOTHER_VERB.match(words) is None and _SENTENCE.search(words) is None
