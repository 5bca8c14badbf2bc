"""Photographs for tests: a plain workshop scene, drawn and not taken, with what a camera notes beside it."""

import random
from datetime import datetime
from functools import lru_cache
from io import BytesIO

import pillow_heif
from PIL import ExifTags, Image, ImageDraw, ImageFilter
from PIL.Image import Transpose

_AS_STORED = {  # EXIF orientation: how the camera lays an upright scene down
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}


@lru_cache(maxsize=64)  # hundreds of tests send the same few
def photograph(
    seed: int,
    *,
    size: tuple[int, int] = (1280, 960),
    taken_at: datetime | None = None,
    place: tuple[float, float] | None = None,
    orientation: int = 1,
    format: str = "JPEG",
) -> bytes:
    """A photograph, the same for the same seed.

    size: pixels as a viewer sees it, upright, whatever the orientation; place: degrees north and east; format:
    Pillow's name (JPEG, PNG, WEBP, GIF) or HEIC. GIF has no room for what the camera notes.
    """
    scene = _scene(random.Random(seed), size)
    if orientation in _AS_STORED:
        scene = scene.transpose(_AS_STORED[orientation])
    exif = _notes(taken_at, place, orientation)
    buffer = BytesIO()
    if format == "HEIC":
        pillow_heif.encode("RGB", scene.size, scene.tobytes(), buffer, quality=40, exif=exif.tobytes())
    elif format == "GIF":
        scene.save(buffer, format)
    else:
        scene.save(buffer, format, exif=exif)
    return buffer.getvalue()


def _scene(chance: random.Random, size: tuple[int, int]) -> Image.Image:
    """A wall with light from above, a floor, a machine with a yellow edge, and something spilled before it."""
    width, height = size
    floor = max(1, height * chance.randint(58, 70) // 100)
    light = Image.linear_gradient("L").resize((width, floor))
    wall = tuple(chance.randint(150, 205) for _ in range(3))
    scene = Image.new("RGB", size, (118, 116, 110))
    scene.paste(wall, (0, 0, width, floor))
    scene.paste((96, 100, 104), (0, 0, width, floor), mask=light)
    draw = ImageDraw.Draw(scene)
    _machine(draw, chance, width, floor, height)
    spill = chance.randint(10, 55) * width // 100
    draw.ellipse((spill, floor + (height - floor) // 3, spill + width // 3, height - height // 20), fill=(52, 44, 34))
    return _grain(scene, chance).filter(ImageFilter.GaussianBlur(0.6))


def _machine(draw: ImageDraw.ImageDraw, chance: random.Random, width: int, floor: int, height: int) -> None:
    left, top = chance.randint(5, 55) * width // 100, chance.randint(12, 30) * height // 100
    right, bottom = left + width * 36 // 100, floor + height // 20
    body = (chance.randint(30, 90), chance.randint(90, 130), chance.randint(90, 150))
    draw.rectangle((left, top, right, bottom), fill=body, outline=(30, 34, 38), width=max(1, width // 200))
    draw.rectangle((left + width // 25, top + height // 20, right - width // 25, top + height // 5), fill=(40, 44, 48))
    stripe = max(1, width // 40)
    for number, start in enumerate(range(left, right, stripe)):
        colour = (235, 190, 30) if number % 2 else (25, 25, 25)
        draw.rectangle((start, bottom - stripe, min(start + stripe, right), bottom), fill=colour)


def _grain(scene: Image.Image, chance: random.Random) -> Image.Image:
    coarse = (max(1, scene.width // 4), max(1, scene.height // 4))
    noise = Image.frombytes("L", coarse, chance.randbytes(coarse[0] * coarse[1])).resize(scene.size)
    return Image.blend(scene, noise.convert("RGB"), 0.06)


def _notes(taken_at: datetime | None, place: tuple[float, float] | None, orientation: int) -> Image.Exif:
    exif = Image.Exif()
    if orientation != 1:
        exif[ExifTags.Base.Orientation] = orientation
    if taken_at:
        exif[ExifTags.Base.Make] = "Hazardline test camera"
        times = exif.get_ifd(ExifTags.IFD.Exif)
        times[ExifTags.Base.DateTimeOriginal] = f"{taken_at:%Y:%m:%d %H:%M:%S}"
        if taken_at.tzinfo:
            times[ExifTags.Base.OffsetTimeOriginal] = taken_at.isoformat()[-6:]
    if place:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(_gps(*place))
    return exif


def _gps(latitude: float, longitude: float) -> dict[int, object]:
    return {
        ExifTags.GPS.GPSLatitudeRef: "N" if latitude >= 0 else "S",
        ExifTags.GPS.GPSLatitude: _sexagesimal(abs(latitude)),
        ExifTags.GPS.GPSLongitudeRef: "E" if longitude >= 0 else "W",
        ExifTags.GPS.GPSLongitude: _sexagesimal(abs(longitude)),
    }


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes = degrees % 1 * 60
    return float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 3)


def smaller(photo: bytes, share: float = 0.4, quality: int = 40) -> bytes:
    """A photograph as a chat passes it on: made smaller, saved again, without what its camera noted."""
    with Image.open(BytesIO(photo)) as image:
        size = (int(image.width * share), int(image.height * share))
        buffer = BytesIO()
        image.convert("RGB").resize(size).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
