"""Takes the pictures of docs/handbook anew: the people of the demo company live through a day in both languages."""

import shutil
import sys
import tempfile
from pathlib import Path

from templates.render import LANGUAGES
from tests.handbook.camera import Camera, chromium
from tests.handbook.pages import BOOK
from tests.handbook.plant import running, settle
from tests.handbook.stories import a_day


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for language in LANGUAGES:
            settled, into = Path(folder) / f"{language}-settled", BOOK / language / "pictures"
            settled.mkdir()
            settle(settled, language)
            shutil.rmtree(into, ignore_errors=True)
            into.mkdir(parents=True)
            with running(settled, Path(folder) / language) as plant:
                camera = Camera(browser, plant, language, into, Path(folder))
                a_day(camera)
            sys.stdout.write(f"{language}: {len(camera.taken)} pictures\n")


if __name__ == "__main__":
    main()
