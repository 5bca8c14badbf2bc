"""The command: measures everything, prints one table, and puts it into docs/benchmarks.md; with --quick only looks."""

import argparse
import sys
from pathlib import Path

from tests.bench.figures import Figure, table, with_block
from tests.bench.machine import described
from tests.bench.plant import scratch
from tests.bench.run import measured
from tests.bench.sizes import FULL, QUICK

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "benchmarks.md"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a little of everything, and nothing is written down")
    quick = parser.parse_args().quick
    with scratch() as folder:
        machine = "\n".join(f"- {line}" for line in described(folder))
    figures: list[Figure] = []
    for found in measured(QUICK if quick else FULL):
        figures += found
        print(f"{len(figures)} figures: {found[0].name} ...", file=sys.stderr)
    block = f"{machine}\n\n{table(figures)}"
    print(block)
    if not quick:
        DOCUMENT.write_text(with_block(DOCUMENT.read_text("utf-8"), block), "utf-8")


if __name__ == "__main__":
    main()
