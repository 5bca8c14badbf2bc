"""Hears that somebody does not want to be named, and what they say besides that."""

import re

_REFUSED = ("不", "不想", "不用", "不要", "不必", "不需要", "无需", "没必要", "别", "非")
_NOT = "".join(f"(?<!{word})" for word in _REFUSED)
_UNNAMED = r"(?:不要|别|勿|不想|不能|不许)(?:写|提|说|透露|暴露|公开|留)(?:是|到|出)?(?:我|本人)"
_QUIETLY = r"(?:请|麻烦)?(?:替|帮|给|为)?我?保密"
_UNNAMED_EN = (
    r"\b(?:keep|leave) (?:my name|me) out\b|\bwithout my name\b|\bno names?,? please\b|"
    r"\b(?:don'?t|do not) (?:mention|use|give|tell|say) (?:them )?(?:my name|me|it was me)\b"
)
_WISHED = re.compile(
    rf"{_NOT}匿名|(?<!not )(?<!non-)(?<!no need to be )\banonym|"
    # without the word
    rf"{_UNNAMED}|(?:^|[\s,，.。;；:：!！]){_QUIETLY}(?:$|[\s,，.。;；:：!！])|{_UNNAMED_EN}",
    re.IGNORECASE,
)
# Somebody else's: a case that is spoken of, a letter on the wall.
_SPOKEN_OF = re.compile(
    r"匿名(?:上报|举报|反映|报)?(?:的|过|信|者|人)|\banonymous(?:ly)? (?:letter|note|case|report(?:ed|s|er)?) "
)

_DO = "上报|举报|报告|反映|提交|处理|报"
_PLEASE = r"(?:请|麻烦|我|咱|想|要|想要|可以|能不能|可不可以|能|希望|需要|帮我|给我)*"
_WISH = (
    rf"(?:{_PLEASE}匿名(?:{_DO})?(?:一下|一个|一条|下)?(?:吗|么|吧)?|"
    rf"{_QUIETLY}|(?:请|麻烦)?{_UNNAMED}(?:的?(?:名字|姓名|名)|报的|说的)?)"
)
_WISH_EN = (
    r"(?:please |i (?:want|would like) to |can i |may i )*(?:keep (?:it|this) |stay |report |be )?"
    rf"(?:anonymous(?:ly)?(?: report)?|{_UNNAMED_EN})(?: of it)?(?:,? please)?"
)
_SIGNS = r"[\s:：,，。;；、.!！?？-]"
_BEGINNING = re.compile(
    rf"^/?(?:(?:{_WISH}|{_WISH_EN})(?:{_SIGNS}+|$)|{_PLEASE}匿名(?:上报|举报|反映)(?![的过信者人]))", re.IGNORECASE
)
_END = re.compile(rf"(?:^|{_SIGNS}+)(?:{_WISH}|{_WISH_EN}){_SIGNS}*$", re.IGNORECASE)


def asks_for_anonymity(text: str) -> bool:
    """True for a report whose writer does not want to be named; in doubt true, for a name cannot be taken back."""
    return _WISHED.search(text) is not None


def asks_of_oneself(text: str) -> bool:
    """True for words about something else that ask for it: not those about what somebody else has sent so."""
    return _WISHED.search(_SPOKEN_OF.sub("", text)) is not None


def begins_anonymously(text: str) -> bool:
    """True for words that open with the wish: they are a report, whatever else is being talked about."""
    return _BEGINNING.match(text.strip()) is not None


def without_wish(text: str) -> str:
    """What is said besides the wish."""
    return _END.sub("", _BEGINNING.sub("", text.strip())).strip() if asks_for_anonymity(text) else text.strip()
