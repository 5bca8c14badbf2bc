"""Where photographs lie: the original, the clean copy and the thumbnail, each sealed and on the disk before its row.

A file is named by the id of its row, which is no digest of it: no name confirms a known photograph.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal
from uuid import UUID, uuid4

from storage.key_ring import KEY_HEAD, KeyRing, NotOpened, is_under, picture_digest
from storage.photo_intake import BadPhoto, read_photograph
from storage.settled import settle

__all__ = ["BadPhoto", "KeptPhoto", "MediaStore", "Variant"]

Variant = Literal["sealed", "clean", "thumb"]
Known = Callable[[Set[str]], Set[str]]

# What is never changed is called sealed, the original; that every variant lies encrypted its ending says.
_ENDING = ".aes"
_PLAIN: dict[Variant, str] = {"sealed": "", "clean": ".jpg", "thumb": ".jpg"}  # before there were keys
_INCOMING = "incoming"


@dataclass(frozen=True)
class KeptPhoto:
    """What a kept photograph is: of the original, except that width and height (pixels) are those of it upright.

    digest: keyed, of its sha256; kind: media type by content; size: bytes; taken_at: the camera's local time, naive
    unless the camera told its zone; latitude, longitude: degrees, both or neither.
    """

    media_id: str
    digest: str
    kind: str
    size: int
    width: int
    height: int
    taken_at: datetime | None
    latitude: float | None
    longitude: float | None
    likeness: str


class MediaStore:
    """The photographs of one company under one folder that nobody else may read. Safe to share between threads."""

    def __init__(self, root: Path, ring: KeyRing) -> None:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._root = root
        self._ring = ring
        for folder in (*_PLAIN, _INCOMING):
            (root / folder).mkdir(mode=0o700, exist_ok=True)
        settle(root)
        settle(root.parent)

    def path(self, media_id: str, variant: Variant) -> Path:
        """Where a copy lies or would lie. Raises ValueError for what is not an id: it may come out of an address."""
        if str(UUID(media_id)) != media_id:
            raise ValueError("not a media id")
        # The end of the id spreads evenly; its beginning is the time, the same for decades.
        return self._root / variant / media_id[-2:] / f"{media_id}{_ENDING}"

    def read(self, media_id: str, variant: Variant) -> bytes:
        """A copy as it was before it was sealed. Raises OSError, also where it does not open; ValueError for no id."""
        return self.open(self.path(media_id, variant))

    def open(self, path: Path) -> bytes:
        """The same, by where it lies. What was kept before there were keys is read as it lies."""
        try:
            sealed = path.read_bytes()
        except FileNotFoundError:
            return _plain(path).read_bytes()
        try:
            return self._ring.open(_about(path), path.stem, sealed)
        except NotOpened:
            raise OSError(f"{path} does not open") from None

    def is_sealed(self, media_id: str, variant: Variant) -> bool:
        """Whether a copy lies there and opens as this one: it is what was put there, and was not swapped."""
        path = self.path(media_id, variant)
        try:
            self._ring.open(_about(path), path.stem, path.read_bytes())
        except (OSError, NotOpened):
            return False
        return True

    def keep(self, data: bytes, media_id: str, *, bare: bool = False) -> KeptPhoto:
        """Seal the original and lay its clean copies beside it: on the disk when this returns.

        bare: the original, which tells more than it shows, is never written.

        Raises BadPhoto (nothing is written then), FileExistsError where the id holds another original, OSError.
        The row has to follow within the hour that `sweep` waits.
        """
        photo = read_photograph(data)
        with suppress(FileNotFoundError):
            if self.read(media_id, "sealed") != data:
                raise FileExistsError(f"evidence is never replaced: {media_id}")
        copies: dict[Variant, bytes] = {"clean": photo.clean, "thumb": photo.thumb}
        self._write(media_id, copies if bare else {"sealed": data, **copies})
        return KeptPhoto(
            media_id,
            picture_digest(self._ring, sha256(data).hexdigest()),
            photo.kind,
            len(data),
            photo.width,
            photo.height,
            photo.taken_at,
            photo.latitude,
            photo.longitude,
            photo.likeness,
        )

    def forget(self, originals: Iterable[str], photos: Iterable[str] = ()) -> None:
        """Remove originals that are no longer kept, and photographs of which nothing is; the rest is swept."""
        gone: list[tuple[str, Variant]] = [(media_id, "sealed") for media_id in originals]
        gone += [(media_id, variant) for media_id in photos for variant in _PLAIN]
        for media_id, variant in gone:
            path = self.path(media_id, variant)
            for file in (path, _plain(path)):
                with suppress(OSError):
                    file.unlink()

    def sweep(self, known: Known, originals: Known | None = None, older_than: float = 3600.0) -> int:
        """Remove what has no row and is older than so many seconds; how many files went.

        known: of these media ids, those that have a row; originals: those whose original is kept, all where it is not
        given. Each is asked for a few thousand at most, folder by folder.
        """
        before = time.time() - older_than
        lost = list(_older(self._root / _INCOMING, before))
        for shard in (f"{number:02x}" for number in range(256)):
            for variant in _PLAIN:
                files = list(_older(self._root / variant / shard, before))
                if files:
                    rows = (originals or known if variant == "sealed" else known)({file.stem for file in files})
                    lost += [file for file in files if file.stem not in rows]
        for file in lost:
            file.unlink(missing_ok=True)
        return len(lost)

    def stale(self) -> list[Path]:
        """Every copy that does not lie under the key that seals now, or lies as it was kept before there were keys."""
        folders = (self._root / variant for variant in _PLAIN)
        return [file for folder in folders for file in folder.glob("*/*") if self._is_stale(file)]

    def _is_stale(self, file: Path) -> bool:
        if file.suffix != _ENDING:
            return True
        with file.open("rb") as opened:
            return not is_under(opened.read(KEY_HEAD), self._ring.seals_with("media"))

    def seal(self, file: Path) -> None:
        """Seal one of them anew; killed at any moment, it can be read, and sealed again. Raises OSError."""
        path = file.with_name(f"{file.stem}{_ENDING}")
        with suppress(FileNotFoundError):  # forgotten meanwhile
            if file == path or not path.exists():
                self._put({path: self.open(path)})
        if file != path:
            file.unlink(missing_ok=True)

    def _write(self, media_id: str, copies: dict[Variant, bytes]) -> None:
        self._put({self.path(media_id, variant): content for variant, content in copies.items()})

    def _put(self, contents: dict[Path, bytes]) -> None:
        """All files or none: what can fail, as on a full disk, fails while they still bear temporary names."""
        self._ring.prepare("media")
        with ExitStack() as leftovers:
            staged: dict[Path, Path] = {}
            for path, content in contents.items():
                temporary = self._root / _INCOMING / str(uuid4())
                leftovers.callback(temporary.unlink, missing_ok=True)
                _write_through(temporary, self._ring.seal(_about(path), path.stem, content, "media"))
                staged[temporary] = path
            for final in staged.values():
                final.parent.mkdir(mode=0o700, exist_ok=True)
            for temporary, final in staged.items():
                temporary.replace(final)
            for final in staged.values():
                settle(final.parent)
                settle(final.parent.parent)  # its folder may be as new as itself


def _about(path: Path) -> str:
    """What a file is sealed as: its variant, as its folder says."""
    return f"media.{path.parent.parent.name}"


def _plain(path: Path) -> Path:
    """Where the same copy lay before there were keys."""
    variant: Variant = path.parent.parent.name  # type: ignore[assignment]
    return path.with_name(f"{path.stem}{_PLAIN[variant]}")


def _write_through(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _older(folder: Path, before: float) -> Iterator[Path]:
    if not folder.exists():
        return
    for file in folder.iterdir():
        try:
            if file.stat().st_mtime < before:
                yield file
        except FileNotFoundError:
            continue  # renamed or removed meanwhile
