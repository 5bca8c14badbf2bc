"""The main loop over real protocols: one walk from photo to archive, whatever platform each person writes in."""

import asyncio
import random
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, select, update

from storage.engine import read_transaction, write_transaction
from storage.tables import addresses, deliveries, hazards, notices, people
from tests.conftest import only_sqlite
from tests.photographs import photograph
from tests.platforms.phones import NumberPhone, TelegramPhone, WecomPhone
from tests.platforms.shores import telegram, wecom
from tests.scenarios import books
from tests.scenarios.chatting import Phone, Talker, WebPhone
from tests.scenarios.program import Program, program_over
from tests.scenarios.test_kill import check_walks, until_quiet
from tests.scenarios.walks import Walk, walk
from workflow.lifecycle import State

WORDS = "冲压一线防护罩松动，第001条"
FIRST_NUMBER = 1001
REPORTER, OWNER = "liqiang", "zhangwei"


def moved(engine: Engine, bot: str, only: Callable[[str], bool] = lambda code: True) -> dict[str, int]:
    """Give these people an address on a bot instead of the web chat; code -> their number there."""
    with write_transaction(engine) as connection:
        rows = connection.execute(select(people.c.id, people.c.code).order_by(people.c.code)).all()
        numbers = {row.code: FIRST_NUMBER + n for n, row in enumerate(rows) if only(row.code)}
        for row in rows:
            if row.code in numbers:
                mine = update(addresses).where(addresses.c.person_id == row.id)
                connection.execute(mine.values(bot=bot, address=str(numbers[row.code])))
    return numbers


def talkers(engine: Engine, phone: Callable[[str], Phone]) -> dict[str, Talker]:
    """Everybody of the company, each with the phone that `phone` gives them by their code."""
    with read_transaction(engine) as connection:
        rows = connection.execute(select(people)).all()
    return {r.code: Talker(phone(r.code), r.code, frozenset({r.name, r.name_en}), r.language) for r in rows}


async def from_photo_to_archive(program: Program, engine: Engine, everyone: dict[str, Talker]) -> None:
    photos = [photograph(n, size=(320, 240)) for n in range(3)]
    plan = Walk(REPORTER, WORDS, "第001条", "sent_back_once", photos[:2], photo_first=False)
    await walk(everyone, plan, photos)
    await until_quiet(engine)
    assert await program.stop() == 0
    with read_transaction(engine) as connection:
        check_walks(connection, [plan])
        books.check_notices(connection)
        books.check_cases(connection)
        books.check_files(connection, program.data / "media")
        assert connection.execute(select(hazards.c.state)).scalar_one() == State.CLOSED


async def lived(program: Program, engine: Engine, phone: Callable[[str], Phone]) -> None:
    await program.start()
    try:
        await from_photo_to_archive(program, engine, talkers(engine, phone))
    finally:
        await program.end()


@only_sqlite
@pytest.mark.parametrize("library", ["ptb", "aiogram"])
def test_from_photo_to_archive_on_telegram(engine: Engine, tmp_path: Path, library: str) -> None:
    with telegram(library) as shore:
        numbers = moved(engine, shore.bot)
        program = program_over(engine, tmp_path, shore.settings)
        phones = {code: TelegramPhone(shore.fake, shore.fake.person(number, code)) for code, number in numbers.items()}
        asyncio.run(lived(program, engine, phones.__getitem__))


@only_sqlite
def test_from_photo_to_archive_on_wecom(engine: Engine, tmp_path: Path) -> None:
    with wecom() as shore:
        numbers = moved(engine, shore.bot)
        program = program_over(engine, tmp_path, shore.settings)
        phones = {code: WecomPhone(shore.fake.person(str(number), code)) for code, number in numbers.items()}
        asyncio.run(lived(program, engine, phones.__getitem__))


@only_sqlite
def test_from_photo_to_archive_by_number_where_wecom_refuses_every_card(engine: Engine, tmp_path: Path) -> None:
    with wecom() as shore:
        shore.fake.takes_cards = False
        numbers = moved(engine, shore.bot)
        program = program_over(engine, tmp_path, shore.settings)
        phones = {code: NumberPhone(shore.fake.person(str(number), code)) for code, number in numbers.items()}
        asyncio.run(lived(program, engine, phones.__getitem__))
        kinds = {message.kind for number in numbers.values() for message in shore.fake.chat(str(number))}
        assert "textcard" in kinds
        assert "template_card" not in kinds


@only_sqlite
def test_reporter_owner_and_acceptor_each_on_another_platform(engine: Engine, tmp_path: Path) -> None:
    with telegram("ptb") as there, wecom() as here:
        reporters = moved(engine, there.bot, lambda code: code == REPORTER)
        owners = moved(engine, here.bot, lambda code: code == OWNER)
        program = program_over(engine, tmp_path, {**there.settings, **here.settings})

        async def everything() -> None:
            async with httpx.AsyncClient(timeout=30) as http:

                def phone(code: str) -> Phone:
                    if code in reporters:
                        return TelegramPhone(there.fake, there.fake.person(reporters[code], code))
                    if code in owners:
                        return WecomPhone(here.fake.person(str(owners[code]), code))
                    return WebPhone(http, [program.address], code, random.Random(1))

                await lived(program, engine, phone)

        asyncio.run(everything())
        told = select(notices.c.topic, deliveries.c.bot).join_from(notices, deliveries)
        with read_transaction(engine) as connection:
            where = {topic: bot for topic, bot in connection.execute(told)}
        expected = {"report.done": there.bot, "task.new": here.bot, "accept.new": "webchat"}
        assert {topic: where[topic] for topic in expected} == expected
