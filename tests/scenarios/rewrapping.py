"""A process that wraps the keys under another master key and back, as `hazardline keys rewrap` does, until killed."""

import sys

from storage.data_keys import open_ring, rewrap
from storage.engine import open_engine
from tests.engines import MASTER_KEY

FRESH = bytes(range(64, 96))
GO = b"go\n"


def main() -> None:
    [url] = sys.argv[1:]
    engine = open_engine(url)
    open_ring(engine, MASTER_KEY)
    sys.stdout.buffer.write(GO)
    sys.stdout.flush()
    while True:
        rewrap(engine, MASTER_KEY, FRESH)
        rewrap(engine, FRESH, MASTER_KEY)


if __name__ == "__main__":
    main()
