"""What the safety officer does in chat, over each platform's own protocol: by buttons or by number."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, select

from storage.engine import read_transaction
from storage.tables import events, hazards, notices, quality_scores
from tests.conftest import only_sqlite
from tests.photographs import photograph
from tests.platforms.phones import NumberPhone, TelegramPhone, WecomPhone
from tests.platforms.shores import telegram, wecom
from tests.scenarios.chatting import AGAIN_SECONDS, PATIENCE_SECONDS, Phone, Talker, everybody
from tests.scenarios.program import Program, program_over
from tests.scenarios.test_kill import until_quiet
from tests.scenarios.test_on_platforms import moved, talkers

OFFICER, REPORTER = "hanlei", "liqiang"
Handed = Callable[[], Awaitable[list[str]]]


async def steered(program: Program, engine: Engine, people: dict[str, Talker], handed: Handed) -> None:
    """A limit is moved and moved back, the report scored, a list had as a file, a slip put right, many told."""
    li, officer = people[REPORTER], people[OFFICER]
    await li.says("冲压2号机防护罩松了，第001条", [photograph(1, size=(320, 240))])
    await li.taps(await li.sees("stopped"), "stopped")
    await li.sees("show", about="YH-")
    with read_transaction(engine) as connection:
        case = connection.execute(select(hazards)).one()
    await officer.says(f"/case {case.number}")
    await officer.taps(await officer.sees("move_limit"), "move_limit")
    await officer.taps(await officer.sees("days.3"), "days.3")
    await officer.taps(await officer.sees("time_reason.production"), "time_reason.production")
    await officer.taps(await officer.sees("sure", about=case.number), "sure")
    await officer.taps(await officer.sees("undo"), "undo")
    await officer.taps(await officer.sees("sure", about=case.number), "sure")
    await officer.says("/score")
    await officer.taps(await officer.sees("score.valuable"), "score.valuable")
    await officer.says("/cases")
    await officer.taps(await officer.sees("as_file"), "as_file")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await handed():
            await asyncio.sleep(AGAIN_SECONDS)
    assert [name.endswith(".xlsx") for name in await handed()] == [True]
    await paper(officer, handed)
    await officer.says("/serch")
    await officer.sees("help", about="/serch")
    await officer.says("/broadcast")
    await officer.says("周五 14:00 全厂停电检修")
    await officer.taps(await officer.sees("broadcast_to.all"), "broadcast_to.all")
    await officer.taps(await officer.sees("sure", about="停电检修"), "sure")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not broadcasts(engine):
            await asyncio.sleep(AGAIN_SECONDS)
    await until_quiet(engine)


async def paper(officer: Talker, handed: Handed) -> None:
    """The statistics of a year, as a Word document in the chat."""
    await officer.says("/papers")
    await officer.taps(await officer.sees("made.statistics"), "made.statistics")
    await officer.says("2026")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(await handed()) < 2:
            await asyncio.sleep(AGAIN_SECONDS)
    assert (await handed())[-1].endswith(".docx")


def broadcasts(engine: Engine) -> list[str]:
    with read_transaction(engine) as connection:
        return list(connection.execute(select(events.c.id).where(events.c.kind == "broadcast")).scalars())


def check(engine: Engine) -> None:
    with read_transaction(engine) as connection:
        kinds = [row.kind for row in connection.execute(select(events).order_by(events.c.at, events.c.version))]
        told = connection.execute(select(notices.c.id).where(notices.c.topic == "broadcast.told")).all()
        assert connection.execute(select(quality_scores.c.score)).scalar_one() == "valuable"
        assert connection.execute(select(hazards.c.extensions)).scalar_one() == 0
    assert (kinds.count("limit_moved"), kinds.count("broadcast")) == (2, 1)
    assert len(told) > 5


async def lived(program: Program, life: Awaitable[None]) -> None:
    try:
        await life
        assert await program.stop() == 0
    finally:
        await program.end()


@only_sqlite
def test_the_officer_steers_over_telegram(engine: Engine, tmp_path: Path) -> None:
    with telegram("ptb") as shore:
        numbers = moved(engine, shore.bot)
        program = program_over(engine, tmp_path, shore.settings)
        phones = {code: TelegramPhone(shore.fake, shore.fake.person(number, code)) for code, number in numbers.items()}

        async def handed() -> list[str]:
            return [message.document for message in shore.fake.said(numbers[OFFICER]) if message.document]

        async def life() -> None:
            await program.start()
            await steered(program, engine, talkers(engine, phones.__getitem__), handed)

        asyncio.run(lived(program, life()))
        check(engine)


@only_sqlite
@pytest.mark.parametrize("numbered", [False, True])
def test_the_officer_steers_over_wecom(engine: Engine, tmp_path: Path, numbered: bool) -> None:
    with wecom() as shore:
        shore.fake.takes_cards = not numbered
        numbers = moved(engine, shore.bot)
        program = program_over(engine, tmp_path, shore.settings)
        kind: Callable[..., Phone] = NumberPhone if numbered else WecomPhone
        phones = {code: kind(shore.fake.person(str(number), code)) for code, number in numbers.items()}

        async def handed() -> list[str]:
            return [name for message in shore.fake.chat(str(numbers[OFFICER])) for name in message.documents]

        async def life() -> None:
            await program.start()
            await steered(program, engine, talkers(engine, phones.__getitem__), handed)

        asyncio.run(lived(program, life()))
        check(engine)


@only_sqlite
def test_the_officer_steers_over_the_web_chat(engine: Engine, tmp_path: Path) -> None:
    program = program_over(engine, tmp_path, {})

    async def life() -> None:
        await program.start()
        async with httpx.AsyncClient(timeout=30) as http:
            people = await everybody(http, [program.address], random.Random(1))

            async def handed() -> list[str]:
                place = f"{program.address}/chat/{OFFICER}"
                session = (await http.post(f"{place}/session")).headers["set-cookie"].partition(";")[0]
                said = (await http.get(f"{place}/messages", headers={"cookie": session})).json()["messages"]
                files = [each for message in said for each in message.get("documents", ())]
                for each in files:
                    got = await http.get(f"{place}/documents/{each['file']}", headers={"cookie": session})
                    assert got.content.startswith(b"PK")
                return [each["name"] for each in files]

            await steered(program, engine, people, handed)

    asyncio.run(lived(program, life()))
    check(engine)
