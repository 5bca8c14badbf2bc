"""Small copies of the pictures a person sent, for their own chat: the pixels alone, nothing else of the file."""

import threading
from pathlib import Path

from storage.photo_intake import BadPhoto, read_photograph

VARIANTS = ("thumb", "clean")
MARKS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"GIF8": "image/gif"}

_one_at_a_time = threading.Lock()  # a large photograph takes 200 MiB while it is read


def small_copy(upload: Path, variant: str) -> bytes | None:
    """A JPEG of an uploaded picture, kept beside it. None: it is gone, or no picture that we can show."""
    kept = upload.with_name(f"{upload.name}.{variant}")
    with _one_at_a_time:
        if not upload.exists():
            return None
        if not kept.exists():
            _make_copies(upload)
        return kept.read_bytes() or None


def image_type(picture: bytes) -> str | None:
    """The media type of an image by its first bytes. None: it is no image that browsers show."""
    head = picture[:12]
    if head[:4] == b"RIFF" and head[8:] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in MARKS.items() if head.startswith(mark)), None)


def _make_copies(upload: Path) -> None:
    """Both copies; empty ones for what is no photograph, so that it is not tried again at each look."""
    try:
        photograph = read_photograph(upload.read_bytes())
        made = {"thumb": photograph.thumb, "clean": photograph.clean}
    except BadPhoto:
        made = dict.fromkeys(VARIANTS, b"")
    for variant, content in made.items():
        half = upload.with_name(f"{upload.name}.{variant}.part")
        half.write_bytes(content)
        half.replace(upload.with_name(f"{upload.name}.{variant}"))
