"""Kept photographs: sealed byte for byte, shown clean, swept when no row names them."""

import os
import stat
import time
from collections.abc import Set
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from storage.media import BadPhoto, KeptPhoto, MediaStore, Variant
from tests.photographs import photograph
from tests.storage.rings import RING, ring
from workflow.ids import new_id

VARIANTS: tuple[Variant, ...] = ("sealed", "clean", "thumb")
SMALL = photograph(1, size=(320, 240))


@pytest.fixture
def store(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "media", RING)


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def age(path: Path, seconds: float) -> None:
    os.utime(path, (time.time() - seconds,) * 2)


def nobody(_: Set[str]) -> Set[str]:
    return set()


def test_the_original_is_sealed_byte_for_byte(store: MediaStore) -> None:
    data = photograph(1, taken_at=datetime(2026, 11, 23, 8, 12), place=(31.25, 121.5), orientation=6)
    kept = store.keep(data, media_id := new_id())
    assert store.read(media_id, "sealed") == data
    assert kept == KeptPhoto(
        media_id=media_id,
        digest=RING.digest("media.digest", sha256(data).hexdigest()),
        kind="image/jpeg",
        size=len(data),
        width=1280,
        height=960,
        taken_at=datetime(2026, 11, 23, 8, 12),
        latitude=31.25,
        longitude=121.5,
        likeness=kept.likeness,
    )


def test_people_are_shown_copies_without_what_the_camera_noted(store: MediaStore) -> None:
    store.keep(photograph(1, size=(2400, 1800), place=(31.2, 121.4)), media_id := new_id())
    sides: dict[Variant, int] = {"clean": 2048, "thumb": 480}
    for variant, side in sides.items():
        with Image.open(BytesIO(store.read(media_id, variant))) as copy:
            assert copy.format == "JPEG"
            assert max(copy.size) == side
            assert not copy.getexif()


def test_nobody_else_on_the_machine_may_read_them(store: MediaStore, tmp_path: Path) -> None:
    store.keep(SMALL, new_id())
    for path in (tmp_path / "media").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_no_temporary_file_is_left(store: MediaStore, tmp_path: Path) -> None:
    store.keep(SMALL, media_id := new_id())
    assert sorted(files(tmp_path)) == sorted(store.path(media_id, variant) for variant in VARIANTS)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"no picture, though its name was .jpg", "not_image"),
        (SMALL[: len(SMALL) // 2], "truncated"),
        (SMALL + bytes(20 * 1024 * 1024), "too_large"),
    ],
)
def test_of_a_refused_photograph_nothing_stays(store: MediaStore, tmp_path: Path, data: bytes, problem: str) -> None:
    with pytest.raises(BadPhoto) as refusal:
        store.keep(data, new_id())
    assert refusal.value.problem == problem
    assert files(tmp_path) == []


def test_when_one_copy_cannot_be_written_none_stays(store: MediaStore, tmp_path: Path) -> None:
    (tmp_path / "media" / "thumb").rmdir()
    (tmp_path / "media" / "thumb").touch()
    with pytest.raises(OSError, match="thumb"):
        store.keep(SMALL, new_id())
    assert files(tmp_path) == [tmp_path / "media" / "thumb"]


def test_keeping_the_same_photograph_again_after_a_crash_changes_nothing(store: MediaStore, tmp_path: Path) -> None:
    media_id = new_id()
    assert store.keep(SMALL, media_id) == store.keep(SMALL, media_id)
    assert len(files(tmp_path)) == 3


def test_evidence_is_never_replaced(store: MediaStore) -> None:
    store.keep(SMALL, media_id := new_id())
    with pytest.raises(FileExistsError):
        store.keep(photograph(2, size=(320, 240)), media_id)
    assert store.read(media_id, "sealed") == SMALL


@pytest.mark.parametrize("forged", ["../../etc/passwd", "", "..", "{01a209cd-05bd-720b-ab87-8ae5666ad49e}"])
def test_only_an_id_names_a_file(store: MediaStore, forged: str) -> None:
    with pytest.raises(ValueError, match=r"id|UUID"):
        store.path(forged, "clean")


def test_ids_made_one_after_another_spread_over_folders(store: MediaStore) -> None:
    assert len({store.path(new_id(), "sealed").parent for _ in range(200)}) > 50


def test_many_may_keep_at_once(store: MediaStore) -> None:
    photos = {new_id(): photograph(seed, size=(160, 120)) for seed in range(24)}
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda item: store.keep(item[1], item[0]), photos.items()))
    for photo in kept:
        assert store.read(photo.media_id, "sealed") == photos[photo.media_id]
        Image.open(BytesIO(store.read(photo.media_id, "thumb"))).load()


def test_the_sweep_removes_what_has_no_row(store: MediaStore, tmp_path: Path) -> None:
    named, lost = new_id(), new_id()
    for media_id in (named, lost):
        store.keep(SMALL, media_id)
        for variant in VARIANTS:
            age(store.path(media_id, variant), 3700)
    assert store.sweep(lambda ids: ids & {named}) == 3
    assert sorted(files(tmp_path)) == sorted(store.path(named, variant) for variant in VARIANTS)


def test_the_sweep_spares_what_may_still_get_its_row(store: MediaStore, tmp_path: Path) -> None:
    store.keep(SMALL, media_id := new_id())
    for variant in VARIANTS:
        age(store.path(media_id, variant), 3500)
    assert store.sweep(nobody) == 0
    assert store.sweep(nobody, older_than=3000) == 3
    assert files(tmp_path) == []


def test_the_sweep_removes_what_a_crash_left_unfinished(store: MediaStore, tmp_path: Path) -> None:
    incoming = tmp_path / "media" / "incoming"
    (incoming / "yesterday").write_bytes(b"half a pho")
    (incoming / "now").write_bytes(b"half a pho")
    age(incoming / "yesterday", 90_000)
    assert store.sweep(nobody) == 1
    assert files(tmp_path) == [incoming / "now"]


def test_on_the_disk_nothing_of_a_photograph_is_to_be_seen(store: MediaStore) -> None:
    store.keep(SMALL, media_id := new_id())
    for variant in VARIANTS:
        lies = store.path(media_id, variant).read_bytes()
        assert len(lies) == len(store.read(media_id, variant)) + 45
        assert not any(mark in lies for mark in (b"JFIF", b"Exif", b"\xff\xd8\xff", SMALL[:16], SMALL[-16:]))


def test_a_file_opens_in_its_own_place_only_and_unaltered(store: MediaStore) -> None:
    first, second = new_id(), new_id()
    for media_id in (first, second):
        store.keep(SMALL, media_id)
    lies = store.path(first, "clean").read_bytes()
    for media_id, variant in ((second, "clean"), (first, "thumb")):
        store.path(media_id, variant).write_bytes(lies)  # type: ignore[arg-type]
        with pytest.raises(OSError, match="does not open"):
            store.read(media_id, variant)  # type: ignore[arg-type]
    for altered in (lies[:-1], lies + b"\0", lies[:40] + bytes([lies[40] ^ 1]) + lies[41:], b"", SMALL):
        store.path(first, "clean").write_bytes(altered)
        with pytest.raises(OSError, match="does not open"):
            store.read(first, "clean")


def test_with_other_keys_nothing_opens(store: MediaStore, tmp_path: Path) -> None:
    store.keep(SMALL, media_id := new_id())
    with pytest.raises(OSError, match="does not open"):
        MediaStore(tmp_path / "media", ring(bytes(32))).read(media_id, "clean")


def unsealed(store: MediaStore, media_id: str) -> None:
    """Lay a photograph down as it was kept before there were keys."""
    store.keep(SMALL, media_id)
    for variant, ending in (("sealed", ""), ("clean", ".jpg"), ("thumb", ".jpg")):
        path = store.path(media_id, variant)  # type: ignore[arg-type]
        path.with_name(f"{media_id}{ending}").write_bytes(store.open(path))
        path.unlink()


def test_what_was_kept_before_there_were_keys_is_read_swept_and_forgotten(store: MediaStore, tmp_path: Path) -> None:
    unsealed(store, media_id := new_id())
    assert store.read(media_id, "sealed") == SMALL
    assert store.keep(SMALL, media_id).media_id == media_id
    unsealed(store, other := new_id())
    store.forget([other], [other])
    assert not [path for path in files(tmp_path) if other in path.name]
    unsealed(store, lost := new_id())
    for path in files(tmp_path):
        age(path, 3700)
    store.sweep(lambda ids: ids & {media_id})
    assert {path.name[:36] for path in files(tmp_path)} == {media_id} != {lost}


@pytest.mark.parametrize("killed_after_writing", [False, True])
def test_what_was_kept_before_there_were_keys_is_sealed_also_after_a_kill(
    store: MediaStore, tmp_path: Path, killed_after_writing: bool
) -> None:
    unsealed(store, media_id := new_id())
    shown = {variant: store.read(media_id, variant) for variant in VARIANTS}
    if killed_after_writing:
        plain = {path: path.read_bytes() for path in store.stale()}
        for path in plain:
            store.seal(path)
        for path, content in plain.items():
            path.write_bytes(content)
    for path in store.stale():
        store.seal(path)
    assert store.stale() == []
    assert sorted(files(tmp_path)) == sorted(store.path(media_id, variant) for variant in VARIANTS)
    assert {variant: store.read(media_id, variant) for variant in VARIANTS} == shown
