"""`make fuzz`: every target for so many seconds, led by what code an input reaches; each fault is kept as a case.

Needs atheris (libFuzzer for Python). A case under tests/fuzz/corpus/TARGET is tried by the suite from then on.
"""

import re
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.progress import Progress

from tests.fuzz.cases import CORPUS
from tests.fuzz.targets import TARGETS

LONGEST_SECONDS, MOST_MEBIBYTES = 10, 1024  # of one input
# libFuzzer's lines: "#4096   pulse  cov: 312 ft: 855 corp: 41/2Kb ..." and "stat::number_of_executed_units: 4711".
_STATUS = re.compile(r"#(\d+)\s.*cov: (\d+)")
_TRIED = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_KEPT = re.compile(r"(crash|timeout|oom|slow-unit|leak)-")


@dataclass
class Run:
    """What one target has shown. tried: inputs; reached: branches of the instrumented code; tail: how it ended."""

    name: str
    tried: int = 0
    reached: int = 0
    fault: Path | None = None
    tail: Sequence[str] = ()


def fuzz(name: str, seconds: int, bar: Progress) -> Run:
    """Run one target until its time is over or a fault is found, which is kept."""
    run = Run(name)
    task = bar.add_task(name, total=seconds)
    with tempfile.TemporaryDirectory() as scratch:
        process = _start(name, seconds, Path(scratch))
        lines: list[str] = []
        for line in process.stdout or ():
            lines = [*lines[-60:], line.rstrip()]
            if found := _STATUS.match(line):
                run.tried, run.reached = int(found[1]), int(found[2])
                bar.update(task, completed=min(seconds, bar.tasks[task].elapsed or 0), description=_told(run))
            if found := _TRIED.match(line):
                run.tried = int(found[1])
        if process.wait() != 0:
            run.fault, run.tail = _keep(name, Path(scratch)), lines
    bar.update(task, completed=seconds, description=_told(run))
    return run


def _start(name: str, seconds: int, scratch: Path) -> "subprocess.Popen[str]":
    target, corpus = TARGETS[name], scratch / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(target.seeds()):
        (corpus / str(number)).write_bytes(seed)
    limits = {"max_total_time": seconds, "timeout": LONGEST_SECONDS, "rss_limit_mb": MOST_MEBIBYTES}
    told = {"max_len": target.most, "print_final_stats": 1, "artifact_prefix": f"{scratch}/"}
    options = [f"-{option}={value}" for option, value in (limits | told).items()]
    kept = [str(CORPUS / name)] if (CORPUS / name).is_dir() else []
    command = [sys.executable, "-m", "tests.fuzz.one", name, *options, str(corpus), *kept]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")


def _keep(name: str, scratch: Path) -> Path | None:
    found = next((path for path in scratch.iterdir() if _KEPT.match(path.name)), None)
    if found is None:
        return None
    kept = CORPUS / name / found.name[:24]
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(found.read_bytes())
    return kept


def _told(run: Run) -> str:
    return f"{run.name}: {run.tried:,} inputs, {run.reached:,} branches"


def main() -> int:
    parser = ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    asked = parser.parse_args()
    if unknown := set(asked.targets) - set(TARGETS):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    with Progress() as bar:
        runs = [fuzz(name, asked.seconds, bar) for name in asked.targets or TARGETS]
    for run in runs:
        print(f"{_told(run)}: {f'A FAULT, kept as {run.fault}' if run.tail else 'no fault'}")
        for line in run.tail:
            print(f"    {line}")
    return int(any(run.tail for run in runs))


if __name__ == "__main__":
    sys.exit(main())
