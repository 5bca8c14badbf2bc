"""A process that rotates the keys beside one that takes messages, killed without warning at random moments: everything
can be read, and it goes on. HAZARDLINE_TEST_KILLS says how often; `make kill-rotation` a hundred times."""

import os
import random
import subprocess
import sys
from collections.abc import Callable
from threading import Timer

from sqlalchemy import select

from storage import tables
from storage.data_keys import WrongMasterKey, open_ring, rewrap
from storage.engine import open_engine
from storage.media import MediaStore, Variant
from storage.sealed_types import ring_of
from storage.sealing import count_stale
from tests.engines import MASTER_KEY, address_of, opened
from tests.scenarios.program import ROOT
from tests.scenarios.rewrapping import FRESH, GO
from tests.scenarios.test_whole_life import report
from tests.storage.test_sealing import keys, lie, read, write
from tests.world import World

KILLS = int(os.environ.get("HAZARDLINE_TEST_KILLS", "6"))
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


def killed_after(running: "subprocess.Popen[str]", steps: int, seconds: float, turn: Callable[[], object]) -> bool:
    """Let it go so many steps and then a bit, and kill it while messages are taken; False where it had ended before."""
    assert running.stdout is not None
    seen = 0
    while seen < steps and (line := running.stdout.readline()):
        seen += line.startswith("step")
    end = Timer(seconds, running.kill)
    end.start()
    turn()
    end.join()
    rest, _ = running.communicate()
    return not rest.endswith("rotated\n")


def reports_again(world: World) -> None:
    world.person("李强").sends("冲压2号机防护罩松了", photos=1)
    world.person("李强").taps("submit")


def test_killed_anywhere_a_rotation_leaves_everything_readable_and_goes_on(quick_world: World) -> None:
    report(quick_world)
    url = address_of(quick_world.company.engine)
    engine = opened(url)
    write(engine, CASES)
    (words, shown), lay = everything(url, quick_world), lie(engine)
    assert shown
    draw, left, cut_off = random.Random(7), [len(lay)], 0
    for kill in range(KILLS):
        steps, seconds = 0 if kill == 0 else draw.randint(1, 12), draw.uniform(0, 0.05)
        cut_off += killed_after(rotation(url, quick_world), steps, seconds, lambda: reports_again(quick_world))
        words_now, shown_now = everything(url, quick_world)
        assert words_now[: len(words)] == words
        assert shown_now.items() >= shown.items()
        assert len(words_now) > len(words), "messages were taken all along"
        words, shown = words_now, shown_now
        left.append(len(set(lay) & set(lie(engine))))
    out, err = rotation(url, quick_world).communicate(timeout=120)
    assert out.endswith("rotated\n"), err
    assert everything(url, quick_world) == (words, shown)
    assert not set(lay) & set(lie(engine))
    assert count_stale(opened(url)) == 0
    assert cut_off > KILLS // 2, "most were killed in the midst of it"
    assert left == sorted(left, reverse=True), "what was done stays done"
    *old, new = keys(engine)
    assert new.retired_at is None
    assert all(key.retired_at for key in old)
    engine.dispose()


def opens(url: str, master: bytes) -> bool:
    engine = open_engine(url)
    try:
        open_ring(engine, master)
    except WrongMasterKey:
        return False
    finally:
        engine.dispose()
    return True


def test_killed_anywhere_a_change_of_the_master_key_leaves_one_that_opens_all(quick_world: World) -> None:
    report(quick_world)
    url, draw = address_of(quick_world.company.engine), random.Random(8)
    command, became = [sys.executable, "-m", "tests.scenarios.rewrapping", url], set[bytes]()
    for _ in range(KILLS):
        running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        assert running.stdout is not None
        assert running.stdout.readline() == GO
        end = Timer(draw.uniform(0, 0.2), running.kill)
        end.start()
        assert running.wait(60) != 0, "it goes on until it is killed"
        running.stdout.close()
        (master,) = (key for key in (MASTER_KEY, FRESH) if opens(url, key))
        became.add(master)
        engine = open_engine(url)
        open_ring(engine, master)
        if master == FRESH:
            rewrap(engine, FRESH, MASTER_KEY)
        assert read(engine)
        engine.dispose()
    assert KILLS < 50 or became == {MASTER_KEY, FRESH}
