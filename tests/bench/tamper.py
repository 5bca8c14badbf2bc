"""Changes what is on record in a thousand ways, and looks at what nobody has touched a thousand times: `make tamper`.

`python -m tests.bench.tamper [--changes N] [--clean N]`, on SQLite, and on PostgreSQL where HAZARDLINE_TEST_POSTGRES
names a server. A company of 20 people lives for a simulated week; then it is changed by direct SQL and in its files,
past every trigger, one change at a time, each looked for and undone. Other companies are looked at while they live, in
another thread, at random moments between and amid their transactions. Ends with 1 where a change was not found with its
row, or a doubt was raised without one.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from sqlalchemy import Engine, create_engine, make_url, select, text

from bot.chainer import Chainer
from bot.settings import Settings
from bot.verifying import verified
from storage import chain, postgres_copy, tables
from storage.engine import open_engine, read_transaction
from storage.media import MediaStore, Variant
from storage.sealed_types import ring_of
from storage.verify import Doubt
from tests.engines import opened
from tests.simulation.living import live
from tests.storage.tampering import CHANGES, Done, tampered

PEOPLE, DAYS = 20, 7
SNAPSHOTS = (2, 4, 6)  # after so many days an older database is set aside
OUT = Console()


class Alone:
    """The lease of the only process there is."""

    epoch: int | None = None

    def holds(self) -> bool:
        return True


@dataclass
class Lived:
    """A company of a week: its database and data, and what was looked at while it lived."""

    url: str
    settings: Settings
    older: list[str] = field(default_factory=list)
    clean: int = 0
    rows: int = 0  # that were linked whenever it was looked at
    doubts: list[Doubt] = field(default_factory=list)

    @contextmanager
    def chainer(self) -> Iterator[tuple[Engine, Chainer]]:
        """As another process has them."""
        engine = opened(self.url)
        key, outside = ring_of(engine).key("chain"), self.settings.audit_heads
        linking = Chainer(engine, Alone(), key, outside, lambda: datetime.now(UTC))  # type: ignore[arg-type]
        yield engine, linking
        linking.close()
        engine.dispose()

    def look(self, chance: random.Random, over: threading.Event, seen: Callable[[], object]) -> None:
        """Link and look, now and then, from the first row on: that a service links within a second."""
        with self.chainer() as (engine, chainer):
            while not chainer.link() and not over.wait(0.01):
                pass
            while not over.wait(chance.uniform(0, 0.1)):
                if chance.random() < 0.5:
                    chainer.link()
                report = verified(engine, self.settings)
                self.clean, self.rows = self.clean + 1, self.rows + report.rows
                self.doubts += report.doubts
                seen()


@contextmanager
def databases(kind: str, folder: Path) -> Iterator[Callable[[], str]]:
    """Makes empty databases, which are gone afterwards."""
    made: list[str] = []
    server = os.environ.get("HAZARDLINE_TEST_POSTGRES", "")

    def make() -> str:
        name = f"hazardline_tamper_{uuid4().hex[:8]}"
        if kind == "sqlite":
            return f"sqlite:///{folder / name}.db"
        made.append(name)
        _administer(server, f"CREATE DATABASE {name}")
        _administer(server, f"ALTER DATABASE {name} SET synchronous_commit = off")
        return make_url(server).set(database=name).render_as_string(hide_password=False)

    yield make
    for name in made:
        _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


def _administer(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def lived(make: Callable[[], str], folder: Path, seed: int, seen: Callable[[], object] | None = None) -> Lived:
    """A week of a company. seen: told each time it was looked at; without it nobody looks, and older ones are kept."""
    folder.mkdir()
    company = Lived(make(), Settings(data_dir=folder, audit_heads=folder / "heads.jsonl"))
    over, looking, days = threading.Event(), list[threading.Thread](), 0

    def day_is_over(day: date) -> None:
        nonlocal days
        days += 1
        if seen is not None and not looking:
            looking.append(threading.Thread(target=company.look, args=(random.Random(seed), over, seen)))
            looking[0].start()
        elif seen is None and days <= DAYS:  # what came later is not linked
            with company.chainer() as (engine, chainer):
                chainer.link()
                if days in SNAPSHOTS:
                    company.older.append(_copy(engine, make()))

    living = open_engine(company.url)
    live(living, folder, people=PEOPLE, days=DAYS, seed=seed, cases=None, day_is_over=day_is_over)
    living.dispose()
    over.set()
    for thread in looking:
        thread.join()
    return company


def _copy(engine: Engine, url: str) -> str:
    """The database as it stands, under another address."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql(f"VACUUM INTO '{make_url(url).database}'")
        return url
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        postgres_copy.load(make_url(url), postgres_copy.dump(engine.url, snapshot))
    return url


def put_older_back(company: Lived, chance: random.Random) -> Done:
    """The database of some days ago, with everything outside as it is today."""
    engine = opened(chance.choice(company.older))
    with read_transaction(engine) as connection:
        end = chain.head(connection)
    report = verified(engine, company.settings)
    engine.dispose()
    return Done("put_older_back", {"kind": "cut", "position": end.position + 1}, report.doubts)


def swap_file(company: Lived, chance: random.Random) -> Done:
    """A picture's file becomes that of another, or is gone."""
    engine = opened(company.url)
    store = MediaStore(company.settings.data_dir / "media", ring_of(engine))
    with read_transaction(engine) as connection:
        shown = select(tables.attachments.c.media_id).where(tables.attachments.c.subject_kind == "hazard")
        wanted = select(tables.media.c.id).where(tables.media.c.id.in_(shown), ~tables.media.c.bare)
        one, other = chance.sample(list(connection.execute(wanted).scalars()), 2)
    copies: tuple[Variant, ...] = ("sealed", "clean", "thumb")
    copy = chance.choice(copies)
    path, aside = store.path(one, copy), company.settings.data_dir / "aside"
    shutil.move(path, aside)
    if chance.random() < 0.8:
        shutil.copy(store.path(other, copy), path)
    report = verified(engine, company.settings)
    shutil.move(aside, path)
    engine.dispose()
    return Done("swap_file", {"kind": "photo", "id": one}, report.doubts)


BESIDE = (put_older_back, swap_file)


def change(company: Lived, engine: Engine, seed: int) -> Done:
    """The change that follows from a seed."""
    number = seed % (len(CHANGES) + len(BESIDE))
    if number < len(CHANGES):
        return tampered(engine, company.settings, seed // (len(CHANGES) + len(BESIDE)) * len(CHANGES) + number)
    return BESIDE[number - len(CHANGES)](company, random.Random(seed))


def changed(kind: str, folder: Path, changes: int) -> list[Done]:
    """So many changes, one after another, to one company."""
    with databases(kind, folder) as make, Progress(console=OUT, transient=True) as bar:
        company = lived(make, folder / "changed", 1)
        engine, task = opened(company.url), bar.add_task(f"{kind}: changes", total=changes)
        done = []
        for seed in range(changes):
            done.append(change(company, engine, seed))
            bar.advance(task)
        if verified(engine, company.settings).doubts:
            raise SystemExit("a change was not undone")
        engine.dispose()
    return done


def looked_at(kind: str, folder: Path, times: int) -> list[Lived]:
    """Companies that live until they were looked at so often, all of them together."""
    companies: list[Lived] = []
    with databases(kind, folder) as make, Progress(console=OUT, transient=True) as bar:
        task = bar.add_task(f"{kind}: clean runs", total=times)
        while sum(company.clean for company in companies) < times:
            number = len(companies)
            companies.append(lived(make, folder / f"clean-{number}", 100 + number, lambda: bar.advance(task)))
    return companies


def tell_changes(kind: str, done: list[Done]) -> bool:
    """Whether each was found."""
    table = Table("change", "made", "found", "with its row", title=f"{kind}: {len(done)} changes")
    made, found, named = (
        Counter(each.change for each in done if counts(each))
        for counts in (lambda each: True, lambda each: bool(each.doubts), lambda each: each.is_named)
    )
    for name in made:
        table.add_row(name, str(made[name]), str(found[name]), str(named[name]))
    table.add_row("all", *(str(sum(counter.values())) for counter in (made, found, named)))
    OUT.print(table)
    for each in [each for each in done if not each.is_named][:5]:
        OUT.print(each)
    return made == named


def tell_clean(kind: str, companies: list[Lived]) -> bool:
    """Whether nothing was doubted."""
    clean, rows = sum(company.clean for company in companies), sum(company.rows for company in companies)
    doubts = sum(len(company.doubts) for company in companies)
    OUT.print(
        f"{kind}: {clean} looks at {len(companies)} weeks of {PEOPLE} people, {rows:,} rows, {doubts} false alarms"
    )
    for company in companies:
        OUT.print(*company.doubts[:5])
    return not doubts


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.tamper", description=__doc__)
    parser.add_argument("--changes", type=int, default=1000)
    parser.add_argument("--clean", type=int, default=1000)
    asked = parser.parse_args()
    sound = True
    for kind in ["sqlite", *(["postgresql"] if os.environ.get("HAZARDLINE_TEST_POSTGRES") else [])]:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            if asked.changes:
                sound &= tell_changes(kind, changed(kind, folder, asked.changes))
            if asked.clean:
                sound &= tell_clean(kind, looked_at(kind, folder, asked.clean))
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
