"""Levels slips of spelling between two texts: characters that sound alike, English words a letter apart."""

from nlp.alignment import shared

SIMILAR_SPELLING = 0.79  # of two English words, by their common letters
LONG_ENOUGH = 4  # letters; shorter words a letter apart are two words
# The first level of GB 2312 stands in the order of its readings: characters this near are read (almost) alike.
_NEAR = 14
_FIRST_LEVEL = 3755
_ROW, _FIRST_ROW, _FIRST_CELL = 94, 0xB0, 0xA1
_TELLS_APART = frozenset("左右东西南北上下前后进出入里外头尾内甲乙丙丁")


def respelt(one: str, other: str) -> str:
    """The other text, each slip in it put as the first text has it."""
    if one.isascii() and other.isascii():
        return _words_as_in(one, other)
    parts, here, there = [], 0, 0
    for common in shared(one, other):
        meant, said = one[here : common.here], other[there : common.there]
        slip = len(meant) == len(said) and all(map(sound_alike, meant, said))
        here, there = common.here + common.size, common.there + common.size
        parts += [meant if slip else said, other[common.there : there]]
    return "".join(parts)


def sound_alike(one: str, other: str) -> bool:
    """True for two Chinese characters that are typed for one another; never for those that name a side."""
    if one in _TELLS_APART or other in _TELLS_APART:
        return False
    first, second = _reading(one), _reading(other)
    return first is not None and second is not None and abs(first - second) <= _NEAR


def _reading(character: str) -> int | None:
    """Where the character stands in the order of readings."""
    code = character.encode("gb2312", "ignore")
    if len(code) != len("啊".encode("gb2312")):
        return None
    place = (code[0] - _FIRST_ROW) * _ROW + code[1] - _FIRST_CELL
    return place if 0 <= place < _FIRST_LEVEL else None


def _words_as_in(one: str, other: str) -> str:
    known = [word for word in one.split() if len(word) >= LONG_ENOUGH and word.isalpha()]
    held = set(one.split())
    return " ".join(word if word in held else _as_known(word, known) for word in other.split())


def _as_known(word: str, known: list[str]) -> str:
    if len(word) < LONG_ENOUGH or not word.isalpha():
        return word
    near = (like for like in known if like[0] == word[0] and abs(len(like) - len(word)) <= 1)
    return next((like for like in near if _alike(like, word) >= SIMILAR_SPELLING), word)


def _alike(one: str, other: str) -> float:
    """The share of common letters in both."""
    return 2 * sum(common.size for common in shared(one, other)) / (len(one) + len(other))
