"""A process that rotates the keys, killed without warning at random moments: everything can be read, and it goes on."""

import random
import signal
import subprocess
import sys
import time

from sqlalchemy import select

from storage import tables
from storage.media import MediaStore, Variant
from storage.sealed_types import ring_of
from tests.engines import address_of, opened
from tests.scenarios.program import ROOT
from tests.scenarios.test_whole_life import report
from tests.storage.test_sealing import keys, lie, read, write
from tests.world import World

KILLS = 6
CASES = 3000
VARIANTS: tuple[Variant, ...] = ("sealed", "clean", "thumb")
SHOWN = dict[tuple[str, Variant], bytes]


def rotation(url: str, world: World) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.scenarios.rotating", url, str(world.folder)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def everything(url: str, world: World) -> tuple[list[str], SHOWN]:
    """All words and all photographs, read by a process that has just started."""
    engine = opened(url)
    store = MediaStore(world.folder / "media", ring_of(engine))
    photos = world.rows(select(tables.media.c.id))
    shown: SHOWN = {(row.id, variant): store.read(row.id, variant) for row in photos for variant in VARIANTS}
    words = read(engine)
    engine.dispose()
    return words, shown


def killed_after(running: "subprocess.Popen[str]", steps: int, seconds: float) -> None:
    """Let it go so many steps and then a bit, and kill it in the midst of the next."""
    assert running.stdout is not None
    seen = 0
    while seen < steps and (line := running.stdout.readline()):
        seen += line.startswith("step")
    time.sleep(seconds)
    running.send_signal(signal.SIGKILL)
    running.communicate()


def test_killed_anywhere_a_rotation_leaves_everything_readable_and_goes_on(quick_world: World) -> None:
    report(quick_world)
    url = address_of(quick_world.company.engine)
    quick_world.stop()
    engine = opened(url)
    write(engine, CASES)
    before, lay = everything(url, quick_world), lie(engine)
    assert before[1]
    draw, left = random.Random(7), [len(lay)]
    for kill in range(KILLS):
        killed_after(rotation(url, quick_world), 0 if kill == 0 else draw.randint(1, 3), draw.uniform(0, 0.05))
        assert everything(url, quick_world) == before
        left.append(len(set(lay) & set(lie(engine))))
    out, err = rotation(url, quick_world).communicate(timeout=120)
    assert out.endswith("rotated\n"), err
    assert everything(url, quick_world) == before
    assert not set(lay) & set(lie(engine))
    assert any(0 < each < len(lay) for each in left), "some were killed in the midst of it"
    assert left == sorted(left, reverse=True), "what was done stays done"
    *old, new = keys(engine)
    assert new.retired_at is None
    assert all(key.retired_at for key in old)
    engine.dispose()
