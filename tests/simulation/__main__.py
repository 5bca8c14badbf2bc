"""`make simulate-year`: a year of life, how fast it was lived, and what the checker says of it."""

import argparse
import sys
import tempfile
from collections import defaultdict
from datetime import date
from pathlib import Path

from rich.progress import Progress

from storage.engine import open_engine
from tests.simulation.checker import Report
from tests.simulation.living import live, report_on

EXAMPLES = 5


def main() -> int:
    """0 where no rule is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--cases", type=int, help="in a year; by the number of people where it is left out")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--first", type=date.fromisoformat, default=date(2026, 1, 1))
    parser.add_argument("--keep", type=Path, help="a new folder in which the database stays")
    parser.add_argument("--look-at", help="only check this database (its URL)")
    asked = parser.parse_args()
    if asked.look_at:
        return _tell(report_on(asked.look_at))
    with tempfile.TemporaryDirectory() as name, Progress(transient=True) as progress:
        home = asked.keep or Path(name)
        home.mkdir(parents=True, exist_ok=True)
        url, bar = f"sqlite:///{(home / 'hazardline.db').absolute()}", progress.add_task("", total=asked.days)
        engine = open_engine(url)
        outcome = live(
            engine,
            home,
            people=asked.people,
            days=asked.days,
            first=asked.first,
            seed=asked.seed,
            cases=asked.cases,
            day_is_over=lambda day: progress.update(bar, advance=1, description=str(day)),
        )
        engine.dispose()
        report = report_on(url)
    turns, rings = outcome.figures.turns, outcome.figures.rings
    print(f"{asked.people} people, {asked.days} days: {outcome.cases} cases, {turns} turns, {rings} rings of a clock")
    print(f"lived in {outcome.seconds:.0f} s: {turns / outcome.seconds:.0f} turns a second, with all that they told")
    return _tell(report)


def _tell(report: Report) -> int:
    median, p95, most = (report.percentile(share) for share in (0.5, 0.95, 1.0))
    print(f"{report.told} messages sent; pushed to a person on a day with any: median {median}, p95 {p95}, most {most}")
    broken = defaultdict(list)
    for violation in report.violations:
        broken[violation.rule].append(violation.what)
    for rule, examples in sorted(broken.items()):
        print(f"{len(examples)} × {rule}: {'; '.join(examples[:EXAMPLES])}")
    print("no rule is broken" if not broken else f"{len(report.violations)} times a rule is broken")
    return 1 if broken else 0


sys.exit(main())
