"""A process that rotates keys as `hazardline keys rotate` does, without waiting, and tells each of its steps."""

import sys
from pathlib import Path

from bot.keys_commands import rotate_keys
from bot.settings import Settings
from tests.engines import MASTER_KEY, opened


def main() -> None:
    url, folder = sys.argv[1:]
    settings = Settings(_env_file=None, data_dir=Path(folder), database_url=url)  # type: ignore[call-arg]
    rotate_keys(opened(url), settings.with_master(MASTER_KEY), 0, lambda done: print("step", done, flush=True))
    print("rotated", flush=True)


if __name__ == "__main__":
    main()
