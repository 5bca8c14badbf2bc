"""The picture of a code: sharp squares with a white margin, which a phone reads off another screen."""

from io import BytesIO

from PIL import Image

from bot.qr import PIXELS, qr


def test_it_is_a_picture_of_black_and_white_squares_with_a_margin() -> None:
    drawn = Image.open(BytesIO(qr("https://t.me/hazard_bot?start=join_0123456789abcdefAB_-xy"))).convert("L")
    assert drawn.format is None or drawn.size[0] == drawn.size[1]
    assert {value for _, value in drawn.getcolors() or ()} == {0, 255}
    margin = 4 * PIXELS
    assert drawn.crop((0, 0, drawn.width, margin)).getextrema() == (255, 255)
    corner = drawn.crop((margin, margin, margin + 7 * PIXELS, margin + PIXELS))
    assert corner.getextrema() == (0, 0), "the upper edge of the finder in the corner"


def test_it_fits_on_a_phone_and_another_text_is_another_picture() -> None:
    assert Image.open(BytesIO(qr("x" * 120))).width < 600
    assert qr("join_a") != qr("join_b")
