"""What somebody finds who carries the disk away: the program lives through a day and is killed, and nowhere in what it
leaves behind, nor in its log or a backup, stands a name, a number or a sentence of anybody's."""

import asyncio
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
from sqlalchemy import make_url, select

from storage import tables
from storage.engine import read_transaction, write_transaction
from storage.sealed_types import for_table
from tests.engines import opened
from tests.photographs import photograph
from tests.platforms.fakes.telegram import FakeTelegram
from tests.scenarios.chatting import Talker, everybody
from tests.scenarios.program import Program, environment
from tests.scenarios.test_starting_platforms import telegram, until

SAID = (
    *("冲压2号机防护罩松了，王师傅的电话13987654321", "备件找李强要，他说下午到"),
    *("冲压车间通道堆了托盘，搬料的总放这里", "三号门口地上一大滩油，早班谁都没管", "螺丝拧紧了，罩子不晃了"),
)
STRANGER = (7_712_345_678, "四海", "赵")
PHONE, ALARM = "13812345678", "0510-87654321"


async def lives(program: Program, fake: FakeTelegram) -> None:
    """A report with pictures and its repair, one without a name, a search, somebody unknown who asks to be let in."""
    async with httpx.AsyncClient(timeout=30) as http:
        people = await everybody(http, [program.address], random.Random(1))
        await reports(people["liqiang"], SAID[0])
        owner = people["zhangwei"]
        await owner.taps(await owner.sees("take"), "take")
        await owner.says(SAID[1])
        await owner.says(SAID[4], [photograph(2)])
        await people["wangfang"].says("匿名上报")
        await reports(people["wangfang"], SAID[2])
        await people["liqiang"].says("找 张伟")
        stranger = fake.person(*STRANGER)
        stranger.says(SAID[3])
        await until(lambda: bool(fake.said(STRANGER[0])))
        stranger.taps("设备部")
        await until(lambda: len(fake.said(STRANGER[0])) > 1)


async def reports(who: Talker, words: str) -> None:
    await who.says(words, [photograph(1, size=(640, 480))])
    card = await who.sees("submit", "stopped")
    await who.taps(card, "submit" if who.label("submit") in card.buttons else "stopped")


def secrets(url: str) -> Iterator[str]:
    """Everything that nobody may find."""
    engine, people = opened(url), tables.people
    with read_transaction(engine) as connection:
        for row in connection.execute(select(people.c.name, people.c.name_en, people.c.code)):
            yield from row
        asked = connection.execute(select(tables.join_requests.c.name, tables.join_requests.c.address)).one()
    engine.dispose()
    yield from (*asked, str(STRANGER[0]), *STRANGER[1:2], *SAID, PHONE, ALARM, "13987654321", "李强要", "赵 四海")


def written(secret: str) -> set[bytes]:
    """How it may stand somewhere: in either of the encodings that are used here, or as JSON writes it.

    Of what is sealed a megabyte holds four given bytes once in some thousand times, by chance alone.
    """
    encoded = {secret.encode("gb18030"), secret.encode("utf-16-le")}
    return {secret.encode(), json.dumps(secret)[1:-1].encode(), *(each for each in encoded if len(each) > 4)}


def found(url: str, *places: Path) -> set[str]:
    """Which of them stand somewhere; of PostgreSQL a dump is looked through."""
    files = {path: path.read_bytes() for place in places for path in sorted(place.rglob("*")) if path.is_file()}
    address = make_url(url)
    if address.drivername != "sqlite":
        plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
        files[Path("dump")] = subprocess.run(["pg_dump", plain], capture_output=True, check=True).stdout
    assert sum(map(len, files.values())) > 100_000
    return {
        f"{secret} in {path}"
        for secret in set(secrets(url)) - {""}
        for path, content in files.items()
        if any(each in content for each in written(secret))
    }


def settled(url: str) -> None:
    """Two numbers more than the demo company has."""
    engine = opened(url)
    with write_transaction(engine) as connection:
        connection.execute(tables.people.update().values(phone=PHONE))
        row = connection.execute(select(tables.company.c.code)).one()
        number = for_table(tables.company, {"emergency_phone": ALARM}, row._asdict())
        connection.execute(tables.company.update().values(number))
    engine.dispose()


def test_a_life_leaves_no_name_no_number_and_no_sentence_in_clear(demo_url: str, tmp_path: Path) -> None:
    settled(demo_url)
    data, target = tmp_path / "data", tmp_path / "target"
    given = "" if demo_url.startswith("sqlite") else demo_url
    data.mkdir()
    if not given:
        (tmp_path / "hazardline.db").rename(data / "hazardline.db")
    url = given or f"sqlite:///{data / 'hazardline.db'}"
    with FakeTelegram() as fake:
        settings = telegram(fake, LOG_LEVEL="debug")

        async def day() -> None:
            program = Program("demo", data, tmp_path / "log" / "log", given, settings=settings)
            program.log.parent.mkdir()
            try:
                await program.start()
                await lives(program, fake)
                await program.kill()  # the log of the database stays as it is
            finally:
                await program.end()

        asyncio.run(day())
        ordered = environment(data, 1, given, **settings)
    made = [sys.executable, "-m", "bot", "backup", "--to", str(target)]
    assert found(url, data, tmp_path / "log") == set()
    backup = subprocess.run(made, env=ordered, cwd=tmp_path, capture_output=True, text=True)
    assert backup.returncode == 0, backup.stderr
    assert found(url, data, tmp_path / "log", target) == set()
