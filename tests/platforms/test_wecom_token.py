"""One access token for all threads and processes: fetched once when it is needed, and never in a storm."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import OperationalError

from bot.platforms.wecom_client import Client
from bot.platforms.wecom_errors import CallRefused, OutOfReach
from bot.platforms.wecom_token import Tokens
from storage import access_tokens, tables
from storage.engine import read_transaction, write_transaction
from tests.platforms.fakes.wecom import FakeWecom
from tests.platforms.wecom_house import House
from tests.world import Clock

ROOT = Path(__file__).parents[2]


def client(engine: Engine, fake: FakeWecom, secret: str = "") -> Client:
    return Client(engine, "wecom:1000002", fake.url, fake.corp_id, secret or fake.secret, now=fake.now)


def ask(asking: Client) -> None:
    asking.get("getcallbackip")


def test_a_token_serves_until_shortly_before_its_end(house: House) -> None:
    asking = client(house.platform.client._tokens._engine, house.fake)
    for _ in range(3):
        ask(asking)
    house.clock.passes(seconds=7200 - 301)
    ask(asking)
    assert house.fake.calls["gettoken"] == 1
    house.clock.passes(seconds=302)
    ask(asking)
    assert house.fake.calls["gettoken"] == 2


def test_shortly_before_the_end_the_same_token_comes_again_and_is_not_asked_for_at_every_call(house: House) -> None:
    asking = client(house.platform.client._tokens._engine, house.fake)
    ask(asking)
    house.clock.passes(seconds=7200 - 299)
    for _ in range(5):
        ask(asking)
    assert house.fake.calls["gettoken"] == 2


@pytest.mark.parametrize("code", [40014, 42001, 40001])
def test_a_token_that_died_early_is_mended_without_anybody_noticing(house: House, code: int) -> None:
    house.send()
    house.fake.expire_tokens()
    house.fake.fails("message/send", code)
    house.send()
    assert len(house.fake.chat("zhangsan")) == 2
    assert house.fake.calls["gettoken"] == 2


def together(threads: int, work: Callable[[], object]) -> list[object]:
    """The same work by several threads at one moment; what each came to."""
    line = threading.Barrier(threads)

    def one(_: int) -> object:
        line.wait()
        try:
            return work()
        except (CallRefused, OutOfReach) as error:
            return error

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, range(threads)))


def test_eight_threads_without_a_token_fetch_one(house: House, engine: Engine) -> None:
    asking = client(engine, house.fake)
    assert together(8, lambda: ask(asking)) == [None] * 8
    assert house.fake.calls["gettoken"] == 1


def test_eight_threads_whose_token_died_fetch_one_more(house: House, engine: Engine) -> None:
    asking = client(engine, house.fake)
    ask(asking)
    house.fake.expire_tokens()
    assert together(8, lambda: ask(asking)) == [None] * 8
    assert house.fake.calls["gettoken"] == 2


def test_a_new_token_that_does_not_come_is_asked_for_again_at_the_next_call(house: House, engine: Engine) -> None:
    asking = client(engine, house.fake)
    ask(asking)
    house.fake.expire_tokens()
    house.fake.fails("gettoken", "html")
    with pytest.raises(OutOfReach):
        ask(asking)
    ask(asking)


def test_a_token_that_stays_bad_is_fetched_twice_and_not_for_ever(house: House, engine: Engine) -> None:
    asking = client(engine, house.fake)
    house.fake.stays_bad = True
    for _ in range(3):
        assert all(isinstance(came, CallRefused) for came in together(8, lambda: ask(asking)))
    assert house.fake.calls["gettoken"] == 2
    house.clock.passes(seconds=61)
    house.fake.stays_bad = False
    ask(asking)


SEVERAL = """
import sys
from concurrent.futures import ThreadPoolExecutor
from bot.platforms.wecom_client import Client
from storage.engine import open_engine
from tests.world import Clock
url, api, corp, secret = sys.argv[1:]
client = Client(open_engine(url), "wecom:1000002", api, corp, secret, now=Clock())
print("ready", flush=True)
input()
with ThreadPoolExecutor(8) as pool:
    print([len(answer["ip_list"]) for answer in pool.map(lambda _: client.get("getcallbackip"), range(8))])
"""


@pytest.mark.parametrize("died", [False, True])
def test_two_processes_of_eight_threads_fetch_one(house: House, engine: Engine, demo_url: str, died: bool) -> None:
    if died:
        ask(client(engine, house.fake))
        house.fake.expire_tokens()
    arguments = [sys.executable, "-c", SEVERAL, demo_url, house.fake.url, house.fake.corp_id, house.fake.secret]
    piped = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    processes = [subprocess.Popen(arguments, **piped) for _ in range(2)]  # type: ignore[call-overload]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    assert [process.communicate(timeout=60)[0].strip() for process in processes] == [str([1] * 8)] * 2
    assert house.fake.calls["gettoken"] == 1 + died


def test_whoever_died_while_fetching_holds_nobody_up_for_long(engine: Engine) -> None:
    clock = Clock()
    tokens = Tokens(engine, "wecom:1", clock)
    with write_transaction(engine) as connection:
        assert access_tokens.claim(connection, "wecom:1", 0, clock(), clock.moment)
        assert not access_tokens.claim(connection, "wecom:1", 0, clock(), clock.moment)
    clock.passes(seconds=1)
    assert tokens.current(lambda: ("fresh", 7200)).token == "fresh"  # noqa: S105


def test_a_fetch_that_fails_leaves_the_next_one_free(engine: Engine) -> None:
    tokens = Tokens(engine, "wecom:1", Clock())

    def broken() -> tuple[str, int]:
        raise OutOfReach("status 502")

    for _ in range(2):
        with pytest.raises(OutOfReach):
            tokens.current(broken)
    assert tokens.current(lambda: ("fresh", 7200)).version == 1


def test_another_secret_is_another_token(house: House, engine: Engine) -> None:
    ask(client(engine, house.fake))
    ask(client(engine, house.fake, house.fake.contacts_secret))
    with read_transaction(engine) as connection:
        rows = connection.execute(tables.access_tokens.select()).all()
    assert len({row.token for row in rows}) == 2
    assert all(house.fake.secret not in row.name and len(row.name) <= 64 for row in rows)


def test_a_database_that_is_away_is_no_refusal(tmp_path: Path) -> None:
    nowhere = create_engine(f"sqlite:///{tmp_path}/not/there.db")
    with pytest.raises(OutOfReach) as away:
        Tokens(nowhere, "wecom:1", Clock()).current(lambda: ("fresh", 7200))
    assert isinstance(away.value.__cause__, OperationalError)
