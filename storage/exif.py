"""What a camera notes beside the picture: which way is up, when it was taken, and where."""

import math
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PIL import ExifTags, Image

# What Pillow's readers raise over damaged or hostile bytes. A lack of memory is not among them: it is no fault of
# the photograph.
UNREADABLE: tuple[type[Exception], ...] = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, RuntimeError, EOFError),
    *(struct.error, zlib.error),
)

_TIMES = {  # tag of a local time: tag of its distance from UTC
    ExifTags.Base.DateTimeOriginal: ExifTags.Base.OffsetTimeOriginal,
    ExifTags.Base.DateTimeDigitized: ExifTags.Base.OffsetTimeDigitized,
}
_YEARS = range(2000, 2100)  # outside: a camera whose clock was never set


@dataclass(frozen=True)
class CameraNotes:
    """orientation: EXIF's 1 to 8; taken_at: local and naive unless the camera told its zone; degrees of WGS 84."""

    orientation: int = 1
    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None


def read_notes(image: Image.Image) -> CameraNotes:
    """The notes of an opened image. What is missing, damaged or implausible is left out; nothing is raised."""
    try:
        exif = image.getexif()
    except UNREADABLE:
        return CameraNotes()
    orientation = exif.get(ExifTags.Base.Orientation)
    latitude, longitude = _place(_part(exif, ExifTags.IFD.GPSInfo))
    return CameraNotes(
        orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1,
        _taken_at(_part(exif, ExifTags.IFD.Exif)),
        latitude,
        longitude,
    )


def _part(exif: Image.Exif, part: int) -> Mapping[int, Any]:
    try:
        return exif.get_ifd(part)
    except UNREADABLE:
        return {}


def _taken_at(tags: Mapping[int, Any]) -> datetime | None:
    for time, zone in _TIMES.items():
        local = _time(tags.get(time), "%Y:%m:%d %H:%M:%S")
        if local and local.year in _YEARS:
            offset = _time(tags.get(zone), "%z")
            return local.replace(tzinfo=offset.tzinfo if offset else None)
    return None


def _time(value: object, form: str) -> datetime | None:
    try:
        return datetime.strptime(_text(value), form)
    except ValueError:
        return None


def _place(tags: Mapping[int, Any]) -> tuple[float, float] | tuple[None, None]:
    latitude = _degrees(tags.get(ExifTags.GPS.GPSLatitude), tags.get(ExifTags.GPS.GPSLatitudeRef), "NS", 90)
    longitude = _degrees(tags.get(ExifTags.GPS.GPSLongitude), tags.get(ExifTags.GPS.GPSLongitudeRef), "EW", 180)
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):  # (0, 0): no satellite was found
        return None, None
    return latitude, longitude


def _degrees(parts: Any, reference: object, signs: str, limit: int) -> float | None:
    sign = {signs[0]: 1, signs[1]: -1}.get(_text(reference))
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except UNREADABLE:
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if sign is None or not math.isfinite(value) or not 0 <= value <= limit:
        return None
    return sign * value


def _text(value: object) -> str:
    return value.strip("\0 ") if isinstance(value, str) else ""
