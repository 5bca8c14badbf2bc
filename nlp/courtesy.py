"""What people say to a bot beside hazards: greetings, thanks, that they have read it, whether anybody is there."""

import re

from nlp.examples import bare

# As `bare` leaves words: no marks and spaces, lower case, each numeral as its digit. None says anything of a hazard,
# and no more do several in a row.
_CHINESE = (
    "(大家|各位|你们?|您|[早中]上|[上中下]午|晚上)?好[啊呀吗的嘞哒]*|早[安啊]?|晚安|再见|拜拜",
    "(有人|安全员|领导|师傅|机器人|客服|你|您)?还?在[吗么嘛不没]啊?|有人[吗么嘛没]有?|有没有人在?[啊吗]?",
    "(多|感|非常感)?谢谢?[了啦您你]*|(您|你|大家|师傅|领导|各位)?辛苦[了啦你您大家]*|麻烦[了你您]*|不客气|不用谢",
    "大家|各位|师傅|领导|收到了?|知道了|明白了?|了解了?|可以|行|嗯+|哦+|噢+|哈+|没事了?",
    "(我?(马上|这就)|就)(去|到|来|办|处理|弄)|我?(测试|试试)(1下|看)?|(这个?)?怎么用[啊呀的]*|你是(谁|机器人吗?)[啊呀]?",
)
_ENGLISH = (
    "hello|hi|hey|there|good(morning|afternoon|evening|night|day)|morning|greetings|all|everyone|everybody|team|sir",
    "thanks?|thankyou|thx|(very|so)much|alot|many|cheers|(youre)?welcome|noproblem|bye|goodbye|seeyou",
    "ok(ay)?|gotit|noted|received|roger|sure|fine|yes|yep|test(ing)?|(is)?any(one|body)(there|here)|(are)?youthere",
    "howareyou|whoareyou|whatisthis|how(doi|to)usethis|howdoes(this|it)work",
)
_LETTER = re.compile(r"[^\W\d_]")
_BESIDE = re.compile(f"({'|'.join((*_CHINESE, *_ENGLISH))})+")


def is_courtesy(words: str) -> bool:
    """True for words that say nothing but such things."""
    return _BESIDE.fullmatch(bare(words)) is not None


def says_something(text: str) -> bool:
    """True when there is a letter or a character in it: not only emoji, digits, signs."""
    return _LETTER.search(text) is not None


def tells_of_nothing(text: str) -> bool:
    """True for a greeting, thanks and the like, and where nobody has written a word."""
    return not says_something(text) or is_courtesy(text)
