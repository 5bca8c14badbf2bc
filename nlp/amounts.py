"""Reads the amount of money that a person's words name, as people write it in Chinese and in English."""

import re
from decimal import Decimal

from nlp.wording import folded

READ_CHARACTERS = 400  # an amount is said in a few words; the rest of a long text would only cost time

_SIMPLIFIED = str.maketrans("兩两佰陌仟萬億圓圆塊個負−–", "22百百千万亿元元块个负--")
# 三五百, 七八千: a guess. Read as digits they would be 35 hundreds.
_ROUGHLY = re.compile(r"[一二两兩三四五六七八九]{2}[十百千万萬亿億]")
_WORD_OF_ONE = re.compile("一(?=[共起下些般直定样切])|(?<=[万唯统第])一")  # 一共3000 names one number
_OTHER_MONEY = re.compile("[美欧日港韩]元|英镑|usd|eur|hkd|[$€£]")
_IN_CHINESE = {"thousand": "千", "hundred": "百", "million": "百万", "k": "千"}
_SCALES = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "十": 10}
_DIGITS = frozenset("123456789")
_SCALE = re.compile(r"(?<=[0-9]) ?(thousand|hundred|million|k)(?![a-z])")
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,12})(?:\.[0-9]{1,6})?"
# Atomic, so that a number refused for what follows it (30%) is not read a digit shorter.
_FIGURE = rf"(?P<figure>(?>(?:{_NUMBER}|十)(?: ?[十百千万亿]|(?<=[十百千万亿])[0-9]{{1,12}})*))"
_SIGN = "¥|人民币|rmb|cny"
# 块 counts money only where no noun follows it: 3块钢板 are three plates.
_BLOCK = r"块(?=[0-9钱]|\W|$|左右)"
# So many things or days: a number that was said, but no money.
_COUNTED = rf"(?:[台个件次套只条根把张吨米支部辆桶箱袋卷片批组副双瓶包天周]|人(?!民币)|小时|(?!{_BLOCK})块)"
_NO_MONEY = r"(?! ?(?:%|[号#年月日点分角毛]|(?:kg|mm|cm|pcs|hours?|days?|people)(?![a-z]))|[a-z]|[., ]?[0-9])"
# After 12块 a last 5 is 5毛; in 12块5个 it counts something else.
_TAIL = rf"(?<=块)(?P<tail>[0-9]{{1,2}})(?! ?{_COUNTED}|[0-9.,角毛分号月年%])"
_COINS = r"(?:(?P<jiao>[0-9])[角毛])?(?:0?(?P<fen>[0-9])(?:分|(?<=[角毛][0-9])))?"
# Nothing that makes it part of a name (M12, A-12, #5) or of another number (3,5 and 3 000).
_NO_NAME = r"(?<![a-z0-9.#])(?<![0-9][, ])(?<![a-z]-)"
_SIGNS = rf"(?P<sign>{_SIGN})? ?(?P<less>(?<![0-9万千百])-|负|minus )? ?(?P<sign2>{_SIGN})? ?"
_UNIT = rf" ?(?P<unit>元|{_BLOCK})(?:{_TAIL}|{_COINS})| ?(?P<name>rmb|cny|yuan|人民币)(?![a-z])"
_SAID = re.compile(rf"{_NO_NAME}{_SIGNS}{_FIGURE}(?P<other>[多余几]| ?{_COUNTED})?(?:{_UNIT}|{_NO_MONEY})")
_FROM = re.compile(r"[0-9十百千万亿元块] ?[-~到至] ?$")
# A second sum beside one with a sign of money (3000元, 最多4000; 3000或4000元): a number from here up of which nothing
# says what it counts, and that is no part of a date or of a case's number.
_LEAST_RIVAL = 100
_STANDS_ALONE = re.compile(r" ?(?:$|[^\w\s/-]|左右|上下|以内|或|还是|和|加|(?:or|and|plus|at most|at least)(?![a-z]))")
_IN_A_NAME = re.compile(r"[-/#号] ?$")


def amount_in(words: str) -> int | None:
    """The one amount of money that some words name, in fen; negative where they say so.

    A bare number is yuan. Of several numbers the only one with a sign of money (元, ¥) counts: in 3台5000元 it is 5000
    yuan, in 3台5000 there is none. None too for a guess (三五百, 3千多, 500-800元), for a second sum beside it (3000元,
    最多4000), for another currency, and for less than a fen.
    """
    words = words[:READ_CHARACTERS]
    plain = " ".join(folded(_WORD_OF_ONE.sub("", words)).translate(_SIMPLIFIED).split())
    said = _SCALE.sub(lambda found: _IN_CHINESE[found[1]], re.sub("^([0-9.]+)w$", r"\1万", plain))
    if _ROUGHLY.search(words) or _OTHER_MONEY.search(said):
        return None
    numbers = list(_SAID.finditer(said))
    signed = [found for found in numbers if any(found.group("sign", "sign2", "unit", "name"))]
    meant = [found for found in numbers if found in signed or _is_rival(found, said)] if signed else numbers
    amounts = {None if _FROM.search(said[: found.start()]) else _fen(found) for found in meant}
    return amounts.pop() if len(amounts) == 1 else None


def _is_rival(found: re.Match[str], said: str) -> bool:
    alone = _STANDS_ALONE.match(said, found.end()) and not _IN_A_NAME.search(said[: found.start()])
    value = _value(found["figure"]) if alone and not found["other"] else None
    return value is not None and value >= _LEAST_RIVAL


def _fen(found: re.Match[str]) -> int | None:
    value = _value(found["figure"])
    if value is None or found["other"]:
        return None
    coins = int((found["tail"] or "").ljust(2, "0")) + 10 * int(found["jiao"] or 0) + int(found["fen"] or 0)
    fen = value * 100 + coins
    if fen != fen.to_integral_value():
        return None
    return int(-fen if found["less"] else fen)


def _value(figure: str) -> Decimal | None:
    """What a figure comes to: its greatest scale parts it into how many of those, and what is left over.

    A last digit without a scale counts in the next smaller one: 3万5 is 35000, and 3万05 is 30005.
    """
    scale = next((scale for scale in _SCALES if scale in figure), None)
    if scale is None:
        return Decimal(figure.replace(",", ""))
    size = _SCALES[scale]
    head, _, rest = (part.strip() for part in figure.partition(scale))
    count = _value(head or "1")
    over = Decimal(rest) * size / 10 if rest in _DIGITS else _value(rest or "0")
    backwards = size < 10**4 and any(smaller in head for smaller in _SCALES)  # 5百3千
    unsaid = not head and scale != "十"  # 12万千: how many of them? Only 十 needs no number before it
    return None if count is None or over is None or over >= size or backwards or unsaid else count * size + over
