"""Whether two photographs are one picture, also after a chat has made it smaller or saved it again."""

import math
import statistics
from collections.abc import Sequence

from PIL import Image
from PIL.Image import Resampling

_SIDE, _WAVES = 32, 12
_COSINES = [[math.cos(math.pi * (2 * x + 1) * wave / (2 * _SIDE)) for x in range(_SIDE)] for wave in range(_WAVES)]
# Of 143 bits: a picture at a third of its size and a poor quality differs from itself in up to 6, drawn scenes that
# are alike on purpose differ from one another in 26 and more.
_SAME = 12
# Levels of grey between the darkest and the brightest cell: with fewer (a wall, the inside of a pocket) there is
# nothing to know a picture by.
_CONTRAST = 12


def likeness(picture: Image.Image) -> str:
    """The perceptual hash of a picture, 36 hexadecimal digits; empty where there is too little to see.

    Each bit says whether one of the 12 x 12 lowest frequencies (without the mean) of the cosine transform of 32 x 32
    cells of grey lies above their median (C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash
    Functions", 2010, 3.2).
    """
    cells = picture.convert("L").resize((_SIDE, _SIDE), Resampling.LANCZOS).tobytes()
    if max(cells) - min(cells) < _CONTRAST:
        return ""
    rows = [_transformed(cells[start : start + _SIDE]) for start in range(0, len(cells), _SIDE)]
    waves = [wave for column in zip(*rows, strict=True) for wave in _transformed(column)][1:]
    middle = statistics.median(waves)
    return f"{sum((wave > middle) << place for place, wave in enumerate(waves)):036x}"


def _transformed(line: Sequence[float]) -> list[float]:
    """The lowest frequencies of 32 values."""
    return [sum(value * cosine for value, cosine in zip(line, cosines, strict=True)) for cosines in _COSINES]


def are_one(one: str, other: str) -> bool:
    """True when two likenesses are of the same picture."""
    return bool(one) and bool(other) and (int(one, 16) ^ int(other, 16)).bit_count() <= _SAME
