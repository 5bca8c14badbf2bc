"""What a camera notes is believed where it can be true, and never costs the photograph."""

import random
from datetime import datetime, timedelta, timezone
from io import BytesIO

import pytest
from PIL import ExifTags, Image

from storage.photo_intake import Photograph, read_photograph
from tests.photographs import photograph

BEIJING = timezone(timedelta(hours=8))
MONDAY = datetime(2026, 11, 23, 8, 12, 5)
SHANGHAI = (31.2304, 121.4737)


def with_exif(exif: Image.Exif) -> Photograph:
    buffer = BytesIO()
    Image.new("RGB", (40, 30)).save(buffer, "JPEG", exif=exif)
    return read_photograph(buffer.getvalue())


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIC"])
def test_time_and_place_are_read_before_they_are_stripped(form: str) -> None:
    photo = read_photograph(photograph(1, size=(320, 240), taken_at=MONDAY, place=SHANGHAI, format=form))
    assert photo.taken_at == MONDAY
    assert photo.taken_at.tzinfo is None
    assert (photo.latitude, photo.longitude) == pytest.approx(SHANGHAI, abs=1e-6)


def test_a_camera_that_tells_its_zone_gives_an_aware_time() -> None:
    photo = read_photograph(photograph(1, size=(80, 60), taken_at=MONDAY.replace(tzinfo=BEIJING)))
    assert photo.taken_at == MONDAY.replace(tzinfo=BEIJING)
    assert photo.taken_at.utcoffset() == timedelta(hours=8)


def test_a_place_in_the_south_and_west_is_negative() -> None:
    photo = read_photograph(photograph(1, size=(80, 60), place=(-33.45, -70.66)))
    assert (photo.latitude, photo.longitude) == pytest.approx((-33.45, -70.66), abs=1e-6)


def test_a_photograph_without_notes_has_neither_time_nor_place() -> None:
    photo = read_photograph(photograph(1, size=(80, 60)))
    assert (photo.taken_at, photo.latitude, photo.longitude) == (None, None, None)


@pytest.mark.parametrize(
    "written", ["0000:00:00 00:00:00", "1970:01:01 08:00:00", "9999:12:31 23:59:59", "gestern", ""]
)
def test_a_time_that_cannot_be_is_left_out(written: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = written
    assert with_exif(exif).taken_at is None


@pytest.mark.parametrize(
    "gps",
    [
        {1: "N", 2: (91.0, 0.0, 0.0), 3: "E", 4: (121.0, 0.0, 0.0)},
        {1: "N", 2: (31.0, 0.0, 0.0), 3: "E", 4: (181.0, 0.0, 0.0)},
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "X", 2: (31.0, 0.0, 0.0), 3: "E", 4: (121.0, 0.0, 0.0)},
        {1: "N", 2: (31.0, 0.0), 3: "E", 4: (121.0, 0.0, 0.0)},
        {1: "N", 2: (31.0, 0.0, 0.0)},
        {2: (31.0, 0.0, 0.0), 4: (121.0, 0.0, 0.0)},
    ],
)
def test_a_place_that_cannot_be_is_left_out(gps: dict[int, object]) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(gps)
    photo = with_exif(exif)
    assert (photo.latitude, photo.longitude) == (None, None)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_damaged_notes_do_not_cost_the_photograph() -> None:
    chance = random.Random(7)
    sound = photograph(1, size=(80, 60), taken_at=MONDAY, place=SHANGHAI)
    start = sound.index(b"Exif")
    length = int.from_bytes(sound[start - 2 : start], "big") - 2
    for _ in range(60):
        damaged = bytearray(sound)
        for position in chance.sample(range(start, start + length), 12):
            damaged[position] = chance.randrange(256)
        photo = read_photograph(bytes(damaged))
        assert {photo.width, photo.height} == {80, 60}
