"""What the operator asks of WeCom: its menu, and its members: the work of whoever is none any more goes to others."""

import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from handlers.unreachable import lose_all
from storage import tables
from storage.engine import write_transaction
from tests.engines import MASTER_KEY, opened
from tests.platforms.fakes.wecom import FakeWecom
from tests.scenarios.test_leaving import cases, head_of, two_tasks
from tests.world import Someone, World
from workflow.ids import new_id

ROOT = Path(__file__).parents[2]


@pytest.fixture
def fake(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeWecom]:
    """The WeCom of the company, whose database the command opens."""
    fake = FakeWecom().start()
    key = b64encode(MASTER_KEY).decode()
    settings = {**fake.settings, "DATABASE_URL": world.url, "MASTER_KEY": key}
    settings |= {"PUBLIC_URL": "https://hazards.example.com"}
    for name, value in {**settings, "DATA_DIR": str(world.folder)}.items():
        monkeypatch.setenv(f"HAZARDLINE_{name}", value)
    yield fake
    fake.stop()


def on_wecom(world: World, fake: FakeWecom, *people: Someone) -> None:
    """Give people an address on WeCom, and none elsewhere; who they are there is up to the fake."""
    engine = opened(world.url)
    bot = f"wecom:{fake.agent_id}"
    with write_transaction(engine) as connection:
        for someone in people:
            connection.execute(tables.addresses.delete().where(tables.addresses.c.person_id == someone.id))
            row = {"id": new_id(), "person_id": someone.id, "bot": bot, "address": someone.code.lower()}
            connection.execute(insert(tables.addresses), row)
    engine.dispose()


def synchronises(*options: str) -> subprocess.CompletedProcess[str]:
    return asks("sync", *options)


def asks(*command: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "bot", "wecom", *command]
    return subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=False)


def test_the_work_of_members_who_are_gone_goes_over_once(world: World) -> None:
    owner = two_tasks(world)
    head = head_of(world, owner)
    head.skips()
    lose_all(world.company.house, "stub", [owner.code], "no member any more", world.clock())
    world.work()
    head.hears("leaving.yours")
    assert {case.owner_id for case in cases(world)} == {head.id}
    lose_all(world.company.house, "stub", [owner.code], "no member any more", world.clock())
    world.work()
    head.hears_nothing()


def test_whoever_is_no_member_any_more_is_lost_and_the_report_says_so(world: World, fake: FakeWecom) -> None:
    li, wang, zhang = (world.person(name) for name in ("李强", "王芳", "张伟"))
    on_wecom(world, fake, li, wang, zhang)
    for someone in (li, wang):
        fake.person(someone.code, someone.name)
    result = synchronises()
    assert result.returncode == 0
    assert zhang.name in result.stdout
    (lost,) = world.rows(select(tables.addresses).where(tables.addresses.c.lost_at.is_not(None)))
    assert (lost.person_id, lost.lost_why) == (zhang.id, "no member any more")
    assert zhang.name not in synchronises().stdout


def test_a_list_that_lacks_more_than_half_loses_nobody_unless_told_to(world: World, fake: FakeWecom) -> None:
    members = [world.person(name) for name in ("李强", "王芳", "张伟")]
    on_wecom(world, fake, *members)
    fake.person(members[0].code, members[0].name)
    lost = select(tables.addresses.c.address).where(tables.addresses.c.lost_at.is_not(None))
    result = synchronises()
    assert result.returncode == 1
    assert "--force" in result.stderr
    assert world.rows(lost) == []
    assert synchronises("--force").returncode == 0
    assert len(world.rows(lost)) == 2


@pytest.mark.parametrize(
    ("company", "options", "shelf"),
    [("zh_CN", (), "上报"), ("en", (), "Report"), ("en", ("--language", "zh_CN"), "上报")],
)
def test_the_menu_speaks_the_company_s_language_or_the_one_asked_for(
    fake: FakeWecom, monkeypatch: pytest.MonkeyPatch, company: str, options: tuple[str, ...], shelf: str
) -> None:
    monkeypatch.setenv("HAZARDLINE_LANGUAGE", company)
    assert asks("menu", *options).returncode == 0
    assert fake.menu is not None
    assert fake.menu["button"][0]["name"] == shelf


def test_a_menu_in_a_language_that_there_is_not_is_refused(fake: FakeWecom) -> None:
    refused = asks("menu", "--language", "de")
    assert refused.returncode != 0
    assert "de" in refused.stdout + refused.stderr
    assert fake.menu is None
