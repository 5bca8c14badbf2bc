"""What arrives as a photograph is read, bounded, and shown without what its camera wrote into it."""

import struct
import subprocess
import sys
import textwrap
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageChops, ImageCms, ImageStat
from PIL.PngImagePlugin import PngInfo

from storage.photo_intake import BadPhoto, read_photograph, verify_stripped
from tests.photographs import photograph

SHANGHAI = (31.2304, 121.4737)
FORMATS = ["JPEG", "PNG", "WEBP", "HEIC"]


def problem_of(data: bytes) -> str:
    with pytest.raises(BadPhoto) as refusal:
        read_photograph(data)
    return refusal.value.problem


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(BytesIO(jpeg), formats=("JPEG",))


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def difference(one: Image.Image, other: Image.Image) -> float:
    assert one.size == other.size
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


# --- what is read ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
        ("HEIC", "image/heic"),
    ],
)
def test_every_kind_that_phones_send_is_known_by_its_content(form: str, kind: str) -> None:
    photo = read_photograph(photograph(1, size=(320, 240), format=form))
    assert (photo.kind, photo.width, photo.height) == (kind, 320, 240)
    assert opened(photo.clean).size == (320, 240)


# --- the copy that people see ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_clean_copy_stands_upright(form: str, orientation: int) -> None:
    upright = opened(read_photograph(photograph(5, size=(320, 200))).clean)
    photo = read_photograph(photograph(5, size=(320, 200), orientation=orientation, format=form))
    assert (photo.width, photo.height) == (320, 200)
    assert difference(opened(photo.clean), upright) < 5


def test_nothing_of_what_the_camera_or_an_editor_wrote_is_left() -> None:
    secret = b"secret-of-the-camera"
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = secret.decode()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (31.0, 0.0, 0.0), 3: "E", 4: (121.0, 0.0, 0.0)})
    data = saved(Image.new("RGB", (80, 60)), "JPEG", exif=exif, xmp=secret, comment=secret, icc_profile=secret)
    assert data.count(secret) == 4
    photo = read_photograph(data)
    for copy in (photo.clean, photo.thumb):
        assert secret not in copy
        assert not opened(copy).getexif()
        assert {str(key)[:4] for key in opened(copy).info} == {"jfif"}


def test_texts_of_a_png_are_left_behind() -> None:
    notes = PngInfo()
    notes.add_text("Author", "secret", zip=True)
    notes.add_itxt("XML:com.adobe.xmp", "secret")
    photo = read_photograph(saved(Image.new("RGB", (80, 60)), "PNG", pnginfo=notes))
    assert b"secret" not in photo.clean + photo.thumb


def test_a_copy_that_still_tells_something_is_not_shown() -> None:
    verify_stripped(read_photograph(photograph(1, size=(80, 60))).clean)
    telling = [
        photograph(1, size=(80, 60), place=SHANGHAI),
        saved(Image.new("RGB", (8, 8)), "JPEG", comment=b"who"),
        saved(Image.new("RGB", (8, 8)), "JPEG", xmp=b"who"),
        saved(Image.new("RGB", (8, 8)), "JPEG", icc_profile=b"who"),
    ]
    for copy in telling:
        with pytest.raises(BadPhoto):
            verify_stripped(copy)


@pytest.mark.parametrize("size", [(4000, 3000), (3000, 2250), (2100, 500), (400, 2600)])
def test_copies_are_bounded_and_keep_their_shape(size: tuple[int, int]) -> None:
    photo = read_photograph(photograph(2, size=size))
    assert (photo.width, photo.height) == size
    for copy, side in ((photo.clean, 2048), (photo.thumb, 480)):
        width, height = opened(copy).size
        assert max(width, height) <= side
        assert width / height == pytest.approx(size[0] / size[1], rel=0.02)
    assert max(opened(photo.clean).size) >= 1900


def test_a_small_picture_is_not_blown_up() -> None:
    photo = read_photograph(photograph(2, size=(90, 60)))
    assert opened(photo.clean).size == opened(photo.thumb).size == (90, 60)


def test_what_is_see_through_becomes_white_and_shows_nothing_hidden() -> None:
    hidden = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    for form in ("PNG", "WEBP", "GIF"):
        pixel = opened(read_photograph(saved(hidden, form)).clean).getpixel((32, 32))
        assert isinstance(pixel, tuple)
        assert min(pixel) > 250


def test_of_an_animated_picture_the_first_frame_is_taken() -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("blue", "red", "white")]
    for form in ("GIF", "WEBP", "PNG"):
        moving = saved(frames[0], form, save_all=True, append_images=frames[1:], duration=100)
        assert difference(opened(read_photograph(moving).clean), frames[0]) < 8


def test_of_a_phones_double_picture_the_first_is_taken() -> None:
    double = saved(Image.new("RGB", (64, 64), "blue"), "MPO", save_all=True, append_images=[Image.new("RGB", (8, 8))])
    photo = read_photograph(double)
    assert (photo.kind, photo.width) == ("image/jpeg", 64)
    assert difference(opened(photo.clean), Image.new("RGB", (64, 64), "blue")) < 5


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_a_png_of_any_depth_is_shown(mode: str) -> None:
    assert opened(read_photograph(saved(Image.new(mode, (64, 48)), "PNG")).clean).mode == "RGB"


def test_a_print_shops_jpeg_keeps_its_colours() -> None:
    data = saved(Image.new("CMYK", (64, 64), (0, 255, 255, 0)), "JPEG")
    assert difference(opened(read_photograph(data).clean), Image.new("RGB", (64, 64), "red")) < 5


def test_colours_of_another_space_are_brought_into_the_common_one() -> None:
    common = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = common.replace(b"rXYZ", b"????", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"????", b"gXYZ", 1)
    data = saved(Image.new("RGB", (64, 64), (255, 0, 0)), "JPEG", icc_profile=swapped)
    assert difference(opened(read_photograph(data).clean), Image.new("RGB", (64, 64), (0, 255, 0))) < 5


# --- what bad input gets --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"",
        "这是一份文本".encode(),
        b"\x00" * 4000,
        b"%PDF-1.7",
        b"<svg/>",
        saved(Image.new("RGB", (9, 9)), "BMP"),
        saved(Image.new("RGB", (9, 9)), "TIFF"),
    ],
)
def test_what_is_no_photograph_is_refused(data: bytes) -> None:
    assert problem_of(data) == "not_image"


def test_a_file_too_large_is_refused_unread() -> None:
    assert problem_of(b"\xff\xd8\xff" + bytes(50 * 1024 * 1024)) == "too_large"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "HEIC"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_a_photograph_that_breaks_off_is_refused(form: str, share: float) -> None:
    whole = photograph(3, size=(640, 480), format=form)
    assert problem_of(whole[: int(len(whole) * share)]) == "truncated"


def test_a_large_jpeg_that_breaks_off_is_refused_though_it_is_read_at_half_size() -> None:
    whole = photograph(3, size=(4000, 3000))
    assert problem_of(whole[: len(whole) * 98 // 100]) == "truncated"


@pytest.mark.parametrize("size", [(30_000, 30_000), (8_100, 8_100)])
def test_too_many_pixels_are_refused_by_the_header(size: tuple[int, int]) -> None:
    assert problem_of(png_of(*size)) == "too_many_pixels"


def test_a_jpeg_header_that_promises_too_much_is_refused() -> None:
    sound = photograph(1, size=(640, 480))
    frame = sound.index(b"\xff\xc0")
    assert problem_of(sound[: frame + 5] + struct.pack(">HH", 60_000, 60_000) + sound[frame + 9 :]) == "too_many_pixels"


def test_an_inflated_text_in_a_png_stays_bounded() -> None:
    bomb = b"Comment\x00\x00" + zlib.compress(bytes(64 * 1024 * 1024), 9)
    assert problem_of(png_of(64, 64, chunk(b"zTXt", bomb))) == "truncated"


@pytest.mark.skipif(sys.platform != "linux", reason="a process's memory is bounded this way on Linux alone")
def test_the_bomb_is_not_even_unpacked() -> None:
    """In a process that may take 100 MiB more than it has: the pixels would need 900."""
    program = """
        import resource, sys
        from pathlib import Path
        from storage.photo_intake import BadPhoto, read_photograph
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + 100 * 1024 * 1024,) * 2)
        try:
            read_photograph(sys.stdin.buffer.read())
        except BadPhoto as refusal:
            print(refusal.problem)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        input=png_of(30_000, 30_000),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
    )
    assert done.stdout.split() == [b"too_many_pixels"], done.stderr.decode()


def png_of(width: int, height: int, *more: bytes) -> bytes:
    """A black and white PNG, all black, packed row by row so that making it needs no canvas."""
    packer = zlib.compressobj(1)
    row = bytes(1 + (width + 7) // 8)
    pixels = b"".join([*(packer.compress(row) for _ in range(height)), packer.flush()])
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(more) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


@pytest.mark.parametrize("form", FORMATS)
def test_of_a_picture_that_is_something_else_besides_only_the_picture_is_left(form: str) -> None:
    """A page, an archive or a program behind a picture, or within what it tells of itself, is not handed on."""
    image = Image.new("RGB", (64, 48), "red")
    inside = {"comment": b"<script>alert(1)</script>"} if form == "JPEG" else {}
    plain = saved(image, form, **inside) if form != "HEIC" else photograph(1, size=(64, 48), format=form)
    photo = read_photograph(plain + b"<html><script>alert(2)</script></html>PK\x03\x04 <?php echo 3;")
    for copy in (photo.clean, photo.thumb):
        assert copy.startswith(b"\xff\xd8\xff")
        assert copy.endswith(b"\xff\xd9")
        assert not any(word in copy for word in (b"script", b"<?php", b"PK\x03\x04"))
