"""How words are set in pictures: in a font that has Chinese, measured, wrapped and cut so that none run over."""

import unicodedata
from functools import lru_cache

from PIL import ImageFont
from pylopdf_fonts_zh_cn import sans_path

ELLIPSIS = "…"
UNPRINTABLE = "〓"  # the printer's mark for a letter that is not in the case
_NO_LINE_BEGINS_WITH = frozenset("，。、；：？！）》」』】”’…,.;:?!)]}%℃")


@lru_cache(maxsize=16)
def font(size: int) -> ImageFont.FreeTypeFont:
    """The font at this many pixels to the em."""
    # The basic layout: Chinese needs no shaping, and measures come out the same with and without libraqm.
    return ImageFont.truetype(str(sans_path()), size, layout_engine=ImageFont.Layout.BASIC)


def width_of(text: str, size: int) -> float:
    """Pixels that one line of this text takes."""
    return font(size).getlength(text)


def line_height(size: int) -> int:
    """Pixels from one line to the next."""
    return round(size * 1.36)


def printable(text: str) -> str:
    """One line of what the font can show: spaces joined, emoji and the invisible dropped, unknown letters marked."""
    shown = "".join(_shown(character) for character in text)
    return " ".join(shown.split())


def wrap(text: str, size: int, width: int, lines: int) -> list[str]:
    """The text in at most so many lines of at most so many pixels; what is left over ends in an ellipsis."""
    rest, made = printable(text), list[str]()
    while rest and len(made) < lines:
        fits = _fitting(rest, size, width)
        if fits < len(rest) and len(made) == lines - 1:
            return [*made, _cut(rest[:fits], size, width)]
        end = _break(rest, fits)
        made.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return made


@lru_cache(maxsize=4096)
def has_glyph(character: str) -> bool:
    """Whether the font can draw this character; without, readers would see an empty box."""
    return bytes(font(24).getmask(character)) != bytes(font(24).getmask("\uffff"))


def _shown(character: str) -> str:
    if character.isspace():
        return " "
    kind = unicodedata.category(character)
    if kind in {"Cc", "Cf", "Mn", "Me"}:
        return ""
    if has_glyph(character):
        return character
    return "" if kind in {"So", "Sk"} else UNPRINTABLE  # an emoji says nothing that is missed; a letter of a name does


def _fitting(text: str, size: int, width: int) -> int:
    """How many characters from the beginning fit; at least one, so that a wrap always goes on."""
    for count in range(1, len(text) + 1):
        if width_of(text[:count], size) > width:
            return max(1, count - 1)
    return len(text)


def _break(text: str, fits: int) -> int:
    """Where the line ends: not within a Latin word, not before a closing mark."""
    if fits == len(text):
        return fits
    before, after = text[fits - 1], text[fits]
    if before.isascii() and after.isascii() and after != " ":
        return text.rfind(" ", 0, fits) + 1 or fits
    return fits - 1 if after in _NO_LINE_BEGINS_WITH and fits > 1 else fits


def _cut(text: str, size: int, width: int) -> str:
    while text and width_of(text + ELLIPSIS, size) > width:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS
