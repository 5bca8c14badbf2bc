"""QR codes, drawn to be scanned off a screen or off paper."""

from io import BytesIO

import segno

PIXELS = 8  # of each of its squares


def qr(text: str) -> bytes:
    """A PNG with a white margin all around."""
    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=PIXELS, border=4)
    return drawn.getvalue()
