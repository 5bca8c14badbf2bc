"""The before/after picture: both photographs whole, every word in its place, nothing cut without a sign."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops

from templates.lettering import ELLIPSIS, UNPRINTABLE, has_glyph, printable, width_of, wrap
from templates.pictures import WIDTH, Caption, Side, before_after
from tests.photographs import photograph

CAPTION = Caption(
    number="YH-20261123-0007",
    place="冲压车间 2号冲床",
    before_label="整改前",
    after_label="整改后",
    before_line="11月23日 08:12 李强",
    after_line="11月25日 16:40 张伟",
)
RED, BLUE = (220, 20, 20), (20, 20, 220)


def plain(colour: tuple[int, int, int], size: tuple[int, int]) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG")
    return buffer.getvalue()


def picture(before: Side, after: Side, caption: Caption = CAPTION) -> Image.Image:
    return Image.open(BytesIO(before_after(before, after, caption)), formats=("JPEG",))


def extent(image: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what has about this colour."""
    difference = ImageChops.difference(image.convert("RGB"), Image.new("RGB", image.size, colour))
    near = difference.convert("L").point(lambda value: 255 if value < 12 else 0)
    box = near.getbbox()
    assert box
    return box


# --- the photographs ------------------------------------------------------------------------------------------------

SIZES = [(2000, 1500), (1500, 2000), (1000, 1000), (2048, 300), (300, 2048), (64, 48), (1, 1)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("other", [(2000, 1500), (900, 2000)])
def test_both_photographs_are_whole_and_undistorted(size: tuple[int, int], other: tuple[int, int]) -> None:
    made = picture(plain(RED, size), plain(BLUE, other))
    for colour, (width, height) in ((RED, size), (BLUE, other)):
        left, top, right, bottom = extent(made, colour)
        assert (right - left) / (bottom - top) == pytest.approx(width / height, rel=0.05)


@pytest.mark.parametrize(("before", "after"), [(SIZES[0], SIZES[1]), (SIZES[1], SIZES[1]), (SIZES[0], SIZES[2])])
def test_they_stand_side_by_side_equally_high(before: tuple[int, int], after: tuple[int, int]) -> None:
    made = picture(plain(RED, before), plain(BLUE, after))
    red, blue = extent(made, RED), extent(made, BLUE)
    assert red[2] <= blue[0]
    assert red[1] == pytest.approx(blue[1], abs=2)
    assert red[3] == pytest.approx(blue[3], abs=2)


@pytest.mark.parametrize("size", [*SIZES, (2048, 1), (1, 2048)])
def test_the_picture_fits_a_phone(size: tuple[int, int]) -> None:
    made = picture(plain(RED, size), plain(BLUE, size))
    assert made.width == WIDTH == 1080
    assert 600 < made.height < 1400


def test_the_picture_tells_nothing_but_what_it_shows() -> None:
    made = picture(photograph(1, place=(31.2, 121.4)), photograph(2))
    assert not made.getexif()
    assert {str(key)[:4] for key in made.info} == {"jfif"}


def test_the_same_case_gives_the_same_picture() -> None:
    sides = photograph(1, size=(640, 480)), photograph(2, size=(640, 480))
    assert before_after(*sides, CAPTION) == before_after(*sides, CAPTION)


@pytest.mark.parametrize("missing", ["before", "after"])
def test_where_a_photograph_is_missing_words_say_why(missing: str) -> None:
    photo, empty = plain(BLUE, (1600, 1200)), ""
    sides: dict[str, tuple[Side, Side]] = {"before": ("没有整改前照片", photo), "after": (photo, "没有整改后照片")}
    blank: dict[str, tuple[Side, Side]] = {"before": (empty, photo), "after": (photo, empty)}
    said, unsaid = picture(*sides[missing]), picture(*blank[missing])
    changed = ImageChops.difference(said, unsaid).convert("L").point(lambda value: 255 if value > 40 else 0).getbbox()
    assert changed
    left, top, right, bottom = extent(said, BLUE)
    assert changed[2] < left if missing == "before" else changed[0] > right
    assert top < changed[1]
    assert changed[3] < bottom


# --- the words ------------------------------------------------------------------------------------------------------

LONG = "焊接车间（东区）乙炔气瓶存放间与二号通道交界处，靠近消防栓箱的地面，门口右手边第三根立柱旁。" * 200


def test_the_font_has_the_letters_of_the_trade() -> None:
    words = (
        "隐患排查治理整改前后上报验收退回延期转交改派闭环一般重大机械电气消防危化品受限空间高处作业特种设备"
        "冲压焊接喷漆仓库配电室食堂乙炔氧气瓶防护罩砂轮叉车行车吊索灭火器应急疏散通道漏油锈蚀腐蚀"
        "年月日时分：，。（）《》“”、；？·①②③㎡℃№ⅠⅡ→ABCxyz0123456789-"
    )
    assert [character for character in words if not has_glyph(character)] == []


def test_a_letter_that_the_font_lacks_is_marked_and_no_empty_box() -> None:
    assert not has_glyph("𠮷")
    assert printable("𠮷野 3号") == f"{UNPRINTABLE}野 3号"
    assert has_glyph(UNPRINTABLE)
    assert has_glyph(ELLIPSIS)


def test_what_cannot_be_seen_and_emoji_are_dropped() -> None:
    assert printable("张\u200b伟\n\t整改\u202e完成 🟢👍🏽\x00") == "张伟 整改完成"


@pytest.mark.parametrize(
    "text", [LONG, "A" * 5000, "word " * 1000, "YH-20261123-0007", "短", "", "，" * 500, "𠮷" * 99]
)
@pytest.mark.parametrize("width", [60, 300, 1000])
def test_no_line_runs_over(text: str, width: int) -> None:
    lines = wrap(text, 40, width, 2)
    assert len(lines) <= 2
    assert all(width_of(line, 40) <= width for line in lines)


def test_what_is_cut_says_so_and_what_fits_does_not() -> None:
    assert wrap(LONG, 40, 600, 2)[-1].endswith(ELLIPSIS)
    assert wrap("冲压车间 2号冲床", 40, 600, 2) == ["冲压车间 2号冲床"]
    assert wrap("", 40, 600, 2) == []


def test_lines_break_between_words_and_never_before_a_comma() -> None:
    assert wrap("guard of the press", 40, round(width_of("guard of the pr", 40)), 2) == ["guard of the", "press"]
    assert wrap("冲压车间，二号", 40, round(width_of("冲压车间", 40)), 2) == ["冲压车", "间，二号"]


def test_overlong_words_stay_inside_the_picture() -> None:
    flood = Caption(LONG, LONG, LONG, LONG, LONG, LONG)
    made = picture(plain(RED, (2048, 300)), plain(BLUE, (300, 2048)), flood)
    assert made.height < 1500
    edges = [made.crop((0, 800, 30, made.height)), made.crop((WIDTH - 30, 800, WIDTH, made.height))]
    assert all(min(edge.convert("L").tobytes()) > 200 for edge in edges)


def test_every_word_of_the_caption_is_drawn() -> None:
    sides = plain(RED, (64, 48)), plain(BLUE, (64, 48))
    whole = before_after(*sides, CAPTION)
    words = vars(CAPTION)
    for name, text in words.items():
        assert before_after(*sides, Caption(**{**words, name: text[:-1]})) != whole
