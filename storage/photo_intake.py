"""What counts as a photograph, and how the clean copy is made that people are shown instead of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO

from PIL import Image, ImageCms
from PIL.Image import Transpose
from pillow_heif import HeifImageFile

from storage.exif import UNREADABLE, read_notes
from storage.likeness import likeness

BYTES_LIMIT = 20 * 1024 * 1024
PIXELS_LIMIT = 65_000_000  # phones of 50 and 64 megapixels pass
CLEAN_SIDE = 2048
THUMB_SIDE = 480
# A JPEG can be decoded at a half or a quarter for a fraction of the time. Asking for a little less than the clean
# side lets the common 12 megapixels (4000 and 4032 wide) take that way.
_DRAFT_SIDE = 1920

# By content, never by name: phones make JPEG and HEIC, screenshots are PNG, forwarded pictures WEBP, and stickers
# GIF. Each with the one reader that may see it.
_KINDS: dict[str, tuple[re.Pattern[bytes], Callable[[BytesIO], Image.Image]]] = {
    "image/jpeg": (re.compile(rb"\xff\xd8\xff"), partial(Image.open, formats=("JPEG",))),
    "image/png": (re.compile(rb"\x89PNG\r\n\x1a\n"), partial(Image.open, formats=("PNG",))),
    "image/webp": (re.compile(rb"RIFF....WEBP", re.DOTALL), partial(Image.open, formats=("WEBP",))),
    "image/gif": (re.compile(rb"GIF8[79]a"), partial(Image.open, formats=("GIF",))),
    "image/heic": (re.compile(rb"....ftyp(hei[cxms]|hev[cxms]|mif1|msf1)", re.DOTALL), HeifImageFile),
}
_TURNS = {  # EXIF orientation: what brings the picture upright
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
_BAD_PROFILE: tuple[type[Exception], ...] = (ImageCms.PyCMSError, *UNREADABLE)


class BadPhoto(Exception):
    """No photograph can be kept of these bytes.

    problem: not_image; too_large (bytes); too_many_pixels; truncated (begins as a photograph, cannot be read to its
    end).
    """

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Photograph:
    """What was read from the bytes.

    width and height: pixels of the original, upright; clean and thumb: bare JPEG; likeness: see storage/likeness.py.
    """

    kind: str
    width: int
    height: int
    taken_at: datetime | None
    latitude: float | None
    longitude: float | None
    clean: bytes
    thumb: bytes
    likeness: str


def read_photograph(data: bytes) -> Photograph:
    """Read a photograph and make its clean copies. Raises BadPhoto, before any pixel is decoded where it can."""
    if len(data) > BYTES_LIMIT:
        raise BadPhoto("too_large")
    kind = _kind(data)
    image, (width, height) = _decode(data, kind)
    notes = read_notes(image)
    turn = _TURNS.get(notes.orientation)
    if turn in (Transpose.TRANSPOSE, Transpose.TRANSVERSE, Transpose.ROTATE_90, Transpose.ROTATE_270):
        width, height = height, width
    clean = _bare(image)
    clean = clean.transpose(turn) if turn is not None else clean
    thumb = clean.copy()
    thumb.thumbnail((THUMB_SIDE, THUMB_SIDE))
    return Photograph(
        kind,
        width,
        height,
        notes.taken_at,
        notes.latitude,
        notes.longitude,
        _stripped(clean, 85),
        _stripped(thumb, 80),
        likeness(thumb),
    )


def verify_stripped(jpeg: bytes) -> None:
    """Raise BadPhoto where a copy still tells anything but its pixels: better no picture than one that tells."""
    with Image.open(BytesIO(jpeg), formats=("JPEG",)) as image:
        told = {key for key in image.info if not str(key).startswith("jfif")}
        markers = {marker for marker, _ in getattr(image, "applist", [])}
        if told or markers - {"APP0"} or len(image.getexif()):
            raise BadPhoto("not_image")


def _kind(data: bytes) -> str:
    for kind, (signature, _) in _KINDS.items():
        if signature.match(data):
            return kind
    raise BadPhoto("not_image")


def _decode(data: bytes, kind: str) -> tuple[Image.Image, tuple[int, int]]:
    """The decoded image, perhaps already made smaller, and the size that its header tells."""
    _, reader = _KINDS[kind]
    try:
        image = reader(BytesIO(data))
        size = image.size
        if size[0] * size[1] > PIXELS_LIMIT:
            raise BadPhoto("too_many_pixels")
        if kind == "image/jpeg":
            share = _DRAFT_SIDE / max(size)
            image.draft("RGB", (max(1, int(size[0] * share)), max(1, int(size[1] * share))))
        image.load()
    except Image.DecompressionBombError:
        raise BadPhoto("too_many_pixels") from None
    except UNREADABLE as error:
        raise BadPhoto("truncated") from error
    return image, size


def _bare(image: Image.Image) -> Image.Image:
    """The pixels alone, on a new canvas: no larger than CLEAN_SIDE, in sRGB, on white where they were see-through."""
    picture = image.convert("RGBA" if image.has_transparency_data else "RGB")
    picture.thumbnail((CLEAN_SIDE, CLEAN_SIDE))
    if picture.mode == "RGB":
        _to_srgb(picture, image.info.get("icc_profile"))
    canvas = Image.new("RGB", picture.size, "white")
    canvas.paste(picture, mask=picture if picture.mode == "RGBA" else None)
    return canvas


def _to_srgb(picture: Image.Image, profile: bytes | None) -> None:
    """Newer phones photograph in a wider colour space; without its profile, red would turn dull."""
    if not profile:
        return
    try:
        source = ImageCms.getOpenProfile(BytesIO(profile))
        ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), inPlace=True)
    except _BAD_PROFILE:
        return  # a damaged profile, or one of another colour model: the colours stay as they are


def _stripped(picture: Image.Image, quality: int) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    verify_stripped(buffer.getvalue())
    return buffer.getvalue()
