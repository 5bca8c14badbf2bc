"""Takes the pictures of docs/handbook anew: the people of the demo company live through a day in both languages."""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from templates.render import LANGUAGES
from tests.handbook.camera import Camera, chromium
from tests.handbook.pages import BOOK
from tests.handbook.plant import running, settle
from tests.handbook.stories import a_day


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        homes = {language: Path(folder) / f"{language}-settled" for language in LANGUAGES}
        for language, home in homes.items():  # before the browser: its driver keeps this thread's event loop to itself
            home.mkdir()
            settle(home, language)
        with chromium() as browser:
            for language, home in homes.items():
                _taken(browser, home, language, Path(folder))


def _taken(browser: Browser, settled: Path, language: str, folder: Path) -> None:
    into = BOOK / language / "pictures"
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    with running(settled, folder / language) as plant:
        camera = Camera(browser, plant, language, into, folder)
        a_day(camera)
    sys.stdout.write(f"{language}: {len(camera.taken)} pictures\n")


if __name__ == "__main__":
    main()
