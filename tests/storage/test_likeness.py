"""One picture is known again however a chat has treated it, and two pictures are not taken for one."""

from functools import cache
from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image

from storage.likeness import are_one, likeness
from storage.photo_intake import read_photograph
from tests.photographs import photograph, smaller

SEEDS = range(40)


def look(photo: bytes) -> str:
    return read_photograph(photo).likeness


@cache
def taken(seed: int) -> tuple[bytes, str]:
    """A photograph and how it looks."""
    photo = photograph(seed, size=(640, 480))
    return photo, look(photo)


@pytest.mark.parametrize(("share", "quality"), [(1.0, 30), (0.5, 60), (0.3, 40), (1.7, 80)])
def test_a_picture_passed_on_is_the_same_picture(share: float, quality: int) -> None:
    for seed in SEEDS:
        photo, as_taken = taken(seed)
        assert are_one(as_taken, look(smaller(photo, share, quality)))


def test_a_picture_turned_by_its_camera_s_note_is_the_same_picture() -> None:
    assert are_one(look(photograph(1)), look(photograph(1, orientation=6)))


def test_two_pictures_are_two() -> None:
    looks = [taken(seed)[1] for seed in SEEDS]
    assert not [pair for pair in combinations(looks, 2) if are_one(*pair)]


@pytest.mark.parametrize("colour", ["white", "black", "grey"])
def test_a_picture_of_nothing_is_like_no_other(colour: str) -> None:
    buffer = BytesIO()
    Image.new("RGB", (640, 480), colour).save(buffer, "JPEG")
    assert look(buffer.getvalue()) == likeness(Image.new("RGB", (9, 9), colour)) == ""
    assert not are_one("", "")
