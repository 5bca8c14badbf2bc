"""A Bot API server with --local lays files on this machine's disk: read there, in its own folder and nowhere else."""

import asyncio
import logging
import os
from pathlib import Path

import pytest

from bot.platforms.telegram import Telegram
from handlers.messages import Photo
from handlers.platform import NotFetched
from storage.photo_intake import BYTES_LIMIT
from tests.photographs import photograph
from tests.platforms.fakes.telegram import FakeTelegram
from tests.platforms.telegram_side import LIBRARIES
from tests.scenarios.test_starting import misread

PICTURE = photograph(3, size=(64, 48))


@pytest.fixture(params=LIBRARIES)
def library(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """The folder of the server."""
    folder = tmp_path / "telegram-bot-api"
    folder.mkdir()
    return folder


def fetched(library: str, fake: FakeTelegram, folder: Path | None, data: bytes = PICTURE, times: int = 1) -> bytes:
    """What is downloaded of a picture that somebody sends; the last time it is asked for."""

    async def scene() -> bytes:
        platform = Telegram(LIBRARIES[library](fake.token, fake.url, 5.0), fake.token, files=folder)
        photo = Photo(fake.world.keep(data, "photo.jpg")["file_id"])
        try:
            for _ in range(times - 1):
                with pytest.raises(NotFetched):
                    await platform.download(photo)
            return await platform.download(photo)
        finally:
            await platform.close()

    return asyncio.run(scene())


def waits(library: str, fake: FakeTelegram, folder: Path | None) -> None:
    """The picture is not had, and is asked for again when the operator has put it right."""
    with pytest.raises(NotFetched) as failure:
        fetched(library, fake, folder, times=2)
    assert not failure.value.permanent


def test_what_such_a_server_has_laid_in_its_folder_is_read_there(library: str, theirs: Path) -> None:
    with FakeTelegram() as fake:
        fake.world.local = theirs
        assert fetched(library, fake, theirs) == PICTURE


def test_the_folder_may_be_known_by_another_name(library: str, theirs: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(theirs)
    with FakeTelegram() as fake:
        fake.world.local = theirs
        assert fetched(library, fake, tmp_path / "link") == PICTURE


def test_a_server_that_hands_files_out_is_asked_for_them_all_the_same(library: str, theirs: Path) -> None:
    with FakeTelegram() as fake:
        assert fetched(library, fake, theirs) == PICTURE


def test_of_what_is_too_large_no_more_is_read_than_shows_it(library: str, theirs: Path) -> None:
    with FakeTelegram() as fake:
        fake.world.local = theirs
        assert len(fetched(library, fake, theirs, bytes(BYTES_LIMIT + 1000))) == BYTES_LIMIT + 1


def test_without_the_folder_the_log_says_once_what_to_set(
    library: str, theirs: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with FakeTelegram() as fake:
        fake.world.local = theirs
        with caplog.at_level(logging.ERROR):
            waits(library, fake, None)
        [told] = [record.getMessage() for record in caplog.records if record.name.endswith("telegram_files")]
        assert "HAZARDLINE_TELEGRAM_FILES" in told
        assert fetched(library, fake, theirs) == PICTURE


@pytest.mark.parametrize("way", ["elsewhere", "upwards", "a link", "through a link", "a folder", "a pipe", "nothing"])
def test_nothing_is_read_that_is_no_file_of_the_folder(library: str, theirs: Path, tmp_path: Path, way: str) -> None:
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(PICTURE)
    (theirs / "link.jpg").symlink_to(secret)
    (theirs / "up").symlink_to(tmp_path)
    os.mkfifo(theirs / "pipe.jpg")
    lies = {
        "elsewhere": secret,
        "upwards": f"{theirs}/../secret.jpg",
        "a link": theirs / "link.jpg",
        "through a link": theirs / "up" / "secret.jpg",
        "a folder": theirs,
        "a pipe": theirs / "pipe.jpg",
        "nothing": theirs / "no.jpg",
    }
    with FakeTelegram() as fake:
        fake.world.local, fake.world.lies = theirs, str(lies[way])
        waits(library, fake, theirs)


def test_a_neighbour_whose_name_begins_alike_is_outside(library: str, theirs: Path, tmp_path: Path) -> None:
    neighbour = tmp_path / "telegram-bot-api-2"
    neighbour.mkdir()
    with FakeTelegram() as fake:
        fake.world.local = neighbour
        waits(library, fake, theirs)


@pytest.mark.parametrize("value", ["telegram-bot-api", "/no/such/folder", "/etc/hostname"])
def test_a_folder_that_is_none_is_told_in_one_line(tmp_path: Path, value: str) -> None:
    line = misread(tmp_path, TELEGRAM_FILES=value)
    assert "HAZARDLINE_TELEGRAM_FILES" in line
