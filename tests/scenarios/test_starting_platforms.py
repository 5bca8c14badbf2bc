"""Starting with a chat platform: what is wrong is said in one line; what only passes is said too, and waited out."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select, update

from storage.engine import write_transaction
from storage.tables import addresses, people
from tests.demo import settle_demo
from tests.engines import opened
from tests.named import called
from tests.platforms.fakes.telegram import FakeTelegram
from tests.scenarios.program import Program, environment
from tests.scenarios.test_starting import doctor, misread, refused, running

OFFICER = "wujing"  # 吴静, by her code in the workbook
ELSEWHERE = "http://127.0.0.1:1"  # where nobody listens
WECOM = {
    "WECOM_CORP_ID": "ww1234567890abcdef",
    "WECOM_AGENT_ID": "1000002",
    "WECOM_SECRET": "a-secret-of-tests",
    "WECOM_TOKEN": "QDG6eK",
    "WECOM_AES_KEY": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
    "PUBLIC_URL": "https://hazards.example.com",
}


def telegram(fake: FakeTelegram, **more: str) -> dict[str, str]:
    return {"TELEGRAM_TOKEN": fake.token, "TELEGRAM_API": fake.url, **more}


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not true():
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("library", ["ptb", "aiogram"])
def test_a_token_that_telegram_refuses(tmp_path: Path, library: str) -> None:
    with FakeTelegram() as fake:
        wrong = {**telegram(fake), "TELEGRAM_TOKEN": "4242:AAone_that_was_revoked", "TELEGRAM_LIBRARY": library}
        line = refused("demo", tmp_path, **wrong)
    assert "HAZARDLINE_TELEGRAM_TOKEN" in line
    assert "@BotFather" in line
    assert "revoked" not in line


@pytest.mark.parametrize("token", ["abc", "4242", "4242:with a space", "bot4242:AAx"])
def test_a_token_that_is_none_is_named_and_not_told(tmp_path: Path, token: str) -> None:
    line = misread(tmp_path, TELEGRAM_TOKEN=token)
    assert line.startswith("HAZARDLINE_TELEGRAM_TOKEN ")
    assert "@BotFather" in line
    assert token not in line


@pytest.mark.parametrize("key", ["short", WECOM["WECOM_AES_KEY"] + "=", WECOM["WECOM_AES_KEY"][:-1] + "-"])
def test_an_aes_key_that_is_none_is_named_and_not_told(tmp_path: Path, key: str) -> None:
    line = misread(tmp_path, **{**WECOM, "WECOM_AES_KEY": key})
    assert line.startswith("HAZARDLINE_WECOM_AES_KEY ")
    assert "43" in line
    assert key not in line


@pytest.mark.parametrize(
    "robots",
    [
        "abc",
        "[1]",
        '{"A01": 7}',
        '{"A01": {"kee": "SECRET"}}',
        '{"A01": {"key": ""}, "A02": "SECRET"}',
        '{"A01": {"key": "SECRET", "language": "de"}}',
        '{"A01": {"key": "SECRET", "say": "SECRET"}}',
    ],
)
def test_robots_that_are_no_table_of_keys_are_named_and_not_told(tmp_path: Path, robots: str) -> None:
    line = misread(tmp_path, WECOM_ROBOTS=robots)
    assert line.startswith("HAZARDLINE_WECOM_ROBOTS ")
    assert "SECRET" not in line


@pytest.mark.parametrize("missing", WECOM)
def test_a_wecom_app_that_lacks_a_part_names_it(tmp_path: Path, missing: str) -> None:
    line = misread(tmp_path, **{name: value for name, value in WECOM.items() if name != missing})
    assert line.startswith(f"HAZARDLINE_{missing} ")
    assert not [value for name, value in WECOM.items() if name != "PUBLIC_URL" and value in line]


def test_a_host_that_is_out_of_reach_is_waited_for(tmp_path: Path) -> None:
    async def goes_on(program: Program) -> None:
        lines = program.log.read_text().splitlines()
        assert "out of reach" in lines[0]
        assert "HAZARDLINE_TELEGRAM_API" in lines[0]
        assert "AAx" not in program.log.read_text()
        assert await program.stop() == 0

    running(tmp_path, goes_on, TELEGRAM_TOKEN="4242:AAx", TELEGRAM_API=ELSEWHERE)  # noqa: S106 - none


def test_two_programs_with_one_token_are_told_of_each_other_in_one_line(tmp_path: Path) -> None:
    with FakeTelegram() as fake:
        (tmp_path / "other").mkdir()

        async def another(program: Program) -> None:
            other = Program("demo", tmp_path / "other" / "data", tmp_path / "other" / "log", settings=telegram(fake))
            logs = [program.log, other.log]
            await other.start()
            try:
                await until(lambda: any("same token" in log.read_text() for log in logs))
                assert max(log.read_text().count("same token") for log in logs) == 1
                assert fake.token not in "".join(log.read_text() for log in logs)
            finally:
                assert [await other.stop(), await program.stop()] == [0, 0]

        running(tmp_path, another, **telegram(fake))


def test_the_doctor_passes_on_what_telegram_says(tmp_path: Path) -> None:
    async def looks(program: Program) -> None:
        code, lines = await asyncio.to_thread(doctor, tmp_path, **telegram(fake))
        assert code == 0, lines
        assert [line for line in lines if "@hazardline_bot" in line]
        wrong = {**telegram(fake), "TELEGRAM_TOKEN": "4242:AAone_that_was_revoked"}
        code, lines = await asyncio.to_thread(doctor, tmp_path, **wrong)
        assert code == 1
        assert ["@BotFather" in line for line in lines if line.startswith("✗")] == [True]
        code, lines = await asyncio.to_thread(doctor, tmp_path, **{**telegram(fake), "TELEGRAM_API": ELSEWHERE})
        assert ["out of reach" in line for line in lines if line.startswith("✗")] == [True]
        assert await program.stop() == 0

    with FakeTelegram() as fake:
        running(tmp_path, looks)


def test_the_first_officer_comes_in_by_a_code_of_the_operator_s(tmp_path: Path) -> None:
    """Nobody is reached yet who could admit anybody; the code is good once."""

    async def comes_in(program: Program) -> None:
        data = tmp_path / "data"
        ordered = environment(data, 1, **telegram(fake))
        made = [sys.executable, "-m", "bot", "invite", OFFICER]
        invited = await asyncio.to_thread(
            subprocess.run, made, env=ordered, cwd=tmp_path, capture_output=True, text=True
        )
        assert invited.returncode == 0, invited.stderr
        link = invited.stdout.split()[-1]
        assert link.startswith("https://t.me/hazardline_bot?start=join_")
        officer, other = fake.person(2001, "静", "吴"), fake.person(2002, "外人")
        officer.starts(link.partition("start=")[2])
        await until(lambda: bool(fake.said(2001)))
        assert "吴静" in fake.said(2001)[-1].text
        other.starts(link.partition("start=")[2])
        await until(lambda: bool(fake.said(2002)))
        assert "用过" in fake.said(2002)[-1].text
        assert await program.stop() == 0

    with FakeTelegram() as fake:
        running(tmp_path, comes_in, **telegram(fake))


def move_officer(data: Path, bot: str, address: str) -> None:
    """The demo company in this folder, with a safety officer who is reached by a bot."""
    data.mkdir()
    engine = opened(settle_demo(f"sqlite:///{data / 'hazardline.db'}"))
    with write_transaction(engine) as connection:
        mine = select(people.c.id).where(called(connection, "吴静")).scalar_subquery()
        connection.execute(update(addresses).where(addresses.c.person_id == mine).values(bot=bot, address=address))
    engine.dispose()


def test_a_group_and_a_menu_over_telegram_s_own_protocol(tmp_path: Path) -> None:
    """An officer binds a group; its bot says so there; and commands stand in the menu of whoever writes."""

    async def binds(program: Program) -> None:
        await at_work(program)
        assert await program.stop() == 0

    async def at_work(program: Program) -> None:
        officer, group = fake.person(2001, "静", "吴"), fake.group(-55, "冲压")
        officer.says("/area@hazardline_bot 冲压车间", group)
        await until(lambda: "冲压车间" in "".join(said.text for said in fake.said(-55)))
        assert "冲压车间" in fake.said(2001)[-1].text
        await until(lambda: fake.calls.count("setmycommands") >= 2)

    with FakeTelegram() as fake:
        move_officer(tmp_path / "data", fake.bot, "2001")
        running(tmp_path, binds, **telegram(fake))
